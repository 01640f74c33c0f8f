using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What cmdlets about OAuth 1 have in common: the client.</summary>
public abstract class OAuth1Cmdlet : RequestCmdlet
{
    /// <summary>The client's identifier, the consumer key.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string ClientKey { get; set; } = "";

    /// <summary>The client's secret: text or a secure string. Default: none, where a private key signs.</summary>
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
    public string? Realm { get; set; }

    /// <summary>The client.</summary>
    /// <exception cref="RequestException">The key cannot be used.</exception>
    private protected OAuth1Client CreateClient()
    {
        var key = OAuth1Forms.ToKey(PrivateKey, KeyPassword is null ? null : Forms.Secret(KeyPassword), FullPath);
        return new OAuth1Client(ClientKey, ClientSecret is null ? "" : Forms.Secret(ClientSecret))
        {
            SignatureMethod = SignatureMethod ?? (key is null ? OAuth1SignatureMethod.HmacSha1 : OAuth1SignatureMethod.RsaSha1),
            PrivateKey = key,
            Realm = Realm,
        };
    }
}
