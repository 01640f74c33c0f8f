using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Requests.PowerShell;

/// <summary>
/// Sends requests, a limited number at a time, and writes their results. <see cref="Add"/> returns when there is room for another request,
/// which holds back the upstream commands of the pipeline; results are written between the waits, on the pipeline thread.
/// </summary>
/// <param name="cmdlet">The cmdlet that writes the results.</param>
/// <param name="limit">The maximum number of requests in flight.</param>
/// <param name="inOrder">Whether results keep the order of the requests.</param>
internal sealed class ThrottledSender(RequestCmdlet cmdlet, int limit, bool inOrder) : IDisposable
{
    // The maximum number of completed requests, for each one in flight, that wait for a slower request before them.
    private const int MaximumHeld = 10;

    // The maximum number of pages of a request that wait. A single request gets a page after the previous one was written.
    private readonly int _ahead = limit == 1 ? 1 : 4;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cmdlet.StopToken);
    private readonly Queue<ResultBuffer> _buffers = new();
    private Func<bool>? _hasRoom;
    private ResultBuffer? _last;
    private int _running;

    /// <summary>Starts a request and waits until there is room for another one.</summary>
    /// <param name="request">The request.</param>
    internal void Add(PendingRequest request)
    {
        if (inOrder || _buffers.Count == 0) _buffers.Enqueue(_last = new ResultBuffer(_ahead));
        using (cmdlet.Context.Enter()) _ = RunAsync(request, _last!);
        WriteUntil(_hasRoom ??= () => _running < limit && _buffers.Count < (long)limit * MaximumHeld);
    }

    /// <summary>Waits for all requests in flight.</summary>
    internal void Finish() => WriteUntil(() => _buffers.Count == 0);

    /// <summary>Cancels the requests in flight and closes the responses that were not written.</summary>
    public void Dispose()
    {
        // A disposed command must not write.
        cmdlet.Progress?.Mute();
        if (_buffers.Count > 0) Abandon();
        _stop.Dispose();
    }

    private async Task RunAsync(PendingRequest request, ResultBuffer buffer)
    {
        _running++;
        buffer.OpenRequests++;
        try
        {
            await foreach (var output in request.Outputs(_stop.Token).ConfigureAwait(true))
            {
                await buffer.PutAsync(output).ConfigureAwait(true);
            }
        }
        catch (Exception error)
        {
            buffer.Put(error, request.Summary);
        }
        finally
        {
            // The counts come first: showing progress may fail.
            buffer.OpenRequests--;
            _running--;
            if (request.Counters is not null) cmdlet.Progress?.End(request.Counters);
        }
    }

    private void WriteUntil(Func<bool> isDone)
    {
        try
        {
            WriteAvailable();
            while (!isDone())
            {
                if (!cmdlet.Context.PumpOnce(spins: limit == 1)) throw new PipelineStoppedException();
                WriteAvailable();
            }
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    private void WriteAvailable()
    {
        while (_buffers.TryPeek(out var buffer))
        {
            while (buffer.TryTake(out var output)) Write(output);
            if (!buffer.IsCompleted) return;
            _buffers.Dequeue();
        }
    }

    private void Write(RequestOutput output)
    {
        var (value, error, target) = output;
        if (value is OutputBatch batch) cmdlet.WriteObject(batch.Items, enumerateCollection: true);
        else if (error is null) cmdlet.WriteObject(value);
        else if (error is OperationCanceledException && _stop.IsCancellationRequested) throw new PipelineStoppedException();
        else if (cmdlet.IsReported(error)) cmdlet.WriteRequestError(error, target);
        else ExceptionDispatchInfo.Throw(error);
    }

    private void Abandon()
    {
        cmdlet.Progress?.Clear();
        _stop.Cancel();
        cmdlet.Context.StartEndLimit();
        do
        {
            foreach (var buffer in _buffers) buffer.Discard();
        }
        while (_running > 0 && cmdlet.Context.PumpOnce());
        foreach (var buffer in _buffers) buffer.Discard();
        _buffers.Clear();
    }
}
