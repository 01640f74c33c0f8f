namespace Requests;

/// <summary>Sends the requests of a client to an authorization server, through the session of the current exchange.</summary>
/// <remarks>RFC 6749 sections 3.2 and 5.</remarks>
internal sealed class TokenEndpoint(OAuth2Client client, AuthExchange exchange, TimeProvider time)
{
    private const string EncodingHint =
        "Name and secret of the client were form-encoded in the Authorization header, as RFC 6749 section 2.3.1 says; "
        + "a server that does not decode them needs the client authentication Body.";

    // Types that need more than the token in each request: draft-ietf-oauth-v2-http-mac, RFC 9449, RFC 7800, RFC 8693.
    private static readonly string[] UnsupportedTypes = ["mac", "DPoP", "PoP", "N_A"];

    internal OAuth2Client Client => client;

    internal TimeProvider Time => time;

    /// <summary>Requests a token.</summary>
    /// <param name="fields">The fields of the grant; null values are left out.</param>
    /// <exception cref="OAuth2Exception">The server returned no token that can be used.</exception>
    internal async Task<OAuth2Token> RequestTokenAsync(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var reply = await PostAsync(client.TokenUri, fields).ConfigureAwait(true);
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

    /// <summary>Posts a form to an endpoint of the server, with the credentials of the client.</summary>
    /// <param name="url">The URL of the endpoint.</param>
    /// <param name="fields">The fields; null values are left out.</param>
    /// <exception cref="OAuth2Exception">The server refuses, or its response is not JSON.</exception>
    internal async Task<TokenReply> PostAsync(string url, IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var inBody = client.ClientSecret is null || client.Authentication == OAuth2ClientAuthentication.Body;
        var form = fields.Concat(client.Parameters);
        if (inBody) form = form.Append(new("client_id", client.ClientId)).Append(new("client_secret", client.ClientSecret));
        var post = new Request("POST", url) { Headers = new() { ["Accept"] = "application/json" }, Body = new FormBody(form) };
        var request = RequestPreparer.Prepare(post, baseUri: null, sessionCookies: null);
        var isEncoded = false;
        if (!inBody)
        {
            var (name, secret) = (QueryEncoder.EncodePart(client.ClientId), QueryEncoder.EncodePart(client.ClientSecret!));
            isEncoded = name != client.ClientId || secret != client.ClientSecret;
            request.Headers["Authorization"] = BasicCredentials.Encode(name, secret);
        }

        try
        {
            return TokenReply.Parse(await exchange.SendAsync(request).ConfigureAwait(true), isEncoded ? EncodingHint : null);
        }
        finally
        {
            // The body and the header hold secrets, and an error may keep the request.
            request.RemoveSecrets();
        }
    }
}
