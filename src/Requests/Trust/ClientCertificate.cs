using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>Represents a client certificate (mutual TLS). It is a part of the key that separates connections.</summary>
/// <remarks>
/// requests: <c>cert</c>. Files are read when a connection is opened, so that the next connection uses a renewed certificate.
/// </remarks>
public sealed record ClientCertificate
{
    private readonly string? _path;
    private readonly string? _keyPath;
    private readonly string? _password;
    private readonly X509Certificate2? _certificate;

    /// <summary>Creates a client certificate from a certificate with its private key.</summary>
    /// <param name="certificate">The certificate; the caller disposes it.</param>
    /// <exception cref="CertificateFileException">The certificate has no private key.</exception>
    public ClientCertificate(X509Certificate2 certificate)
    {
        if (!certificate.HasPrivateKey)
        {
            throw new CertificateFileException(
                $"The client certificate '{VisibleText.EscapeLine(certificate.Subject)}' has no private key. "
                + "Give a certificate with its private key.");
        }

        _certificate = certificate;
    }

    /// <summary>Creates a client certificate from files.</summary>
    /// <param name="path">
    /// A PEM file, followed by the certificates of the issuers where the server requires them; or a PKCS #12 file (.pfx, .p12).
    /// </param>
    /// <param name="keyPath">The PEM file of the key; null when the key is in the certificate's file.</param>
    /// <param name="password">The password of the key or of the PKCS #12 file; null when it has none.</param>
    /// <exception cref="CertificateFileException">A file does not exist.</exception>
    public ClientCertificate(string path, string? keyPath = null, string? password = null)
    {
        if (!Path.Exists(path)) throw new CertificateFileException($"Could not find the TLS certificate file, invalid path: {path}");
        if (keyPath is not null && !Path.Exists(keyPath))
        {
            throw new CertificateFileException($"Could not find the TLS key file, invalid path: {keyPath}");
        }

        _path = path;
        _keyPath = keyPath;
        _password = password;
    }

    /// <summary>Gets a text that distinguishes the certificate from others: its path or its thumbprint.</summary>
    internal string Identity => _path ?? _certificate!.Thumbprint;

    /// <summary>Gets the path, or the subject, which its issuer chose.</summary>
    private string Name => _path ?? VisibleText.EscapeLine(_certificate!.Subject);

    /// <summary>Returns a text such as <c>&lt;ClientCertificate client.pem&gt;</c>, without the password.</summary>
    public override string ToString() => $"<ClientCertificate {Name}>";

    /// <summary>Loads the certificate for a connection, with the certificates of its issuers.</summary>
    /// <exception cref="CertificateFileException">A file cannot be used, or the key does not belong to the certificate.</exception>
    internal SslStreamCertificateContext Load()
    {
        try
        {
            var issuers = new X509Certificate2Collection();
            return SslStreamCertificateContext.Create(_certificate ?? Read(issuers), issuers, offline: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            var files = _keyPath is null ? $"'{Name}'" : $"'{_path}' with the key '{_keyPath}'";
            throw new CertificateFileException($"The client certificate {files} cannot be used: {error.Message}", error);
        }
    }

    private X509Certificate2 Read(X509Certificate2Collection issuers)
    {
        if (Directory.Exists(_path)) throw new IOException("it is a folder.");
        if (!IsPem(_path!)) return LoadPkcs12(File.ReadAllBytes(_path!), _password);
        using var pem = _password is null
            ? X509Certificate2.CreateFromPemFile(_path!, _keyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(_path!, _password, _keyPath);
        issuers.ImportFromPemFile(_path!);
        if (issuers.Count > 0) issuers.RemoveAt(0);

        // On Windows the TLS library does not accept a key that is in memory only.
        return LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }

#if NET9_0_OR_GREATER
    internal static X509Certificate2 LoadPkcs12(byte[] bytes, string? password) => X509CertificateLoader.LoadPkcs12(bytes, password);
#else
    internal static X509Certificate2 LoadPkcs12(byte[] bytes, string? password) => new(bytes, password);
#endif

    private static bool IsPem(string path) => File.ReadAllText(path).Contains("-----BEGIN ", StringComparison.Ordinal);
}
