namespace Requests.PowerShell;

/// <summary>
/// Runs the engine's task while the pipeline thread waits, and brings every await that asks for it back to that thread: hooks, auth
/// and bodies written in PowerShell run where the caller's variables, streams and preferences are.
/// </summary>
internal sealed class PipelineContext(RequestCmdlet cmdlet) : SynchronizationContext
{
    // As long as ManualResetEventSlim looks before it sleeps.
    private const int Spins = 35;

    // What was told to end and has not after so long is left to itself: a stop is over in a second.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    // Milliseconds without work after which there may be something to show.
    private const int Patience = 100;

    private readonly Queue<(SendOrPostCallback Work, object? State)> _queue = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _waiting;
    private bool _isLeft;
    private long? _ending;

    /// <summary>The context that this thread pumps, or null.</summary>
    internal static new PipelineContext? Current => SynchronizationContext.Current as PipelineContext;

    /// <summary>The cmdlet whose pipeline it is.</summary>
    internal RequestCmdlet Cmdlet => cmdlet;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue)
        {
            if (!_isLeft)
            {
                _queue.Enqueue((d, state));
                _waiting++;
                Monitor.Pulse(_queue);
                return;
            }
        }

        // The pipeline has gone on without it: what is left to do is to let go.
        base.Post(d, state);
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread) throw new InvalidOperationException("Only the pipeline thread may wait for itself.");
        d(state);
    }

    /// <summary>Starts a task and pumps until it has ended.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="start">Starts it, on this thread.</param>
    internal T Run<T>(Func<Task<T>> start)
    {
        Task<T> task;
        using (Enter()) task = start();
        if (!task.IsCompleted) _ = task.ContinueWith(static (_, context) => ((PipelineContext)context!).Post(static _ => { }, state: null), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (!task.IsCompleted)
            {
                if (!PumpOnce()) throw new OperationCanceledException(cmdlet.StopToken);
            }
        }
        catch (Exception) when (!task.IsCompleted)
        {
            // What the pump throws, such as progress that the caller made an error, ends the task too.
            cmdlet.Cancel();
            while (!task.IsCompleted && PumpOnce())
            {
            }

            throw;
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Makes the awaits of what follows come back to this thread, until the scope ends.</summary>
    internal Scope Enter() => new(this);

    /// <summary>Waits for the next piece of work and does it.</summary>
    /// <returns>False when what was told to end does not: from then on it runs without the pipeline.</returns>
    internal bool PumpOnce()
    {
        (SendOrPostCallback Work, object? State) next;
        do
        {
            if (IsOver()) return false;
            cmdlet.Progress?.Tick();
        }
        while (!TryNext(out next));
        using (Enter()) next.Work(next.State);
        return true;
    }

    /// <summary>What runs was told to end, and is waited for a moment only.</summary>
    internal void End() => _ending ??= TimeProvider.System.GetTimestamp();

    private bool IsOver()
    {
        if (cmdlet.IsStopped) End();
        if (_isLeft || _ending is not { } since || TimeProvider.System.GetElapsedTime(since) < Grace) return _isLeft;
        lock (_queue)
        {
            _isLeft = true;
            while (_queue.TryDequeue(out var left)) base.Post(left.Work, left.State);
        }

        return true;
    }

    /// <summary>Runs a piece of work on the pipeline thread, for a task that is elsewhere.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">The work.</param>
    internal Task<T> InvokeAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            _ =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception error)
                {
                    done.SetException(error);
                }
            },
            state: null);
        return done.Task;
    }

    /// <summary>The next piece of work; false when there was none for a while. Most responses come within microseconds: looking a while costs less than being woken.</summary>
    private bool TryNext(out (SendOrPostCallback Work, object? State) next)
    {
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _waiting) == 0 && spinner.Count < Spins) spinner.SpinOnce(sleep1Threshold: -1);
        lock (_queue)
        {
            if (_queue.Count == 0) Monitor.Wait(_queue, Patience);
            if (!_queue.TryDequeue(out next)) return false;
            _waiting--;
            return true;
        }
    }

    /// <summary>The time in which a context is the thread's own.</summary>
    internal readonly ref struct Scope
    {
        private readonly SynchronizationContext? _before;

        internal Scope(PipelineContext context)
        {
            _before = SynchronizationContext.Current;
            SetSynchronizationContext(context);
        }

        public void Dispose() => SetSynchronizationContext(_before);
    }
}
