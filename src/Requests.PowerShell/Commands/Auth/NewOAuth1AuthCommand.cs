using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates OAuth 1 authentication, which signs each request.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. Method, URL, query and form are signed, with a new timestamp
/// and nonce for each request, including redirects. Without -Token the client signs for itself. Get-OAuth1Token gets a token with the
/// consent of a user.</para>
/// <para>Python equivalent: OAuth1 of requests-oauthlib. Standard: RFC 5849; HmacSha256, HmacSha512, RsaSha256 and RsaSha512 as in
/// oauthlib.</para>
/// </remarks>
/// <example>
/// <code>$auth = New-OAuth1Auth key secret -Token token, token-secret
/// (Invoke-Request https://api.example.com/headers -Auth $auth).Json().headers.Authorization</code>
/// Signs with a client key and a token, and shows the header that was sent.
/// </example>
/// <example>
/// <code>$auth = New-OAuth1Auth key secret -SignatureMethod HmacSha256 -SignBody
/// $session = New-RequestSession -BaseUri https://api.example.com -Auth $auth
/// $session.Post('/post', @{ Json = @{ number = 42 } }).StatusCode</code>
/// Signs all requests of a session, including bodies that are not forms.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "OAuth1Auth")]
[OutputType(typeof(OAuth1Auth))]
public sealed class NewOAuth1AuthCommand : OAuth1Cmdlet
{
    /// <summary>
    /// Specifies the token: the result of Get-OAuth1Token, a pair of token and secret, or a map with Token and Secret. Secrets are text
    /// or secure strings.
    /// </summary>
    [Parameter(Position = 2)]
    public object? Token { get; set; }

    /// <summary>Specifies where the OAuth parameters are sent: Header, Query, or Body, which requires a form. Default: Header.</summary>
    [Parameter]
    [ValueType(typeof(OAuth1Placement))]
    [ArgumentCompleter(typeof(OAuth1PlacementCompleter))]
    public object? Placement { get; set; } = default(OAuth1Placement);

    /// <summary>Indicates that the cmdlet also signs bodies that are not forms (oauth_body_hash).</summary>
    [Parameter]
    public SwitchParameter SignBody { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() => new OAuth1Auth(
        CreateClient() with
        {
            Placement = TextConverter.ToMember<OAuth1Placement>(Placement, nameof(Placement)),
            SignBody = SignBody,
        },
        OAuth1Converter.ToToken(Token)));
}
