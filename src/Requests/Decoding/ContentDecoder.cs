namespace Requests;

/// <summary>Undoes the codings of a body (RFC 9110 section 8.4): gzip, deflate in both its kinds, br, and several on top of each other.</summary>
/// <remarks>requests: urllib3's <c>MultiDecoder</c>. Unlike there, a body that ends early is an error, and so is a coding that is not known.</remarks>
internal static class ContentDecoder
{
    /// <summary>How many codings a body may have. Each costs memory, and a decoder that reads from the one below.</summary>
    internal const int MostCodings = 5;

    /// <summary>Gets a stream of the decoded bytes.</summary>
    /// <param name="raw">The bytes as they came.</param>
    /// <param name="contentEncoding">The values of all Content-Encoding lines, joined by commas, or null.</param>
    internal static Stream Decode(Stream raw, string? contentEncoding)
    {
        if (string.IsNullOrEmpty(contentEncoding)) return raw;
        var codings = contentEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (codings.Length > MostCodings) return new RefusedDecoding(raw, $"The body has {codings.Length} content codings; {MostCodings} are allowed.");
        if (Array.Find(codings, coding => !IsKnown(coding)) is { } unknown) return new RefusedDecoding(raw, Unsupported(unknown));
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

    /// <summary>Whether a header names nothing that changes the bytes.</summary>
    /// <param name="contentEncoding">The values of all Content-Encoding lines, joined by commas, or null.</param>
    internal static bool ChangesNothing(string? contentEncoding) =>
        string.IsNullOrEmpty(contentEncoding) || contentEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).All(ChangesNothingItself);

    private static bool IsKnown(string coding) => coding.ToLowerInvariant() is "gzip" or "x-gzip" or "deflate" or "br" || ChangesNothingItself(coding);

    // identity changes nothing; none is what some servers write for it. S3 stores objects decoded and still names aws-chunked. Others write a
    // charset there, or a word of MIME's Content-Transfer-Encoding.
    private static bool ChangesNothingItself(string coding) =>
        coding.ToLowerInvariant() is "identity" or "none" or "aws-chunked" or "binary" or "8bit" or "7bit" || EncodingResolver.Find(coding) is not null;

    private static string Unsupported(string coding)
    {
        var name = HttpTokens.IsToken(coding) && coding.Length <= 40 ? $"'{coding}'" : "a coding that is not a token";
        return $"The body's Content-Encoding is {name}, which is not supported: gzip, deflate and br are. "
            + "Ask for another with the header Accept-Encoding, or read Raw of a streamed response for the bytes as they came.";
    }
}
