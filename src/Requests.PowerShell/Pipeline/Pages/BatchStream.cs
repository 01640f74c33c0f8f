using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Requests.PowerShell;

/// <summary>
/// Reads and splits a body on another thread, a few batches ahead of the pipeline thread: writing the objects takes as long as reading
/// them.
/// </summary>
internal sealed class BatchStream : IAsyncDisposable
{
    private const int MaximumBatchesAhead = 4;

    private readonly Response _response;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<object> _batches = Channel.CreateBounded<object>(
        new BoundedChannelOptions(MaximumBatchesAhead) { SingleReader = true, SingleWriter = true });

    /// <summary>Starts to read.</summary>
    /// <param name="response">The response; it is closed when the stream is disposed.</param>
    /// <param name="read">A function that reads the body in batches.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal BatchStream(Response response, Func<CancellationToken, IAsyncEnumerable<object>> read, CancellationToken cancellation)
    {
        _response = response;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var token = _stop.Token;
        Reading = Task.Run(() => FillAsync(read(token), token), CancellationToken.None);
    }

    /// <summary>Gets the task that ends when the whole body was read, also with its error.</summary>
    internal Task Reading { get; }

    /// <summary>Returns the batches as they arrive.</summary>
    /// <param name="cancellation">Cancels the operation.</param>
    internal async IAsyncEnumerable<object> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await _batches.Reader.WaitToReadAsync(cancellation).ConfigureAwait(true))
        {
            while (_batches.Reader.TryRead(out var batch)) yield return batch;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(true);
        _response.Close();
        await Reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
    }

    private async Task FillAsync(IAsyncEnumerable<object> source, CancellationToken cancellation)
    {
        try
        {
            await foreach (var batch in source.ConfigureAwait(false))
            {
                await _batches.Writer.WriteAsync(batch, cancellation).ConfigureAwait(false);
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
