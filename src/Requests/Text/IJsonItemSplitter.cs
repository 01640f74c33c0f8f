namespace Requests;

/// <summary>Splits a JSON text into items while it arrives.</summary>
internal interface IJsonItemSplitter
{
    /// <summary>Adds a piece, and adds the items that it completes to a list. The items of the previous call become invalid.</summary>
    /// <param name="piece">The piece, in UTF-8.</param>
    /// <param name="items">Receives the items.</param>
    void Add(ReadOnlySpan<byte> piece, List<JsonItem> items);

    /// <summary>Ends the text, and adds the items that only the end of the text completes.</summary>
    /// <param name="items">Receives the items.</param>
    /// <exception cref="JsonDecodeException">The text is not complete.</exception>
    void Finish(List<JsonItem> items);
}
