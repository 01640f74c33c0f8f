using System.Globalization;

namespace Requests;

/// <content>The parts of a URL in the form that is signed, and presigned URLs.</content>
public sealed partial class AwsAuth
{
    private const string SignatureParameter = "X-Amz-Signature";

    private static readonly TimeSpan LongestExpiry = TimeSpan.FromDays(7);

    /// <summary>
    /// Creates a URL with a signature, which a client without keys can send until it expires. The client has to send the headers of the
    /// request with the same values. For S3 the signature does not cover the body; for other services it covers a body in memory.
    /// </summary>
    /// <param name="request">The request: method, URL and the headers that the client has to send.</param>
    /// <param name="expiresIn">The time after which the URL cannot be used, from 1 second to 7 days, in whole seconds.</param>
    /// <exception cref="InvalidParameterException">The time is out of range, or the service or region is not known.</exception>
    /// <exception cref="InvalidUrlException">The URL is presigned already.</exception>
    /// <exception cref="RequestAuthenticationException">There are no keys in the environment.</exception>
    /// <remarks>boto3: <c>generate_presigned_url</c>.</remarks>
    public string CreatePresignedUrl(PreparedRequest request, TimeSpan expiresIn)
    {
        if (expiresIn < TimeSpan.FromSeconds(1) || expiresIn > LongestExpiry)
        {
            throw new InvalidParameterException("ExpiresIn must be from 1 to 604800 seconds, which are 7 days.");
        }

        if (IsPresigned(request.Url))
        {
            var url = UrlRedactor.Redact(request.Url);
            throw new InvalidUrlException($"'{url}' is presigned already: give the URL without {SignatureParameter}.");
        }

        var endpoint = FindEndpoint(request);
        var credentials = GetCredentials();
        var key = new AwsSigningKey(credentials, endpoint.Region!, endpoint.Service!, _time.GetUtcNow());
        var (root, path, query) = SplitUrl(request.Url, endpoint);
        var headers = AwsCanonicalForm.SelectHeaders(
            request.Headers,
            GetHost(request),
            static name => name is not ("content-length" or "cookie") && !UnsignedHeaders.Contains(name));
        List<string> parameters =
        [
            $"X-Amz-Algorithm={AwsSigningKey.Algorithm}",
            $"X-Amz-Credential={AwsCanonicalForm.Encode(key.Credential)}",
            $"X-Amz-Date={key.Time}",
            string.Create(CultureInfo.InvariantCulture, $"X-Amz-Expires={(long)expiresIn.TotalSeconds}"),
            $"X-Amz-SignedHeaders={AwsCanonicalForm.Encode(string.Join(';', headers.Keys))}",
        ];
        if (credentials.SessionToken is { } token) parameters.Add($"{TokenHeader}={AwsCanonicalForm.Encode(token)}");
        if (query.Length > 0) parameters.Insert(0, query);
        query = string.Join('&', parameters);
        var payload = endpoint.IsS3 ? UnsignedPayload : AwsSigningKey.Hash(request.Body is BytesBody body ? body.Bytes.Span : []);
        var canonical = AwsCanonicalForm.CreateRequest(request.Method, GetSignedPath(path, endpoint), query, headers, payload);
        return $"{root}{path}?{query}&{SignatureParameter}={key.SignRequest(canonical)}";
    }

    private static bool IsPresigned(string url) =>
        UrlParts.CutQuery(UrlParts.WithoutFragment(url)).Query is { } query
            && Array.Exists(query.Split('&'), static pair => pair.StartsWith($"{SignatureParameter}=", StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns scheme and host, the path and the query, in the form in which they are sent.</summary>
    private static (string Root, string Path, string Query) SplitUrl(string url, AwsEndpoint endpoint)
    {
        var (path, query) = UrlParts.CutQuery(UrlParts.GetOriginForm(url));
        return (UrlParts.GetOrigin(url), AwsCanonicalForm.ToSentPath(path, endpoint.IsS3), AwsCanonicalForm.ToSentQuery(query));
    }

    private static string GetSignedPath(string path, AwsEndpoint endpoint) =>
        endpoint.IsS3 ? path : AwsCanonicalForm.EncodePath(AwsCanonicalForm.Normalize(path));

    /// <summary>Returns the Host header as it is sent: the one that the caller set, else that of the URL.</summary>
    private static string GetHost(PreparedRequest request)
    {
        if (request.Headers["Host"] is { Length: > 0 } host) return host.Trim();
        if (!Uri.TryCreate(UrlParts.WithoutFragment(request.Url), UriKind.Absolute, out var uri))
        {
            throw new InvalidUrlException($"The URL '{UrlRedactor.Redact(request.Url)}' cannot be used.");
        }

        var name = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{uri.Port}");
    }
}
