using System.Security.Cryptography;

namespace Requests;

/// <summary>Represents a program that is registered with an OAuth 1 server, and how it signs.</summary>
/// <remarks>RFC 5849 section 1.1; oauthlib: <c>oauth1.Client</c>.</remarks>
public sealed record OAuth1Client
{
    /// <summary>Creates a client.</summary>
    /// <param name="clientKey">The identifier, also called the consumer key.</param>
    /// <param name="clientSecret">The secret; may be empty for a client that signs with a private key.</param>
    public OAuth1Client(string clientKey, string clientSecret)
    {
        ClientKey = clientKey;
        ClientSecret = clientSecret;
    }

    /// <summary>Gets the identifier, also called the consumer key.</summary>
    public string ClientKey { get; }

    /// <summary>Gets the signature method. Default: HMAC-SHA1.</summary>
    public OAuth1SignatureMethod SignatureMethod { get; init; }

    /// <summary>Gets the placement of the OAuth parameters. Default: the header.</summary>
    public OAuth1Placement Placement { get; init; }

    /// <summary>Gets the realm to name in the header, or null.</summary>
    public string? Realm { get; init; }

    /// <summary>
    /// Gets a value that indicates whether bodies that are not forms are signed as well, as <c>oauth_body_hash</c>. Default: false.
    /// </summary>
    /// <remarks>draft-eaton-oauth-bodyhash; oauthlib: <c>force_include_body</c>. The hash is the signature method's.</remarks>
    public bool SignBody { get; init; }

    /// <summary>Gets the private key of the RSA methods, or null.</summary>
    public RSA? PrivateKey { internal get; init; }

    /// <summary>Gets the secret.</summary>
    internal string ClientSecret { get; }

    /// <summary>Gets a value that indicates whether the signature method needs a private key.</summary>
    internal bool UsesKey =>
        SignatureMethod is OAuth1SignatureMethod.RsaSha1 or OAuth1SignatureMethod.RsaSha256 or OAuth1SignatureMethod.RsaSha512;

    /// <summary>Returns the type and the identifier, <c>OAuth1Client (key)</c>, without a secret.</summary>
    public override string ToString() => $"OAuth1Client ({ClientKey})";
}
