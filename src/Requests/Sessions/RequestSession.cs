namespace Requests;

/// <summary>What calls have in common: defaults, cookies and connections. Safe to use from many threads at once.</summary>
/// <remarks>requests: <c>Session</c>.</remarks>
public sealed class RequestSession : IDisposable
{
    private SendOptions _defaults = new();

    /// <summary>Headers for every call; a null value, here or on the call, sends none of that name.</summary>
    public HeaderDictionary Headers { get; set; } = DefaultHeaders.Create();

    /// <summary>Pairs for every URL's query.</summary>
    public QueryParams Params { get; set; } = [];

    /// <summary>How to prove who is asking, or null.</summary>
    public AuthBase? Auth { get; set; }

    /// <summary>The cookies that came and those that were put here; they persist between calls.</summary>
    public CookieJar Cookies { get; set; } = new();

    /// <summary>Functions that see each answer; a call's own replace them.</summary>
    public RequestHooks Hooks { get; set; } = RequestHooks.Empty;

    /// <summary>What relative URLs are resolved against, or null.</summary>
    public string? BaseUri { get; set; }

    /// <summary>The options for calls that give none: <c>session.Defaults with { … }</c> is a call's own.</summary>
    public SendOptions Defaults
    {
        get => _defaults;
        set => _defaults = value ?? new SendOptions();
    }

    /// <summary>Prepares a request with this session's state and sends it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">How to send it; null takes <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestException">It could not be prepared, sent or answered.</exception>
    public Task<Response> RequestAsync(Request request, SendOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(PrepareRequest(request), options, cancellationToken);

    /// <summary>Prepares a request with this session's state, without sending it.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestException">It could not be prepared.</exception>
    /// <remarks>requests: <c>Session.prepare_request</c>.</remarks>
    public PreparedRequest PrepareRequest(Request request) => throw new NotSupportedException();

    /// <summary>Sends a prepared request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">How to send it; null takes <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestException">It could not be sent or answered.</exception>
    /// <remarks>requests: <c>Session.send</c>.</remarks>
    public Task<Response> SendAsync(PreparedRequest request, SendOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Closes the connections; the session sends nothing afterwards.</summary>
    public void Dispose()
    {
    }
}
