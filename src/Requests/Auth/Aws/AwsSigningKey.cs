using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Represents the key that signs for one region and service on one day, and the time of its signatures. The key holds no text of the
/// secret.
/// </summary>
/// <remarks>Signature Version 4: the signing key, the credential scope and the string to sign.</remarks>
internal sealed class AwsSigningKey
{
    /// <summary>The name of the algorithm.</summary>
    internal const string Algorithm = "AWS4-HMAC-SHA256";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private readonly byte[] _key;
    private readonly string _scope;

    /// <summary>Derives the key.</summary>
    /// <param name="credentials">The keys of the user.</param>
    /// <param name="region">The region, such as <c>eu-west-1</c>.</param>
    /// <param name="service">The name of the service in signatures, such as <c>s3</c>.</param>
    /// <param name="time">The time of the signatures.</param>
    internal AwsSigningKey(AwsCredentials credentials, string region, string service, DateTimeOffset time)
    {
        Time = FormatTime(time);
        var day = Time[..8];
        _scope = $"{day}/{region}/{service}/aws4_request";
        Credential = $"{credentials.AccessKeyId}/{_scope}";
        var key = Encoding.UTF8.GetBytes($"AWS4{credentials.SecretAccessKey}");
        foreach (var part in (ReadOnlySpan<string>)[day, region, service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        _key = key;
    }

    /// <summary>Gets the time of the signatures, such as <c>20260131T235959Z</c>.</summary>
    internal string Time { get; }

    /// <summary>Gets the access key ID and what the key signs for: day, region and service.</summary>
    internal string Credential { get; }

    /// <summary>Returns a time as it is sent, in whole seconds.</summary>
    /// <param name="time">The time.</param>
    internal static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a time that was sent; null for another text.</summary>
    /// <param name="text">The text, or null.</param>
    internal static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>Returns the SHA-256 hash of bytes in lower-case hexadecimal digits.</summary>
    /// <param name="bytes">The bytes.</param>
    internal static string Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return ToHex(hash);
    }

    /// <summary>Returns bytes in lower-case hexadecimal digits.</summary>
    /// <param name="bytes">The bytes.</param>
    internal static string ToHex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

    /// <summary>Signs a request.</summary>
    /// <param name="canonicalRequest">The canonical form of the request. Header values are Latin-1, as they are sent.</param>
    internal string SignRequest(string canonicalRequest) =>
        Sign($"{Algorithm}\n{Time}\n{_scope}\n{Hash(Encoding.Latin1.GetBytes(canonicalRequest))}");

    /// <summary>Signs a chunk of a body.</summary>
    /// <param name="previous">The signature of the chunk before, or of the request for the first one.</param>
    /// <param name="chunk">The bytes of the chunk; empty for the last one.</param>
    internal string SignChunk(string previous, ReadOnlySpan<byte> chunk) =>
        Sign($"{Algorithm}-PAYLOAD\n{Time}\n{_scope}\n{previous}\n{Hash([])}\n{Hash(chunk)}");

    private string Sign(string text)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text), signature);
        return ToHex(signature);
    }
}
