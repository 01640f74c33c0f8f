namespace Requests;

/// <summary>The way to an OAuth 1 token in three steps: a temporary one, a person who says yes, and the token.</summary>
/// <remarks>RFC 5849 section 2; requests-oauthlib: <c>OAuth1Session</c>.</remarks>
public sealed class OAuth1Authorization
{
    /// <summary>The callback of clients that a browser cannot come back to: the person copies a verifier.</summary>
    public const string OutOfBand = "oob";

    private readonly OAuth1Client _client;
    private readonly string _requestTokenUri;
    private readonly string _authorizationUri;
    private readonly string _accessTokenUri;

    /// <summary>Creates the way; nothing is sent.</summary>
    /// <param name="client">The client.</param>
    /// <param name="requestTokenUri">Where temporary tokens are given.</param>
    /// <param name="authorizationUri">Where the person signs in.</param>
    /// <param name="accessTokenUri">Where tokens are given.</param>
    /// <exception cref="InvalidUrlException">A URL is neither https nor on this machine.</exception>
    public OAuth1Authorization(OAuth1Client client, string requestTokenUri, string authorizationUri, string accessTokenUri)
    {
        _client = client;
        _requestTokenUri = AuthorizationEndpoint.Prepare(requestTokenUri);
        _authorizationUri = AuthorizationEndpoint.Prepare(authorizationUri);
        _accessTokenUri = AuthorizationEndpoint.Prepare(accessTokenUri);
    }

    /// <summary>Where the browser comes back to: http on this machine, where port 0 takes a free one; or <see cref="OutOfBand"/>.</summary>
    /// <exception cref="InvalidUrlException">It is elsewhere.</exception>
    public string CallbackUri
    {
        get;
        init => field = value == OutOfBand ? value : AuthorizationEndpoint.PrepareRedirect(value).AbsoluteUri;
    } = "http://127.0.0.1/";

    /// <summary>How long to wait for the person. Default five minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Goes the way.</summary>
    /// <param name="session">What sends.</param>
    /// <param name="prompt">Shows the person where to sign in. With <see cref="OutOfBand"/> it gives the verifier; else what it gives is not used.</param>
    /// <param name="options">How to send; null takes the session's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OAuth1Exception">The server or the person refuses.</exception>
    public async Task<OAuth1Token> RunAsync(RequestSession session, Func<string, string?> prompt, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        // The token is known when the browser comes back, and the port before the token is asked for.
        OAuth1Token? temporary = null;
        using var listener = CallbackUri == OutOfBand ? null : LoopbackHttpListener.Start(new Uri(CallbackUri), answer => temporary is { } asked && (answer.GetValueOrDefault("denied") == asked.Key || (answer.GetValueOrDefault("oauth_token") == asked.Key && answer.ContainsKey("oauth_verifier"))));
        temporary = await AskAsync(_requestTokenUri, token: null, new("oauth_callback", listener?.RedirectUri ?? OutOfBand)).ConfigureAwait(true);
        if (temporary.Parameters.GetValueOrDefault("oauth_callback_confirmed") != "true") throw new OAuth1Exception($"'{UrlRedactor.Redact(_requestTokenUri)}' did not confirm the callback, as RFC 5849 wants it: anybody could use its token.");

        var copied = prompt(UrlPreparer.Prepare(_authorizationUri, new QueryParams([new("oauth_token", temporary.Key)]), baseUri: null).Url);
        var verifier = listener is null ? copied?.Trim() : await WaitAsync(listener, session.Time, cancellationToken).ConfigureAwait(true);
        if (string.IsNullOrEmpty(verifier)) throw new OAuth1Exception("There is no verifier: the person did not give it.");
        return await AskAsync(_accessTokenUri, temporary, new("oauth_verifier", verifier)).ConfigureAwait(true);

        async Task<OAuth1Token> AskAsync(string uri, OAuth1Token? token, KeyValuePair<string, string> more)
        {
            var auth = new OAuth1Auth(_client with { Placement = OAuth1Placement.Header }, token) { FlowParameters = [more] };
            var given = options ?? session.Defaults;
            var bounded = given with
            {
                AllowRedirects = false,
                RaiseForStatus = false,
                Stream = false,
                MaximumSize = Math.Min(given.MaximumSize ?? RequestExchange.LargestThirdPartyBody, RequestExchange.LargestThirdPartyBody),
            };
            var response = await session.RequestAsync(new Request("POST", uri) { Auth = auth }, bounded, cancellationToken).ConfigureAwait(true);
            return Read(response);
        }
    }

    private async Task<string> WaitAsync(LoopbackHttpListener listener, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await listener.ReceiveAsync(Timeout, time, cancellationToken).ConfigureAwait(true);
            return answer.GetValueOrDefault("oauth_verifier") ?? throw new OAuth1Exception("The person did not allow it.");
        }
        catch (TimeoutException error)
        {
            throw new OAuth1Exception($"Nobody signed in within {Timeout.TotalSeconds:0} seconds.", error);
        }
    }

    private static OAuth1Token Read(Response response)
    {
        var values = QueryDecoder.ToMap(response.Text ?? "");
        if (response.StatusCode is >= 200 and < 300 && values.Remove("oauth_token", out var token) && values.Remove("oauth_token_secret", out var secret)) return new OAuth1Token(token, secret) { Parameters = values };
        var words = values.GetValueOrDefault("oauth_problem") is { } problem ? $" and says: {problem}" : "";
        throw new OAuth1Exception($"'{UrlRedactor.Redact(response.Url)}' gave no token: it answered {response.StatusCode} {response.Reason}{words}.") { Request = response.Request, Response = response.StatusCode >= 300 ? response : null };
    }
}
