namespace Requests.PowerShell;

/// <summary>
/// Represents the synchronization context of a pipeline thread that waits for a task of the engine. Every await that captures the context
/// continues on that thread, so that hooks, auth and bodies written in PowerShell run where the caller's variables, streams and preferences
/// are.
/// </summary>
internal sealed class PipelineContext(RequestCmdlet cmdlet) : BlockingContext
{
    // The number of spins of ManualResetEventSlim before it blocks.
    private const int MaximumSpins = 35;

    // A canceled task that has not ended after this time runs on without the pipeline, so that a stop takes less than a second.
    private static readonly TimeSpan CancellationTimeout = TimeSpan.FromMilliseconds(500);

    // The longest wait for work, in milliseconds, before progress is updated.
    private const int WaitMilliseconds = 100;

    private readonly Queue<(SendOrPostCallback Work, object? State)> _queue = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _waiting;
    private List<Func<SynchronizationContext?>>? _others;
    private Action? _wake;
    private bool _isDetached;
    private long? _endingSince;

    /// <summary>Gets the pipeline context of the current thread, or null.</summary>
    internal static new PipelineContext? Current => SynchronizationContext.Current as PipelineContext;

    /// <summary>Gets the cmdlet whose pipeline thread this context belongs to.</summary>
    internal RequestCmdlet Cmdlet => cmdlet;

    /// <summary>
    /// Gets the cmdlet that runs the work of this context while this context's own cmdlet waits for it; null otherwise. PowerShell lets
    /// only that cmdlet write.
    /// </summary>
    internal RequestCmdlet? Helper { get; private set; }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue)
        {
            if (!_isDetached)
            {
                _queue.Enqueue((d, state));
                _waiting++;
                Monitor.Pulse(_queue);
                return;
            }
        }

        // The pipeline no longer waits: the remaining work, which releases resources, runs on the thread pool.
        base.Post(d, state);
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("Only the pipeline thread may wait for itself.");
        }

        d(state);
    }

    /// <summary>Starts a task and runs posted work until the task has ended.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="state">The state that the function receives.</param>
    /// <param name="start">A function that starts the task on this thread.</param>
    /// <param name="cancellation">The token that the function receives.</param>
    internal T Run<TState, T>(TState state, Func<TState, CancellationToken, Task<T>> start, CancellationToken cancellation)
    {
        Task<T> task;
        using (Enter()) task = start(state, cancellation);
        if (!task.IsCompleted)
        {
            // The thread that completes the task calls the continuation.
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_wake ??= () => Post(static _ => { }, state: null));
        }

        try
        {
            while (!task.IsCompleted)
            {
                if (!PumpOnce()) throw new OperationCanceledException(cmdlet.StopToken);
            }
        }
        catch (Exception) when (!task.IsCompleted)
        {
            // An exception of the pump cancels the task too, such as one of WriteProgress with -ProgressAction Stop.
            cmdlet.Cancel();
            while (!task.IsCompleted && PumpOnce())
            {
            }

            throw;
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Makes this context current until the scope is disposed, so that awaits continue on this thread.</summary>
    internal Scope Enter() => new(this);

    /// <summary>Makes no context current until the scope is disposed, so that awaits continue on any thread.</summary>
    internal static Scope Leave() => new(null);

    /// <summary>Waits for the next piece of work and runs it.</summary>
    /// <param name="spins">
    /// Whether the thread spins before it blocks. Spinning shortens the wait for one request; with several requests in flight it takes the
    /// processor from the threads that receive their responses.
    /// </param>
    /// <returns>False when canceled work has not ended in time. It then continues without the pipeline.</returns>
    internal bool PumpOnce(bool spins = true)
    {
        (SendOrPostCallback Work, object? State) next;
        do
        {
            if (HasEndLimitPassed()) return false;
            cmdlet.Progress?.Tick();
            if (_others is { Count: > 0 }) RunOthers();
        }
        while (!TryNext(spins, out next));
        using (Enter()) next.Work(next.State);
        return true;
    }

    /// <summary>Starts the time limit of 500 milliseconds for the end of work that was canceled.</summary>
    internal void StartEndLimit() => _endingSince ??= TimeProvider.System.GetTimestamp();

    private bool HasEndLimitPassed()
    {
        if (cmdlet.IsStopped) StartEndLimit();
        if (_isDetached) return true;
        if (_endingSince is not { } since || TimeProvider.System.GetElapsedTime(since) < CancellationTimeout) return false;
        lock (_queue)
        {
            _isDetached = true;
            while (_queue.TryDequeue(out var remaining)) base.Post(remaining.Work, remaining.State);
        }

        return true;
    }

    /// <inheritdoc/>
    internal override IDisposable RunWorkOf(Func<SynchronizationContext?> getOther)
    {
        lock (_queue) (_others ??= []).Add(getOther);
        return new OtherWork(this, getOther);
    }

    /// <summary>Runs a function on the pipeline thread, for a task on another thread.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="work">The function.</param>
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

    /// <summary>Runs the work of the contexts whose cmdlets cannot run it, because this cmdlet has the thread.</summary>
    private void RunOthers()
    {
        Func<SynchronizationContext?>[] others;
        lock (_queue) others = [.. _others!];
        foreach (var getOther in others)
        {
            if (getOther() is PipelineContext other && other != this && other._thread == _thread) other.RunFor(cmdlet);
        }
    }

    private void RunFor(RequestCmdlet helper)
    {
        var before = Helper;
        Helper = helper;
        try
        {
            while (TryTake(out var next))
            {
                using (Enter()) next.Work(next.State);
            }
        }
        finally
        {
            Helper = before;
        }
    }

    private bool TryTake(out (SendOrPostCallback Work, object? State) next)
    {
        lock (_queue)
        {
            if (!_queue.TryDequeue(out next)) return false;
            _waiting--;
            return true;
        }
    }

    /// <summary>
    /// Removes the next piece of work from the queue; returns false after 100 milliseconds without work. Most responses arrive within
    /// microseconds, and spinning that long costs less than a thread switch.
    /// </summary>
    private bool TryNext(bool spins, out (SendOrPostCallback Work, object? State) next)
    {
        var spinner = default(SpinWait);
        while (spins && Volatile.Read(ref _waiting) == 0 && spinner.Count < MaximumSpins) spinner.SpinOnce(sleep1Threshold: -1);
        lock (_queue)
        {
            if (_queue.Count == 0) Monitor.Wait(_queue, WaitMilliseconds);
            if (!_queue.TryDequeue(out next)) return false;
            _waiting--;
            return true;
        }
    }

    /// <summary>Represents the scope in which the context, or none, is the current one of the thread.</summary>
    internal readonly ref struct Scope
    {
        private readonly SynchronizationContext? _before;

        internal Scope(PipelineContext? context)
        {
            _before = SynchronizationContext.Current;
            SetSynchronizationContext(context);
        }

        public void Dispose() => SetSynchronizationContext(_before);
    }

    /// <summary>Represents the wait for a task of another context.</summary>
    private sealed class OtherWork(PipelineContext context, Func<SynchronizationContext?> getOther) : IDisposable
    {
        public void Dispose()
        {
            lock (context._queue) context._others!.Remove(getOther);
        }
    }
}
