namespace Requests;

/// <summary>Represents the members that are looked for in the JSON of all pages of one list.</summary>
/// <param name="strategy">The strategy that finds the next page.</param>
/// <param name="itemPath">The path of the items, with a dot between the names, or null to find them.</param>
internal sealed class JsonPageLayout(PageStrategy strategy, string? itemPath)
{
    private string? _learnedPath;

    /// <summary>Gets a value that indicates whether an array of links names the next page.</summary>
    internal bool HasLinks => strategy == PageStrategy.Automatic;

    /// <summary>Gets the path of the items that the caller gave, or null.</summary>
    internal string? ItemPath => itemPath;

    /// <summary>Gets or sets a value that indicates whether a page had a value at <see cref="ItemPath"/>.</summary>
    internal bool HasFoundItems { get; set; }

    /// <summary>Gets or sets a value that indicates whether the JSON of a page was read.</summary>
    internal bool HasReadPage { get; set; }

    /// <summary>Gets a value that indicates whether an earlier page had the items in an array of an unknown name.</summary>
    internal bool HasLearned => _learnedPath is not null;

    /// <summary>
    /// Keeps the path of the array that has the items of a page, so that the items of later pages are emitted while they arrive.
    /// </summary>
    /// <param name="path">The path.</param>
    internal void Learn(string path) => _learnedPath = path;

    /// <summary>Returns whether the array at a path has the items.</summary>
    /// <param name="path">The path.</param>
    internal bool IsItems(string path) => (itemPath ?? _learnedPath) is { } known
        ? IsSame(path, known)
        : PageMarks.Find(path, "") == PageMark.Items;

    /// <summary>Returns what a member means for these pages.</summary>
    /// <param name="path">The path of the member.</param>
    /// <param name="name">The last name of the path.</param>
    internal PageMark Find(string path, string name)
    {
        if (strategy.Path is { } linkPath && IsSame(path, linkPath)) return PageMark.UrlOrCursor;
        var mark = PageMarks.Find(path, name);
        return mark switch
        {
            PageMark.Link or PageMark.UrlOrCursor => strategy == PageStrategy.Automatic ? mark : PageMark.None,
            PageMark.More or PageMark.Last => strategy == PageStrategy.Automatic || strategy.Path is not null ? mark : PageMark.None,
            _ => mark,
        };
    }

    private static bool IsSame(string path, string other) => path.Equals(other, StringComparison.OrdinalIgnoreCase);
}
