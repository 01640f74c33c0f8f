namespace Requests;

/// <summary>Specifies how an OAuth 1 request is signed.</summary>
/// <remarks>RFC 5849 section 3.4. The methods with newer hashes are those of oauthlib.</remarks>
public enum OAuth1SignatureMethod
{
    /// <summary><c>HMAC-SHA1</c>, which every server supports.</summary>
    HmacSha1,

    /// <summary><c>HMAC-SHA256</c>.</summary>
    HmacSha256,

    /// <summary><c>HMAC-SHA512</c>.</summary>
    HmacSha512,

    /// <summary><c>RSA-SHA1</c>, with the client's private key.</summary>
    RsaSha1,

    /// <summary><c>RSA-SHA256</c>, with the client's private key.</summary>
    RsaSha256,

    /// <summary><c>RSA-SHA512</c>, with the client's private key.</summary>
    RsaSha512,

    /// <summary><c>PLAINTEXT</c>: the secrets themselves, over https or to this machine only.</summary>
    PlainText,
}
