namespace Requests;

/// <summary>
/// Limits the rate of the requests of a session, from any number of threads. Those that wait are served in the order of their arrival.
/// </summary>
/// <remarks>
/// One timer for the first in a queue, and a queue that is left without a search: thousands of waits are cancelled in one pass.
/// </remarks>
internal sealed class RateLimiter(RateLimit limit, TimeProvider time)
{
    /// <summary>The longest wait that a server can require: an hour, as for the Retry-After of a retry.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    // The number of origins from which on those without recent requests are removed. It doubles with those that remain.
    private const int ManyBuckets = 1024;

    private readonly object _lock = new();
    private readonly Dictionary<string, RateBucket> _buckets = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _started = time.GetTimestamp();
    private int _removeAt = ManyBuckets;
    private bool _isReplaced;

    /// <summary>Gets the limit.</summary>
    internal RateLimit Limit { get; } = limit;

    /// <summary>Gets the number of origins in memory.</summary>
    internal int BucketCount => _buckets.Count;

    /// <summary>Takes a turn for a request; returns null when it may be sent now, and the waiter when it must wait.</summary>
    /// <param name="url">The URL of the request.</param>
    internal RateWaiter? Enter(string url)
    {
        lock (_lock)
        {
            var now = Now();
            var bucket = GetBucket(url, now);
            var wait = bucket.GetWait(now, bucket.Waiting.Count);
            if (wait == 0 && bucket.Waiting.Count == 0 && !_isReplaced)
            {
                bucket.Take(now, hasWaited: false);
                return null;
            }

            var waiter = new RateWaiter(this, bucket, new RateLimitWait(Limit, TimeSpan.FromTicks(wait), bucket.IsPaused(now)));
            if (_isReplaced)
            {
                bucket.Waiting.Remove(waiter.Node);
                waiter.TrySetResult(false);
            }
            else if (bucket.Waiting.Count == 1)
            {
                SetTimer(bucket, now);
            }

            return waiter;
        }
    }

    /// <summary>Leaves the queue; returns false when the request has had its turn already.</summary>
    /// <param name="waiter">The waiter.</param>
    internal bool Leave(RateWaiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Node.List is null) return false;
            waiter.Bucket.Waiting.Remove(waiter.Node);
            if (waiter.Bucket.Waiting.Count == 0) StopTimer(waiter.Bucket);
            return true;
        }
    }

    /// <summary>Sends no further requests for as long as the headers of a response require.</summary>
    /// <param name="url">The URL of the request.</param>
    /// <param name="response">The response.</param>
    internal void Observe(string url, Response response)
    {
        if (RateLimitHeaders.GetWait(response, time) is not { } wait || wait <= TimeSpan.Zero) return;
        if (wait > LongestPause) wait = LongestPause;
        lock (_lock)
        {
            var now = Now();
            GetBucket(url, now).Pause(now + wait.Ticks);
        }
    }

    /// <summary>Ends the limit: all requests that wait continue, with the limit that replaces this one.</summary>
    internal void Replace()
    {
        var waiting = new List<RateWaiter>();
        lock (_lock)
        {
            _isReplaced = true;
            foreach (var bucket in _buckets.Values)
            {
                waiting.AddRange(bucket.Waiting);
                bucket.Waiting.Clear();
                StopTimer(bucket);
            }

            _buckets.Clear();
        }

        foreach (var waiter in waiting) waiter.TrySetResult(false);
    }

    private static void StopTimer(RateBucket bucket)
    {
        bucket.Timer?.Dispose();
        bucket.Timer = null;
    }

    private long Now() => time.GetElapsedTime(_started).Ticks;

    private RateBucket GetBucket(string url, long now)
    {
        var key = Limit.By == RateLimitScope.Host ? UrlParts.GetOrigin(url) : "";
        if (_buckets.TryGetValue(key, out var bucket)) return bucket;
        if (_buckets.Count >= _removeAt)
        {
            foreach (var (origin, _) in _buckets.Where(pair => pair.Value.IsIdle(now)).ToArray()) _buckets.Remove(origin);
            _removeAt = Math.Max(ManyBuckets, _buckets.Count * 2);
        }

        return _buckets[key] = new RateBucket(Limit);
    }

    /// <summary>Starts the timer for the first request of a queue.</summary>
    private void SetTimer(RateBucket bucket, long now)
    {
        StopTimer(bucket);
        if (bucket.Waiting.Count == 0) return;

        // Timers count whole milliseconds and would otherwise be early.
        var due = TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(bucket.GetWait(now, 0)).TotalMilliseconds));
        bucket.Timer = time.CreateTimer(state => Serve((RateBucket)state!), bucket, due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets the first requests of a queue continue, as many as the limit allows now.</summary>
    private void Serve(RateBucket bucket)
    {
        var served = new List<RateWaiter>();
        lock (_lock)
        {
            var now = Now();
            while (bucket.Waiting.First is { } first && bucket.GetWait(now, 0) == 0)
            {
                bucket.Take(now, hasWaited: true);
                bucket.Waiting.RemoveFirst();
                served.Add(first.Value);
            }

            SetTimer(bucket, now);
        }

        foreach (var waiter in served) waiter.TrySetResult(true);
    }
}
