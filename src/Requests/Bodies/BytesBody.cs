using System.Text;

namespace Requests;

/// <summary>
/// Represents a body in memory: bytes, or a text in UTF-8 without a byte order mark. A text is sent in another charset when its
/// Content-Type names one.
/// </summary>
public class BytesBody : RequestBody
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly BodyCharset? _charset;

    /// <summary>Creates a body of bytes.</summary>
    /// <param name="bytes">The bytes; they are not copied.</param>
    /// <param name="contentType">The Content-Type to set when the caller sets none; null sets none.</param>
    public BytesBody(ReadOnlyMemory<byte> bytes, string? contentType = null)
    {
        _bytes = bytes;
        ContentType = contentType;
    }

    /// <summary>Creates a body of text without a Content-Type.</summary>
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

    /// <summary>Gets the bytes that are sent.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <inheritdoc/>
    internal override RequestBody WithCharset(string? contentType) =>
        IsText && BodyCharset.FromContentType(contentType) is { } charset ? new BytesBody(GetText(), charset) : this;

    /// <inheritdoc/>
    public override Task WriteToAsync(Stream destination, CancellationToken cancellationToken) =>
        destination.WriteAsync(_bytes, cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Rewind()
    {
    }

    /// <summary>Decodes the bytes as UTF-8, or in the charset in which the text was encoded.</summary>
    public string GetText() => _charset?.GetString(_bytes.Span) ?? Encoding.UTF8.GetString(_bytes.Span);

    /// <summary>
    /// Gets a value that indicates whether the body was created from a text, so that the charset of its Content-Type applies.
    /// </summary>
    internal bool IsText { get; private protected init; }
}
