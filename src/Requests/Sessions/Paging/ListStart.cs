namespace Requests;

/// <summary>Specifies where in its list the first page begins that a caller requests.</summary>
internal enum ListStart
{
    /// <summary>At the first item.</summary>
    First,

    /// <summary>At the page with the number 1, which is the second one where pages are counted from 0.</summary>
    PageOne,

    /// <summary>At the item with the number 1, which is the second one where items are counted from 0.</summary>
    ItemOne,

    /// <summary>Behind the first item.</summary>
    Inside,
}
