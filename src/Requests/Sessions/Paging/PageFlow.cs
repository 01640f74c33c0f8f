using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>Requests the pages of a list one after the other, or one page ahead of the caller.</summary>
/// <typeparam name="T">The type of what the caller receives of a page.</typeparam>
/// <param name="pages">The pages.</param>
/// <param name="open">Sends the request of a page.</param>
internal sealed class PageFlow<T>(PageSequence pages, Func<PreparedRequest, CancellationToken, Task<OpenedPage<T>>> open)
{
    /// <summary>Requests the pages.</summary>
    /// <param name="request">The request of the first page.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">A page could not be requested or received; the pages before it were returned.</exception>
    internal async IAsyncEnumerable<T> RunAsync(PreparedRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        pages.Begin(request);

        // Code of the caller runs in the context of the call. Requests without such code are sent from any thread, also while the caller
        // processes a page.
        var inContext = SynchronizationContext.Current is null
            || pages.Strategy.Find is not null
            || pages.Session.RequiresCallerContext(request, pages.Options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = Start(async () => (OpenedPage<T>?)await open(request, stop.Token).ConfigureAwait(true));
        OpenedPage<T>? page = null;
        try
        {
            while ((page = await next!.ConfigureAwait(true)) is not null)
            {
                var taken = page;
                next = pages.Strategy.ReadsAhead ? Start(() => OpenNextAsync(taken, stop.Token)) : null;
                yield return page.Content;
                cancellationToken.ThrowIfCancellationRequested();
                next ??= Start(() => OpenNextAsync(taken, stop.Token));
            }
        }
        finally
        {
            // The caller has stopped, or the next page has failed.
            if (page is not null && next is not null)
            {
                await stop.CancelAsync().ConfigureAwait(true);
                await ReleaseAsync(next).ConfigureAwait(true);
            }
        }

        pages.CheckComplete();

        Task<OpenedPage<T>?> Start(Func<Task<OpenedPage<T>?>> run) => inContext ? run() : Task.Run(run, CancellationToken.None);
    }

    private async Task<OpenedPage<T>?> OpenNextAsync(OpenedPage<T> page, CancellationToken cancellationToken)
    {
        var facts = await page.Facts.ConfigureAwait(true);
        return pages.Next(page.Request, page.Response, facts) is { } request
            ? await open(request, cancellationToken).ConfigureAwait(true)
            : null;
    }

    /// <summary>Closes a page that was requested ahead and is not taken. Its error is not reported.</summary>
    private static async Task ReleaseAsync(Task<OpenedPage<T>?> ahead)
    {
        await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!ahead.IsCompletedSuccessfully || ahead.Result is not { } page) return;
        page.Response.Close();
        await ((Task)page.Facts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }
}
