using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates OAuth 2 authentication, which gets its token and renews it.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. The token is requested when the first request needs it, and
/// kept in memory. It is renewed shortly before it expires, or when a server reports it as invalid. It is renewed once, even if several
/// calls wait for it. The request for a token uses the adapters, proxies and certificates of the call's session, but not its
/// cookies.</para>
/// <para>The parameters select the grant. -ClientSecret, -Certificate or -Assertion alone uses client credentials. -Credential uses the
/// password grant. With -AuthorizationUri or -Interactive a user signs in with a browser on this machine (authorization code with PKCE).
/// With -DeviceAuthorizationUri or -DeviceCode a user enters a code in a browser on any machine. -GrantAssertion uses the JWT bearer
/// grant. -Token alone uses an earlier token or refresh token. Endpoints are https, or http on this machine.</para>
/// <para>With -Issuer, the endpoints come from the metadata of the server, at /.well-known/openid-configuration or
/// /.well-known/oauth-authorization-server. The metadata is requested once, with the first token, and has to name exactly this
/// issuer.</para>
/// <para>A client authenticates itself with -ClientSecret, or without a stored secret: -Certificate signs an assertion for each token
/// request, and -Assertion reads one that another party has signed. A key that cannot be used is an error with the id CertificateFile,
/// and an assertion that is missing has the id OAuth2Assertion. Nothing is sent in these cases. -Cert of a call or session is the
/// certificate of TLS.</para>
/// <para>An error response of the authorization server is an error with the id OAuth2Error. Its Exception has the Error, ErrorDescription
/// and ErrorUri of the server.</para>
/// <para>Python equivalent: OAuth2Session of requests-oauthlib. Standards: RFC 6749, 6750, 7523, 7636, 8252, 8414, 8628 and
/// 9207.</para>
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
/// <example>
/// <code>$key = [System.Security.Cryptography.RSA]::Create(2048)
/// $auth = New-OAuth2Auth -Issuer https://api.example.com/oauth2/signed -ClientId client -Certificate $key -KeyId key-1
/// (Invoke-Request https://api.example.com/oauth2/signed/resource -Auth $auth).StatusCode</code>
/// Authenticates a service with a private key. The endpoints come from the metadata of the issuer.
/// </example>
/// <example>
/// <code>$key = [System.Security.Cryptography.RSA]::Create(2048)
/// $auth = New-OAuth2Auth https://api.example.com/oauth2/account/token -GrantAssertion {
///     New-JsonWebToken $key @{ iss = 'robot@project'; aud = $_; scope = 'read' }
/// }
/// (Invoke-Request https://api.example.com/oauth2/account/resource -Auth $auth).StatusCode</code>
/// Uses a service account: the token is granted for an assertion that the account signs.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "OAuth2Auth", DefaultParameterSetName = Client)]
[OutputType(typeof(OAuth2Auth))]
public sealed class NewOAuth2AuthCommand : OAuth2Cmdlet
{
    private const string Client = "Client";
    private const string Password = "Password";
    private const string Stored = "Token";
    private const string Bearer = "GrantAssertion";
    private const string TokenUriHelp = "Specifies the URL of the token endpoint.";
    private const string ClientIdHelp = "Specifies the client identifier.";

    /// <summary>Specifies the URL of the token endpoint, as text.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = Client, HelpMessage = TokenUriHelp)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = Password, HelpMessage = TokenUriHelp)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = Code, HelpMessage = TokenUriHelp)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = Device, HelpMessage = TokenUriHelp)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = Stored, HelpMessage = TokenUriHelp)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = Bearer, HelpMessage = TokenUriHelp)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? TokenUri { get; set; }

    /// <summary>
    /// Specifies the issuer of the authorization server, as text: https, or http on this machine, exactly as the server names it. The
    /// endpoints come from its metadata.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = Discovered,
        HelpMessage = "Specifies the URL of the issuer, whose metadata has the endpoints.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Issuer { get; set; }

