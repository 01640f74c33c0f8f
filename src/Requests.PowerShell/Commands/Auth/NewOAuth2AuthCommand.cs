using System.Collections;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates OAuth 2 authentication, which gets its token and renews it.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. The token is requested when the first request needs it, and
/// kept in memory. It is renewed shortly before it expires, or when a server reports it as invalid. It is renewed once, even if several
/// calls wait for it. The request for a token uses the adapters, proxies and certificates of the call's session, but not its
/// cookies.</para>
/// <para>The parameters select the grant. -ClientSecret alone uses client credentials. -Credential uses the password grant. With
/// -AuthorizationUri a user signs in with a browser on this machine (authorization code with PKCE). With -DeviceAuthorizationUri a user
/// enters a code in a browser on any machine. -Token alone uses an earlier token or refresh token. Endpoints are https, or http on this
/// machine.</para>
/// <para>An error response of the authorization server is an error with the id OAuth2Error. Its Exception has the Error, ErrorDescription
/// and ErrorUri of the server.</para>
/// <para>Python equivalent: OAuth2Session of requests-oauthlib. Standards: RFC 6749, 6750, 7636, 8252 and 8628.</para>
/// </remarks>
/// <example>
/// <code>$secret = ConvertTo-SecureString secret -AsPlainText -Force
/// $auth = New-OAuth2Auth https://api.example.com/oauth2/help/token client $secret -Scope read
/// (Invoke-Request https://api.example.com/oauth2/help/resource -Auth $auth).StatusCode</code>
/// Authenticates a service with client credentials.
/// </example>
/// <example>
/// <code>$device = 'https://login.example.com/device'
/// $auth = New-OAuth2Auth https://login.example.com/token my-app -DeviceAuthorizationUri $device -Scope openid, offline_access
/// $session = New-RequestSession -BaseUri https://api.example.com -Auth $auth</code>
/// Lets a user sign in on another machine, for example if this machine does not have a browser. The code is shown with the first call.
/// </example>
/// <example>
/// <code>$kept = @{}
/// $credential = [pscredential]::new('user', (ConvertTo-SecureString 'päss' -AsPlainText -Force))
/// $auth = New-OAuth2Auth https://api.example.com/oauth2/help/token client secret -Credential $credential -OnToken {
///     param($Token)
///     $kept.RefreshToken = $Token.RefreshToken
/// }
/// (Invoke-Request https://api.example.com/oauth2/help/resource -Auth $auth).StatusCode
/// $later = New-OAuth2Auth https://api.example.com/oauth2/help/token client secret -Token $kept
/// (Invoke-Request https://api.example.com/oauth2/help/resource -Auth $later).StatusCode</code>
/// Stores the refresh token, as a script would do in a vault, and continues with it.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "OAuth2Auth", DefaultParameterSetName = "Client")]
[OutputType(typeof(OAuth2Auth))]
public sealed class NewOAuth2AuthCommand : RequestCmdlet
{
    /// <summary>Specifies the URL of the token endpoint, as text.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the URL of the token endpoint.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? TokenUri { get; set; }

