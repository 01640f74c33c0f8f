using System.Text.Json;

namespace Requests;

/// <content>Finds the items of a page that has no array of a known name.</content>
internal sealed partial class JsonPage
{
    // Arrays beside the items, which are not the items of a page that has another array.
    private static readonly string[] Reports = ["errors", "warnings", "notices"];

    private bool IsError() => _path.Equals("error", StringComparison.OrdinalIgnoreCase);

    private void AddHeldItems(List<JsonItem> items)
    {
        if (layout.ItemPath is not null)
        {
            if (_single is not { } single) return;
            layout.HasFoundItems = true;
            if (single.End > single.Start) items.Add(new JsonItem(_buffer.AsMemory(single.Start, single.End - single.Start), Index: null));
            return;
        }

        if (_arrays.Count == 0)
        {
            // Servers write null for an empty list, also beside the message of an error.
            if (_hasNullItems && !_hasError) _hasItems = true;
            else items.Add(new JsonItem(_buffer.AsMemory(0, _count), Index: null));
            return;
        }

        if (ChooseArray() is not { } chosen) return;
        if (!IsReport(chosen)) layout.Learn(chosen.Path);
        _hasItems = true;
        var array = new JsonItems(limit);
        array.Add(_buffer.AsSpan(chosen.Start, chosen.End - chosen.Start), items);
        array.Finish(items);
        _items = items.Count;
    }

    /// <summary>
    /// Chooses the array of the items: the only one, or the only one with objects; null when all are empty. Texts and numbers beside an
    /// empty array may be something else than the items.
    /// </summary>
    private HeldArray? ChooseArray()
    {
        var arrays = _arrays.FindAll(static array => !IsReport(array));
        if (arrays.Count == 0) arrays = _arrays;
        var filled = arrays.FindAll(static array => array.FirstToken != JsonTokenType.None);
        var objects = filled.FindAll(static array => array.FirstToken == JsonTokenType.StartObject);
        if (objects.Count == 1) return objects[0];
        if (filled is [var only] && only.Path.Equals("errors", StringComparison.OrdinalIgnoreCase)) return only;
        if (layout.HasLearned && objects.Count == 0) return null; // the list of earlier pages is missing here, as an empty one can be
        if (arrays.Count == 1) return _hasNullItems && filled.Count == 1 ? null : arrays[0];
        if (filled.Count == 0) return null;
        throw new JsonConversionException(
            $"The page has several arrays: {string.Join(", ", arrays.Select(static array => array.Path))}. "
                + $"Name the path of the items, such as '{filled[0].Path}'.");
    }

    private static bool IsReport(HeldArray array) => Reports.Contains(array.Path, StringComparer.OrdinalIgnoreCase);

    /// <summary>Represents an array that may turn out to be the items.</summary>
    /// <param name="Path">The path of the array.</param>
    /// <param name="Start">The offset of its first byte in the text.</param>
    /// <param name="End">The offset after its last byte.</param>
    /// <param name="FirstToken">The first token in it; None for an empty array.</param>
    private readonly record struct HeldArray(string Path, int Start, int End, JsonTokenType FirstToken);
}
