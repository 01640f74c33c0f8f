using System.Runtime.CompilerServices;

namespace Requests;

/// <content>Answers that come in pages.</content>
public sealed partial class RequestSession
{
    /// <summary>
    /// Sends a request, and then one for each page that an answer's <c>Link</c> header names as the next. A page is asked for when the
    /// one before it has been taken.
    /// </summary>
    /// <param name="request">The request for the first page.</param>
    /// <param name="options">How to send them; null takes <see cref="Defaults"/>.</param>
    /// <param name="maximumPages">How many pages to ask for at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPages"/> is less than 1.</exception>
    /// <exception cref="RequestException">A page could not be sent for or answered; those before it were given.</exception>
    /// <exception cref="PagingLoopException">A page leads back to one that was already there.</exception>
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
        PreparedRequest request, SendOptions options, int maximumPages, Func<PreparedRequest, Task<Response>> send, [EnumeratorCancellation] CancellationToken cancellationToken)
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
                $"The pages lead in a circle: '{UrlRedactor.Redact(response.Url)}' names '{UrlRedactor.Redact(next.Url)}' as next, which was already there.");
        }
        catch (RequestException error)
        {
            error.Attach(response);
            throw;
        }
    }
}
