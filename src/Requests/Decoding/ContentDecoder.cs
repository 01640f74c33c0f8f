namespace Requests;

/// <summary>
/// Decodes the content codings of a body (RFC 9110 section 8.4): gzip, deflate in both its formats, br, zstd, and
/// combinations of them.
/// </summary>
/// <remarks>requests: urllib3's <c>MultiDecoder</c>. Unlike there, a truncated body is an error, and so is an unknown coding.</remarks>
internal static class ContentDecoder
{
    /// <summary>The maximum number of codings of a body. Each coding needs memory and a decoder that reads from another decoder.</summary>
    internal const int MaximumCodings = 5;

    /// <summary>Gets a stream of the decoded bytes.</summary>
    /// <param name="raw">The bytes as received.</param>
    /// <param name="contentEncoding">The values of all Content-Encoding lines, joined by commas, or null.</param>
    internal static Stream Decode(Stream raw, string? contentEncoding) =>
        string.IsNullOrEmpty(contentEncoding) ? raw : DecodeAll(raw, contentEncoding);

    // In a method of its own, so that a body without a coding does not load the assembly of brotli.
    private static Stream DecodeAll(Stream raw, string contentEncoding)
    {
        var codings = contentEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (codings.Length > MaximumCodings)
        {
            return new RefusedDecoding(raw, $"The body has {codings.Length} content codings; {MaximumCodings} are allowed.");
        }

        if (Array.Find(codings, coding => !IsKnown(coding)) is { } unknown) return new RefusedDecoding(raw, Unsupported(unknown));
        var stream = raw;
        for (var i = codings.Length - 1; i >= 0; i--)
        {
            stream = codings[i].ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GzipDecoder(stream),
                "deflate" => new DeflateDecoder(stream),
                "br" => new BrotliDecoding(stream),
                "zstd" => ZstdDecoding.Create(stream),
                _ => stream,
            };
        }

        return stream;
    }

    /// <summary>Creates the error for bytes that are not valid in their coding.</summary>
    /// <param name="coding">The coding.</param>
    /// <param name="cause">The cause, or null.</param>
    internal static ContentDecodingException Corrupt(string coding, Exception? cause = null) =>
        new(
            $"The body cannot be decoded as {coding}: its bytes are corrupt. Read Raw of a streamed response for the bytes as received.",
            cause);

    /// <summary>Creates the error for a body that ends before its coding does.</summary>
    /// <param name="coding">The coding.</param>
    internal static ContentDecodingException Truncated(string coding) =>
        new($"The body, coded as {coding}, ends early: what came is not the whole.");

    /// <summary>Returns whether a header names only codings that do not change the bytes.</summary>
    /// <param name="contentEncoding">The values of all Content-Encoding lines, joined by commas, or null.</param>
    internal static bool ChangesNothing(string? contentEncoding) =>
        string.IsNullOrEmpty(contentEncoding)
            || contentEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).All(IsIdentity);

    private static bool IsKnown(string coding) =>
        coding.ToLowerInvariant() is "gzip" or "x-gzip" or "deflate" or "br" or "zstd" || IsIdentity(coding);

    // Some servers write none for identity. S3 stores objects decoded and still names aws-chunked. Other servers write a charset or a
    // value of MIME's Content-Transfer-Encoding.
    private static bool IsIdentity(string coding) =>
        coding.ToLowerInvariant() is "identity" or "none" or "aws-chunked" or "binary" or "8bit" or "7bit"
            || EncodingResolver.Find(coding) is not null;

    private static string Unsupported(string coding)
    {
        var name = HttpTokens.IsToken(coding) && coding.Length <= 40 ? $"'{coding}'" : "a coding that is not a token";
        return $"The body's Content-Encoding is {name}, which is not supported: gzip, deflate, br and zstd are. "
            + "Request another with the header Accept-Encoding, or read Raw of a streamed response for the bytes as received.";
    }
}
