namespace Requests;

/// <summary>Specifies what verification found wrong with the certificates of a server.</summary>
[Flags]
internal enum ChainProblems
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The certificate is not for the host of the URL.</summary>
    NameMismatch = 1,

    /// <summary>A certificate has expired, or is not valid yet.</summary>
    NotTimeValid = 2,

    /// <summary>The chain ends with an authority that is not trusted.</summary>
    UntrustedRoot = 4,

    /// <summary>An issuer was not found.</summary>
    PartialChain = 8,

    /// <summary>A certificate was revoked.</summary>
    Revoked = 16,

    /// <summary>Whether a certificate was revoked could not be determined.</summary>
    UnknownRevocation = 32,

    /// <summary>Another problem, such as a weak signature.</summary>
    Other = 64,
}
