using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Requests;

/// <summary>Represents a private key that was read for signing, with its certificate if there is one.</summary>
/// <remarks>RFC 7468 (PEM), RFC 8017 (PKCS #1), RFC 5958 (PKCS #8), RFC 5915 (SEC 1), RFC 7292 (PKCS #12).</remarks>
internal sealed class JwtKey : IDisposable
{
    private const string Mark = "-----BEGIN ";

    private readonly bool _ownsCertificate;

    private JwtKey(AsymmetricAlgorithm key, X509Certificate2? certificate, bool ownsCertificate)
    {
        Key = key;
        Certificate = certificate;
        _ownsCertificate = ownsCertificate;
    }

    /// <summary>Gets the private key: RSA or ECDSA.</summary>
    internal AsymmetricAlgorithm Key { get; }

    /// <summary>Gets the certificate of the key, or null.</summary>
    internal X509Certificate2? Certificate { get; }

    /// <summary>Disposes the key, and the certificate unless it is that of the caller.</summary>
    public void Dispose()
    {
        Key.Dispose();
        if (_ownsCertificate) Certificate?.Dispose();
    }

    /// <summary>Returns whether a text has PEM data, and is not a path.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsPem(string text) => text.Contains(Mark, StringComparison.Ordinal);

    /// <summary>Gets the private key of a certificate of the caller.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <exception cref="CertificateFileException">It has no private key, or one that is neither RSA nor ECDSA.</exception>
    internal static JwtKey From(X509Certificate2 certificate) => From(certificate, ownsCertificate: false);

    /// <summary>Reads a file.</summary>
    /// <param name="path">A PEM file or a PKCS #12 file.</param>
    /// <param name="keyPath">The PEM file of the key, where it is not in the same file; or null.</param>
    /// <param name="password">The password, or null.</param>
    /// <exception cref="CertificateFileException">The file cannot be used.</exception>
    internal static JwtKey FromFile(string path, string? keyPath, string? password)
    {
        var bytes = ReadFile(path);
        return keyPath is null
            ? FromBytes(bytes, password, $"'{path}'")
            : FromPem($"{Encoding.UTF8.GetString(bytes)}\n{Encoding.UTF8.GetString(ReadFile(keyPath))}", password, $"'{keyPath}'");
    }

    /// <summary>Reads the bytes of a PEM file or a PKCS #12 file.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="password">The password, or null.</param>
    /// <param name="name">What the bytes are, for the message.</param>
    /// <exception cref="CertificateFileException">The bytes cannot be used.</exception>
    internal static JwtKey FromBytes(byte[] bytes, string? password, string name)
    {
        if (bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0) return FromPem(Encoding.UTF8.GetString(bytes), password, name);
        try
        {
            return From(ClientCertificate.LoadPkcs12(bytes, password), ownsCertificate: true);
        }
        catch (CryptographicException error)
        {
            throw new CertificateFileException(
                $"{name} cannot be used: it is neither PEM nor PKCS #12, or the password is wrong. {error.Message}",
                error);
        }
    }

    /// <summary>Reads PEM text: the private key, and the certificate that belongs to it if the text has one.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="password">The password of an encrypted key, or null.</param>
    /// <param name="name">What the text is, for the message.</param>
    /// <exception cref="CertificateFileException">The text has no private key that can be used.</exception>
    internal static JwtKey FromPem(string pem, string? password, string name)
    {
        // The variables of pipelines often have the line ends as two characters, which Base64 does not contain.
        pem = pem.Replace("\\n", "\n", StringComparison.Ordinal);
        AsymmetricAlgorithm? key = null;
        var labels = new List<string>();
        foreach (var (label, bytes) in ReadPem(pem))
        {
            labels.Add(label);
            try
            {
                key ??= Import(label, bytes, password, name);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(bytes);
            }
        }

        if (key is null) throw new CertificateFileException($"{name} has no private key that can be used: {Explain(pem, labels)}.");
        try
        {
            return labels.Contains("CERTIFICATE") ? new JwtKey(key, FindCertificate(pem, key, name), ownsCertificate: true)
                : new JwtKey(key, certificate: null, ownsCertificate: false);
        }
        catch (CertificateFileException)
        {
            key.Dispose();
            throw;
        }
    }

