using System.IO.Compression;

namespace Requests;

/// <summary>
/// Removes the content codings of a body for an archive, and applies them again when it is replayed: its headers name them, and readers
/// expect them.
/// </summary>
/// <remarks>RFC 9110 section 8.4.</remarks>
internal static class HarCodings
{
    /// <summary>Decodes a body; null when its codings are not known, its bytes are corrupt, or they are not all there.</summary>
    /// <param name="content">The bytes as they were received.</param>
    /// <param name="contentEncoding">The value of Content-Encoding, or null.</param>
    internal static byte[]? TryDecode(byte[] content, string? contentEncoding)
    {
        if (ContentDecoder.ChangesNothing(contentEncoding)) return content;
        try
        {
            using var decoded = new MemoryStream();
            using var stream = ContentDecoder.Decode(new MemoryStream(content, writable: false), contentEncoding);
            stream.CopyTo(decoded);
            return decoded.ToArray();
        }
        catch (RequestException)
        {
            return null;
        }
    }

    /// <summary>Decodes a body as far as its bytes go; returns them as they are when their codings are not known.</summary>
    /// <param name="content">The bytes as they were received.</param>
    /// <param name="contentEncoding">The value of Content-Encoding, or null.</param>
    internal static byte[] DecodePart(byte[] content, string? contentEncoding)
    {
        using var decoded = new MemoryStream();
        try
        {
            using var stream = ContentDecoder.Decode(new MemoryStream(content, writable: false), contentEncoding);
            stream.CopyTo(decoded);
        }
        catch (RequestException) when (decoded.Length == 0)
        {
            return content;
        }
        catch (RequestException)
        {
            // What was decoded before the bytes ended, or became corrupt, is all there is.
        }

        return decoded.ToArray();
    }

    /// <summary>Applies content codings; null when one of them is not known.</summary>
    /// <param name="content">The decoded bytes.</param>
    /// <param name="contentEncoding">The value of Content-Encoding, or null.</param>
    internal static byte[]? TryEncode(byte[] content, string? contentEncoding)
    {
        if (ContentDecoder.ChangesNothing(contentEncoding)) return content;
        foreach (var coding in contentEncoding!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ContentDecoder.ChangesNothing(coding)) continue;
            using var output = new MemoryStream();
            using (var compressor = CreateCompressor(coding, output))
            {
                if (compressor is null) return null;
                compressor.Write(content);
            }

            content = output.ToArray();
        }

        return content;
    }

    private static Stream? CreateCompressor(string coding, MemoryStream output) => coding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true),
        "br" => new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true),
        "zstd" => ZstdDecoding.CreateEncoder(output),
        _ => null,
    };
}
