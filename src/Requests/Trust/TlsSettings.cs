namespace Requests;

/// <summary>Whom to trust when a server proves its identity. Part of the key that keeps connections apart.</summary>
/// <param name="Verify">Whether the server's certificate must be valid for the URL's host. Default true.</param>
/// <param name="CaFile">A PEM file, or a folder of such, whose certificates are the only roots to trust; null trusts the system's.</param>
/// <remarks>requests: <c>verify</c>.</remarks>
public sealed record TlsSettings(bool Verify = true, string? CaFile = null)
{
    /// <summary>What the client proves itself with, or null.</summary>
    /// <remarks>requests: <c>cert</c>.</remarks>
    public ClientCertificate? ClientCertificate { get; init; }

    /// <summary>Verifies against the system's roots.</summary>
    public static TlsSettings Default { get; } = new();
}
