namespace Requests;

/// <summary>Specifies how a JSON Web Token is signed.</summary>
/// <remarks>RFC 7518 section 3.1.</remarks>
public enum JwtAlgorithm
{
    /// <summary>RSA with PKCS #1 padding and SHA-256. Every server has to support it.</summary>
    RS256,

    /// <summary>RSA with PKCS #1 padding and SHA-384.</summary>
    RS384,

    /// <summary>RSA with PKCS #1 padding and SHA-512.</summary>
    RS512,

    /// <summary>RSA with PSS padding and SHA-256.</summary>
    PS256,

    /// <summary>RSA with PSS padding and SHA-384.</summary>
    PS384,

    /// <summary>RSA with PSS padding and SHA-512.</summary>
    PS512,

    /// <summary>ECDSA on the curve P-256 with SHA-256.</summary>
    ES256,

    /// <summary>ECDSA on the curve P-384 with SHA-384.</summary>
    ES384,

    /// <summary>ECDSA on the curve P-521 with SHA-512.</summary>
    ES512,

    /// <summary>HMAC with SHA-256 and a secret that both sides have.</summary>
    HS256,

    /// <summary>HMAC with SHA-384 and a secret that both sides have.</summary>
    HS384,

    /// <summary>HMAC with SHA-512 and a secret that both sides have.</summary>
    HS512,
}
