using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Sends requests with a bearer token: it is obtained when the first request needs it, again shortly before it expires, and once more when
/// a server refuses it. All callers that wait share one token.
/// </summary>
/// <param name="shared">Holds the token.</param>
/// <param name="source">
/// Obtains a token. It receives the response with status 401 to the last token, or null.
/// </param>
internal sealed class TokenFlow(SharedToken shared, Func<AuthExchange, Response?, CancellationToken, Task<OAuth2Token>> source)
{
    // The source may itself send a request with the same authentication, which would wait for itself.
    private readonly AsyncLocal<bool> _isInSource = new();

    /// <summary>Gets the current token; null before the first.</summary>
    internal OAuth2Token? Current => shared.Current;

    /// <summary>Adds the token to a request when it is valid.</summary>
    /// <param name="request">The request.</param>
    internal void Apply(PreparedRequest request)
    {
        if (shared.GetUsable(refused: null) is { } token) SetToken(request, token);
    }

    /// <summary>Returns the requests of one exchange: the request with a token, and once more with another one after a 401.</summary>
    /// <param name="exchange">The state of the exchange.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async IAsyncEnumerable<PreparedRequest> RunAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        var token = shared.GetUsable(refused: null)
            ?? await ObtainAsync(exchange, refused: null, response: null, cancellationToken).ConfigureAwait(true);
        SetToken(request, token);
        yield return request;

        if (exchange.LastResponse is not { StatusCode: 401 } response || request.Body is { CanRewind: false }) yield break;
        var next = await ObtainAsync(exchange, token, response, cancellationToken).ConfigureAwait(true);
        if (next.Access == token.Access) yield break;
        var again = request.Copy();
        SetToken(again, next);
        yield return again;
    }

    private Task<OAuth2Token> ObtainAsync(
        AuthExchange exchange,
        OAuth2Token? refused,
        Response? response,
        CancellationToken cancellationToken)
    {
        if (_isInSource.Value)
        {
            throw new BearerTokenException(
                "The source of the token sends a request with the authentication that waits for this token. Send that request without it, "
                    + "such as with -Auth $null or another session.");
        }

        return shared.GetAsync(refused, () => CallSourceAsync(exchange, response, cancellationToken), received: null, cancellationToken);
    }

    private async Task<OAuth2Token> CallSourceAsync(AuthExchange exchange, Response? response, CancellationToken cancellationToken)
    {
        // The value holds for what this method calls; its caller does not see it.
        _isInSource.Value = true;
        return await source(exchange, response, cancellationToken).ConfigureAwait(true);
    }

    private static void SetToken(PreparedRequest request, OAuth2Token token) => request.Headers["Authorization"] = token.Header;
}
