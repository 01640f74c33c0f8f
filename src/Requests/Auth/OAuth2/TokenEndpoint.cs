namespace Requests;

/// <summary>Sends the requests of a client to an authorization server, through the session of the current exchange.</summary>
/// <remarks>RFC 6749 sections 3.2 and 5, RFC 7009, RFC 7523.</remarks>
internal sealed class TokenEndpoint(OAuth2Client client, AuthExchange exchange, TimeProvider time, CancellationToken cancellationToken)
{
    /// <summary>The field that has the assertion of a grant.</summary>
    internal const string GrantAssertion = "assertion";

    private const string EncodingHint =
        "Name and secret of the client were form-encoded in the Authorization header, as RFC 6749 section 2.3.1 says; "
        + "a server that does not decode them needs the client authentication Body.";

    // The time that a response takes, and the usual difference of two clocks, are not worth a hint.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    // Types that need more than the token in each request: draft-ietf-oauth-v2-http-mac, RFC 9449, RFC 7800, RFC 8693.
    private static readonly string[] UnsupportedTypes = ["mac", "DPoP", "PoP", "N_A"];

    internal OAuth2Client Client => client;

    internal TimeProvider Time => time;

    /// <summary>Gets the claims that a server requires of the new token, as JSON; null without such a challenge.</summary>
    internal string? Claims { get; init; }

    /// <summary>Gets the further parameters of a request for a token.</summary>
    internal IReadOnlyList<KeyValuePair<string, string?>> Parameters => ClaimsChallenge.AddTo(client.Parameters, Claims);

    /// <summary>Requests a token.</summary>
    /// <param name="fields">The fields of the grant; null values are left out.</param>
    /// <exception cref="OAuth2Exception">The server returned no token that can be used.</exception>
    internal async Task<OAuth2Token> RequestTokenAsync(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var reply = await PostAsync(await GetUriAsync().ConfigureAwait(true), fields).ConfigureAwait(true);
        if (reply.Text("access_token") is not { Length: > 0 } access)
        {
            throw reply.CreateException($"returned no access token{reply.ListNames()}");
        }

        // Some servers return other types and mean Bearer. A token that needs a proof key would be refused with each request.
        if (reply.Text("token_type")?.Trim() is { } type
            && Array.Exists(UnsupportedTypes, item => item.Equals(type, StringComparison.OrdinalIgnoreCase)))
        {
            throw reply.CreateException($"returned a token of type '{type}', which cannot be sent as Bearer");
        }

        var token = OAuth2Token.From(
            access,
            reply.Text("refresh_token"),
            reply.Text("id_token"),
            time.GetUtcNow(),
            reply.GetSeconds("expires_in"));
        return token.With((reply.Text("scope") ?? client.ScopeText)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);
    }

    /// <summary>Gets the URL of the token endpoint.</summary>
    /// <exception cref="OAuth2Exception">The metadata of the issuer does not have it.</exception>
    internal Task<string> GetUriAsync() => GetUriAsync(client.TokenUri, "token_endpoint");

    /// <summary>Gets the URL of an endpoint: the one that the caller gave, or that of the metadata.</summary>
    /// <param name="uri">The URL that the caller gave, or null.</param>
    /// <param name="name">The name of the endpoint in the metadata.</param>
    /// <exception cref="InvalidParameterException">The client has no issuer.</exception>
    /// <exception cref="OAuth2Exception">The metadata does not have the endpoint.</exception>
    internal async Task<string> GetUriAsync(string? uri, string name)
    {
        if (uri is not null) return uri;
        if (client.Issuer is not { } issuer)
        {
            throw new InvalidParameterException(
                $"The URL of the {name.Replace('_', ' ')} is not known, because the client has no issuer: give the URL.");
        }

        client.Server ??= await AuthorizationServer.RequestAsync(issuer, exchange).ConfigureAwait(true);
        return client.Server.GetEndpoint(name);
    }

    /// <summary>Posts a form to an endpoint of the server, with the credentials of the client.</summary>
    /// <param name="url">The URL of the endpoint.</param>
    /// <param name="fields">The fields; null values are left out.</param>
    /// <exception cref="OAuth2Exception">The server refuses, or its response is not JSON.</exception>
    internal async Task<TokenReply> PostAsync(string url, IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var form = fields.Concat(Parameters).ToList();
        var (response, getHint) = await SendAsync(url, form).ConfigureAwait(true);
        return TokenReply.Parse(response, getHint);
    }

