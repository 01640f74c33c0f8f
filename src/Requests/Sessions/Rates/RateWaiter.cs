namespace Requests;

/// <summary>
/// Represents a request that waits for its turn. Its task has the result true when the request may be sent, and false when the limiter
/// was replaced.
/// </summary>
internal sealed class RateWaiter : TaskCompletionSource<bool>
{
    private readonly RateLimiter _limiter;

    /// <summary>Creates a waiter at the end of the queue.</summary>
    /// <param name="limiter">The limiter.</param>
    /// <param name="bucket">The bucket of the request.</param>
    /// <param name="wait">The wait, as far as it is known.</param>
    internal RateWaiter(RateLimiter limiter, RateBucket bucket, RateLimitWait wait)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (_limiter, Bucket, Wait) = (limiter, bucket, wait);
        Node = bucket.Waiting.AddLast(this);
    }

    /// <summary>Gets the bucket of the request.</summary>
    internal RateBucket Bucket { get; }

    /// <summary>Gets the wait as it was estimated at the beginning.</summary>
    internal RateLimitWait Wait { get; }

    /// <summary>Gets the place in the queue, from which the waiter is removed without a search.</summary>
    internal LinkedListNode<RateWaiter> Node { get; }

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