    private static JwtKey From(X509Certificate2 certificate, bool ownsCertificate)
    {
        var subject = GetSubject(certificate);
        AsymmetricAlgorithm? key;
        try
        {
            key = certificate.HasPrivateKey
                ? (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()
                : null;
        }
        catch (CryptographicException error)
        {
            throw new CertificateFileException($"The private key of the certificate '{subject}' cannot be opened: {error.Message}", error);
        }

        if (key is not null) return new JwtKey(key, certificate, ownsCertificate);
        var problem = certificate.HasPrivateKey
            ? "has a private key that is neither RSA nor ECDSA"
            : "has no private key. Give a certificate with its private key, such as a PFX file";
        if (ownsCertificate) certificate.Dispose();
        throw new CertificateFileException($"The certificate '{subject}' {problem}.");
    }

    /// <summary>Gets the subject, which a certificate that was disposed does not have.</summary>
    private static string GetSubject(X509Certificate2 certificate)
    {
        try
        {
            return VisibleText.EscapeLine(certificate.Subject);
        }
        catch (CryptographicException error)
        {
            throw new CertificateFileException(
                $"The certificate is empty or was disposed: {error.Message.TrimEnd('.')}. Load it again, and do not dispose it before.",
                error);
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CertificateFileException($"The key file '{path}' cannot be read: {error.Message}", error);
        }
    }

    private static IEnumerable<(string Label, byte[] Bytes)> ReadPem(string pem)
    {
        var start = 0;
        while (PemEncoding.TryFind(pem.AsSpan(start), out var fields))
        {
            var text = pem.AsSpan(start);
            var bytes = new byte[fields.DecodedDataLength];
            Convert.TryFromBase64Chars(text[fields.Base64Data], bytes, out _);
            var label = text[fields.Label].ToString();
            start += fields.Location.End.GetOffset(text.Length);
            yield return (label, bytes);
        }
    }

    private static AsymmetricAlgorithm? Import(string label, byte[] bytes, string? password, string name)
    {
        switch (label)
        {
            case "RSA PRIVATE KEY": return Import(RSA.Create(), key => key.ImportRSAPrivateKey(bytes, out _), name);
            case "EC PRIVATE KEY": return Import(ECDsa.Create(), key => key.ImportECPrivateKey(bytes, out _), name);
            case "PRIVATE KEY": return ImportEither(key => key.ImportPkcs8PrivateKey(bytes, out _), name);
            case "ENCRYPTED PRIVATE KEY" when string.IsNullOrEmpty(password):
                throw new CertificateFileException($"{name} has an encrypted private key: give its password.");
            case "ENCRYPTED PRIVATE KEY":
                return ImportEither(key => key.ImportEncryptedPkcs8PrivateKey(password, bytes, out _), $"{name}, or its password,");
            default: return null;
        }
    }

    private static AsymmetricAlgorithm ImportEither(Action<AsymmetricAlgorithm> import, string name)
    {
        // PKCS #8 names the kind of the key, which the classes of .NET read themselves.
        var rsa = RSA.Create();
        try
        {
            import(rsa);
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            return Import(ECDsa.Create(), import, name);
        }
    }

    private static T Import<T>(T key, Action<T> import, string name)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            return key;
        }
        catch (CryptographicException error)
        {
            key.Dispose();
            throw new CertificateFileException($"{name} cannot be used as an RSA or ECDSA private key: {error.Message}", error);
        }
    }

    private static X509Certificate2 FindCertificate(string pem, AsymmetricAlgorithm key, string name)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            var expected = key.ExportSubjectPublicKeyInfo();
            var found = certificates.FirstOrDefault(item => item.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(expected));
            foreach (var other in certificates.Where(item => !ReferenceEquals(item, found))) other.Dispose();
            return found ?? throw new CertificateFileException($"{name} has a certificate and a private key that do not belong together.");
        }
        catch (CryptographicException error)
        {
            throw new CertificateFileException($"{name} has a certificate that cannot be read: {error.Message}", error);
        }
    }

    private static string Explain(string pem, List<string> labels)
    {
        if (pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            return "it is encrypted in the old form of OpenSSL. Convert it with openssl pkcs8 -topk8";
        }

        if (labels.Contains("OPENSSH PRIVATE KEY")) return "it is in the form of OpenSSH. Convert it with ssh-keygen -p -m PKCS8";
        if (labels.Contains("CERTIFICATE")) return "it has a certificate only";
        return labels.Exists(static label => label.EndsWith("PUBLIC KEY", StringComparison.Ordinal))
            ? "it has a public key only"
            : "give PEM text with a key in PKCS #1, PKCS #8 or SEC 1";
    }
}
