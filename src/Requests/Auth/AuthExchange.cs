namespace Requests;

/// <summary>Represents the state of one authentication: the request that it began with and the response to the last request.</summary>
public sealed class AuthExchange
{
    private readonly Func<PreparedRequest, SendOptions?, Task<Response>>? _send;
    private readonly SharedState _shared;
    private readonly Response? _earlier;

    /// <summary>Starts an exchange.</summary>
    /// <param name="request">The prepared request.</param>
    public AuthExchange(PreparedRequest request)
    {
        Request = request;
        _shared = new SharedState();
    }

    /// <summary>Starts an exchange that can send requests to other servers.</summary>
    /// <param name="request">The prepared request.</param>
    /// <param name="send">Sends the requests of <see cref="SendAsync"/>.</param>
    public AuthExchange(PreparedRequest request, Func<PreparedRequest, Task<Response>> send)
        : this(request) => _send = (other, _) => send(other);

    /// <summary>Starts an exchange that can send requests to other servers, also with options of their own.</summary>
    /// <param name="request">The prepared request.</param>
    /// <param name="send">Sends a request; null as options uses those of the exchange.</param>
    internal AuthExchange(PreparedRequest request, Func<PreparedRequest, SendOptions?, Task<Response>> send)
        : this(request) => _send = send;

    private AuthExchange(PreparedRequest request, AuthExchange outer)
    {
        Request = request;
        _send = outer._send;
        _shared = outer._shared;
        _earlier = _shared.LastResponse;
    }

    /// <summary>Gets the prepared request that the exchange began with.</summary>
    public PreparedRequest Request { get; }

    /// <summary>Gets the response to the last request; null before the first response.</summary>
    public Response? LastResponse
    {
        get => ReferenceEquals(_shared.LastResponse, _earlier) ? null : _shared.LastResponse;
        internal set => _shared.LastResponse = value;
    }

    /// <summary>Gets or sets the identity whose dedicated connection the flow needs; null shares connections with other requests.</summary>
    internal string? ConnectionIdentity
    {
        get => _shared.ConnectionIdentity;
        set => _shared.ConnectionIdentity = value;
    }

    /// <summary>
    /// Gets or sets the dedicated connection; null before the first request, and without <see cref="ConnectionIdentity"/>.
    /// </summary>
    internal IDedicatedConnection? Connection
    {
        get => _shared.Connection;
        set => _shared.Connection = value;
    }

    /// <summary>
    /// Sends a request to another server, such as a token endpoint, with the adapters, proxies and timeouts of the exchange, but without
    /// the cookies and the authentication of the session. Redirects are not followed, and the response is not part of the history. The body
    /// of the response is read; a body of more than 1 MB is an error.
    /// </summary>
    /// <param name="request">The prepared request.</param>
    /// <exception cref="InvalidOperationException">The exchange was started without a way to send.</exception>
    /// <exception cref="RequestException">The request could not be sent, or the response could not be read.</exception>
    public Task<Response> SendAsync(PreparedRequest request) => SendWithOptionsAsync(request, options: null);

    /// <summary>Sends a request to another server as <see cref="SendAsync"/> does, with options of its own.</summary>
    /// <param name="request">The prepared request.</param>
    /// <param name="options">The options, in place of those of the exchange; null uses those of the exchange.</param>
    internal Task<Response> SendWithOptionsAsync(PreparedRequest request, SendOptions? options) =>
        (_send ?? throw new InvalidOperationException("This AuthExchange cannot send requests."))(request, options);

    /// <summary>
    /// Starts an exchange within this one, for another authentication that sends the requests of the first one. Responses and the
    /// connection are the same for both.
    /// </summary>
    /// <param name="request">The request that the other authentication begins with.</param>
    internal AuthExchange StartInner(PreparedRequest request) => new(request, this);

    /// <summary>Represents what the exchanges within each other have in common.</summary>
    private sealed class SharedState
    {
        internal Response? LastResponse { get; set; }

        internal string? ConnectionIdentity { get; set; }

        internal IDedicatedConnection? Connection { get; set; }
    }
}
