using System.Net.Http;
using System.Text;

namespace Requests;

/// <summary>
/// A test double for the network: it answers from replies that were given to it and keeps every request. Of the replies that fit,
/// the first that is not used up answers; in order, each reply answers once and its turn comes when those before it had theirs.
/// </summary>
/// <remarks>The library responses: <c>RequestsMock</c>, <c>OrderedRegistry</c>, <c>add_passthru</c>, <c>calls</c>.</remarks>
public sealed class MockAdapter : TransportAdapter
{
    private readonly object _lock = new();
    private readonly List<MockReply> _replies;
    private readonly List<MockCall> _calls = [];
    private readonly TimeProvider _time;
    private readonly Lazy<HttpAdapter> _network = new(() => new HttpAdapter());
    private int _turn;

    /// <summary>Creates a mock.</summary>
    /// <param name="replies">What it answers.</param>
    public MockAdapter(params IEnumerable<MockReply> replies)
        : this(ProcessTime.Shared, replies)
    {
    }

    internal MockAdapter(TimeProvider time, params IEnumerable<MockReply> replies)
    {
        _time = time;
        _replies = [.. replies];
    }

    /// <summary>Whether the replies are used one after the other, each once. Default false.</summary>
    public bool Ordered { get; init; }

    /// <summary>The hosts whose requests go to the network.</summary>
    public IReadOnlyCollection<string> PassThrough { get; init; } = [];

    /// <summary>The replies, in the order they were given.</summary>
    public IReadOnlyList<MockReply> Replies
    {
        get
        {
            lock (_lock) return _replies.ToArray();
        }
    }

    /// <summary>The requests so far, oldest first, those included that nothing fitted. <see cref="MockCallList.Clear"/> forgets them.</summary>
    public MockCallList Calls
    {
        get
        {
            lock (_lock) return new MockCallList([.. _calls], Forget);
        }
    }

    /// <summary>The replies that were not used as often as they may be: never, where they set no limit.</summary>
    /// <remarks>The library responses: <c>assert_all_requests_are_fired</c>.</remarks>
    public IReadOnlyList<MockReply> UnusedReplies
    {
        get
        {
            lock (_lock) return _replies.FindAll(one => one.Used < (Ordered ? 1 : one.Times ?? 1)).ToArray();
        }
    }

    /// <summary>Whether each reply was used, and as often as it may be where it sets a limit.</summary>
    public bool AllRepliesUsed => UnusedReplies.Count == 0;

    /// <summary>How many replies it has, and how many calls it answered.</summary>
    public override string ToString() => $"MockAdapter (replies: {Replies.Count}, calls: {Calls.Count})";

    /// <summary>Adds a reply behind the others.</summary>
    /// <param name="reply">The reply.</param>
    public void Add(MockReply reply)
    {
        lock (_lock) _replies.Add(reply);
    }

    /// <summary>Forgets the calls and how often replies were used: the mock is as it was made, with the replies that were added.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _calls.Clear();
            _turn = 0;
            foreach (var reply in _replies) reply.ResetUse();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MockMismatchException">No reply fits.</exception>
    public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (PassThrough.Contains(CookieOrigin.From(request.Url).Host, StringComparer.OrdinalIgnoreCase))
        {
            lock (_lock) _calls.Add(new MockCall(request, []));
            return await _network.Value.SendAsync(request, options, cancellationToken).ConfigureAwait(false);
        }

        // Back to the caller's context: a callback of the user's may follow.
        var body = await ReadBodyAsync(request.Body, cancellationToken).ConfigureAwait(true);
        var reply = Take(request, body);
        var started = _time.GetTimestamp();
        await WaitAsync(reply, options, cancellationToken).ConfigureAwait(true);
        if (reply.Exception is { } error)
        {
            // One exception plays several failures: nothing of the one before may show in the next.
            (error.Request, error.Response, error.Retries) = (request, null, []);
            throw error;
        }

        var response = reply.Callback is { } callback ? callback(request, options) : Answer(reply, request);
        response.Elapsed = _time.GetElapsedTime(started);
        return response;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _network.IsValueCreated) _network.Value.Dispose();
        base.Dispose(disposing);
    }

    private static async Task<byte[]> ReadBodyAsync(RequestBody? body, CancellationToken cancellationToken)
    {
        if (body is null) return [];
        using var copy = new MemoryStream();
        await body.WriteToAsync(copy, cancellationToken).ConfigureAwait(true);
        return copy.ToArray();
    }

    private static Response Answer(MockReply reply, PreparedRequest request)
    {
        using var phrases = new HttpResponseMessage((System.Net.HttpStatusCode)reply.StatusCode);
        return new Response(request, reply.StatusCode, new MemoryStream(reply.Body.ToArray(), writable: false))
        {
            Headers = reply.Headers.Copy(),
            Reason = reply.Reason ?? phrases.ReasonPhrase ?? "",
        };
    }

    private MockReply Take(PreparedRequest request, byte[] body)
    {
        var call = new MockCall(request, body);
        lock (_lock)
        {
            _calls.Add(call);
            var reply = Ordered
                ? _replies.Skip(_turn).Take(1).FirstOrDefault(one => MockMatcher.WhyNot(one, request, body) is null)
                : _replies.Find(one => !IsUsedUp(one) && MockMatcher.WhyNot(one, request, body) is null);
            if (reply is null) throw new MockMismatchException(Mismatch(request, body));
            _turn++;
            reply.CountUse();
            return call.Reply = reply;
        }
    }

    private async Task WaitAsync(MockReply reply, SendOptions options, CancellationToken cancellationToken)
    {
        if (reply.Delay <= TimeSpan.Zero) return;
        var late = options.Timeout.Read is { } limit && reply.Delay > limit;
        await Task.Delay(late ? options.Timeout.Read!.Value : reply.Delay, _time, cancellationToken).ConfigureAwait(true);
        if (late) throw new ReadTimeoutException($"Read timed out: the mock's reply takes {reply.Delay.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)} s.");
    }

    private string Mismatch(PreparedRequest request, byte[] body)
    {
        var text = new StringBuilder($"No reply of the mock fits {request.Method} {UrlRedactor.Redact(request.Url)}.");
        if (_replies.Count == 0) return text.Append(" None is registered.").ToString();
        text.Append(" Registered:");
        for (var i = 0; i < _replies.Count; i++)
        {
            var why = MockMatcher.WhyNot(_replies[i], request, body) ?? "it is used up";
            if (Ordered && i != _turn) why = i < _turn ? "it had its turn" : "its turn has not come";
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n  {i + 1}. {_replies[i]}: {why}");
        }

        return text.ToString();
    }

    private void Forget()
    {
        lock (_lock) _calls.Clear();
    }

    private static bool IsUsedUp(MockReply reply) => reply.Used >= reply.Times;
}
