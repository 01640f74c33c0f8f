using System.Management.Automation;

namespace Requests.PowerShell;

/// <content>Defines the parameters of pages.</content>
public abstract partial class SendingCmdlet
{
    /// <summary>The default value, boxed once for all calls.</summary>
    private static readonly object AllPages = int.MaxValue;

    private PageStrategy? _pages;
    private int _maximumPages;
    private string? _itemPath;

    /// <summary>
    /// Indicates that the cmdlet also requests the next page as long as the Link header of a response names one, and emits each page.
    /// Credentials are sent only to pages of the same origin. Excludes -Paginate, -Reconnect and -Resume.
    /// </summary>
    [Parameter(HelpMessage = "Requests the next pages that Link headers name, too.")]
    public SwitchParameter FollowRelLink { get; set; }

    /// <summary>
    /// Indicates that the cmdlet also requests the next pages, wherever a response names them: in the Link header, in x-next-page or
    /// x-ms-continuation headers, or in the JSON as @odata.nextLink, nextLink, links.next, _links.next.href, next, paging.next and alike.
    /// Emits each page. With -As Json it emits the items of all pages one by one. One page is requested ahead. If the server announced
    /// more items than it sent, that is an error after the last item. A next page of another origin is an error, too. Excludes
    /// -FollowRelLink, -Reconnect, -Resume and -Raw.
    /// </summary>
    [Parameter(HelpMessage = "Requests the next pages that headers or JSON name, too.")]
    public SwitchParameter Paginate { get; set; }

    /// <summary>
    /// Specifies how the next page is found: the path of its URL in the JSON, such as paging.cursor.url, or a script block. The script
    /// block receives the response and emits the URL, or nothing after the last page, or a map of what changes: @{ Params = @{ cursor = $c
    /// } }, @{ Json = @{ … } }, @{ Data = @{ … } } or @{ Headers = @{ … } }. Params, form fields and headers replace those of their name.
    /// JSON is merged into the JSON of the request, and $null removes a member. A URL of another origin that the script block emits is
    /// requested without credentials. Implies -Paginate.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the path of the next URL in the JSON, or a script block that emits it.")]
    [ArgumentCompleter(typeof(NextPageCompleter))]
    public object? NextPage { get; set; }

    /// <summary>
    /// Specifies the path of the items in the JSON, such as data.users.nodes, with a dot between the names. Default with -Paginate: the
    /// array value, items, data, results, resources or a similar name, or the only array of the page. Used with -As Json.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the path of the items in the JSON, such as data.items.")]
    [ValueType(typeof(string))]
    [ArgumentCompleter(typeof(ItemPathCompleter))]
    public object? ItemPath { get; set; }

    /// <summary>
    /// Specifies the maximum number of pages that -Paginate or -FollowRelLink requests, including the first. Default: all.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the maximum number of pages.")]
    [Alias("MaximumFollowRelLink")]
    [ValueType(typeof(int))]
    public object? MaximumPages { get; set; } = AllPages;

    /// <summary>Gets the parameter that requests several pages, for messages.</summary>
    private string PageParameter => FollowRelLink ? "-FollowRelLink" : Has(nameof(NextPage)) ? "-NextPage" : "-Paginate";

    private void ReadPageParameters()
    {
        _maximumPages = NumberConverter.ToInt32(MaximumPages, nameof(MaximumPages), 1);
        if (Has(nameof(ItemPath))) _itemPath = NextPageConverter.ToPath(ItemPath, nameof(ItemPath));
        if (Has(nameof(NextPage))) _pages = NextPageConverter.ToStrategy(NextPage);
        else if (Paginate) _pages = PageStrategy.Automatic;
        else if (FollowRelLink) _pages = PageStrategy.LinkHeader;
    }

    private string? FindPageConflict()
    {
        if (FollowRelLink && (Paginate || Has(nameof(NextPage))))
        {
            return $"-FollowRelLink and {(Paginate ? "-Paginate" : "-NextPage")} exclude each other: -Paginate uses Link headers, too.";
        }

        if (Has(nameof(MaximumPages)) && _pages is null)
        {
            return "-MaximumPages limits the pages of -Paginate or -FollowRelLink: add one of them.";
        }

        if (_itemPath is not null && _format != ResponseFormat.Json) return "-ItemPath names the items of -As Json: add -As Json.";
        if (_pages is null) return null;
        if (Reconnect) return $"-Reconnect and {PageParameter} exclude each other: an event stream has no pages.";
        return _format == ResponseFormat.Events && !FollowRelLink
            ? $"-As Events and {PageParameter} exclude each other: an event stream has no pages."
            : null;
    }
}