    /// <summary>Specifies the client identifier, as text. Only the JWT bearer grant can do without it.</summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = Client, HelpMessage = ClientIdHelp)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = Password, HelpMessage = ClientIdHelp)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = Code, HelpMessage = ClientIdHelp)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = Device, HelpMessage = ClientIdHelp)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = Stored, HelpMessage = ClientIdHelp)]
    [Parameter(Position = 1, ParameterSetName = Bearer)]
    [Parameter(Position = 1, ParameterSetName = Discovered)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? ClientId { get; set; }

    /// <summary>
    /// Specifies the client secret: text or a secure string. A public client does not have one. For client credentials without this
    /// parameter, -Certificate and -Assertion, the console prompts for the secret and does not show it.
    /// </summary>
    [Parameter(Position = 2)]
    public object? ClientSecret { get; set; }

    /// <summary>Specifies the user name and password for the password grant. Only old servers require this grant.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = Password,
        HelpMessage = "Specifies the user name and password for the password grant.")]
    [Parameter(ParameterSetName = Discovered)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(PSCredential))]
    public object? Credential { get; set; }

    /// <summary>Specifies the URL of the authorization endpoint, as text. A user signs in there with a browser on this machine.</summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = Code,
        HelpMessage = "Specifies the URL of the authorization endpoint, at which the user signs in with a browser.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? AuthorizationUri { get; set; }

    /// <summary>Indicates that a user signs in with a browser on this machine, at the authorization endpoint of the issuer.</summary>
    [Parameter(ParameterSetName = Discovered)]
    public SwitchParameter Interactive { get; set; }

    /// <summary>
    /// Specifies the URL of the device authorization endpoint, as text. The user enters a code that the endpoint issues.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = Device,
        HelpMessage = "Specifies the URL of the device authorization endpoint, which issues the code for the user.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? DeviceAuthorizationUri { get; set; }

    /// <summary>Indicates that a user enters a code, which the device authorization endpoint of the issuer issues.</summary>
    [Parameter(ParameterSetName = Discovered)]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>
    /// Specifies the assertion of the JWT bearer grant: a script block that returns it, or the path of a file. Both are read for each token
    /// request. The script block receives the URL of the token endpoint. A service account signs it with New-JsonWebToken; it can also be
    /// the token of a user, if this client acts for that user. -Assertion authenticates the client and is not this assertion.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = Bearer,
        HelpMessage = "Specifies the assertion of the JWT bearer grant, as a script block or the path of a file.")]
    [Parameter(ParameterSetName = Discovered)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? GrantAssertion { get; set; }

    /// <summary>
    /// Specifies an earlier token: the object that -OnToken received, or a map with one or more of AccessToken, RefreshToken and
    /// ExpiresAt.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = Stored,
        HelpMessage = "Specifies an earlier token, as -OnToken received it, or a map with AccessToken or RefreshToken.")]
    [Parameter(ParameterSetName = Password)]
    [Parameter(ParameterSetName = Code)]
    [Parameter(ParameterSetName = Device)]
    [Parameter(ParameterSetName = Discovered)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Token { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CheckConflicts();
        WriteResult(() => new OAuth2Auth(CreateClient(), CreateGrant(), OAuth2Converter.ToToken(Token))
        {
            Origins = TextConverter.ToTexts(Origin, nameof(Origin)) ?? [],
            TokenReceived = ScriptBlocks.ToAction<OAuth2Token>(OnToken, "-OnToken"),
        });
    }

    private void CheckConflicts()
    {
        CheckAssertion();
        if (HasAssertion && Has(nameof(ClientSecret)))
        {
            ThrowConflict("A client authenticates itself in one way: give -ClientSecret, -Certificate or -Assertion.");
        }

        string[] grants = [nameof(Interactive), nameof(DeviceCode), nameof(Credential), nameof(GrantAssertion)];
        if (grants.Count(Has) > 1)
        {
            ThrowConflict("-Interactive, -DeviceCode, -Credential and -GrantAssertion exclude each other.");
        }

        if (ParameterSetName != Discovered) return;
        if (!Interactive && (Has(nameof(RedirectUri)) || Has(nameof(SignInTimeout))))
        {
            ThrowConflict("-RedirectUri and -SignInTimeout need -Interactive.");
        }

        if (Has(nameof(Prompt)) && !Interactive && !DeviceCode) ThrowConflict("-Prompt needs -Interactive or -DeviceCode.");
    }

    private OAuth2Client CreateClient()
    {
        var tokenUri = ParameterSetName == Discovered ? null : ToUrl(TokenUri, nameof(TokenUri));
        var issuer = ParameterSetName == Discovered ? ToUrl(Issuer, nameof(Issuer)) : null;
        var clientId = Has(nameof(GrantAssertion)) && !Has(nameof(ClientId))
            ? null
            : TextConverter.ToRequiredText(ClientId, nameof(ClientId));
        return new OAuth2Client(tokenUri, clientId, ReadSecret())
        {
            Issuer = issuer,
            Assertion = CreateAssertion(),
            Authentication = TextConverter.ToMember<OAuth2ClientAuthentication>(ClientAuthentication, nameof(ClientAuthentication)),
            Scope = TextConverter.ToTexts(Scope, nameof(Scope)) ?? [],
            Parameters = OAuth2Converter.ToParameters(Parameter),
        };
    }

    private OAuth2Grant CreateGrant()
    {
        if (Has(nameof(GrantAssertion)))
        {
            return OAuth2Grant.JwtBearer(OAuth2Converter.ToAssertion(GrantAssertion, nameof(GrantAssertion), FullPath));
        }

        if (Has(nameof(Credential))) return ToGrant(CredentialConverter.ToRequired(Credential, Host));
        if (ParameterSetName == Code || Interactive)
        {
            return OAuth2Grant.AuthorizationCode(
                ParameterSetName == Code ? ToUrl(AuthorizationUri, nameof(AuthorizationUri)) : null,
                ToUrl(RedirectUri, nameof(RedirectUri)),
                OAuth2Converter.ToPrompt(Prompt, opensBrowser: true),
                TimeSpan.FromSeconds(NumberConverter.ToInt32(SignInTimeout, nameof(SignInTimeout), 1, 86400)));
        }

        if (ParameterSetName == Device || DeviceCode)
        {
            return OAuth2Grant.DeviceCode(
                ParameterSetName == Device ? ToUrl(DeviceAuthorizationUri, nameof(DeviceAuthorizationUri)) : null,
                OAuth2Converter.ToPrompt(Prompt, opensBrowser: false));
        }

        return Has(nameof(Token)) ? OAuth2Grant.None : OAuth2Grant.ClientCredentials;
    }

    private static OAuth2Grant ToGrant(PSCredential credential) =>
        OAuth2Grant.Password(credential.UserName, ValueConverter.ToSecret(credential.Password));

    private static string ToUrl(object? value, string parameter) => TextConverter.ToRequiredText(value, parameter, "a URL as text");

    private string? ReadSecret()
    {
        if (HasAssertion) return null;
        string[] others = [nameof(Credential), nameof(GrantAssertion), nameof(Token)];
        var isForItself = ParameterSetName == Client
            || (ParameterSetName == Discovered && !Interactive && !DeviceCode && !others.Any(Has));
        if (!isForItself) return PSValue.Unwrap(ClientSecret) is null ? null : ValueConverter.ToSecret(ClientSecret, "ClientSecret");
        return Has(nameof(ClientSecret))
            ? ValueConverter.ToRequiredSecret(ClientSecret, "ClientSecret")
            : SecretPrompt.Read(Host, "-ClientSecret", $"Secret of the client {ClientId}");
    }
}
