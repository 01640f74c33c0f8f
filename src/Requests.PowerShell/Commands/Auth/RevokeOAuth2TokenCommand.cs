using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Revokes the tokens of an OAuth 2 authentication.</summary>
/// <remarks>
/// <para>The authorization server makes the refresh token and the access token invalid, and the authentication loses them. The next request
/// with the authentication gets a new token, for which a user may have to sign in again. An authentication without a token is not an
/// error. If the server refuses, the error has the id OAuth2Error, and the authentication keeps the tokens that were not revoked.</para>
/// <para>The URL of the revocation endpoint is that of the metadata for an authentication with -Issuer; otherwise -RevocationUri has to
/// specify it.</para>
/// <para>Python equivalent: revoke_token of Authlib. Standard: RFC 7009.</para>
/// </remarks>
/// <example>
/// <code>$auth = New-OAuth2Auth -Issuer https://api.example.com/oauth2/revoked -ClientId client -ClientSecret secret
/// (Invoke-Request https://api.example.com/oauth2/revoked/resource -Auth $auth).StatusCode
/// Revoke-OAuth2Token $auth
/// $null -eq $auth.Token</code>
/// Revokes a token at the end of a script. The metadata of the issuer has the URL.
/// </example>
/// <example>
/// <code>$auth = New-OAuth2Auth https://api.example.com/oauth2/stored/token client secret -Token @{ RefreshToken = 'kept' }
/// $auth | Revoke-OAuth2Token -RevocationUri https://api.example.com/oauth2/stored/revocation</code>
/// Revokes a refresh token from an earlier session.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsSecurity.Revoke, "OAuth2Token", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RevokeOAuth2TokenCommand : RequestCmdlet
{
    /// <summary>Specifies the authentication of New-OAuth2Auth whose tokens are revoked.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the authentication of New-OAuth2Auth whose tokens are revoked.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(OAuth2Auth))]
    public object? Auth { get; set; }

    /// <summary>
    /// Specifies the URL of the revocation endpoint, as text: https, or http on this machine. Default: the URL that the metadata of the
    /// issuer has.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the URL of the revocation endpoint.")]
    [AllowNull]
    [ValueType(typeof(string))]
    public object? RevocationUri { get; set; }

    /// <summary>Specifies the session that sends the requests, with its adapters, proxies and certificates. Default: none.</summary>
    [Parameter(HelpMessage = "Specifies the session that sends the requests.")]
    [AllowNull]
    [ValueType(typeof(RequestSession))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult<object>(() =>
    {
        var auth = PSValue.Unwrap(Auth) as OAuth2Auth
            ?? throw ParameterErrors.Invalid(nameof(Auth), Auth, "an authentication of New-OAuth2Auth");
        var uri = PSValue.Unwrap(RevocationUri) is null
            ? null
            : TextConverter.ToRequiredText(RevocationUri, nameof(RevocationUri), "a URL as text");
        var session = SessionConverter.ToSession(Session) ?? RequestSession.CreateStateless();
        if (!ShouldProcess(auth.ToString(), "Revoke the tokens")) return null;
        Run(async cancellation =>
        {
            await session.RevokeTokenAsync(auth, uri, options: null, cancellation).ConfigureAwait(true);
            return true;
        });
        return null;
    });
}
