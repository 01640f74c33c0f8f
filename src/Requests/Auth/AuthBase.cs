using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// A way to prove who is asking. A simple scheme overrides <see cref="Apply"/>; one that answers a challenge overrides
/// <see cref="Respond"/> as well; one that needs more than that overrides <see cref="Flow"/>, and one that has to ask or wait for
/// others overrides <see cref="FlowAsync"/>. The others do no I/O.
/// </summary>
/// <remarks>requests: <c>AuthBase</c>.</remarks>
public abstract class AuthBase
{
    // What answers so many challenges and is still asked will never be let in; the last answer stands.
    private const int MaximumChallenges = 10;

    /// <summary>No authentication, where session or URL would bring one.</summary>
    public static AuthBase None { get; } = new NoAuth();

    /// <summary>Whether it may run code of the caller's, which wants the thread that the call came from.</summary>
    internal virtual bool RequiresCallerContext => true;

    /// <summary>What must not be shown where a server repeats it: passwords, secrets and tokens.</summary>
    internal virtual IEnumerable<string?> Secrets => [];

    /// <summary>Adds to a prepared request what proves the caller. Runs last in preparing, so it sees the whole request.</summary>
    /// <param name="request">The request, complete but for this.</param>
    public virtual void Apply(PreparedRequest request)
    {
    }

    /// <summary>Looks at an answer and returns the request to send next, or null when the answer stands. At most ten answers are followed.</summary>
    /// <param name="response">The answer to the request that was sent last.</param>
    public virtual PreparedRequest? Respond(Response response) => null;

    /// <summary>
    /// The requests of one exchange, in order. The first is the prepared one, to which <see cref="Apply"/> has been applied;
    /// after each, <see cref="AuthExchange.LastResponse"/> holds its answer.
    /// </summary>
    /// <param name="exchange">The state of this exchange alone.</param>
    public virtual IEnumerable<PreparedRequest> Flow(AuthExchange exchange)
    {
        var next = exchange.Request;
        for (var sent = 0; next is not null && sent <= MaximumChallenges; sent++)
        {
            yield return next;
            next = Respond(exchange.LastResponse!);
        }
    }

    /// <summary>The same for a scheme that has to wait, such as for a token; by default the requests of <see cref="Flow"/>.</summary>
    /// <param name="exchange">The state of this exchange alone; <see cref="AuthExchange.SendAsync"/> asks others.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public virtual async IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
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
