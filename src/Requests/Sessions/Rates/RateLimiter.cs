namespace Requests;

/// <summary>
/// Limits the rate of the requests of a session, from any number of threads. Those that wait are served in the order of their arrival.
/// Those to an origin that allows no more requests for now wait apart, so that they do not delay those to other origins.
/// </summary>
/// <remarks>
/// One timer for the first in a queue, and a queue that is left without a search: thousands of waits are cancelled in one pass.
/// </remarks>
internal sealed class RateLimiter(RateLimit limit, TimeProvider time)
{
    /// <summary>The longest wait that a server can require: an hour, as for the Retry-After of a retry.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    // The number of origins from which on those without recent requests are removed. It doubles with those that remain.
    private const int ManyOrigins = 1024;

    private readonly object _lock = new();
    private readonly Dictionary<string, RateBucket> _buckets = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RatePause> _pauses = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _started = time.GetTimestamp();
    private int _removeBucketsAt = ManyOrigins;
    private int _removePausesAt = ManyOrigins;
    private bool _isReplaced;

    /// <summary>Gets the limit.</summary>
    internal RateLimit Limit { get; } = limit;

    /// <summary>Gets the number of buckets and pauses in memory.</summary>
    internal int QueueCount => _buckets.Count + _pauses.Count;

    /// <summary>Takes a turn for a request; returns null when it may be sent now, and the waiter when it must wait.</summary>
    /// <param name="url">The URL of the request.</param>
    internal RateWaiter? Enter(string url)
    {
        var origin = UrlParts.GetOrigin(url);
        lock (_lock)
        {
            var now = Now();
            var bucket = GetBucket(origin, now);
            var pause = GetPause(origin, now);
            if (pause is null && !_isReplaced && bucket.TryTake(now)) return null;

            var paused = pause?.GetWait(now) ?? 0;
            RateQueue queue = pause is null ? bucket : pause;
            var wait = paused + bucket.GetWait(now + paused, queue.Waiting.Count);
            var waiter = new RateWaiter(this, origin, new RateLimitWait(Limit, TimeSpan.FromTicks(wait), paused > 0));
            if (_isReplaced) waiter.TrySetResult(false);
            else Add(waiter, queue, now);
            return waiter;
        }
    }

