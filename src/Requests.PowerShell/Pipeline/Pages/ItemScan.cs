using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Requests.PowerShell;

/// <summary>
/// Reads the items of a page on a thread of its own, ahead of the thread that converts them. The next page is known when all were read, so
/// its request does not wait for the conversion.
/// </summary>
internal sealed class ItemScan
{
    private const int MaximumBatchesAhead = 4;

    private readonly CancellationTokenSource _stop;
    private readonly Channel<ItemBatch> _batches = Channel.CreateBounded<ItemBatch>(
        new BoundedChannelOptions(MaximumBatchesAhead) { SingleReader = true, SingleWriter = true });

    /// <summary>Starts to read.</summary>
    /// <param name="response">The response.</param>
    /// <param name="json">The reader of the page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal ItemScan(Response response, JsonPage json, CancellationToken cancellation)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var token = _stop.Token;
        Reading = Task.Run(() => FillAsync(response, json, token), CancellationToken.None);
    }

    /// <summary>Gets the task that ends when the whole body was read, also with its error.</summary>
    internal Task Reading { get; }

    /// <summary>Converts the items to objects, in batches.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal async IAsyncEnumerable<object> ConvertAsync(Response response, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var names = new PropertyNameTable();
        try
        {
            await foreach (var batch in _batches.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                var objects = new List<object?>(batch.Items.Count);
                var failed = BodyObjects.Convert(response, batch.Items, names, objects);
                batch.Dispose();
                if (objects.Count > 0) yield return new OutputBatch(objects);
                failed?.Throw();
            }
        }
        finally
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await Reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // The source is linked to that of the whole call, which would keep it for each page.
            _stop.Dispose();
        }
    }

    private async Task FillAsync(Response response, JsonPage json, CancellationToken cancellation)
    {
        try
        {
            if (response.StatusCode != 204 && response.Request.Method != "HEAD")
            {
                await foreach (var items in response.ReadJsonItemBatchesAsync(json, cancellation).ConfigureAwait(false))
                {
                    await _batches.Writer.WriteAsync(new ItemBatch(items), cancellation).ConfigureAwait(false);
                }
            }

            _batches.Writer.Complete();
        }
        catch (Exception error)
        {
            _batches.Writer.Complete(error);
            throw;
        }
    }
}
