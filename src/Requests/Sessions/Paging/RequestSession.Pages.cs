namespace Requests;

/// <content>Sends requests for pages.</content>
public sealed partial class RequestSession
{
    /// <summary>
    /// Sends a request, and then one for each page that a response names as the next. With the default strategy a page is requested when
    /// the previous one has been taken, with another one page ahead.
    /// </summary>
    /// <param name="request">The request for the first page.</param>
    /// <param name="strategy">The way in which the next page is found. Default: <see cref="PageStrategy.LinkHeader"/>.</param>
    /// <param name="options">
    /// The options of sending; null uses <see cref="Defaults"/>. A streamed body is read into memory where only the body names the next
    /// page.
    /// </param>
    /// <param name="maximumPages">The largest number of pages. Default: no limit.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPages"/> is less than 1.</exception>
    /// <exception cref="RequestException">A page could not be requested or received; the previous pages have been returned.</exception>
    /// <exception cref="PagingLoopException">A page names one that was already received as the next.</exception>
    /// <exception cref="PageOriginException">
    /// A page names one of another origin as the next. Not with <see cref="PageStrategy.LinkHeader"/> and
    /// <see cref="PageStrategy.FromFunction"/>, which request it without credentials.
    /// </exception>
    /// <exception cref="InsecureRedirectException">A page leads from https to http, and the options do not allow that.</exception>
    /// <exception cref="IncompletePagesException">
    /// The server announced more items than it sent, or says that more follow and names no page. Not with
    /// <see cref="PageStrategy.LinkHeader"/>, and not when <paramref name="maximumPages"/> ended the pages.
    /// </exception>
    public IAsyncEnumerable<Response> SendPagesAsync(
        PreparedRequest request,
        PageStrategy? strategy = null,
        SendOptions? options = null,
        int maximumPages = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPages, 1);
        var pages = new PageSequence(this, strategy ?? PageStrategy.LinkHeader, options ?? Defaults, maximumPages);
        return Follow(
            pages,
            request,
            (page, token) => SendAsync(page, pages.Options, token),
            new PageReader(pages).ReadAsync,
            cancellationToken);
    }

    /// <summary>Requests pages, each as a response whose body was examined before the caller receives it.</summary>
    private static IAsyncEnumerable<Response> Follow(
        PageSequence pages,
        PreparedRequest request,
        Func<PreparedRequest, CancellationToken, Task<Response>> send,
        Func<Response, CancellationToken, Task<PageFacts>> read,
        CancellationToken cancellationToken)
    {
        return new PageFlow<Response>(pages, OpenAsync).RunAsync(request, cancellationToken);

        async Task<OpenedPage<Response>> OpenAsync(PreparedRequest page, CancellationToken token)
        {
            var response = await send(page, token).ConfigureAwait(true);
            var facts = read(response, token);

            // An error is thrown after the page has been returned.
            await ((Task)facts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return new OpenedPage<Response>(page, response, response, facts);
        }
    }
}
