namespace Requests;

/// <summary>Represents the way in which the page that follows a response is found.</summary>
public sealed class PageStrategy
{
    private PageStrategy(string? path = null, Func<Response, NextPage?>? find = null) => (Path, Find) = (path, find);

    /// <summary>Gets the strategy that uses the <c>Link</c> header with the relation <c>next</c>.</summary>
    /// <remarks>RFC 8288 section 3.3. The next page is requested when the page before it has been taken.</remarks>
    public static PageStrategy LinkHeader { get; } = new();

    /// <summary>
    /// Gets the strategy that uses the <c>Link</c> header, the headers <c>x-next-page</c> and <c>x-ms-continuation…</c>, or a member of the
    /// JSON, such as <c>@odata.nextLink</c>, <c>nextLink</c>, <c>links.next</c>, <c>_links.next.href</c>, <c>next</c> or
    /// <c>paging.next</c>.
    /// </summary>
    /// <remarks>One page is requested ahead, as with every strategy other than <see cref="LinkHeader"/>.</remarks>
    public static PageStrategy Automatic { get; } = new();

    /// <summary>Gets the path of the URL in the JSON of a page, or null.</summary>
    internal string? Path { get; }

    /// <summary>Gets the function of the caller, or null.</summary>
    internal Func<Response, NextPage?>? Find { get; }

    /// <summary>Gets a value that indicates whether the next page is requested before the page is taken.</summary>
    internal bool ReadsAhead => this != LinkHeader;

    /// <summary>
    /// Gets a value that indicates whether a next page of another origin is requested, without credentials: the caller's function names it,
    /// and a <c>Link</c> header alone is followed as by <c>Invoke-RestMethod</c>.
    /// </summary>
    internal bool AllowsOtherOrigins => Find is not null || this == LinkHeader;

    /// <summary>Creates a strategy that uses the URL at a path of the JSON.</summary>
    /// <param name="path">The names of the members, with a dot between them, such as <c>paging.cursor.url</c>, in any case.</param>
    /// <exception cref="ArgumentException">The path is empty, or a name in it is.</exception>
    public static PageStrategy FromPath(string path)
    {
        CheckPath(path, nameof(path));
        return new PageStrategy(path: path);
    }

    /// <summary>
    /// Creates a strategy that calls a function for each response with a status below 400. The body of the response is in memory.
    /// </summary>
    /// <param name="find">Returns the next page, or null after the last one.</param>
    public static PageStrategy FromFunction(Func<Response, NextPage?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        return new PageStrategy(find: find);
    }

    /// <summary>Throws an exception when a path of JSON members is not valid.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parameter">The parameter, for the exception.</param>
    /// <exception cref="ArgumentException">The path is empty, a name in it is, or it is a URL.</exception>
    internal static void CheckPath(string path, string parameter)
    {
        if (path.Split('.').Any(string.IsNullOrWhiteSpace) || path.Contains("://", StringComparison.Ordinal))
        {
            throw new ArgumentException("The path must be names with a dot between them, such as paging.next.", parameter);
        }
    }
}
