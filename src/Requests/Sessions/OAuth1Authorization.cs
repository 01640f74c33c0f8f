namespace Requests;

/// <summary>
/// Gets an OAuth 1 token in three steps: requests a temporary token, lets the user authorize it, and exchanges it for the token.
/// </summary>
/// <remarks>RFC 5849 section 2; requests-oauthlib: <c>OAuth1Session</c>.</remarks>
public sealed class OAuth1Authorization
{
    /// <summary>The callback of clients that a browser cannot be redirected to. The user copies a verifier instead.</summary>
    public const string OutOfBand = "oob";

    private readonly OAuth1Client _client;
    private readonly string _requestTokenUri;
    private readonly string _authorizationUri;
    private readonly string _accessTokenUri;

    /// <summary>Creates the authorization. Nothing is sent yet.</summary>
    /// <param name="client">The client.</param>
    /// <param name="requestTokenUri">The URL of the endpoint for temporary tokens.</param>
    /// <param name="authorizationUri">The URL of the page where the user signs in.</param>
    /// <param name="accessTokenUri">The URL of the endpoint for tokens.</param>
    /// <exception cref="InvalidUrlException">A URL is neither https nor on this machine.</exception>
    public OAuth1Authorization(OAuth1Client client, string requestTokenUri, string authorizationUri, string accessTokenUri)
    {
        _client = client;
        _requestTokenUri = AuthorizationEndpoint.Prepare(requestTokenUri);
        _authorizationUri = AuthorizationEndpoint.Prepare(authorizationUri);
        _accessTokenUri = AuthorizationEndpoint.Prepare(accessTokenUri);
    }

    /// <summary>
    /// Gets the URL that the browser is redirected to: http on this machine, where port 0 takes a free port; or <see cref="OutOfBand"/>.
    /// Default: <c>http://127.0.0.1/</c>.
    /// </summary>
    /// <exception cref="InvalidUrlException">The URL is not on this machine.</exception>
    public string CallbackUri
    {
        get;
        init => field = value == OutOfBand ? value : AuthorizationEndpoint.PrepareRedirect(value).AbsoluteUri;
    } = "http://127.0.0.1/";

    /// <summary>Gets the time to wait for the user. Default: five minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Runs the three steps and returns the token.</summary>
    /// <param name="session">The session that sends the requests.</param>
    /// <param name="prompt">
    /// Shows the user the URL to sign in at. With <see cref="OutOfBand"/> it returns the verifier; otherwise its result is ignored.
    /// </param>
    /// <param name="options">The options of the requests; null uses those of the session.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="OAuth1Exception">The server or the user refuses.</exception>
    public async Task<OAuth1Token> RunAsync(
        RequestSession session,
        Func<string, string?> prompt,
        SendOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        // The port has to be open before the temporary token is requested, and the token is known when the browser is redirected.
        OAuth1Token? temporary = null;
        using var listener = CallbackUri == OutOfBand ? null : LoopbackHttpListener.Start(new Uri(CallbackUri), IsCallback);
        temporary = await RequestTokenAsync(
            _requestTokenUri,
            token: null,
            new("oauth_callback", listener?.RedirectUri ?? OutOfBand)).ConfigureAwait(true);
        if (temporary.Parameters.GetValueOrDefault("oauth_callback_confirmed") != "true")
        {
            throw new OAuth1Exception(
                $"'{UrlRedactor.Redact(_requestTokenUri)}' did not confirm the callback, as RFC 5849 section 2.1 requires: others could "
                + "use its token.");
        }

        var copied = prompt(
            UrlPreparer.Prepare(_authorizationUri, new QueryParams([new("oauth_token", temporary.Key)]), baseUri: null).Url);
        var verifier = listener is null ? copied?.Trim() : await WaitAsync(listener, session.Time, cancellationToken).ConfigureAwait(true);
        if (string.IsNullOrEmpty(verifier)) throw new OAuth1Exception("The verifier is missing: the user did not give it.");
        return await RequestTokenAsync(_accessTokenUri, temporary, new("oauth_verifier", verifier)).ConfigureAwait(true);

        bool IsCallback(IReadOnlyDictionary<string, string> parameters) =>
            temporary is { } token
                && (parameters.GetValueOrDefault("denied") == token.Key
                    || (parameters.GetValueOrDefault("oauth_token") == token.Key && parameters.ContainsKey("oauth_verifier")));

        async Task<OAuth1Token> RequestTokenAsync(string uri, OAuth1Token? token, KeyValuePair<string, string> parameter)
        {
            var auth = new OAuth1Auth(_client with { Placement = OAuth1Placement.Header }, token) { FlowParameters = [parameter] };
            var chosen = options ?? session.Defaults;
            var bounded = chosen with
            {
                AllowRedirects = false,
                RaiseForStatus = false,
                ExpectStatus = null,
                Stream = false,
                MaximumSize = Math.Min(chosen.MaximumSize ?? RequestExchange.LargestThirdPartyBody, RequestExchange.LargestThirdPartyBody),
            };
            var response = await session.RequestAsync(
                new Request("POST", uri) { Auth = auth },
                bounded,
                cancellationToken).ConfigureAwait(true);
            return Read(response);
        }
    }

    private async Task<string> WaitAsync(LoopbackHttpListener listener, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var parameters = await listener.ReceiveAsync(Timeout, time, cancellationToken).ConfigureAwait(true);
            return parameters.GetValueOrDefault("oauth_verifier") ?? throw new OAuth1Exception("The user denied the access.");
        }
        catch (TimeoutException error)
        {
            throw new OAuth1Exception($"The user did not sign in within {Timeout.TotalSeconds:0} seconds.", error);
        }
    }

    private static OAuth1Token Read(Response response)
    {
        var values = QueryDecoder.ToMap(response.Text ?? "");
        string?[] tokens = [values.GetValueOrDefault("oauth_token"), values.GetValueOrDefault("oauth_token_secret")];
        if (response.StatusCode is >= 200 and < 300
            && values.Remove("oauth_token", out var token)
            && values.Remove("oauth_token_secret", out var secret))
        {
            return new OAuth1Token(token, secret) { Parameters = values };
        }

        var reason = values.GetValueOrDefault("oauth_problem") is { } problem ? $" and the problem: {problem}" : "";

        // The server may repeat what it received, and the token that it sends.
        var status = ExchangeRedactor.Create(response, tokens).Redact($"{response.Reason}{reason}");
        throw new OAuth1Exception(
            $"'{UrlRedactor.Redact(response.Url)}' returned no token: it responded with {response.StatusCode} {status}.")
        {
            Request = response.Request,
            Response = response.StatusCode >= 300 ? response : null,
        };
    }
}
