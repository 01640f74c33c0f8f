using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What cmdlets about OAuth 1 have in common: the client.</summary>
public abstract class OAuth1Cmdlet : RequestCmdlet
{
    /// <summary>The client's identifier, the consumer key.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? ClientKey { get; set; }

    /// <summary>The client's secret: text or a secure string. Where it is left out and no private key signs, the console asks for it and does not show it.</summary>
    [Parameter(Position = 1)]
    public object? ClientSecret { get; set; }

    /// <summary>How requests are signed. Default: HmacSha1, or RsaSha1 with a private key. PlainText sends the secrets themselves, over https or to this machine only.</summary>
    [Parameter]
    [ValueType(typeof(OAuth1SignatureMethod))]
    [ArgumentCompleter(typeof(MemberCompleter<OAuth1SignatureMethod>))]
    public object? SignatureMethod { get; set; }

    /// <summary>The private key of the Rsa methods: the path of a PEM file, an RSA key, or a certificate with its key.</summary>
    [Parameter]
    public object? PrivateKey { get; set; }

    /// <summary>The password of an encrypted key file: text or a secure string.</summary>
    [Parameter]
    public object? KeyPassword { get; set; }

    /// <summary>The realm to name in the header. Default: none.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? Realm { get; set; }

    /// <summary>The client.</summary>
    /// <exception cref="RequestException">The key cannot be used.</exception>
    private protected OAuth1Client CreateClient()
    {
        var method = TextConverter.ToOptionalMember<OAuth1SignatureMethod>(SignatureMethod, nameof(SignatureMethod));
        if (Has(nameof(PrivateKey)) && PSValue.Unwrap(PrivateKey) is null or "") throw ParameterErrors.Invalid(nameof(PrivateKey), PrivateKey, "the path of a PEM file, an RSA key, or a certificate with its key");
        var key = OAuth1Converter.ToKey(PrivateKey, PSValue.Unwrap(KeyPassword) is null ? null : ValueConverter.Secret(KeyPassword, "KeyPassword"), FullPath);
        return new OAuth1Client(TextConverter.ToRequiredText(ClientKey, nameof(ClientKey)), ReadSecret(key is not null, method))
        {
            SignatureMethod = method ?? (key is null ? OAuth1SignatureMethod.HmacSha1 : OAuth1SignatureMethod.RsaSha1),
            PrivateKey = key,
            Realm = TextConverter.ToText(Realm, nameof(Realm)),
        };
    }

    private string ReadSecret(bool hasKey, OAuth1SignatureMethod? method)
    {
        var signsWithKey = hasKey || method is OAuth1SignatureMethod.RsaSha1 or OAuth1SignatureMethod.RsaSha256 or OAuth1SignatureMethod.RsaSha512;
        return Has(nameof(ClientSecret)) || signsWithKey
            ? ValueConverter.Secret(ClientSecret, "ClientSecret")
            : SecretPrompt.Read(Host, "-ClientSecret", $"Secret of the client {ClientKey}");
    }
}
