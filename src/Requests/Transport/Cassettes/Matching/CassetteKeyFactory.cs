using System.Text;

namespace Requests;

/// <summary>Creates the keys of requests and of recorded entries by the settings of a cassette. Pure.</summary>
/// <param name="options">The settings.</param>
internal sealed class CassetteKeyFactory(CassetteOptions options)
{
    // These describe the client, the connection, the trace or the body. They change with a version, a machine or a call.
    private static readonly HashSet<string> Volatile = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept-Encoding", "Connection", "Content-Length", "Cookie", "Date", "Expect", "Host", "Keep-Alive", "Proxy-Connection", "Priority",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Via", "traceparent", "tracestate", "Sec-Ch-Ua", "X-Amz-Date",
        "X-Amz-Content-Sha256",
    };

    // The time of a signature in a query (AWS Signature Version 4, Azure SAS). The signature itself is a secret.
    private static readonly string[] TimesOfSignatures = ["X-Amz-Date"];

    private readonly HashSet<string> _ignored = new(options.Ignore.Concat(TimesOfSignatures), StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _headers = new(options.MatchHeaders, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets a value that indicates whether the body is compared.</summary>
    internal bool ComparesBody => options.Match.HasFlag(CassetteMatch.Body);

    /// <summary>Creates the key of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body, or null.</param>
    internal CassetteKey Create(PreparedRequest request, CassetteBody? body) =>
        Create(request.Method, request.Url, request.Headers, ComparesBody ? GetBody(request.Headers, body) : null);

    /// <summary>Creates the key of a recorded request.</summary>
    /// <param name="request">The recorded request.</param>
    internal CassetteKey Create(HarRequest request) =>
        Create(request.Method, Normalize(request.Url), request.Headers, ComparesBody ? GetBody(request) : null);

    private bool IsIgnored(string name) => SensitiveNames.IsSecretParameter(name) || _ignored.Contains(name);

    /// <summary>Returns the body of a recorded request in the form that is compared, whole.</summary>
    /// <param name="request">The recorded request.</param>
    internal string GetWholeBody(HarRequest request) => request.Body?.GetBytes() is { } bytes
        ? CassetteBodyText.Create(bytes, GetType(request), _ignored)
        : "";

    private static string GetType(HarRequest request) =>
        request.Body is { MediaType.Length: > 0 } body ? body.MediaType : request.Headers["Content-Type"] ?? "";

    /// <summary>Returns the hash of the body of a recorded request, as keys have it.</summary>
    /// <param name="request">The recorded request.</param>
    internal string HashBody(HarRequest request) => CassetteBodyText.Hash(Encoding.UTF8.GetBytes(GetWholeBody(request)));

    private string GetBody(HarRequest request)
    {
        if (request.Body is not { } body) return "";
        if (CassetteBody.GetRecordedHash(body) is { } hash) return hash;

        // A body that was not recorded matches any body.
        return body.HasContent ? CassetteBodyText.Shorten(GetWholeBody(request)) : SensitiveNames.Redacted;
    }

    private string GetBody(HeaderDictionary headers, CassetteBody? body) => body switch
    {
        null => "",
        { Hash: { } hash } => hash,
        _ => CassetteBodyText.Shorten(CassetteBodyText.Create(body.Bytes.Span, headers["Content-Type"] ?? "", _ignored)),
    };

    private CassetteKey Create(string method, string url, HeaderDictionary headers, string? body)
    {
        var match = options.Match;
        var parts = (match & CassetteMatch.Url) == CassetteMatch.None ? default : UrlParts.Parse(url);
        return new CassetteKey
        {
            Method = match.HasFlag(CassetteMatch.Method) ? method.ToUpperInvariant() : null,
            Scheme = match.HasFlag(CassetteMatch.Scheme) ? parts.Scheme?.ToLowerInvariant() : null,
            Host = match.HasFlag(CassetteMatch.Host) ? GetHost(parts) : null,
            Path = match.HasFlag(CassetteMatch.Path) ? parts.Path is { Length: > 0 } path ? path : "/" : null,
            Query = match.HasFlag(CassetteMatch.Query) ? GetPairs(parts.Query) : null,
            Headers = GetHeaders(headers),
            Body = body,
        };
    }

    private static string GetHost(UrlParts parts)
    {
        var host = (parts.Authority ?? "").ToLowerInvariant();
        var login = host.LastIndexOf('@');
        if (login >= 0) host = host[(login + 1)..];
        var port = parts.Scheme?.Equals("https", StringComparison.OrdinalIgnoreCase) == true ? ":443" : ":80";
        return host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host;
    }

    private string GetPairs(string? query)
    {
        if (string.IsNullOrEmpty(query)) return "";
        return string.Join('&', QueryDecoder.Decode(query)
            .Where(pair => !IsIgnored(pair.Key))
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => $"{pair.Key}={pair.Value}"));
    }

    private string? GetHeaders(HeaderDictionary headers)
    {
        if (_headers.Count > 0)
        {
            return string.Join('\n', _headers.OrderBy(static name => name, StringComparer.OrdinalIgnoreCase)
                .Where(name => headers.ContainsKey(name))
                .Select(name => $"{name.ToLowerInvariant()}: {CassetteBodyText.WithoutBoundary(headers[name] ?? "")}"));
        }

        if (!options.Match.HasFlag(CassetteMatch.Headers)) return null;
        return string.Join('\n', headers
            .Where(pair => pair.Key is not [':', ..] && !Volatile.Contains(pair.Key) && !headers.IsSecret(pair.Key) && !IsIgnored(pair.Key))
            .OrderBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static pair => $"{pair.Key.ToLowerInvariant()}: {CassetteBodyText.WithoutBoundary(pair.Value ?? "")}"));
    }

    /// <summary>Returns a URL in the form in which this library sends it; a browser may escape fewer characters.</summary>
    private static string Normalize(string url)
    {
        try
        {
            return UrlPreparer.Prepare(url, parameters: null, baseUri: null).Url;
        }
        catch (RequestException)
        {
            return url;
        }
    }
}
