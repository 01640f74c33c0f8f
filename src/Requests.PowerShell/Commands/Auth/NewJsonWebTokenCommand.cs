using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace Requests.PowerShell;

/// <summary>Creates a signed JSON Web Token (JWT).</summary>
/// <remarks>
/// <para>The token is signed with a private key, a certificate or a secret. GitHub Apps, service accounts and other clients authenticate
/// with such tokens. The claims iat and exp are added if -Claims does not have them. The header has alg and typ, kid with -KeyId, and
/// x5t#S256 with a certificate.</para>
/// <para>The token is a secret, so the cmdlet returns a secure string, which -Token of New-BearerAuth and the script blocks of
/// New-OAuth2Auth take. -AsPlainText returns text. A key that cannot be used is an error with the id CertificateFile: a certificate
/// without a private key, one that has expired, or a key that is not of the kind that the algorithm needs.</para>
/// <para>New-OAuth2Auth -Certificate signs the token of a client itself and does not need this cmdlet.</para>
/// <para>Python equivalent: jwt.encode of PyJWT. Standards: RFC 7515, 7518 and 7519.</para>
/// </remarks>
/// <example>
/// <code>$key = [System.Security.Cryptography.RSA]::Create(2048)
/// $token = New-JsonWebToken $key @{ iss = 'Iv1.8a61f9b3a7aba766'; iat = (Get-Date).AddMinutes(-1) } -ExpiresIn 540
/// (Invoke-Request https://api.example.com/headers -Auth (New-BearerAuth $token)).StatusCode</code>
/// Signs as a GitHub App does. The token expires after 9 minutes, and the time of issue allows for a clock that is fast.
/// </example>
/// <example>
/// <code>$key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
/// $claims = [ordered]@{ iss = 'TEAM123456'; aud = 'https://api.example.com'; scope = 'read', 'write' }
/// New-JsonWebToken $key $claims -KeyId ABC123DEFG -Header @{ typ = $null } -AsPlainText</code>
/// Signs with ES256, because the key is on the curve P-256. The header has the key identifier and no typ.
/// </example>
/// <example>
/// <code>$secret = ConvertTo-SecureString 'a secret that has 32 bytes or more' -AsPlainText -Force
/// New-JsonWebToken $secret @{ sub = 'job' } -Algorithm HS256</code>
/// Signs with a secret that both sides have.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "JsonWebToken")]
[OutputType(typeof(SecureString), typeof(string))]
public sealed class NewJsonWebTokenCommand : RequestCmdlet
{
    /// <summary>
    /// Specifies the key: an X509Certificate2 with its private key, an RSA or ECDsa key, the path of a PEM or PFX file, or PEM text as
    /// text or a secure string; also a pair of paths (certificate, key), or a map with Path, Key and Password. For HS256, HS384 and HS512
    /// it is the secret: text, a secure string or bytes.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the private key, the certificate or the secret that signs.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Key { get; set; }

    /// <summary>
    /// Specifies the claims as a map. A date as exp, nbf or iat is sent as seconds since 1970. A claim that is $null is left out, also
    /// iat and exp.
    /// </summary>
    [Parameter(Position = 1, HelpMessage = "Specifies the claims as a map.")]
    [AllowNull]
    [ValueType(typeof(IDictionary))]
    public object? Claims { get; set; }

    /// <summary>
    /// Specifies the algorithm: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, HS256, HS384 or HS512. Default: RS256 for
    /// an RSA key, and that of the curve for an ECDSA key.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the algorithm, such as RS256, PS256 or ES256.")]
    [AllowNull]
    [ValueType(typeof(JwtAlgorithm))]
    [ArgumentCompleter(typeof(JwtAlgorithmCompleter))]
    public object? Algorithm { get; set; }

    /// <summary>
    /// Specifies the time until the token expires: seconds or a time span. It is not used if -Claims has exp. Default: 300.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the time until the token expires, in seconds or as a time span.")]
    public object? ExpiresIn { get; set; } = 300;

    /// <summary>Specifies the identifier of the key (kid), as text. Default: none.</summary>
    [Parameter(HelpMessage = "Specifies the identifier of the key, which becomes kid.")]
    [AllowNull]
    [ValueType(typeof(string))]
    public object? KeyId { get; set; }

    /// <summary>Specifies the password of an encrypted key or of a PFX file: text or a secure string.</summary>
    [Parameter(HelpMessage = "Specifies the password of an encrypted key or of a PFX file.")]
    [AllowNull]
    public object? KeyPassword { get; set; }

    /// <summary>
    /// Specifies additional parameters of the token's header as a map. They replace typ, kid and x5t#S256, and $null removes one.
    /// </summary>
    [Parameter(HelpMessage = "Specifies additional parameters of the token's header as a map.")]
    [AllowNull]
    [ValueType(typeof(IDictionary))]
    public object? Header { get; set; }

    /// <summary>Indicates that the cmdlet returns the token as text and not as a secure string.</summary>
    [Parameter(HelpMessage = "Returns the token as text and not as a secure string.")]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult<object>(() =>
    {
        var lifetime = ValueConverter.ToWait(ExpiresIn, nameof(ExpiresIn));
        var claims = ClaimsConverter.ToClaims(Claims, ProcessTime.Shared.GetUtcNow(), lifetime);
        var header = ClaimsConverter.ToHeader(Header);
        var settings = new SigningKeySettings(KeyPassword, KeyId, Algorithm);
        using var signer = SigningKeyConverter.ToSigner(Key, nameof(Key), settings, FullPath);
        var token = signer.Sign(claims, header, ProcessTime.Shared);
        return AsPlainText ? token : new NetworkCredential("", token).SecurePassword;
    });
}
