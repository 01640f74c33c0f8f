namespace Requests;

/// <summary>Specifies what a member of a page's JSON means.</summary>
internal enum PageMark
{
    /// <summary>Nothing for the list.</summary>
    None,

    /// <summary>The URL of the next page.</summary>
    Link,

    /// <summary>The URL of the next page, a cursor, or an object that has the URL.</summary>
    UrlOrCursor,

    /// <summary>The number of items of the whole list.</summary>
    Count,

    /// <summary>The array of the items.</summary>
    Items,

    /// <summary>True, or a cursor, when more items follow.</summary>
    More,

    /// <summary>False when more items follow.</summary>
    Last,

    /// <summary>The URL, the number or the cursor of the page before.</summary>
    Previous,

    /// <summary>False when a page is before this one.</summary>
    First,
}
