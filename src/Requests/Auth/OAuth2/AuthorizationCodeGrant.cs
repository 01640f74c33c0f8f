using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>A person signs in with a browser, which brings a code to a port of this machine; the code is good for who knows the verifier.</summary>
/// <remarks>RFC 6749 section 4.1, RFC 7636, RFC 8252.</remarks>
internal sealed class AuthorizationCodeGrant : OAuth2Grant
{
    private readonly string _authorizationUri;
    private readonly Uri _redirectUri;
    private readonly Action<OAuth2Prompt> _prompt;
    private readonly TimeSpan _patience;

    internal AuthorizationCodeGrant(string authorizationUri, string redirectUri, Action<OAuth2Prompt> prompt, TimeSpan patience)
    {
        _authorizationUri = AuthorizationEndpoint.Prepare(authorizationUri);
        _redirectUri = AuthorizationEndpoint.PrepareRedirect(redirectUri);
        _prompt = prompt;
        _patience = patience;
    }

    internal override bool NeedsPerson => true;

    internal override async Task<OAuth2Token> AskAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        var state = RandomText(16);
        using var listener = LoopbackHttpListener.Start(_redirectUri, answer => answer.GetValueOrDefault("state") == state && (answer.ContainsKey("code") || answer.ContainsKey("error")));
        var verifier = RandomText(32);
        var challenge = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var page = UrlPreparer.Prepare(_authorizationUri, new QueryParams([
            new("response_type", "code"),
            new("client_id", endpoint.Client.ClientId),
            new("redirect_uri", listener.RedirectUri),
            new("scope", endpoint.Client.ScopeText),
            new("state", state),
            new("code_challenge", challenge),
            new("code_challenge_method", "S256"),
            .. endpoint.Client.Parameters,
        ]), baseUri: null).Url;
        _prompt(new OAuth2Prompt(page, UserCode: null, CompleteUri: null, _patience));

        var answer = await WaitAsync(listener, endpoint.Time, cancellationToken).ConfigureAwait(true);
        if (answer.GetValueOrDefault("error") is { } error)
        {
            var description = answer.GetValueOrDefault("error_description");
            throw new OAuth2Exception($"The authorization server refused: {error}{(description is null ? "" : $" ({description})")}.") { Error = error, ErrorDescription = description, ErrorUri = answer.GetValueOrDefault("error_uri") };
        }

        return await endpoint.AskAsync([
            new("grant_type", "authorization_code"),
            new("code", answer["code"]),
            new("redirect_uri", listener.RedirectUri),
            new("code_verifier", verifier),
        ]).ConfigureAwait(true);
    }

    public override string ToString() => "authorization_code";

    private async Task<IReadOnlyDictionary<string, string>> WaitAsync(LoopbackHttpListener listener, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await listener.ReceiveAsync(_patience, time, cancellationToken).ConfigureAwait(true);
        }
        catch (TimeoutException error)
        {
            throw new OAuth2Exception($"Nobody signed in within {_patience.TotalSeconds:0} seconds.", error);
        }
    }

    private static string RandomText(int bytes) => Base64Url(RandomNumberGenerator.GetBytes(bytes));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
