using System.Text;

namespace Requests;

/// <summary>A body held in memory: bytes as they are, or a text in UTF-8 without a byte order mark.</summary>
public class BytesBody : RequestBody
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Creates a body of bytes.</summary>
    /// <param name="bytes">The bytes; they are not copied.</param>
    /// <param name="contentType">The Content-Type to set when the caller gives none; null sets none.</param>
    public BytesBody(ReadOnlyMemory<byte> bytes, string? contentType = null)
    {
        _bytes = bytes;
        ContentType = contentType;
    }

    /// <summary>Creates a body of text, sent in UTF-8. It sets no Content-Type.</summary>
    /// <param name="text">The text.</param>
    public BytesBody(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    /// <inheritdoc/>
    public override string? ContentType { get; }

    /// <inheritdoc/>
    public override long? Length => _bytes.Length;

    /// <inheritdoc/>
    public override bool CanRewind => true;

    /// <summary>The bytes that are sent.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <inheritdoc/>
    public override Task WriteToAsync(Stream destination, CancellationToken cancellationToken) =>
        destination.WriteAsync(_bytes, cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Rewind()
    {
    }

    /// <summary>The bytes read as UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes.Span);
}
