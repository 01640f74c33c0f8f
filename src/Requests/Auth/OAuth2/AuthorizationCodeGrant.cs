using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Gets a token by the authorization code grant: the user signs in with a browser, which is redirected with a code to a port of this
/// machine. Only the holder of the verifier can use the code.
/// </summary>
/// <remarks>RFC 6749 section 4.1, RFC 7636, RFC 8252.</remarks>
internal sealed class AuthorizationCodeGrant : OAuth2Grant
{
    private readonly string? _authorizationUri;
    private readonly Uri _redirectUri;
    private readonly Action<OAuth2Prompt> _prompt;
    private readonly TimeSpan _timeout;

    internal AuthorizationCodeGrant(string? authorizationUri, string redirectUri, Action<OAuth2Prompt> prompt, TimeSpan timeout)
    {
        _authorizationUri = authorizationUri is null ? null : AuthorizationEndpoint.Prepare(authorizationUri);
        _redirectUri = AuthorizationEndpoint.PrepareRedirect(redirectUri);
        _prompt = prompt;
        _timeout = timeout;
    }

    internal override bool RequiresUser => true;

    internal override async Task<OAuth2Token> RequestTokenAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        var authorizationUri = await endpoint.GetUriAsync(_authorizationUri, "authorization_endpoint").ConfigureAwait(true);
        var state = RandomText(16);
        using var listener = LoopbackHttpListener.Start(_redirectUri, IsRedirect);
        var verifier = RandomText(32);
        var challenge = Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var page = UrlPreparer.Prepare(authorizationUri, new QueryParams([
            new("response_type", "code"),
            new("client_id", endpoint.Client.ClientId),
            new("redirect_uri", listener.RedirectUri),
            new("scope", endpoint.Client.ScopeText),
            new("state", state),
            new("code_challenge", challenge),
            new("code_challenge_method", "S256"),
            .. endpoint.Parameters,
        ]), baseUri: null).Url;
        _prompt(new OAuth2Prompt(page, UserCode: null, CompleteUri: null, _timeout));

        var parameters = await WaitAsync(listener, endpoint.Time, cancellationToken).ConfigureAwait(true);
        endpoint.Client.Server?.CheckResponse(parameters);
        if (parameters.GetValueOrDefault("error") is { } error)
        {
            var description = parameters.GetValueOrDefault("error_description");
            var details = description is null ? "" : $" ({description})";
            throw new OAuth2Exception($"The authorization server refused: {error}{details}.")
            {
                Error = error,
                ErrorDescription = description,
                ErrorUri = parameters.GetValueOrDefault("error_uri"),
            };
        }

        return await endpoint.RequestTokenAsync([
            new("grant_type", "authorization_code"),
            new("code", parameters["code"]),
            new("redirect_uri", listener.RedirectUri),
            new("code_verifier", verifier),
        ]).ConfigureAwait(true);

        bool IsRedirect(IReadOnlyDictionary<string, string> query) =>
            query.GetValueOrDefault("state") == state && (query.ContainsKey("code") || query.ContainsKey("error"));
    }

    public override string ToString() => "authorization_code";

    private async Task<IReadOnlyDictionary<string, string>> WaitAsync(
        LoopbackHttpListener listener,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        try
        {
            return await listener.ReceiveAsync(_timeout, time, cancellationToken).ConfigureAwait(true);
        }
        catch (TimeoutException error)
        {
            throw new OAuth2Exception($"The user did not sign in within {_timeout.TotalSeconds:0} seconds.", error);
        }
    }

    private static string RandomText(int bytes) => Base64UrlText.Encode(RandomNumberGenerator.GetBytes(bytes));
}
