using System.Collections.Concurrent;

namespace Requests;

/// <summary>Runs the validations of stale responses that were used meanwhile, one at a time for each response.</summary>
internal sealed class CacheValidations
{
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    /// <summary>Starts a validation, unless one of the same response is running.</summary>
    /// <param name="name">The name of the response.</param>
    /// <param name="validate">Sends the request. An error is not reported: the next use of the response validates it again.</param>
    internal void Start(string name, Func<Task> validate)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_running.TryAdd(name, begun.Task)) return;
        _ = Task.Run(async () =>
        {
            try
            {
                await validate().ConfigureAwait(false);
            }
            catch (Exception error) when (error is RequestException or OperationCanceledException or ObjectDisposedException or IOException)
            {
                // The caller has its response already.
            }
            finally
            {
                _running.TryRemove(name, out _);
                begun.SetResult();
            }
        });
    }

    /// <summary>Returns when the validations that are running now have ended.</summary>
    internal Task WhenDone() => Task.WhenAll(_running.Values);
}
