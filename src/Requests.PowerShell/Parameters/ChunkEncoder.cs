using System.Text;

namespace Requests.PowerShell;

/// <summary>Makes bytes of the chunks of one body, texts in the charset that its Content-Type names.</summary>
internal sealed class ChunkEncoder
{
    private bool _hasBegun;

    /// <summary>The charset; null is UTF-8.</summary>
    internal BodyCharset? Charset { get; set; }

    /// <summary>One chunk: bytes as they are, anything else as its text.</summary>
    /// <param name="item">Whatever was emitted.</param>
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
