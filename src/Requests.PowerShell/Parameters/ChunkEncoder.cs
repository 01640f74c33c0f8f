using System.Text;

namespace Requests.PowerShell;

/// <summary>Converts the chunks of one body to bytes. Text is encoded in the charset that the Content-Type header names.</summary>
internal sealed class ChunkEncoder
{
    private bool _hasBegun;

    /// <summary>Gets or sets the charset; null is UTF-8.</summary>
    internal BodyCharset? Charset { get; set; }

    /// <summary>Converts an item to a chunk. Bytes stay unchanged; any other value is converted to text.</summary>
    /// <param name="item">The item that was emitted.</param>
    internal ReadOnlyMemory<byte> ToChunk(object? item)
    {
        if (PSValue.Unwrap(item) is byte[] bytes)
        {
            _hasBegun |= bytes.Length > 0;
            return bytes;
        }

        var text = PSValue.ToText(item, "an item of Data") ?? "";
        var isFirst = !_hasBegun;
        _hasBegun = true;
        return Charset?.GetBytes(text, isFirst) ?? Encoding.UTF8.GetBytes(text);
    }
}
