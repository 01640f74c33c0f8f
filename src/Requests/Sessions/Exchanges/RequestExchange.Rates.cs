namespace Requests;

/// <content>The rate limit of the session, which each request waits for before it is sent.</content>
internal partial class RequestExchange
{
    /// <summary>Waits until the rate limit allows the request; returns the duration of the wait, or null where it did not wait.</summary>
    private async Task<TimeSpan?> WaitForRateAsync(PreparedRequest request)
    {
        long? began = null;
        while (session.RateLimiter is { } limiter && limiter.Enter(request.Url) is { } waiter)
        {
            began ??= session.Time.GetTimestamp();
            request.Counters?.SetLimited(waiter.Wait);
            options.Observer?.Waiting(waiter.Wait);

            // A limit that was replaced while the request waited is followed by the new one.
            if (await waiter.WaitAsync(Token).ConfigureAwait(true)) break;
        }

        if (began is not { } start) return null;
        request.Counters?.SetLimited(null);
        return session.IsClosed ? throw RequestSession.CreateClosedError(request) : session.Time.GetElapsedTime(start);
    }
}
