namespace Requests;

/// <summary>
/// How a synchronous call waits for bytes. A library blocks the thread; a host whose thread can be told to stop, such as PowerShell's
/// pipeline, waits in its own way and ends the reading when it is stopped.
/// </summary>
internal sealed class SynchronousWait
{
    // Most bytes come sooner: the host is asked only where a person could notice.
    private const int Patience = 20;

    /// <summary>The one of this process: which host waits is the same for every session.</summary>
    public static SynchronousWait Shared { get; } = new();

    private SynchronousWait()
    {
    }

    /// <summary>Waits in the place of the thread, until the task has ended or was cancelled through the source; null blocks the thread.</summary>
    public Action<Task, CancellationTokenSource>? Host { get; set; }

    /// <summary>Waits for what a reading gives.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="start">Starts the reading.</param>
    internal T Result<T>(Func<CancellationToken, ValueTask<T>> start)
    {
        if (Host is not { } host) return start(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        using var stop = new CancellationTokenSource();
        var started = start(stop.Token);
        if (started.IsCompleted) return started.GetAwaiter().GetResult();
        var task = started.AsTask();
        if (!Wait(task)) host(task, stop);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits for a moment; an error is thrown where the result is taken, as it is.</summary>
    private static bool Wait(Task task)
    {
        try
        {
            return task.Wait(Patience);
        }
        catch (AggregateException)
        {
            return true;
        }
    }
}
