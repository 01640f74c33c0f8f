using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Represents a way to authenticate a request. A scheme that only sets headers overrides <see cref="Apply"/>. A scheme that responds to a
/// challenge also overrides <see cref="Respond"/>. A scheme with further steps overrides <see cref="Flow"/>, and a scheme that sends other
/// requests or waits overrides <see cref="FlowAsync"/>. The other methods do no I/O.
/// </summary>
/// <remarks>requests: <c>AuthBase</c>.</remarks>
public abstract class AuthBase
{
    // A server that still sends a challenge after this many requests does not accept the credentials; its last response is returned.
    private const int MaximumChallenges = 10;

    /// <summary>Gets the authentication that sends nothing, in place of that of the session or the URL.</summary>
    public static AuthBase None { get; } = new NoAuth();

    /// <summary>
    /// Gets a value that indicates whether the authentication may run the caller's code, which requires the synchronization context of the
    /// call.
    /// </summary>
    internal virtual bool RequiresCallerContext => true;

    /// <summary>Gets the passwords, secrets and tokens that are redacted where a server repeats them.</summary>
    internal virtual IEnumerable<string?> Secrets => [];

    /// <summary>
    /// Gets a text that stands for the user, by which the cache of a session finds the responses of that user; it contains the secrets.
    /// Null, the default, where the credentials in the headers are the same in each request.
    /// </summary>
    internal virtual string? CacheIdentity => null;

    /// <summary>
    /// Gets a value that indicates whether a password or a token itself is sent, so that a reader of the network can use it. A warning is
    /// then written when it is sent without encryption. Default: false.
    /// </summary>
    internal virtual bool SendsReusableSecret => false;

    /// <summary>Adds the credentials to a prepared request. It runs as the last step of preparing, so it sees the whole request.</summary>
    /// <param name="request">The request, complete except for the credentials.</param>
    public virtual void Apply(PreparedRequest request)
    {
    }

    /// <summary>
    /// Renews what the authentication wrote, where it depends on the time. It runs before each attempt to send a request, and does no I/O.
    /// By default does nothing.
    /// </summary>
    /// <param name="request">The request of the flow.</param>
    internal virtual void Renew(PreparedRequest request)
    {
    }

    /// <summary>
    /// Examines a response and returns the request to send next, or null to accept the response. At most ten responses are examined.
    /// </summary>
    /// <param name="response">The response to the last request.</param>
    public virtual PreparedRequest? Respond(Response response) => null;

    /// <summary>
    /// Returns the requests of one exchange, in order. The first is the prepared request, to which <see cref="Apply"/> was applied. After
    /// each request <see cref="AuthExchange.LastResponse"/> holds its response.
    /// </summary>
    /// <param name="exchange">The state of this exchange.</param>
    public virtual IEnumerable<PreparedRequest> Flow(AuthExchange exchange)
    {
        var next = exchange.Request;
        for (var sent = 0; next is not null && sent <= MaximumChallenges; sent++)
        {
            yield return next;
            next = Respond(exchange.LastResponse!);
        }
    }

    /// <summary>
    /// Returns the requests of one exchange for a scheme that has to wait, such as for a token. By default returns the requests of
    /// <see cref="Flow"/>.
    /// </summary>
    /// <param name="exchange">The state of this exchange. <see cref="AuthExchange.SendAsync"/> sends requests to other servers.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public virtual async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(true);
        foreach (var request in Flow(exchange)) yield return request;
    }

    private sealed class NoAuth : AuthBase
    {
        internal override bool RequiresCallerContext => false;

        public override string ToString() => "None";
    }
}
