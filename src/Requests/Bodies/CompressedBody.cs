using System.IO.Compression;

namespace Requests;

/// <summary>
/// Represents a body that is sent compressed. The header Content-Encoding names the coding. A body in memory of up to 16 MB is compressed
/// before it is sent, so that its length is known; other bodies are compressed while they are sent, in chunks.
/// </summary>
/// <remarks>RFC 9110 section 8.4; requests: <c>data=gzip.compress(…)</c> with the header.</remarks>
public sealed class CompressedBody : RequestBody
{
    private const int LargestBuffered = 16 * 1024 * 1024;

    private byte[]? _compressed;

    /// <summary>Creates the body. Nothing is read yet.</summary>
    /// <param name="body">The body to compress.</param>
    /// <param name="coding">The content coding: <c>gzip</c>, <c>br</c>, <c>zstd</c> or <c>deflate</c>, in any case.</param>
    /// <exception cref="InvalidBodyException">The coding is another one, or the body is compressed already.</exception>
    public CompressedBody(RequestBody body, string coding)
    {
        if (body is CompressedBody) throw new InvalidBodyException("The body is compressed already: compress it once.");
        Body = body;
        Coding = FindCoding(coding)
            ?? throw new InvalidBodyException("The body cannot be compressed with this coding: give gzip, br, zstd or deflate.");
    }

    /// <summary>Gets the body before compression.</summary>
    public RequestBody Body { get; }

    /// <summary>Gets the content coding: <c>gzip</c>, <c>br</c>, <c>zstd</c> or <c>deflate</c>.</summary>
    public string Coding { get; }

    /// <inheritdoc/>
    public override string? ContentType => Body.ContentType;

    /// <summary>Gets the number of compressed bytes; null when the body is compressed while it is sent.</summary>
    public override long? Length => GetCompressed()?.Length;

    /// <inheritdoc/>
    public override bool CanRewind => Body.CanRewind;

    /// <inheritdoc/>
    public override IEnumerable<Stream> Streams => Body.Streams;

    /// <summary>Returns the name of a content coding in lower case; null for one that is not supported.</summary>
    /// <param name="name">The name.</param>
    internal static string? FindCoding(string name) =>
        name.ToLowerInvariant() is "gzip" or "br" or "zstd" or "deflate" ? name.ToLowerInvariant() : null;

    /// <summary>Returns the body before it is compressed or signed; another body unchanged.</summary>
    /// <param name="body">The body, or null.</param>
    internal static RequestBody? Unwrap(RequestBody? body) => body?.Content;

    /// <inheritdoc/>
    internal override RequestBody Content => Body;

    /// <inheritdoc/>
    internal override RequestBody WithCharset(string? contentType)
    {
        var body = Body.WithCharset(contentType);
        return ReferenceEquals(body, Body) ? this : new CompressedBody(body, Coding);
    }

    /// <inheritdoc/>
    public override Task WriteToAsync(Stream destination, CancellationToken cancellationToken) =>
        GetCompressed() is { } bytes
            ? destination.WriteAsync(bytes, cancellationToken).AsTask()
            : CompressAsync(destination, cancellationToken);

    /// <inheritdoc/>
    public override void Rewind() => Body.Rewind();

    private async Task CompressAsync(Stream destination, CancellationToken cancellationToken)
    {
        var output = new CompressionOutput(destination);
        var compressor = CreateCompressor(output);
        await using (compressor.ConfigureAwait(false))
        {
            try
            {
                await Body.WriteToAsync(compressor, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                output.Abandon();
                throw;
            }
        }
    }

    private byte[]? GetCompressed()
    {
        if (_compressed is not null || Body is not BytesBody { Length: <= LargestBuffered } body) return _compressed;
        using var bytes = new MemoryStream();
        using (var compressor = CreateCompressor(bytes)) compressor.Write(body.Bytes.Span);
        return _compressed = bytes.ToArray();
    }

    // "deflate" is the format of zlib (RFC 9110 section 8.4.1.2).
    private Stream CreateCompressor(Stream output) => Coding switch
    {
        "gzip" => new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true),
        "br" => new BrotliStream(output, CompressionLevel.Optimal, leaveOpen: true),
        "zstd" => ZstdDecoding.CreateEncoder(output),
        _ => new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true),
    };
}
