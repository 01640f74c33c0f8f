using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Represents a response in a store, without its body. It does not change; a validation creates another one.</summary>
internal sealed class StoredResponse
{
    /// <summary>The digest of a request that has no credentials, or no cookies.</summary>
    internal const string NoDigest = "-";

    private string? _variantId;
    private CacheDirectives? _directives;

    /// <summary>
    /// Gets the key: the URL without its fragment and, where the request was sent to another place than the URL says, a blank and that
    /// place. It may contain secrets of the query; a file must have a digest as its name.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Gets the URL of the key. It may contain secrets.</summary>
    public string Url => GetUrl(Key);

    /// <summary>
    /// Gets the name of the body: a new one for each response that is received. A validation keeps it, as it keeps the body.
    /// </summary>
    public required Guid BodyId { get; init; }

    /// <summary>Gets the method: GET or HEAD.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the status, 200 to 599.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Gets the reason phrase; empty without one.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the version of HTTP of the response.</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>Gets the header fields that are stored; the caller does not change them.</summary>
    public required HeaderDictionary Headers { get; init; }

    /// <summary>Gets the time when the request was sent.</summary>
    public required DateTimeOffset RequestTime { get; init; }

    /// <summary>Gets the time when the headers of the response were received.</summary>
    public required DateTimeOffset ResponseTime { get; init; }

    /// <summary>Gets the names that Vary lists, in lower case and sorted; empty without Vary.</summary>
    public IReadOnlyList<string> VaryNames { get; init; } = [];

    /// <summary>Gets the digest of the values of those fields in the request; empty without Vary.</summary>
    public string VaryDigest { get; init; } = "";

    /// <summary>
    /// Gets the digest of the credentials of the request: <see cref="NoDigest"/> for a request without credentials, and empty for a
    /// response that is for requests with any credentials.
    /// </summary>
    public string CredentialsDigest { get; init; } = "";

    /// <summary>
    /// Gets the digest of the cookies of the request: <see cref="NoDigest"/> for a request without cookies, and empty for a response that
    /// is for requests with any cookies.
    /// </summary>
    public string CookiesDigest { get; init; } = "";

    /// <summary>Gets a value that indicates whether the response is for requests with the same credentials or cookies alone.</summary>
    public bool IsPersonal => CredentialsDigest is not ("" or NoDigest) || CookiesDigest is not ("" or NoDigest);

    /// <summary>Gets the number of bytes of the body as stored. The store sets it; 0 before the body is complete.</summary>
    public long BodyLength { get; init; }

    /// <summary>
    /// Gets the name of the variant within its key: 32 hexadecimal digits. Two responses of one key with the same name replace each other.
    /// </summary>
    public string VariantId => _variantId ??= CreateVariantId();

    /// <summary>Gets the directives of the response; they are read once.</summary>
    internal CacheDirectives Directives => _directives ??= CacheDirectives.Parse(Headers);

    /// <summary>Returns the URL of a key.</summary>
    /// <param name="key">The key.</param>
    internal static string GetUrl(string key) => key.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end ? key[..end] : key;

    /// <summary>Gets where the body is; the store sets it and alone knows what it means. Null before the body is complete.</summary>
    public object? Location { get; private init; }

    /// <summary>Returns a copy with a body.</summary>
    /// <param name="length">The number of bytes of the body.</param>
    /// <param name="location">Where the body is.</param>
    public StoredResponse WithBody(long length, object? location) =>
        Copy(Headers, RequestTime, ResponseTime, CredentialsDigest, CookiesDigest, length, location);

    /// <summary>Returns a copy with the fields and the times of a validation.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="requestTime">The time when the request was sent.</param>
    /// <param name="responseTime">The time when the response was received.</param>
    internal StoredResponse With(HeaderDictionary headers, DateTimeOffset requestTime, DateTimeOffset responseTime) =>
        Copy(headers, requestTime, responseTime, CredentialsDigest, CookiesDigest, BodyLength, Location);

    /// <summary>Returns a copy for requests with some credentials and cookies.</summary>
    /// <param name="credentials">The digest of the credentials; empty for any.</param>
    /// <param name="cookies">The digest of the cookies; empty for any.</param>
    internal StoredResponse For(string credentials, string cookies) =>
        Copy(Headers, RequestTime, ResponseTime, credentials, cookies, BodyLength, Location);

    /// <summary>Returns the status and the method only, because the URL may contain secrets.</summary>
    public override string ToString() => $"<StoredResponse {Method} [{StatusCode}]>";

    private string CreateVariantId()
    {
        var text = string.Join('\n', Method, string.Join(',', VaryNames), VaryDigest, CredentialsDigest, CookiesDigest);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 16);
    }

    private StoredResponse Copy(
        HeaderDictionary headers,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime,
        string credentials,
        string cookies,
        long length,
        object? location) => new()
        {
            Key = Key,
            BodyId = BodyId,
            Method = Method,
            StatusCode = StatusCode,
            Reason = Reason,
            HttpVersion = HttpVersion,
            Headers = headers,
            RequestTime = requestTime,
            ResponseTime = responseTime,
            VaryNames = VaryNames,
            VaryDigest = VaryDigest,
            CredentialsDigest = credentials,
            CookiesDigest = cookies,
            BodyLength = length,
            Location = location,
        };
}
