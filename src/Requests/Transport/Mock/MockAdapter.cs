using System.Net.Http;
using System.Text;

namespace Requests;

/// <summary>
/// Represents a test double for the network. It responds with registered replies and records each request. The first matching reply that is
/// not used up responds; in ordered mode each reply responds once, in the order of registration.
/// </summary>
/// <remarks>The library responses: <c>RequestsMock</c>, <c>OrderedRegistry</c>, <c>add_passthru</c>, <c>calls</c>.</remarks>
public sealed class MockAdapter : TransportAdapter
{
    // The most replies that the error of a request without a matching reply describes.
    private const int MostDescribed = 10;

    private readonly object _lock = new();
    private readonly List<MockReply> _replies;
    private readonly List<MockCall> _calls = [];
    private readonly TimeProvider _time;
    private readonly Lazy<HttpAdapter> _network = new(() => new HttpAdapter());
    private int _turn;

    /// <summary>Creates a mock.</summary>
    /// <param name="replies">The registered replies.</param>
    public MockAdapter(params IEnumerable<MockReply> replies)
        : this(ProcessTime.Shared, replies)
    {
    }

    internal MockAdapter(TimeProvider time, params IEnumerable<MockReply> replies)
    {
        _time = time;
        _replies = [.. replies];
    }

    /// <summary>Gets a value that indicates whether the replies are used in order, each once. Default false.</summary>
    public bool Ordered { get; init; }

    /// <summary>Gets the hosts whose requests are sent over the network.</summary>
    public IReadOnlyCollection<string> PassThrough { get; init; } = [];

    /// <summary>Gets the replies in the order of registration.</summary>
    public IReadOnlyList<MockReply> Replies
    {
        get
        {
            lock (_lock) return _replies.ToArray();
        }
    }

    /// <summary>
    /// Gets the requests so far, oldest first, those without a matching reply included. <see cref="MockCallList.Clear"/> removes them.
    /// </summary>
    public MockCallList Calls
    {
        get
        {
            lock (_lock) return new MockCallList([.. _calls], ForgetCalls);
        }
    }

    /// <summary>Gets the replies that were used less often than their limit; without a limit, those that were never used.</summary>
    /// <remarks>The library responses: <c>assert_all_requests_are_fired</c>.</remarks>
    public IReadOnlyList<MockReply> UnusedReplies
    {
        get
        {
            lock (_lock) return _replies.FindAll(reply => reply.Used < (Ordered ? 1 : reply.Times ?? 1)).ToArray();
        }
    }

    /// <summary>Gets a value that indicates whether each reply was used, as often as its limit where it has one.</summary>
    public bool AllRepliesUsed => UnusedReplies.Count == 0;

    /// <summary>Returns the numbers of replies and calls.</summary>
    public override string ToString() => $"MockAdapter (replies: {Replies.Count}, calls: {Calls.Count})";

    /// <summary>Registers a reply after the others.</summary>
    /// <param name="reply">The reply.</param>
    public void Add(MockReply reply)
    {
        lock (_lock) _replies.Add(reply);
    }

    /// <summary>Returns the recorded calls whose requests match the conditions of a reply, oldest first.</summary>
    /// <param name="conditions">The conditions, such as method, URL and form. The rest of the reply is not used.</param>
    public IReadOnlyList<MockCall> FindCalls(MockReply conditions) =>
        Calls.Where(call => MockMatcher.FindMismatch(conditions, call.Request, call.Content) is null).ToArray();

    /// <summary>Removes the recorded calls and resets the use counts. Registered replies stay.</summary>
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
    /// <exception cref="MockMismatchException">No reply matches the request.</exception>
    public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (PassThrough.Contains(CookieOrigin.From(request.Url).Host, StringComparer.OrdinalIgnoreCase))
        {
            lock (_lock) _calls.Add(new MockCall(request, []));
            return await _network.Value.SendAsync(request, options, cancellationToken).ConfigureAwait(false);
        }

        // Back to the caller's context, as a callback of the caller may follow.
        var body = request.Body is null ? [] : await request.Body.ReadOnceAsync(cancellationToken).ConfigureAwait(true);
        var reply = TakeReply(request, body);
        var started = _time.GetTimestamp();
        await WaitAsync(reply, options, cancellationToken).ConfigureAwait(true);
        if (reply.Fault != MockFault.None && !MockFailure.IsInBody(reply.Fault))
        {
            throw await FailAsync(reply.Fault, request.Url, options.Timeout.Read, cancellationToken).ConfigureAwait(true);
        }

