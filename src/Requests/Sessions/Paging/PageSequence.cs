using System.Globalization;

namespace Requests;

/// <summary>
/// Represents the pages of one list while they are followed: which page is next, which were requested, and how many items came. It sends
/// nothing.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="strategy">The strategy that finds the next page.</param>
/// <param name="options">The options of sending.</param>
/// <param name="maximumPages">The largest number of pages.</param>
/// <param name="itemPath">The path of the items in the JSON of a page, or null to find them.</param>
internal sealed class PageSequence(
    RequestSession session,
    PageStrategy strategy,
    SendOptions options,
    int maximumPages,
    string? itemPath = null)
{
    private readonly HashSet<UInt128> _requested = [];
    private long? _items = 0;
    private long? _announced; // the latest: OData and others announce the number in the first page only
    private PageFacts? _last;
    private Response? _lastResponse;
    private ListStart _start;
    private long? _firstCount;

    /// <summary>Gets the session.</summary>
    internal RequestSession Session => session;

    /// <summary>Gets the strategy that finds the next page.</summary>
    internal PageStrategy Strategy => strategy;

    /// <summary>Gets the options of sending.</summary>
    internal SendOptions Options => options;

    /// <summary>Gets the members that are looked for in the JSON of all pages.</summary>
    internal JsonPageLayout Layout { get; } = new(strategy, itemPath);

    /// <summary>Begins with the first page.</summary>
    /// <param name="request">The request.</param>
    internal void Begin(PreparedRequest request)
    {
        var first = request.Copy();
        AuthChanges.Undo(first);
        _start = ListPosition.Find(first);
        _requested.Add(PageFingerprint.Create(first, change: null));
    }

    /// <summary>Returns the request of the page that follows another, or null after the last one.</summary>
    /// <param name="page">The request of the page, as it was before redirects and challenges.</param>
    /// <param name="response">The response of the page.</param>
    /// <param name="facts">What the page says about the list.</param>
    /// <exception cref="RequestException">The next page cannot be requested, or was requested before.</exception>
    internal PreparedRequest? Next(PreparedRequest page, Response response, PageFacts facts)
    {
        if (_requested.Count == 1)
        {
            _firstCount = facts.ItemCount;
            if (facts.HasPrevious) _start = ListStart.Inside;
        }

        _items = facts.ItemCount is { } count ? _items + count : null;
        _announced = facts.Announced ?? _announced;
        _lastResponse = response;

        // The caller ends the list, whatever its last page says.
        _last = _requested.Count < maximumPages ? facts : null;
        if (_last?.Next is not { } target) return null;
        try
        {
            var next = PageRules.Create(page, response, target, session);
            RedirectRules.CheckDowngrade(response.Url, next.Url, options);
            if (!strategy.AllowsOtherOrigins) PageRules.CheckOrigin(page.Url, response.Url, next.Url);

            // The request is compared without authentication, whose time and nonce differ in each.
            if (_requested.Add(PageFingerprint.Create(next, target)))
            {
                RequestRenewal.Apply(next, session);
                return next;
            }

            throw new PagingLoopException(
                $"The links of the pages form a loop: '{UrlRedactor.Redact(response.Url)}' names '{UrlRedactor.Redact(next.Url)}' as next, "
                    + "which was requested before.");
        }
        catch (RequestException error)
        {
            error.Attach(response);
            throw;
        }
    }

    /// <summary>Throws an exception when the list ended before its end.</summary>
    /// <exception cref="IncompletePagesException">The server announced more items than it sent, or says that more follow.</exception>
    internal void CheckComplete()
    {
        if (_last is null || _last.IsFinal) return;
        if (_last.MoreMarker is { } marker)
        {
            throw CreateError(
                $"The list of '{UrlRedactor.Redact(_lastResponse!.Url)}' is not complete: '{marker}' of the last page "
                    + "says that more items follow, and the page has no URL for them. Define how the next page is requested.");
        }

        if (_items is not { } received || _announced is not { } announced || received >= announced) return;
        if (MayBeBefore(announced - received)) return;
        throw CreateError(string.Create(
            CultureInfo.InvariantCulture,
            $"The list of '{UrlRedactor.Redact(_lastResponse!.Url)}' is not complete: the server announced {announced} items and sent "
                + $"{received}, in {_requested.Count} {(_requested.Count == 1 ? "page" : "pages")}."));
    }

    /// <summary>
    /// Returns whether the items that did not come may be those before the first page. Where pages are counted from 0, a page is before
    /// that with the number 1, and it has as many items as that one or, if that one is the last, at least as many.
    /// </summary>
    private bool MayBeBefore(long missing) => _start switch
    {
        ListStart.First => false,
        ListStart.PageOne when _requested.Count == 1 => _last!.IsLast && missing >= _firstCount,
        ListStart.PageOne => missing == _firstCount,
        ListStart.ItemOne => missing == 1,
        _ => true,
    };

    private RequestException CreateError(string message) =>
        new IncompletePagesException(message) { AnnouncedItems = _announced, ReceivedItems = _items }.About(_lastResponse!);
}
