namespace Requests;

/// <summary>
/// Represents a request that waits for its turn. Its task has the result true when the request may be sent, and false when the limiter
/// was replaced.
/// </summary>
internal sealed class RateWaiter : TaskCompletionSource<bool>
{
    private readonly RateLimiter _limiter;

    /// <summary>Creates a waiter.</summary>
    /// <param name="limiter">The limiter.</param>
    /// <param name="origin">The origin of the request.</param>
    /// <param name="wait">The wait, as far as it is known.</param>
    internal RateWaiter(RateLimiter limiter, string origin, RateLimitWait wait)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (_limiter, Origin, Wait) = (limiter, origin, wait);
        Node = new LinkedListNode<RateWaiter>(this);
    }

    /// <summary>Gets the origin of the request.</summary>
    internal string Origin { get; }

    /// <summary>Gets the wait as it was estimated at the beginning.</summary>
    internal RateLimitWait Wait { get; }

    /// <summary>Gets the queue that the waiter was added to last.</summary>
    internal RateQueue? Queue { get; private set; }

    /// <summary>Gets the place in the queue, from which the waiter is removed without a search.</summary>
    internal LinkedListNode<RateWaiter> Node { get; }

    /// <summary>Adds the waiter to the end of a queue, from the one that it is in.</summary>
    /// <param name="queue">The queue.</param>
    internal void MoveTo(RateQueue queue)
    {
        Node.List?.Remove(Node);
        queue.Waiting.AddLast(Node);
        Queue = queue;
    }

    /// <summary>Waits for the turn.</summary>
    /// <param name="cancellationToken">Cancels the wait, and leaves the queue.</param>
    /// <returns>Whether the request may be sent.</returns>
    internal async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (waiter, token) => ((RateWaiter)waiter!).Cancel(token),
            this);
        return await Task.ConfigureAwait(true);
    }

    private void Cancel(CancellationToken token)
    {
        if (_limiter.Leave(this)) TrySetCanceled(token);
    }
}
