using System.IO.Compression;

namespace Requests;

/// <summary>Undoes the codings of a body (RFC 9110 section 8.4): gzip, deflate in both its kinds, br, and several on top of each other.</summary>
/// <remarks>requests: urllib3's <c>MultiDecoder</c>. Unlike there, a body that ends early is an error.</remarks>
internal static class ContentDecoder
{
    /// <summary>A stream of the decoded bytes; an unknown coding is left as it is, as in Requests.</summary>
    /// <param name="raw">The bytes as they came.</param>
    /// <param name="contentEncoding">The value of Content-Encoding, or null.</param>
    internal static Stream Decode(Stream raw, string? contentEncoding)
    {
        if (string.IsNullOrEmpty(contentEncoding)) return raw;
        var stream = raw;
        foreach (var coding in Enumerable.Reverse(contentEncoding.Split(',')))
        {
            stream = coding.Trim().ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GzipDecoder(new DecoderFeed(stream)),
                "deflate" => new SingleDecoder("deflate", new DecoderFeed(stream), DeflateAsync),
                "br" => new SingleDecoder("br", new DecoderFeed(stream), static (feed, _) => ValueTask.FromResult<Stream>(new BrotliStream(feed, CompressionMode.Decompress))),
                _ => stream,
            };
        }

        return stream;
    }

    /// <summary>The error for bytes that are not what their coding says.</summary>
    /// <param name="coding">The coding.</param>
    /// <param name="cause">The cause, or null.</param>
    internal static ContentDecodingException Corrupt(string coding, Exception? cause = null) =>
        new($"The body says that it is coded as {coding}, but failed to decode: its bytes are corrupt. Read Raw of a streamed response for the bytes as they came.", cause);

    /// <summary>The error for a body that ends before its coding does.</summary>
    /// <param name="coding">The coding.</param>
    internal static ContentDecodingException Truncated(string coding) =>
        new($"The body, coded as {coding}, ends early: what came is not the whole.");

    /// <summary>RFC 9110 section 8.4.1.2 means zlib's format; some servers send the bare one.</summary>
    private static async ValueTask<Stream> DeflateAsync(DecoderFeed feed, CancellationToken cancellationToken)
    {
        var head = await feed.TakeExactlyAsync(2, cancellationToken).ConfigureAwait(false);
        feed.PutBack(head);
        var isZlib = head.Length == 2 && (head.Span[0] & 0x0f) == 8 && ((head.Span[0] << 8) | head.Span[1]) % 31 == 0;
        return isZlib ? new ZLibStream(feed, CompressionMode.Decompress) : new DeflateStream(feed, CompressionMode.Decompress);
    }
}
