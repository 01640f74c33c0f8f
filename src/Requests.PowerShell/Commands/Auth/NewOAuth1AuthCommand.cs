using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates OAuth 1 authentication, which signs each request.</summary>
/// <remarks>
/// <para>The result goes to -Auth of Invoke-Request or New-RequestSession. Method, URL, query and form are signed, with a time and a nonce that
/// are new for each request, redirects included. Without -Token the client signs for itself; Get-OAuth1Token gets a token with a person's consent.</para>
/// <para>requests-oauthlib: OAuth1. RFC 5849; HmacSha256, HmacSha512, RsaSha256 and RsaSha512 as oauthlib has them.</para>
/// </remarks>
/// <example><code>$auth = New-OAuth1Auth key secret -Token token, token-secret
/// (Invoke-Request https://api.example.com/headers -Auth $auth).Json().headers.Authorization</code>Signs with a client's key and a token, and shows what was sent.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com -Auth (New-OAuth1Auth key secret -SignatureMethod HmacSha256 -SignBody)
/// $session.Post('/post', @{ Json = @{ answer = 42 } }).StatusCode</code>Signs all requests of a session, bodies that are no forms included.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "OAuth1Auth")]
[OutputType(typeof(OAuth1Auth))]
public sealed class NewOAuth1AuthCommand : OAuth1Cmdlet
{
    /// <summary>The token: what Get-OAuth1Token gave, a pair of token and secret, or a map with Token and Secret. Secrets are text or secure strings.</summary>
    [Parameter(Position = 2)]
    public object? Token { get; set; }

    /// <summary>Where the parameters go: Header, the default, Query, or Body, which is for forms.</summary>
    [Parameter]
    [ValueType(typeof(OAuth1Placement))]
    [ArgumentCompleter(typeof(MemberCompleter<OAuth1Placement>))]
    public object? Placement { get; set; } = default(OAuth1Placement);

    /// <summary>Signs bodies that are no forms as well (oauth_body_hash).</summary>
    [Parameter]
    public SwitchParameter SignBody { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() => new OAuth1Auth(CreateClient() with { Placement = TextConverter.ToMember<OAuth1Placement>(Placement, nameof(Placement)), SignBody = SignBody }, OAuth1Converter.ToToken(Token)));
}