    /// <summary>Leaves the queue; returns false when the request has had its turn already.</summary>
    /// <param name="waiter">The waiter.</param>
    internal bool Leave(RateWaiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Node.List is null || waiter.Queue is not { } queue) return false;
            queue.Waiting.Remove(waiter.Node);
            if (queue.Waiting.Count == 0) StopTimer(queue);
            return true;
        }
    }

    /// <summary>Sends no further requests to an origin for as long as the headers of its response require.</summary>
    /// <param name="url">The URL of the request.</param>
    /// <param name="response">The response.</param>
    internal void Observe(string url, Response response)
    {
        if (RateLimitHeaders.GetWait(response, time) is not { } wait || wait <= TimeSpan.Zero) return;
        if (wait > LongestPause) wait = LongestPause;
        var origin = UrlParts.GetOrigin(url);
        lock (_lock)
        {
            var now = Now();
            if (_pauses.TryGetValue(origin, out var pause)) pause.Extend(now + wait.Ticks);
            else BeginPause(origin, now, now + wait.Ticks);
        }
    }

    /// <summary>Ends the limit: all requests that wait continue, with the limit that replaces this one.</summary>
    internal void Replace()
    {
        var waiting = new List<RateWaiter>();
        lock (_lock)
        {
            _isReplaced = true;
            foreach (var queue in _buckets.Values.Concat<RateQueue>(_pauses.Values))
            {
                waiting.AddRange(queue.Waiting);
                queue.Waiting.Clear();
                StopTimer(queue);
            }

            _buckets.Clear();
            _pauses.Clear();
        }

        foreach (var waiter in waiting) waiter.TrySetResult(false);
    }

    private static void StopTimer(RateQueue queue)
    {
        queue.Timer?.Dispose();
        queue.Timer = null;
    }

    private static void RemoveIdle<T>(Dictionary<string, T> queues, ref int removeAt, long now)
        where T : RateQueue
    {
        if (queues.Count < removeAt) return;
        foreach (var (key, _) in queues.Where(pair => pair.Value.IsIdle(now)).ToArray()) queues.Remove(key);
        removeAt = Math.Max(ManyOrigins, queues.Count * 2);
    }

    private long Now() => time.GetElapsedTime(_started).Ticks;

    private RateBucket GetBucket(string origin, long now)
    {
        var key = Limit.By == RateLimitScope.Host ? origin : "";
        if (_buckets.TryGetValue(key, out var bucket)) return bucket;
        RemoveIdle(_buckets, ref _removeBucketsAt, now);
        return _buckets[key] = new RateBucket(Limit);
    }

    /// <summary>Returns the pause of an origin; null when it has none, or it has passed and no request waits for it.</summary>
    private RatePause? GetPause(string origin, long now)
    {
        if (!_pauses.TryGetValue(origin, out var pause)) return null;
        if (!pause.IsIdle(now)) return pause;
        _pauses.Remove(origin);
        return null;
    }

    /// <summary>Begins the pause of an origin. Its requests that wait for the limit wait for the pause first.</summary>
    private void BeginPause(string origin, long now, long until)
    {
        RemoveIdle(_pauses, ref _removePausesAt, now);
        var pause = _pauses[origin] = new RatePause();
        pause.Extend(until);
        var bucket = GetBucket(origin, now);
        var paused = bucket.Waiting.Where(waiter => string.Equals(waiter.Origin, origin, StringComparison.OrdinalIgnoreCase)).ToArray();
        foreach (var waiter in paused) Add(waiter, pause, now);
        if (bucket.Waiting.Count == 0) StopTimer(bucket);
    }

    /// <summary>Ends a pause: its requests continue, as many as the limit allows now, and the others wait for the limit.</summary>
    private void EndPause(RatePause pause, string origin, long now, List<RateWaiter> served)
    {
        _pauses.Remove(origin);
        StopTimer(pause);
        var bucket = GetBucket(origin, now);
        while (pause.Waiting.First is { } first)
        {
            if (bucket.TryTake(now))
            {
                pause.Waiting.RemoveFirst();
                served.Add(first.Value);
            }
            else
            {
                Add(first.Value, bucket, now);
            }
        }
    }

    /// <summary>Adds a request to the end of a queue.</summary>
    private void Add(RateWaiter waiter, RateQueue queue, long now)
    {
        waiter.MoveTo(queue);
        if (queue.Waiting.Count == 1) SetTimer(queue, now);
    }

    /// <summary>Starts the timer for the first request of a queue.</summary>
    private void SetTimer(RateQueue queue, long now)
    {
        StopTimer(queue);
        if (queue.Waiting.Count == 0) return;

        // Timers count whole milliseconds and would otherwise be early.
        var due = TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(queue.GetWait(now)).TotalMilliseconds));
        queue.Timer = time.CreateTimer(state => Serve((RateQueue)state!), queue, due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets the first requests of a queue continue, as many as may now.</summary>
    private void Serve(RateQueue queue)
    {
        var served = new List<RateWaiter>();
        lock (_lock)
        {
            var now = Now();
            while (queue.Waiting.First is { } first && queue.GetWait(now) == 0)
            {
                if (queue is RateBucket bucket)
                {
                    bucket.Take(now);
                    bucket.Waiting.RemoveFirst();
                    served.Add(first.Value);
                }
                else
                {
                    EndPause((RatePause)queue, first.Value.Origin, now, served);
                }
            }

            SetTimer(queue, now);
        }

        foreach (var waiter in served) waiter.TrySetResult(true);
    }
}
