using System.Security.Cryptography;

namespace Requests;

/// <summary>A program as an OAuth 1 server knows it, and how it signs.</summary>
/// <remarks>RFC 5849 section 1.1; oauthlib: <c>oauth1.Client</c>.</remarks>
public sealed record OAuth1Client
{
    /// <summary>Creates a client.</summary>
    /// <param name="clientKey">Its identifier, the consumer key.</param>
    /// <param name="clientSecret">Its secret; may be empty where it signs with a private key.</param>
    public OAuth1Client(string clientKey, string clientSecret)
    {
        ClientKey = clientKey;
        ClientSecret = clientSecret;
    }

    /// <summary>Its identifier, the consumer key.</summary>
    public string ClientKey { get; }

    /// <summary>How it signs. Default: HMAC-SHA1.</summary>
    public OAuth1SignatureMethod SignatureMethod { get; init; }

    /// <summary>Where its parameters go. Default: the header.</summary>
    public OAuth1Placement Placement { get; init; }

    /// <summary>The realm to name in the header, or null.</summary>
    public string? Realm { get; init; }

    /// <summary>Whether bodies that are no forms are signed as well, as <c>oauth_body_hash</c>. Default false.</summary>
    /// <remarks>draft-eaton-oauth-bodyhash; oauthlib: <c>force_include_body</c>. The hash is the signature method's.</remarks>
    public bool SignsBody { get; init; }

    /// <summary>The private key of the RSA methods, or null.</summary>
    public RSA? PrivateKey { internal get; init; }

    /// <summary>Its secret.</summary>
    internal string ClientSecret { get; }

    /// <summary>Whether it signs with a key.</summary>
    internal bool UsesKey => SignatureMethod is OAuth1SignatureMethod.RsaSha1 or OAuth1SignatureMethod.RsaSha256 or OAuth1SignatureMethod.RsaSha512;

    /// <summary><c>OAuth1Client (key)</c>; never a secret.</summary>
    public override string ToString() => $"OAuth1Client ({ClientKey})";
}