    /// <summary>Revokes a token.</summary>
    /// <param name="url">The URL of the revocation endpoint.</param>
    /// <param name="token">The token.</param>
    /// <param name="type">The type of the token: <c>access_token</c> or <c>refresh_token</c>.</param>
    /// <exception cref="OAuth2Exception">The server refuses.</exception>
    /// <remarks>RFC 7009 section 2: the response to a token that is not valid is a success, too, and has no content.</remarks>
    internal async Task RevokeAsync(string url, string token, string type)
    {
        var (response, getHint) = await SendAsync(url, [new("token", token), new("token_type_hint", type)]).ConfigureAwait(true);
        if (response.StatusCode is < 200 or >= 300) TokenReply.Parse(response, getHint);
    }

    private async Task<(Response Response, Func<string, string?> GetHint)> SendAsync(string url, List<KeyValuePair<string, string?>> form)
    {
        var hasAssertion = form.Exists(static field => field.Key == GrantAssertion) || client.Assertion is not null;
        var inBody = client.ClientSecret is null
            || client.Authentication == OAuth2ClientAuthentication.Body
            || client.Server is { RequiresSecretInBody: true };
        if (inBody) form.AddRange([new("client_id", client.ClientId), new("client_secret", client.ClientSecret)]);
        if (client.Assertion is { } assertion)
        {
            var audience = await GetAudienceAsync(url).ConfigureAwait(true);
            form.Add(new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
            form.Add(new(
                "client_assertion",
                await assertion.CreateAsync(client, audience, time, cancellationToken).ConfigureAwait(true)));
        }

        var post = new Request("POST", url) { Headers = new() { ["Accept"] = "application/json" }, Body = new FormBody(form) };
        var request = RequestPreparer.Prepare(post, baseUri: null, sessionCookies: null);
        var isEncoded = false;
        if (!inBody)
        {
            var (name, secret) = (QueryEncoder.EncodePart(client.ClientId!), QueryEncoder.EncodePart(client.ClientSecret!));
            isEncoded = name != client.ClientId || secret != client.ClientSecret;
            request.Headers["Authorization"] = BasicCredentials.Encode(name, secret);
        }

        try
        {
            var response = await exchange.SendAsync(request).ConfigureAwait(true);
            return (response, error => isEncoded && error == "invalid_client" ? EncodingHint
                : hasAssertion && error is ("invalid_client" or "invalid_grant" or "invalid_request") ? GetClockHint(response)
                : null);
        }
        finally
        {
            // The body and the header hold secrets, and an error may keep the request.
            request.RemoveSecrets();
        }
    }

    /// <summary>
    /// Gets the audience of an assertion: the token endpoint, by which servers identify themselves at all endpoints. An endpoint of another
    /// origin gets its own URL, so that it cannot use the assertion at the token endpoint.
    /// </summary>
    private async Task<string> GetAudienceAsync(string url)
    {
        var tokenUri = await GetUriAsync().ConfigureAwait(true);
        return GetOrigin(tokenUri) == GetOrigin(url) ? tokenUri : url;

        static string GetOrigin(string url) => new Uri(url).GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Gets the advice to correct the clock of this machine; null where it is right or the server sends no time.</summary>
    private string? GetClockHint(Response response)
    {
        if (response.Headers["Date"] is not { } text || HttpDate.Parse(text) is not { } date) return null;
        var difference = time.GetUtcNow() - date;
        if (difference.Duration() < ClockTolerance) return null;
        var size = difference.Duration() switch
        {
            { TotalMinutes: < 2 } span => $"{span.TotalSeconds:0} seconds",
            { TotalHours: < 2 } span => $"{span.TotalMinutes:0} minutes",
            { TotalDays: < 2 } span => $"{span.TotalHours:0} hours",
            var span => $"{span.TotalDays:0} days",
        };
        var side = difference > TimeSpan.Zero ? "ahead of" : "behind";
        return $"The clock of this machine is {size} {side} that of the server. Correct it: an assertion is valid for a short time.";
    }
}
