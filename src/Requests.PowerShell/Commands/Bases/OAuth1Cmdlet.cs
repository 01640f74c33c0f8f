using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The base class of the cmdlets for OAuth 1, with the parameters of the client.</summary>
public abstract class OAuth1Cmdlet : RequestCmdlet
{
    /// <summary>Specifies the client identifier (consumer key), as text.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the client identifier (consumer key).")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? ClientKey { get; set; }

    /// <summary>
    /// Specifies the client secret: text or a secure string. Without this parameter, and without a private key, the console prompts for
    /// the secret and does not show it.
    /// </summary>
    [Parameter(Position = 1)]
    public object? ClientSecret { get; set; }

    /// <summary>
    /// Specifies how requests are signed: HmacSha1, HmacSha256, HmacSha512, RsaSha1, RsaSha256, RsaSha512 or PlainText. PlainText sends
    /// the secrets themselves, and only over https or to this machine. Default: HmacSha1, or RsaSha1 with a private key.
    /// </summary>
    [Parameter]
    [ValueType(typeof(OAuth1SignatureMethod))]
    [ArgumentCompleter(typeof(OAuth1SignatureMethodCompleter))]
    public object? SignatureMethod { get; set; }

    /// <summary>
    /// Specifies the private key of the Rsa methods: the path of a PEM file, an RSA key, or a certificate with its private key.
    /// </summary>
    [Parameter]
    public object? PrivateKey { get; set; }

    /// <summary>Specifies the password of an encrypted key file: text or a secure string.</summary>
    [Parameter]
    public object? KeyPassword { get; set; }

    /// <summary>Specifies the realm that the Authorization header names, as text. Default: none.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? Realm { get; set; }

    /// <summary>Creates the client from the parameters.</summary>
    /// <exception cref="RequestException">The key cannot be used.</exception>
    private protected OAuth1Client CreateClient()
    {
        var method = TextConverter.ToOptionalMember<OAuth1SignatureMethod>(SignatureMethod, nameof(SignatureMethod));
        if (Has(nameof(PrivateKey)) && PSValue.Unwrap(PrivateKey) is null or "")
        {
            const string forms = "the path of a PEM file, an RSA key, or a certificate with its key";
            throw ParameterErrors.Invalid(nameof(PrivateKey), PrivateKey, forms);
        }

        var password = PSValue.Unwrap(KeyPassword) is null ? null : ValueConverter.ToSecret(KeyPassword, "KeyPassword");
        var key = OAuth1Converter.ToKey(PrivateKey, password, FullPath);
        return new OAuth1Client(TextConverter.ToRequiredText(ClientKey, nameof(ClientKey)), ReadSecret(key is not null, method))
        {
            SignatureMethod = method ?? (key is null ? OAuth1SignatureMethod.HmacSha1 : OAuth1SignatureMethod.RsaSha1),
            PrivateKey = key,
            Realm = TextConverter.ToText(Realm, nameof(Realm)),
        };
    }

    private string ReadSecret(bool hasKey, OAuth1SignatureMethod? method)
    {
        var signsWithKey = hasKey
            || method is OAuth1SignatureMethod.RsaSha1 or OAuth1SignatureMethod.RsaSha256 or OAuth1SignatureMethod.RsaSha512;
        return Has(nameof(ClientSecret)) || signsWithKey
            ? ValueConverter.ToSecret(ClientSecret, "ClientSecret")
            : SecretPrompt.Read(Host, "-ClientSecret", $"Secret of the client {ClientKey}");
    }
}
