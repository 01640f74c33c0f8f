using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>
/// Represents the certificate of a TLS server and its chain. It holds the encoded certificates, and creates objects with handles when they
/// are read first.
/// </summary>
/// <param name="encoded">The certificates in DER, that of the server first; at least one.</param>
internal sealed class PeerCertificates(byte[][] encoded)
{
    private X509Certificate2[]? _certificates;

    /// <summary>
    /// Gets the certificates, that of the server first. Each read returns the same objects, unless a caller has disposed one of them. The
    /// finalizers release their handles.
    /// </summary>
    internal X509Certificate2[] Certificates
    {
        get
        {
            var loaded = _certificates;
            if (loaded is not null && Array.TrueForAll(loaded, static certificate => certificate.Handle != IntPtr.Zero)) return loaded;
            return _certificates = Array.ConvertAll(encoded, static bytes => new X509Certificate2(bytes));
        }
    }

    /// <summary>Copies the certificates of a handshake, which .NET disposes after their validation.</summary>
    /// <param name="certificate">The certificate of the server, or null.</param>
    /// <param name="chain">The chain that was built, or null.</param>
    /// <returns>The copy; null when the server sent no certificate.</returns>
    internal static PeerCertificates? Copy(X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is null) return null;
        if (chain is not { ChainElements: { Count: > 0 } elements }) return new PeerCertificates([certificate.GetRawCertData()]);
        var encoded = new byte[elements.Count][];
        for (var i = 0; i < encoded.Length; i++) encoded[i] = elements[i].Certificate.RawData;
        return new PeerCertificates(encoded);
    }
}
