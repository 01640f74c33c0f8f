namespace Requests;

/// <summary>Represents how the server certificate is verified. It is a part of the key that separates connections.</summary>
/// <param name="Verify">Whether the server's certificate must be valid for the URL's host. Default true.</param>
/// <param name="CaFile">A PEM file, or a folder of PEM files, with the only root certificates to trust; null trusts the system's.</param>
/// <remarks>requests: <c>verify</c>.</remarks>
public sealed record TlsSettings(bool Verify = true, string? CaFile = null)
{
    /// <summary>Gets the client certificate, or null.</summary>
    /// <remarks>requests: <c>cert</c>.</remarks>
    public ClientCertificate? ClientCertificate { get; init; }

    /// <summary>
    /// Gets the SHA-256 or SHA-1 fingerprint of the only accepted server certificate, in place of those of the adapter; null, the default,
    /// uses those of the adapter.
    /// </summary>
    internal string? Fingerprint { get; init; }

    /// <summary>Gets settings that verify with the system's root certificates.</summary>
    public static TlsSettings Default { get; } = new();
}
