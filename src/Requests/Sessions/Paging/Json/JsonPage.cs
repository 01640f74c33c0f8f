using System.Text.Json;

namespace Requests;

/// <summary>
/// Reads the JSON of a page while it arrives: it splits the array of the items, and reads the members around it that describe the list.
/// The text of the items is not tokenized; the reader of an item checks whether it is valid JSON.
/// </summary>
/// <param name="layout">The members that are looked for. It learns the name of the array from the first page.</param>
/// <param name="isSequence">Whether the body is a sequence of values, such as NDJSON, so that an object is an item.</param>
/// <param name="limit">The maximum length of an item, and of the members around the items, in bytes.</param>
internal sealed partial class JsonPage(JsonPageLayout layout, bool isSequence, long limit) : IJsonItemSplitter
{
    private const int MaximumDepth = 1024;

    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaximumDepth });
    private byte[] _buffer = new byte[4096];
    private int _count;
    private int _tokenized;
    private JsonItems? _array;
    private bool _isArray; // whether the whole text is an array or a sequence of values
    private bool _hasBegun;
    private bool _hasItems;
    private long _items;

    /// <summary>Gets the next page that the JSON names, or null.</summary>
    internal NextPage? Next { get; private set; }

    /// <summary>Gets the number of items that the server announced for the whole list, or null.</summary>
    internal long? Announced { get; private set; }

    /// <summary>Gets the member that says that more items follow, or null.</summary>
    internal string? MoreMarker { get; private set; }

    /// <summary>Gets a value that indicates whether the JSON names a page before this one.</summary>
    internal bool HasPrevious { get; private set; }

    /// <summary>Gets a value that indicates whether the JSON has the place of a next page, and it is empty.</summary>
    internal bool IsLast { get; private set; }

    /// <summary>Gets the number of items of the page; null when the page has no array of items.</summary>
    internal long? ItemCount => _hasItems ? _items : null;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> piece, List<JsonItem> items)
    {
        if (_array is null) Append(piece);
        else if (!AddToArray(piece, items)) return;
        Tokenize(items, isFinal: false);
        if (_array is null && _count > limit) throw ItemLimit.CreateError("A page", limit);
    }

    /// <inheritdoc/>
    public void Finish(List<JsonItem> items)
    {
        layout.HasReadPage = true;
        if (_array is null) Tokenize(items, isFinal: true);
        if (_array is not null)
        {
            var before = items.Count;
            _array.Finish(items);
            Count(items, before);
            return;
        }

        if (!_hasBegun) items.Add(new JsonItem(default, Index: null));
        else if (!_hasItems) AddHeldItems(items);
    }

    /// <summary>Adds a piece to the array of the items; returns true when the array is closed.</summary>
    private bool AddToArray(ReadOnlySpan<byte> piece, List<JsonItem> items)
    {
        var array = _array!;
        var before = items.Count;
        array.Add(piece, items);
        Count(items, before);
        if (_isArray || !array.IsClosed) return false;

        // The tokenizer has read the bracket that opens the array. It continues with the one that closes it.
        _array = null;
        _count = _tokenized = 0;
        Append("]"u8);
        Append(array.Rest);
        return true;
    }

    /// <summary>Counts the items that were added. In an array or a sequence no item has the path that the caller gave.</summary>
    private void Count(List<JsonItem> items, int before)
    {
        if (_isArray && layout.ItemPath is not null) items.RemoveRange(before, items.Count - before);
        _items += items.Count - before;
    }

    private void Append(ReadOnlySpan<byte> piece)
    {
        if (_count + piece.Length > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _count + piece.Length));
        piece.CopyTo(_buffer.AsSpan(_count));
        _count += piece.Length;
    }

    private void Tokenize(List<JsonItem> items, bool isFinal)
    {
        if (!_hasBegun && !Begin(items)) return;
        while (ReadTokens(isFinal))
        {
            _hasItems = true;
            _array = new JsonItems(limit, isPart: true);
            _array.Add("["u8, items);
            if (!AddToArray(_buffer.AsSpan(_tokenized, _count - _tokenized).ToArray(), items)) return;
        }

        // Until the items are found the text is kept: one of its arrays, or the whole object, may turn out to be the items.
        if (!_hasItems) return;
        _buffer.AsSpan(_tokenized, _count - _tokenized).CopyTo(_buffer);
        (_count, _tokenized) = (_count - _tokenized, 0);
    }

    /// <summary>Determines the kind of the text; returns false when it is not an object, or has not begun.</summary>
    private bool Begin(List<JsonItem> items)
    {
        var text = _buffer.AsSpan(0, _count);
        var first = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0) return false;
        _hasBegun = true;
        if (text[first] == '{' && !isSequence) return true;
        _isArray = true;
        _hasItems = text[first] == '[' && layout.ItemPath is null;
        _array = new JsonItems(limit);
        AddToArray(text, items);
        return false;
    }
}
