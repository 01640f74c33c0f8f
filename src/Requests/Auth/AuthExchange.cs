namespace Requests;

/// <summary>What one authentication sees: the request it began with and the answer to the one it sent last.</summary>
public sealed class AuthExchange
{
    private readonly Func<PreparedRequest, Task<Response>>? _send;

    /// <summary>Starts an exchange.</summary>
    /// <param name="request">The prepared request.</param>
    public AuthExchange(PreparedRequest request) => Request = request;

    /// <summary>Starts an exchange that can ask others.</summary>
    /// <param name="request">The prepared request.</param>
    /// <param name="send">Sends what <see cref="SendAsync"/> is given.</param>
    public AuthExchange(PreparedRequest request, Func<PreparedRequest, Task<Response>> send)
        : this(request) => _send = send;

    /// <summary>The prepared request that the exchange began with.</summary>
    public PreparedRequest Request { get; }

    /// <summary>The answer to the request sent last; null before the first.</summary>
    public Response? LastResponse { get; internal set; }

    /// <summary>Gets or sets the identity whose dedicated connection the flow needs; null shares connections with other requests.</summary>
    internal string? ConnectionIdentity { get; set; }

    /// <summary>Gets or sets the dedicated connection; null before the first request, and without <see cref="ConnectionIdentity"/>.</summary>
    internal IDedicatedConnection? Connection { get; set; }

    /// <summary>
    /// Asks somebody else, such as a token endpoint, through the adapters, proxies and timeouts of the exchange: without the session's cookies
    /// and authentication, without redirects, and not in the history. The body of the answer is read; one of more than 1 MB is an error.
    /// </summary>
    /// <param name="request">The prepared request.</param>
    /// <exception cref="InvalidOperationException">The exchange was started without a way to send.</exception>
    /// <exception cref="RequestException">It could not be sent or answered.</exception>
    public Task<Response> SendAsync(PreparedRequest request) => (_send ?? throw new InvalidOperationException("This exchange was started without a way to send."))(request);
}
