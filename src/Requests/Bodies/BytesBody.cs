using System.Text;

namespace Requests;

/// <summary>A body held in memory: bytes as they are, or a text, in UTF-8 without a byte order mark unless its Content-Type names another charset.</summary>
public class BytesBody : RequestBody
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly BodyCharset? _charset;

    /// <summary>Creates a body of bytes.</summary>
    /// <param name="bytes">The bytes; they are not copied.</param>
    /// <param name="contentType">The Content-Type to set when the caller gives none; null sets none.</param>
    public BytesBody(ReadOnlyMemory<byte> bytes, string? contentType = null)
    {
        _bytes = bytes;
        ContentType = contentType;
    }

    /// <summary>Creates a body of text. It sets no Content-Type.</summary>
    /// <param name="text">The text.</param>
    public BytesBody(string text)
        : this(Encoding.UTF8.GetBytes(text)) => IsText = true;

    private BytesBody(string text, BodyCharset charset)
    {
        _charset = charset;
        _bytes = charset.GetBytes(text);
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
    internal override RequestBody WithCharset(string? contentType) => IsText && BodyCharset.FromContentType(contentType) is { } charset ? new BytesBody(GetText(), charset) : this;

    /// <inheritdoc/>
    public override Task WriteToAsync(Stream destination, CancellationToken cancellationToken) =>
        destination.WriteAsync(_bytes, cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Rewind()
    {
    }

    /// <summary>The bytes read as UTF-8, or in the charset that the text was written in.</summary>
    public string GetText() => _charset?.GetString(_bytes.Span) ?? Encoding.UTF8.GetString(_bytes.Span);

    /// <summary>Whether it was given as a text, so that its Content-Type decides about its bytes.</summary>
    internal bool IsText { get; private protected init; }
}
