namespace Requests;

/// <summary>
/// Waits for asynchronous reads on behalf of synchronous callers. By default it blocks the thread. A host whose thread can be stopped, such
/// as PowerShell's pipeline, waits in its own way and cancels the read when it is stopped.
/// </summary>
internal sealed class SynchronousWait
{
    // Most reads complete sooner. The host is called only for waits that a user could notice.
    private const int MillisecondsBeforeHost = 20;

    /// <summary>Gets the instance that the process shares; every session uses the same host.</summary>
    public static SynchronousWait Shared { get; } = new();

    private SynchronousWait()
    {
    }

    /// <summary>
    /// Gets or sets the delegate that waits until the task has completed, or cancels it through the source. Null, the default, blocks the
    /// thread.
    /// </summary>
    public Action<Task, CancellationTokenSource>? Host { get; set; }

    /// <summary>Starts a read and waits for its result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="start">Starts the read.</param>
    internal T GetResult<T>(Func<CancellationToken, ValueTask<T>> start)
    {
        if (Host is not { } host) return start(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        using var stop = new CancellationTokenSource();
        var started = start(stop.Token);
        if (started.IsCompleted) return started.GetAwaiter().GetResult();
        var task = started.AsTask();
        if (!Wait(task)) host(task, stop);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits for a short time. An error is thrown unchanged where the result is taken.</summary>
    private static bool Wait(Task task)
    {
        try
        {
            return task.Wait(MillisecondsBeforeHost);
        }
        catch (AggregateException)
        {
            return true;
        }
    }
}
