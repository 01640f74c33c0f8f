namespace Requests;

/// <summary>Encodes bytes as Base64 with the alphabet of URLs, without padding.</summary>
/// <remarks>RFC 4648 section 5, RFC 7515 section 2.</remarks>
internal static class Base64UrlText
{
    /// <summary>Encodes bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    internal static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
