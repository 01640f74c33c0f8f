using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Requests.PowerShell;

/// <summary>
/// The requests in flight, so many at a time, and the answers that wait for their turn. A request is taken in when there is room for
/// it, which holds back the pipeline above; answers and errors are written between the waits, on the pipeline thread.
/// </summary>
/// <param name="cmdlet">Whose pipeline it is.</param>
/// <param name="limit">How many requests are in flight at a time.</param>
/// <param name="inOrder">Whether answers keep the order of the requests.</param>
internal sealed class ThrottledSender(RequestCmdlet cmdlet, int limit, bool inOrder) : IDisposable
{
    // How many requests may have ended, for each in flight, while one before them is slow.
    private const int Held = 10;

    // How many pages of a request wait for its turn; alone, it asks for a page when the one before was taken.
    private readonly int _ahead = limit == 1 ? 1 : 4;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cmdlet.StopToken);
    private readonly HashSet<Stream> _streams = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<ResultBuffer> _turns = new();
    private Func<bool>? _hasRoom;
    private ResultBuffer? _last;
    private int _running;

    /// <summary>Starts a request, and waits until there is room for another one.</summary>
    /// <param name="request">The request.</param>
    internal void Add(PendingRequest request)
    {
        if (inOrder || _turns.Count == 0) _turns.Enqueue(_last = new ResultBuffer(_ahead));
        using (cmdlet.Context.Enter()) _ = RunAsync(request, _last!);
        WriteUntil(_hasRoom ??= () => _running < limit && _turns.Count < (long)limit * Held);
    }

    /// <summary>Waits for all that is in flight.</summary>
    internal void Finish() => WriteUntil(() => _turns.Count == 0);

    /// <summary>Ends what is in flight, and lets go of what nobody took.</summary>
    public void Dispose()
    {
        // A command that is disposed of may write nothing any more.
        cmdlet.Progress?.Mute();
        if (_turns.Count > 0) Abandon();
        _stop.Dispose();
    }

    private async Task RunAsync(PendingRequest request, ResultBuffer turn)
    {
        _running++;
        turn.Open++;
        Stream[] streams = request.Streams.Count == 0 ? [] : [.. request.Streams.Where(_streams.Add)];
        try
        {
            if (streams.Length < request.Streams.Count) throw new InvalidBodyException("The stream given as body is being sent by another request already: give each request a stream of its own, bytes, or -InFile.");
            await foreach (var answer in request.Answers(_stop.Token).ConfigureAwait(true)) await turn.PutAsync(answer).ConfigureAwait(true);
        }
        catch (Exception error)
        {
            turn.Put(error, request.Target);
        }
        finally
        {
            // What others wait for first: to show something may fail.
            turn.Open--;
            _running--;
            _streams.ExceptWith(streams);
            if (request.Meter is not null) cmdlet.Progress?.End(request.Meter);
        }
    }

    private void WriteUntil(Func<bool> isDone)
    {
        try
        {
            WriteWhatIsThere();
            while (!isDone())
            {
                if (!cmdlet.Context.PumpOnce()) throw new PipelineStoppedException();
                WriteWhatIsThere();
            }
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    private void WriteWhatIsThere()
    {
        while (_turns.TryPeek(out var turn))
        {
            while (turn.TryTake(out var said)) Write(said.Answer, said.Error, said.Target);
            if (!turn.IsOver) return;
            _turns.Dequeue();
        }
    }

    private void Write(object? answer, Exception? error, RequestTarget? target)
    {
        if (answer is OutputBatch batch) cmdlet.WriteObject(batch.Items, enumerateCollection: true);
        else if (error is null) cmdlet.WriteObject(answer);
        else if (error is OperationCanceledException && _stop.IsCancellationRequested) throw new PipelineStoppedException();
        else if (cmdlet.IsReported(error)) cmdlet.WriteRequestError(error, target);
        else ExceptionDispatchInfo.Throw(error);
    }

    private void Abandon()
    {
        cmdlet.Progress?.Clear();
        _stop.Cancel();
        cmdlet.Context.End();
        do
        {
            foreach (var turn in _turns) turn.Discard();
        }
        while (_running > 0 && cmdlet.Context.PumpOnce());
        foreach (var turn in _turns) turn.Discard();
        _turns.Clear();
    }
}