    /// <summary>Specifies the client identifier, as text.</summary>
    [Parameter(Position = 1, Mandatory = true, HelpMessage = "Specifies the client identifier.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? ClientId { get; set; }

    /// <summary>
    /// Specifies the client secret: text or a secure string. A public client does not have one. For client credentials without this
    /// parameter, the console prompts for the secret and does not show it.
    /// </summary>
    [Parameter(Position = 2, ParameterSetName = "Client")]
    [Parameter(Position = 2, ParameterSetName = "Password")]
    [Parameter(Position = 2, ParameterSetName = "Code")]
    [Parameter(Position = 2, ParameterSetName = "Device")]
    [Parameter(Position = 2, ParameterSetName = "Token")]
    public object? ClientSecret { get; set; }

    /// <summary>Specifies the user name and password for the password grant. Only old servers require this grant.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Password",
        HelpMessage = "Specifies the user name and password for the password grant.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get; set; }

    /// <summary>Specifies the URL of the authorization endpoint, as text. A user signs in there with a browser on this machine.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Code",
        HelpMessage = "Specifies the URL of the authorization endpoint, at which the user signs in with a browser.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? AuthorizationUri { get; set; }

    /// <summary>
    /// Specifies the URL to which the browser returns, as text: http on this machine; without a port, or with port 0, a free port is
    /// used. Default: http://127.0.0.1/.
    /// </summary>
    [Parameter(ParameterSetName = "Code")]
    [ValueType(typeof(string))]
    public object? RedirectUri { get; set; } = "http://127.0.0.1/";

    /// <summary>Specifies how long the sign-in may take, in seconds, from 1 to 86400. Default: 300.</summary>
    [Parameter(ParameterSetName = "Code")]
    [ValueType(typeof(int))]
    public object? SignInTimeout { get; set; } = 300;

    /// <summary>
    /// Specifies the URL of the device authorization endpoint, as text. The user enters a code that the endpoint issues.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Device",
        HelpMessage = "Specifies the URL of the device authorization endpoint, which issues the code for the user.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? DeviceAuthorizationUri { get; set; }

    /// <summary>
    /// Specifies a script block that shows the user what to do. It receives an object with Uri, UserCode, CompleteUri and ExpiresIn.
    /// Default: a message is shown, and for -AuthorizationUri the browser is opened.
    /// </summary>
    [Parameter(ParameterSetName = "Code")]
    [Parameter(ParameterSetName = "Device")]
    public object? Prompt { get; set; }

    /// <summary>
    /// Specifies an earlier token: the object that -OnToken received, or a map with one or more of AccessToken, RefreshToken and
    /// ExpiresAt.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Token",
        HelpMessage = "Specifies an earlier token, as -OnToken received it, or a map with AccessToken or RefreshToken.")]
    [Parameter(ParameterSetName = "Password")]
    [Parameter(ParameterSetName = "Code")]
    [Parameter(ParameterSetName = "Device")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Token { get; set; }

    /// <summary>Specifies the scopes of the token, as a list of texts. Default: the scopes that the server chooses.</summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? Scope { get; set; }

    /// <summary>
    /// Specifies additional parameters for every token request, as a map, such as audience. A list as a value repeats its name.
    /// </summary>
    [Parameter]
    [ValueType(typeof(IDictionary))]
    public object? Parameter { get; set; }

    /// <summary>
    /// Specifies where the client secret is sent: Basic, which is the Authorization header, or Body, which is the form. Default: Basic.
    /// </summary>
    [Parameter]
    [ValueType(typeof(OAuth2ClientAuthentication))]
    [ArgumentCompleter(typeof(OAuth2ClientAuthenticationCompleter))]
    public object? ClientAuthentication { get; set; } = default(OAuth2ClientAuthentication);

    /// <summary>
    /// Specifies the only origins to which the token is sent, as a list of texts such as https://api.example.com. Redirects and pages
    /// never take the token to another origin. Default: the origin of each URL that the caller requests.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? Origin { get; set; }

    /// <summary>
    /// Specifies a script block that receives each new token, for example to store it. AccessToken, RefreshToken and IdToken are secure
    /// strings.
    /// </summary>
    [Parameter]
    public object? OnToken { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() => new OAuth2Auth(
        new OAuth2Client(ToUrl(TokenUri, nameof(TokenUri)), TextConverter.ToRequiredText(ClientId, nameof(ClientId)), ReadSecret())
        {
            Authentication = TextConverter.ToMember<OAuth2ClientAuthentication>(ClientAuthentication, nameof(ClientAuthentication)),
            Scope = TextConverter.ToTexts(Scope, nameof(Scope)) ?? [],
            Parameters = OAuth2Converter.ToParameters(Parameter),
        },
        ParameterSetName switch
        {
            "Password" => ToGrant(CredentialConverter.ToRequired(Credential, Host)),
            "Code" => OAuth2Grant.AuthorizationCode(
                ToUrl(AuthorizationUri, nameof(AuthorizationUri)),
                ToUrl(RedirectUri, nameof(RedirectUri)),
                OAuth2Converter.ToPrompt(Prompt, opensBrowser: true),
                TimeSpan.FromSeconds(NumberConverter.ToInt32(SignInTimeout, nameof(SignInTimeout), 1, 86400))),
            "Device" => OAuth2Grant.DeviceCode(
                ToUrl(DeviceAuthorizationUri, nameof(DeviceAuthorizationUri)),
                OAuth2Converter.ToPrompt(Prompt, opensBrowser: false)),
            "Token" => OAuth2Grant.None,
            _ => OAuth2Grant.ClientCredentials,
        },
        OAuth2Converter.ToToken(Token))
    {
        Origins = TextConverter.ToTexts(Origin, nameof(Origin)) ?? [],
        TokenReceived = ScriptBlocks.ToAction<OAuth2Token>(OnToken, "-OnToken"),
    });

    private static OAuth2Grant ToGrant(PSCredential credential) =>
        OAuth2Grant.Password(credential.UserName, ValueConverter.ToSecret(credential.Password));

    private static string ToUrl(object? value, string parameter) => TextConverter.ToRequiredText(value, parameter, "a URL as text");

    private string? ReadSecret()
    {
        if (ParameterSetName == "Client")
        {
            return Has(nameof(ClientSecret))
                ? ValueConverter.ToRequiredSecret(ClientSecret, "ClientSecret")
                : SecretPrompt.Read(Host, "-ClientSecret", $"Secret of the client {ClientId}");
        }

        return PSValue.Unwrap(ClientSecret) is null ? null : ValueConverter.ToSecret(ClientSecret, "ClientSecret");
    }
}
