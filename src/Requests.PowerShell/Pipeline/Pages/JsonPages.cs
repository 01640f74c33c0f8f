using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>
/// Emits the items in the JSON of pages. While the items of a page are written, the next page is requested, read and converted.
/// </summary>
/// <param name="pages">The pages.</param>
internal sealed class JsonPages(PageSequence pages)
{
    private readonly PageReader _reader = new(pages);

    /// <summary>Requests the pages and returns their items in batches.</summary>
    /// <param name="request">The request of the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal async IAsyncEnumerable<object> RunAsync(PreparedRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in new PageFlow<BatchStream>(pages, OpenAsync).RunAsync(request, cancellation).ConfigureAwait(true))
        {
            await using (page.ConfigureAwait(true))
            {
                await foreach (var batch in page.ReadAllAsync(cancellation).ConfigureAwait(true)) yield return batch;
            }
        }

        if (pages.Layout is { ItemPath: { } path, HasFoundItems: false, HasReadPage: true })
        {
            throw new InvalidParameterException($"-ItemPath: the JSON of the response has no value at '{path}'.");
        }
    }

    private async Task<OpenedPage<BatchStream>> OpenAsync(PreparedRequest request, CancellationToken cancellation)
    {
        var response = await pages.Session.SendAsync(request, pages.Options, cancellation).ConfigureAwait(true);
        if (pages.Strategy.Find is not null) await response.ReadContentAsync(cancellation).ConfigureAwait(true);
        var next = FindNext(response);
        var json = _reader.CreateJsonReader(response);
        var scan = new ItemScan(response, json, cancellation);
        var items = new BatchStream(response, stop => scan.ConvertAsync(response, stop), cancellation);
        return new OpenedPage<BatchStream>(request, response, items, ReadFactsAsync(response, scan.Reading, json, next));
    }

    /// <summary>Finds the next page without the body, or by the caller's script block. Its error is reported after the items.</summary>
    private Task<NextPage?> FindNext(Response response)
    {
        try
        {
            return Task.FromResult(
                pages.Strategy == PageStrategy.LinkHeader ? PageHeaders.FindLink(response)
                : pages.Strategy == PageStrategy.Automatic ? PageHeaders.Find(response)
                : _reader.Find(response));
        }
        catch (Exception error) when (!ErrorRecords.StopsPipeline(error))
        {
            return Task.FromException<NextPage?>(error);
        }
    }

    private async Task<PageFacts> ReadFactsAsync(Response response, Task reading, JsonPage json, Task<NextPage?> next)
    {
        await reading.ConfigureAwait(false);
        var found = await next.ConfigureAwait(false);
        return pages.Strategy == PageStrategy.LinkHeader ? new PageFacts(found) : _reader.Combine(response, json, found);
    }
}