        if (reply.Exception is { } error)
        {
            // One exception can serve several requests. The data of the previous request must not show in the next.
            (error.Request, error.Response, error.Retries) = (request, null, []);
            throw error;
        }

        var response = reply.Callback is { } callback
            ? callback(request, options)
            : CreateResponse(reply, request, CreateBody(reply, request, options, cancellationToken));
        response.Elapsed = _time.GetElapsedTime(started);
        return response;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _network.IsValueCreated) _network.Value.Dispose();
        base.Dispose(disposing);
    }

    private Stream CreateBody(MockReply reply, PreparedRequest request, SendOptions options, CancellationToken cancellationToken) =>
        MockBodyStream.IsNeeded(reply)
            ? new MockBodyStream(reply, request.Url, options.Timeout.Read, _time, cancellationToken)
            : new MemoryStream(reply.Body.ToArray(), writable: false);

    private static Response CreateResponse(MockReply reply, PreparedRequest request, Stream body)
    {
        using var phrases = new HttpResponseMessage((System.Net.HttpStatusCode)reply.StatusCode);
        return new Response(request, reply.StatusCode, body)
        {
            Headers = reply.Headers.Copy(),
            Reason = reply.Reason ?? phrases.ReasonPhrase ?? "",
            Trailers = reply.Trailers.Copy(),
        };
    }

    private MockReply TakeReply(PreparedRequest request, byte[] body)
    {
        var call = new MockCall(request, body);
        lock (_lock)
        {
            _calls.Add(call);
            var content = call.Content;
            var reply = Ordered
                ? _replies.Skip(_turn).Take(1).FirstOrDefault(candidate => MockMatcher.FindMismatch(candidate, request, content) is null)
                : _replies.Find(candidate => !IsUsedUp(candidate) && MockMatcher.FindMismatch(candidate, request, content) is null);
            if (reply is null) throw new MockMismatchException(DescribeMismatch(request, content));
            _turn++;
            reply.CountUse();
            return call.Reply = reply;
        }
    }

    private async Task WaitAsync(MockReply reply, SendOptions options, CancellationToken cancellationToken)
    {
        if (reply.Delay <= TimeSpan.Zero) return;
        var isTooLate = options.Timeout.Read is { } limit && reply.Delay > limit;
        await Task.Delay(isTooLate ? options.Timeout.Read!.Value : reply.Delay, _time, cancellationToken).ConfigureAwait(true);
        if (!isTooLate) return;
        var seconds = reply.Delay.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
        throw new ReadTimeoutException($"Read timed out: the mock's reply takes {seconds} s.");
    }

    /// <summary>Returns the error of a fault that takes the place of the response, after the wait that is a part of it.</summary>
    private async Task<RequestException> FailAsync(MockFault fault, string url, TimeSpan? limit, CancellationToken cancellationToken)
    {
        if (fault == MockFault.Hang)
        {
            await Task.Delay(limit ?? Timeout.InfiniteTimeSpan, _time, cancellationToken).ConfigureAwait(true);
        }

        return MockFailure.Create(fault, url, limit ?? TimeSpan.Zero);
    }

    private string DescribeMismatch(PreparedRequest request, byte[] body)
    {
        var text = new StringBuilder($"No reply of the mock fits {request.Method} {UrlRedactor.Redact(request.Url)}.");
        if (_replies.Count == 0) return text.Append(" None is registered.").ToString();
        var reasons = _replies.Select((reply, index) => (Index: index, Why: GetMismatch(reply, index))).ToList();
        var shown = reasons.Count <= MostDescribed
            ? reasons
            : [.. reasons.OrderBy(reason => MockMatcher.IsForOther(reason.Why)).Take(MostDescribed).OrderBy(reason => reason.Index)];
        text.Append(" Registered:");
        foreach (var (index, why) in shown)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n  {index + 1}. {_replies[index]}: {why}");
        }

        var omitted = reasons.Count - shown.Count;
        if (omitted > 0) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n  … and {omitted} more");
        return text.ToString();

        string GetMismatch(MockReply reply, int index) => Ordered && index != _turn
            ? index < _turn ? "it had its turn" : "its turn has not come"
            : MockMatcher.FindMismatch(reply, request, body) ?? "it is used up";
    }

    private void ForgetCalls()
    {
        lock (_lock) _calls.Clear();
    }

    private static bool IsUsedUp(MockReply reply) => reply.Used >= reply.Times;
}
