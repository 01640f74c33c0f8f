using System.Collections;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates OAuth 2 authentication, which gets its token by itself and renews it.</summary>
/// <remarks>
/// <para>The result goes to -Auth of Invoke-Request or New-RequestSession. The token is asked for when the first request needs it, kept in
/// memory, and renewed shortly before it ends or when a server calls it invalid: once, however many calls wait for it. It is asked for
/// through the session of the call: its adapters, proxies and certificates, without its cookies.</para>
/// <para>The parameters choose the way to a token: -ClientSecret alone is client credentials; -Credential is the password grant;
/// -AuthorizationUri has a person sign in with a browser on this machine (authorization code with PKCE); -DeviceAuthorizationUri has a person
/// type a code into a browser anywhere; -Token alone goes on with a token or refresh token from before. Endpoints are https, or http on this machine.</para>
/// <para>What the authorization server refuses is an error of id OAuth2Error whose Exception has the server's Error, ErrorDescription and ErrorUri.
/// requests-oauthlib: OAuth2Session. RFC 6749, 6750, 7636, 8252, 8628.</para>
/// </remarks>
/// <example><code>$secret = ConvertTo-SecureString secret -AsPlainText -Force
/// $auth = New-OAuth2Auth https://api.example.com/oauth2/help/token client $secret -Scope read
/// (Invoke-Request https://api.example.com/oauth2/help/resource -Auth $auth).StatusCode</code>A service signs in for itself.</example>
/// <example><code>$auth = New-OAuth2Auth https://login.example.com/token my-app -DeviceAuthorizationUri https://login.example.com/device -Scope openid, offline_access
/// $session = New-RequestSession -BaseUri https://api.example.com -Auth $auth</code>A person signs in elsewhere, such as from a machine without a browser; the code is shown with the first call.</example>
/// <example><code>$kept = @{}
/// $auth = New-OAuth2Auth https://api.example.com/oauth2/help/token client secret -Credential ([pscredential]::new('user', (ConvertTo-SecureString 'päss' -AsPlainText -Force))) -OnToken {
///     param($Token)
///     $kept.RefreshToken = $Token.RefreshToken
/// }
/// (Invoke-Request https://api.example.com/oauth2/help/resource -Auth $auth).StatusCode
/// $later = New-OAuth2Auth https://api.example.com/oauth2/help/token client secret -Token $kept
/// (Invoke-Request https://api.example.com/oauth2/help/resource -Auth $later).StatusCode</code>Keeps the refresh token, where a vault could keep it, and goes on with it.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "OAuth2Auth", DefaultParameterSetName = "Client")]
[OutputType(typeof(OAuth2Auth))]
public sealed class NewOAuth2AuthCommand : RequestCmdlet
{
    /// <summary>The token endpoint.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? TokenUri { get; set; }

    /// <summary>The client's identifier.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? ClientId { get; set; }

    /// <summary>The client's secret: text or a secure string. A public client has none.</summary>
    [Parameter(Position = 2, ParameterSetName = "Client")]
    [Parameter(Position = 2, ParameterSetName = "Password")]
    [Parameter(Position = 2, ParameterSetName = "Code")]
    [Parameter(Position = 2, ParameterSetName = "Device")]
    [Parameter(Position = 2, ParameterSetName = "Token")]
    public object? ClientSecret { get; set; }

    /// <summary>The user's name and password (password grant). Only old servers want it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Password")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get; set; }

    /// <summary>The authorization endpoint, where a person signs in with a browser of this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Code")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? AuthorizationUri { get; set; }

    /// <summary>Where the browser comes back to: http on this machine. Without a port, or with port 0, a free one is taken.</summary>
    [Parameter(ParameterSetName = "Code")]
    [ValueType(typeof(string))]
    public object? RedirectUri { get; set; } = "http://127.0.0.1/";

    /// <summary>Seconds to wait for the person.</summary>
    [Parameter(ParameterSetName = "Code")]
    [ValueType(typeof(int))]
    public object? SignInTimeout { get; set; } = 300;

    /// <summary>The device authorization endpoint, where a code is typed in.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Device")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? DeviceAuthorizationUri { get; set; }

