using System.Globalization;

namespace Requests;

/// <summary>Requests tokens from the token service of a server, through the session of the current exchange.</summary>
/// <param name="exchange">The exchange.</param>
/// <param name="time">The clock.</param>
/// <remarks>
/// The token and the OAuth 2 specification of the CNCF distribution registry: GET with Basic credentials or without any, and POST with an
/// identity token.
/// </remarks>
internal sealed class TokenServiceEndpoint(AuthExchange exchange, TimeProvider time)
{
    // The specification requires a name of the client, which need not be registered.
    private const string ClientId = "requests-powershell";

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);

    /// <summary>Requests a token for a user, or for anyone.</summary>
    /// <param name="challenge">What the server requires.</param>
    /// <param name="user">The credentials of the user, or null.</param>
    /// <exception cref="TokenServiceException">The token service issued no token.</exception>
    internal Task<OAuth2Token> RequestTokenAsync(TokenServiceChallenge challenge, BasicAuth? user)
    {
        var query = challenge.Scope.Select(scope => new KeyValuePair<string, string?>("scope", scope))
            .Prepend(new("service", challenge.Service))
            .Append(new("account", user?.UserName))
            .Append(new("client_id", ClientId));
        return SendAsync(challenge, new Request("GET", challenge.Realm) { Params = new QueryParams(query) }, user);
    }

    /// <summary>Requests a token by an identity token, which is a refresh token of OAuth 2.</summary>
    /// <param name="challenge">What the server requires.</param>
    /// <param name="identityToken">The identity token.</param>
    /// <exception cref="TokenServiceException">The token service issued no token.</exception>
    internal Task<OAuth2Token> RequestTokenAsync(TokenServiceChallenge challenge, string identityToken)
    {
        var form = new FormBody([
            new("grant_type", "refresh_token"),
            new("service", challenge.Service),
            new("client_id", ClientId),
            new("scope", challenge.Scope.Count == 0 ? null : string.Join(' ', challenge.Scope)),
            new("refresh_token", identityToken),
        ]);
        return SendAsync(challenge, new Request("POST", challenge.Realm) { Body = form }, user: null);
    }

    private async Task<OAuth2Token> SendAsync(TokenServiceChallenge challenge, Request request, BasicAuth? user)
    {
        request.Headers = new() { ["Accept"] = "application/json" };
        var prepared = RequestPreparer.Prepare(request, baseUri: null, sessionCookies: null);
        user?.Apply(prepared);
        try
        {
            return ReadToken(challenge, await exchange.SendAsync(prepared).ConfigureAwait(true));
        }
        finally
        {
            // The body and the header hold secrets, and an error may keep the request.
            prepared.RemoveSecrets();
        }
    }

    private OAuth2Token ReadToken(TokenServiceChallenge challenge, Response response)
    {
        var reply = TokenReply.Read(response);
        if (!reply.IsSuccess)
        {
            var status = $"{response.StatusCode} {response.Reason}".TrimEnd();
            throw CreateException(challenge, response, reply, $"responded with {status}");
        }

        if ((reply.Text("token") ?? reply.Text("access_token")) is not { Length: > 0 } token)
        {
            throw CreateException(challenge, response, reply, $"returned no token{reply.ListNames()}");
        }

        if (token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw CreateException(challenge, response, reply, "returned a token with characters that a header cannot have");
        }

        var lifetime = reply.GetSeconds("expires_in") ?? DefaultLifetime;
        return OAuth2Token.From(token, refreshToken: null, idToken: null, time.GetUtcNow(), lifetime - GetAge(reply, response, lifetime));
    }

    /// <summary>Gets the time since the token was issued, by the clock of the token service where it sends its time.</summary>
    private TimeSpan GetAge(TokenReply reply, Response response, TimeSpan lifetime)
    {
        if (!DateTimeOffset.TryParse(
            reply.Text("issued_at"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var issued))
        {
            return TimeSpan.Zero;
        }

        var now = response.Headers["Date"] is { } date && HttpDate.Parse(date) is { } parsed ? parsed : time.GetUtcNow();

        // A time in the future, or one that would make a new token expired, comes from a clock that is wrong.
        return now - issued is var age && age > TimeSpan.Zero && age < lifetime ? age : TimeSpan.Zero;
    }

    private static TokenServiceException CreateException(
        TokenServiceChallenge challenge,
        Response response,
        TokenReply reply,
        string problem)
    {
        var secrets = reply.CreateRedactor();
        var reason = reply.GetReason() is { } text ? $" ({secrets.Redact(text)})" : "";
        var realm = UrlRedactor.Redact(challenge.Realm);
        return new TokenServiceException($"The token service '{realm}' {secrets.Redact(problem)}{reason}.")
        {
            Realm = realm,
            Request = response.Request,
            Response = reply.Text("token") is null && reply.Text("access_token") is null ? response : null,
        };
    }
}
