using System.Runtime.CompilerServices;

namespace Requests;

/// <content>Sends requests for pages.</content>
public sealed partial class RequestSession
{
    /// <summary>
    /// Sends a request, and then one for each page that the <c>Link</c> header of a response names as the next. A page is requested when
    /// the previous one has been taken.
    /// </summary>
    /// <param name="request">The request for the first page.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <param name="maximumPages">The largest number of pages. Default: no limit.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPages"/> is less than 1.</exception>
    /// <exception cref="RequestException">A page could not be requested or received; the previous pages have been returned.</exception>
    /// <exception cref="PagingLoopException">A page names one that was already received as the next.</exception>
    /// <exception cref="InsecureRedirectException">A page leads from https to http, and the options do not allow that.</exception>
    public IAsyncEnumerable<Response> SendPagesAsync(
        PreparedRequest request,
        SendOptions? options = null,
        int maximumPages = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPages, 1);
        var sending = options ?? Defaults;
        return FollowAsync(request, sending, maximumPages, page => SendAsync(page, sending, cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<Response> FollowAsync(
        PreparedRequest request,
        SendOptions options,
        int maximumPages,
        Func<PreparedRequest, Task<Response>> send,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var page = request; page is not null;)
        {
            seen.Add(UrlParts.WithoutFragment(page.Url));
            cancellationToken.ThrowIfCancellationRequested();
            var response = await send(page).ConfigureAwait(true);
            yield return response;
            page = seen.Count < maximumPages ? NextPage(page, response, options, seen) : null;
        }
    }

    private PreparedRequest? NextPage(PreparedRequest page, Response response, SendOptions options, HashSet<string> seen)
    {
        try
        {
            if (PageRules.Next(page, response, this) is not { } next) return null;
            RedirectRules.CheckDowngrade(response.Url, next.Url, options);
            if (!seen.Contains(next.Url)) return next;
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
}