    /// <summary>
    /// A script block that shows the person what to do, given an object with Uri, UserCode, CompleteUri and Patience. Default: a message, and
    /// for -AuthorizationUri the browser is opened.
    /// </summary>
    [Parameter(ParameterSetName = "Code")]
    [Parameter(ParameterSetName = "Device")]
    public object? Prompt { get; set; }

    /// <summary>A token from before: what -OnToken was given, or a map with AccessToken, RefreshToken and ExpiresAt, or some of them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Token")]
    [Parameter(ParameterSetName = "Password")]
    [Parameter(ParameterSetName = "Code")]
    [Parameter(ParameterSetName = "Device")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Token { get; set; }

    /// <summary>What the token is to be good for. Default: what the server finds right.</summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? Scope { get; set; }

    /// <summary>Further parameters of every request for a token, such as audience; a list as value repeats its name.</summary>
    [Parameter]
    [ValueType(typeof(IDictionary))]
    public object? Parameter { get; set; }

    /// <summary>Where the secret goes: Basic, the Authorization header, or Body, the form.</summary>
    [Parameter]
    [ValueType(typeof(OAuth2ClientAuthentication))]
    [ArgumentCompleter(typeof(MemberCompleter<OAuth2ClientAuthentication>))]
    public object? ClientAuthentication { get; set; } = default(OAuth2ClientAuthentication);

    /// <summary>The only origins that get the token, such as https://api.example.com. Default: whatever URL the caller names; redirects and pages never take it elsewhere.</summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? Origin { get; set; }

    /// <summary>A script block that is given each new token, such as to store it. Its AccessToken, RefreshToken and IdToken are secure strings.</summary>
    [Parameter]
    public object? OnToken { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() => new OAuth2Auth(
        new OAuth2Client(ToUrl(TokenUri, nameof(TokenUri)), TextConverter.ToRequiredText(ClientId, nameof(ClientId)), ReadSecret())
        {
            Authentication = TextConverter.ToMember<OAuth2ClientAuthentication>(ClientAuthentication, nameof(ClientAuthentication)),
            Scope = TextConverter.ToTexts(Scope, nameof(Scope)) ?? [],
            Parameters = OAuth2Converter.ToParameters(Parameter),
        },
        ParameterSetName switch
        {
            "Password" => ToGrant(CredentialConverter.ToRequired(Credential, Host)),
            "Code" => OAuth2Grant.AuthorizationCode(ToUrl(AuthorizationUri, nameof(AuthorizationUri)), ToUrl(RedirectUri, nameof(RedirectUri)), OAuth2Converter.ToPrompt(Prompt, opensBrowser: true), TimeSpan.FromSeconds(NumberConverter.ToInt32(SignInTimeout, nameof(SignInTimeout), 1, 86400))),
            "Device" => OAuth2Grant.DeviceCode(ToUrl(DeviceAuthorizationUri, nameof(DeviceAuthorizationUri)), OAuth2Converter.ToPrompt(Prompt, opensBrowser: false)),
            "Token" => OAuth2Grant.None,
            _ => OAuth2Grant.ClientCredentials,
        },
        OAuth2Converter.ToToken(Token))
    {
        Origins = TextConverter.ToTexts(Origin, nameof(Origin)) ?? [],
        TokenReceived = ScriptBlocks.ToAction<OAuth2Token>(OnToken, "-OnToken"),
    });

    private static OAuth2Grant ToGrant(PSCredential credential) => OAuth2Grant.Password(credential.UserName, ValueConverter.Secret(credential.Password));

    private static string ToUrl(object? value, string parameter) => TextConverter.ToRequiredText(value, parameter, "a URL as text");

    private string? ReadSecret()
    {
        if (ParameterSetName == "Client") return Has(nameof(ClientSecret)) ? ValueConverter.RequiredSecret(ClientSecret, "ClientSecret") : SecretPrompt.Read(Host, "-ClientSecret", $"Secret of the client {ClientId}");
        return PSValue.Unwrap(ClientSecret) is null ? null : ValueConverter.Secret(ClientSecret, "ClientSecret");
    }
}
