using System.Buffers;

namespace Requests.PowerShell;

/// <summary>Represents items of JSON whose text was copied, so that the reader of the body can continue.</summary>
internal sealed class ItemBatch : IDisposable
{
    private readonly byte[] _text;

    /// <summary>Copies items.</summary>
    /// <param name="items">The items.</param>
    internal ItemBatch(IReadOnlyList<JsonItem> items)
    {
        _text = ArrayPool<byte>.Shared.Rent(items.Sum(static item => item.Utf8.Length));
        var copies = new List<JsonItem>(items.Count);
        var end = 0;
        foreach (var item in items)
        {
            item.Utf8.CopyTo(_text.AsMemory(end));
            copies.Add(item with { Utf8 = _text.AsMemory(end, item.Utf8.Length) });
            end += item.Utf8.Length;
        }

        Items = copies;
    }

    /// <summary>Gets the items. Their text is valid until the batch is disposed.</summary>
    internal IReadOnlyList<JsonItem> Items { get; }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_text);
}
