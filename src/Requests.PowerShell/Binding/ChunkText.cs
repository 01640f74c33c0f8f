using System.Text;

namespace Requests.PowerShell;

/// <summary>Makes bytes of the chunks of one body, texts in the charset that its Content-Type names.</summary>
/// <param name="charset">The charset; null is UTF-8.</param>
internal sealed class ChunkText(BodyCharset? charset)
{
    private bool _hasBegun;

    /// <summary>One chunk: bytes as they are, anything else as its text.</summary>
    /// <param name="item">Whatever was emitted.</param>
    internal ReadOnlyMemory<byte> ToChunk(object? item)
    {
        if (Values.Unwrap(item) is byte[] bytes) return bytes;
        var text = Values.ToText(item, "an item of Data") ?? "";
        if (charset is null) return Encoding.UTF8.GetBytes(text);
        var isFirst = !_hasBegun;
        _hasBegun = true;
        return charset.GetBytes(text, isFirst);
    }
}
