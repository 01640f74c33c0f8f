namespace Requests;

/// <summary>Represents what a page says about its list.</summary>
/// <param name="Next">The next page, or null.</param>
/// <param name="ItemCount">The number of items of the page; null where it is not known.</param>
/// <param name="Announced">The number of items of the whole list that the server announced, or null.</param>
/// <param name="MoreMarker">The member of the JSON that says that more items follow, or null.</param>
/// <param name="HasPrevious">Whether the page names one before it, so that it is not the first of the list.</param>
/// <param name="IsLast">Whether the page has the place of a next page, and it is empty.</param>
/// <param name="IsFinal">Whether the page ends the list without a check, such as a response with an error status.</param>
internal sealed record PageFacts(
    NextPage? Next,
    long? ItemCount = null,
    long? Announced = null,
    string? MoreMarker = null,
    bool HasPrevious = false,
    bool IsLast = false,
    bool IsFinal = false);
