using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What cmdlets about OAuth 1 have in common: the client.</summary>
public abstract class OAuth1Cmdlet : RequestCmdlet
{
    /// <summary>The client's identifier, the consumer key.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [TextArgument]
    public string ClientKey { get; set; } = "";

    /// <summary>The client's secret: text or a secure string. Where it is left out and no private key signs, the console asks for it and does not show it.</summary>
    [Parameter(Position = 1)]
    public object? ClientSecret { get; set; }

    /// <summary>How requests are signed. Default: HmacSha1, or RsaSha1 with a private key. PlainText sends the secrets themselves, over https or to this machine only.</summary>
    [Parameter]
    public OAuth1SignatureMethod? SignatureMethod { get; set; }

    /// <summary>The private key of the Rsa methods: the path of a PEM file, an RSA key, or a certificate with its key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object? PrivateKey { get; set; }

    /// <summary>The password of an encrypted key file: text or a secure string.</summary>
    [Parameter]
    public object? KeyPassword { get; set; }

    /// <summary>The realm to name in the header. Default: none.</summary>
    [Parameter]
    [TextArgument]
    public string? Realm { get; set; }

    /// <summary>The client.</summary>
    /// <exception cref="RequestException">The key cannot be used.</exception>
    private protected OAuth1Client CreateClient()
    {
        var key = OAuth1Forms.ToKey(PrivateKey, Values.Unwrap(KeyPassword) is null ? null : Forms.Secret(KeyPassword, "KeyPassword"), FullPath);
        return new OAuth1Client(ClientKey, ReadSecret(key is not null))
        {
            SignatureMethod = SignatureMethod ?? (key is null ? OAuth1SignatureMethod.HmacSha1 : OAuth1SignatureMethod.RsaSha1),
            PrivateKey = key,
            Realm = Realm,
        };
    }

    private string ReadSecret(bool hasKey)
    {
        var signsWithKey = hasKey || SignatureMethod is OAuth1SignatureMethod.RsaSha1 or OAuth1SignatureMethod.RsaSha256 or OAuth1SignatureMethod.RsaSha512;
        return Has(nameof(ClientSecret)) || signsWithKey
            ? Forms.Secret(ClientSecret, "ClientSecret")
            : SecretPrompt.Read(Host, "-ClientSecret", $"Secret of the client {ClientKey}");
    }
}
