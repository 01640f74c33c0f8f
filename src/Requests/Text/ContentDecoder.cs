namespace Requests;

/// <summary>Undoes the codings of a body (RFC 9110 section 8.4): gzip, deflate in both its kinds, br, and several on top of each other.</summary>
/// <remarks>requests: urllib3's <c>MultiDecoder</c>. Unlike there, a body that ends early is an error, a coding that is not known is left as it is.</remarks>
internal static class ContentDecoder
{
    /// <summary>Gets a stream of the decoded bytes.</summary>
    /// <param name="raw">The bytes as they came.</param>
    /// <param name="contentEncoding">The values of all Content-Encoding lines, joined by commas, or null.</param>
    internal static Stream Decode(Stream raw, string? contentEncoding)
    {
        if (string.IsNullOrEmpty(contentEncoding)) return raw;
        var codings = contentEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var stream = raw;
        for (var i = codings.Length - 1; i >= 0; i--)
        {
            stream = codings[i].ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GzipDecoder(stream),
                "deflate" => new DeflateDecoder(stream),
                "br" => new BrotliDecoding(stream),
                _ => stream,
            };
        }

        return stream;
    }

    /// <summary>Creates the error for bytes that are not what their coding says.</summary>
    /// <param name="coding">The coding.</param>
    /// <param name="cause">The cause, or null.</param>
    internal static ContentDecodingException Corrupt(string coding, Exception? cause = null) =>
        new($"The body says that it is coded as {coding}, but failed to decode: its bytes are corrupt. Read Raw of a streamed response for the bytes as they came.", cause);

    /// <summary>Creates the error for a body that ends before its coding does.</summary>
    /// <param name="coding">The coding.</param>
    internal static ContentDecodingException Truncated(string coding) =>
        new($"The body, coded as {coding}, ends early: what came is not the whole.");
}
