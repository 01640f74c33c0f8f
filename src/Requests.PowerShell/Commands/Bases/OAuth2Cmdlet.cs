using System.Collections;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// The base class of the cmdlet for OAuth 2, with the parameters of the client: how it authenticates itself, what it requests, and who
/// receives the token.
/// </summary>
public abstract class OAuth2Cmdlet : RequestCmdlet
{
    private protected const string Code = "Code";
    private protected const string Device = "Device";
    private protected const string Discovered = "Issuer";

    /// <summary>
    /// Specifies the certificate or key that signs an assertion for each token request (private_key_jwt), in place of a client secret: an
    /// X509Certificate2, an RSA or ECDsa key, the path of a PEM or PFX file, PEM text, a pair of paths (certificate, key), or a map with
    /// Path, Key and Password. Files are read for each token request, so that they can be replaced by a renewed certificate.
    /// </summary>
    [Parameter]
    public object? Certificate { get; set; }

    /// <summary>
    /// Specifies the algorithm of the signature: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or ES512. Default: RS256 for an RSA
    /// key, and that of the curve for an ECDSA key.
    /// </summary>
    [Parameter]
    [ValueType(typeof(JwtAlgorithm))]
    [ArgumentCompleter(typeof(JwtAlgorithmCompleter))]
    public object? Algorithm { get; set; }

    /// <summary>Specifies the identifier of the key that the server knows (kid), as text. Default: none.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? KeyId { get; set; }

    /// <summary>Specifies the password of an encrypted key or of a PFX file: text or a secure string.</summary>
    [Parameter]
    public object? KeyPassword { get; set; }

    /// <summary>
    /// Specifies the audience of the assertion that -Certificate signs, as text. Default: the URL of the token endpoint.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? AssertionAudience { get; set; }

    /// <summary>
    /// Specifies an assertion that authenticates the client, in place of a client secret: a script block that returns it, or the path of a
    /// file such as that of AZURE_FEDERATED_TOKEN_FILE. Both are read for each token request. The script block receives the URL of the
    /// token endpoint, and returns text or a secure string.
    /// </summary>
    [Parameter]
    public object? Assertion { get; set; }

    /// <summary>
    /// Specifies the URL to which the browser returns, as text: http on this machine; without a port, or with port 0, a free port is
    /// used. Default: http://127.0.0.1/.
    /// </summary>
    [Parameter(ParameterSetName = Code)]
    [Parameter(ParameterSetName = Discovered)]
    [ValueType(typeof(string))]
    public object? RedirectUri { get; set; } = "http://127.0.0.1/";

    /// <summary>Specifies how long the sign-in may take, in seconds, from 1 to 86400. Default: 300.</summary>
    [Parameter(ParameterSetName = Code)]
    [Parameter(ParameterSetName = Discovered)]
    [ValueType(typeof(int))]
    public object? SignInTimeout { get; set; } = 300;

    /// <summary>
    /// Specifies a script block that shows the user what to do. It receives an object with Uri, UserCode, CompleteUri and ExpiresIn.
    /// Default: a message is shown, and for a browser on this machine the browser is opened.
    /// </summary>
    [Parameter(ParameterSetName = Code)]
    [Parameter(ParameterSetName = Device)]
    [Parameter(ParameterSetName = Discovered)]
    public object? Prompt { get; set; }

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
    /// Specifies where the client secret is sent: Basic, which is the Authorization header, or Body, which is the form. Default: Basic, or
    /// Body if the metadata of the issuer has only that.
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

    /// <summary>Gets a value that indicates whether the client authenticates itself with an assertion.</summary>
    private protected bool HasAssertion => Has(nameof(Certificate)) || Has(nameof(Assertion));

    /// <summary>Creates the assertion of the client; null without one.</summary>
    /// <exception cref="RequestException">A parameter cannot be used.</exception>
    private protected OAuth2Assertion? CreateAssertion()
    {
        var settings = new SigningKeySettings(KeyPassword, KeyId, Algorithm);
        if (Has(nameof(Certificate)))
        {
            var algorithm = TextConverter.ToOptionalMember<JwtAlgorithm>(Algorithm, nameof(Algorithm));
            if (JwtSigner.IsHmac(algorithm))
            {
                throw new InvalidParameterException(
                    $"-Algorithm cannot be {algorithm} with -Certificate: give one that signs with a private key, such as RS256.");
            }

            var audience = TextConverter.ToText(AssertionAudience, nameof(AssertionAudience));
            audience = string.IsNullOrEmpty(audience) ? null : audience;
            return SigningKeyConverter.ToAssertion(Certificate, nameof(Certificate), settings, audience, FullPath);
        }

        return Has(nameof(Assertion)) ? OAuth2Converter.ToAssertion(Assertion, nameof(Assertion), FullPath) : null;
    }

    /// <summary>Throws a terminating error when parameters exclude each other or need another one.</summary>
    private protected void CheckAssertion()
    {
        if (Has(nameof(Certificate)) && Has(nameof(Assertion))) ThrowConflict("-Certificate and -Assertion exclude each other.");
        foreach (var name in (string[])[nameof(Algorithm), nameof(KeyId), nameof(KeyPassword), nameof(AssertionAudience)])
        {
            if (Has(name) && !Has(nameof(Certificate))) ThrowConflict($"-{name} needs -Certificate.");
        }
    }
}
