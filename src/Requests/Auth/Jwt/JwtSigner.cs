using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Requests;

/// <summary>
/// Signs JSON Web Tokens with a private key, a certificate or a secret. One instance can be used by several threads.
/// </summary>
/// <remarks>RFC 7515 (compact serialization), RFC 7518 and RFC 7519; Python: <c>jwt.encode</c> of PyJWT.</remarks>
public sealed class JwtSigner : IDisposable
{
    // RFC 7518 section 3.3.
    private const int SmallestRsaKey = 2048;

    // A header is read by programs, not by a browser, so that characters such as '+' need no escape.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly object _gate = new();
    private readonly AsymmetricAlgorithm? _key;
    private readonly byte[]? _secret;
    private readonly (string Subject, DateTimeOffset Start, DateTimeOffset End)? _validity; // of the certificate
    private readonly IDisposable? _owned;
    private bool _isDisposed;

    internal JwtSigner(JwtKey key, JwtAlgorithm? algorithm, string? keyId)
        : this(key.Key, key.Certificate, key, algorithm, keyId)
    {
    }

    private JwtSigner(byte[] secret, JwtAlgorithm algorithm, string? keyId)
    {
        _secret = secret;
        Algorithm = algorithm;
        KeyId = keyId;
    }

    private JwtSigner(
        AsymmetricAlgorithm key,
        X509Certificate2? certificate,
        IDisposable? owned,
        JwtAlgorithm? algorithm,
        string? keyId)
    {
        _key = key;
        _owned = owned;
        KeyId = keyId;

        // The caller may dispose the certificate. The key is another object.
        _validity = certificate is null ? null : (certificate.Subject, new(certificate.NotBefore), new(certificate.NotAfter));
        CertificateHash = certificate is null ? null : Base64UrlText.Encode(SHA256.HashData(certificate.RawData));
        try
        {
            Algorithm = Choose(key, algorithm);
            CheckTime(ProcessTime.Shared.GetUtcNow());
        }
        catch (CertificateFileException)
        {
            owned?.Dispose();
            throw;
        }
    }

    /// <summary>Gets the algorithm.</summary>
    public JwtAlgorithm Algorithm { get; }

    /// <summary>Gets the identifier of the key (<c>kid</c>), or null.</summary>
    public string? KeyId { get; }

    /// <summary>Gets the SHA-256 hash of the certificate in Base64url (<c>x5t#S256</c>); null without a certificate.</summary>
    public string? CertificateHash { get; }

    /// <summary>Creates a signer with a private key, which the caller disposes.</summary>
    /// <param name="key">An <see cref="RSA"/> or <see cref="ECDsa"/> key.</param>
    /// <param name="algorithm">The algorithm; null is RS256 for RSA, and that of the curve for ECDSA.</param>
    /// <param name="keyId">The identifier of the key (<c>kid</c>), or null.</param>
    /// <exception cref="CertificateFileException">The algorithm needs another kind of key, or the key is too short.</exception>
    public static JwtSigner FromKey(AsymmetricAlgorithm key, JwtAlgorithm? algorithm = null, string? keyId = null) =>
        new(key, certificate: null, owned: null, algorithm, keyId);

    /// <summary>
    /// Creates a signer with the private key of a certificate, which the caller disposes. The header of each token has the SHA-256 hash of
    /// the certificate (<c>x5t#S256</c>).
    /// </summary>
    /// <param name="certificate">The certificate with its private key.</param>
    /// <param name="algorithm">The algorithm; null is RS256 for RSA, and that of the curve for ECDSA.</param>
    /// <param name="keyId">The identifier of the key (<c>kid</c>), or null.</param>
    /// <exception cref="CertificateFileException">
    /// The certificate has no private key, or a key of another kind, or it is not valid at this time.
    /// </exception>
    public static JwtSigner FromCertificate(X509Certificate2 certificate, JwtAlgorithm? algorithm = null, string? keyId = null) =>
        new(JwtKey.From(certificate), algorithm, keyId);

    /// <summary>Creates a signer with a secret that both sides have.</summary>
    /// <param name="secret">The secret: at least as many bytes as the hash has.</param>
    /// <param name="algorithm">HS256, HS384 or HS512. Default: HS256.</param>
    /// <param name="keyId">The identifier of the secret (<c>kid</c>), or null.</param>
    /// <exception cref="CertificateFileException">The algorithm is for another kind of key, or the secret is too short.</exception>
    public static JwtSigner FromSecret(byte[] secret, JwtAlgorithm algorithm = JwtAlgorithm.HS256, string? keyId = null)
    {
        if (!IsHmac(algorithm)) throw new CertificateFileException($"{algorithm} does not sign with a secret: use HS256, HS384 or HS512.");
        var least = GetHash(algorithm).Name switch { "SHA384" => 48, "SHA512" => 64, _ => 32 };
        return secret.Length >= least
            ? new JwtSigner((byte[])secret.Clone(), algorithm, keyId)
            : throw new CertificateFileException(
                $"{algorithm} needs a secret of {least} bytes or more, and this one has {secret.Length} (RFC 7518 section 3.2).");
    }

    /// <summary>Creates a signer from PEM text, which may have the certificate in addition to the key.</summary>
    /// <param name="pem">A private key in PKCS #1, PKCS #8 or SEC 1; PKCS #8 may be encrypted.</param>
    /// <param name="password">The password of an encrypted key, or null.</param>
    /// <param name="algorithm">The algorithm; null is RS256 for RSA, and that of the curve for ECDSA.</param>
    /// <param name="keyId">The identifier of the key (<c>kid</c>), or null.</param>
    /// <exception cref="CertificateFileException">The key cannot be read, or the algorithm needs another kind of key.</exception>
    public static JwtSigner FromPem(string pem, string? password = null, JwtAlgorithm? algorithm = null, string? keyId = null) =>
        new(JwtKey.FromPem(pem, password, "The key"), algorithm, keyId);

    /// <summary>Creates a signer from a file.</summary>
    /// <param name="path">A PEM file, or a PKCS #12 file (.pfx, .p12).</param>
    /// <param name="password">The password of an encrypted key or of the PKCS #12 file, or null.</param>
    /// <param name="algorithm">The algorithm; null is RS256 for RSA, and that of the curve for ECDSA.</param>
    /// <param name="keyId">The identifier of the key (<c>kid</c>), or null.</param>
    /// <exception cref="CertificateFileException">The file cannot be read, or the algorithm needs another kind of key.</exception>
    public static JwtSigner FromFile(string path, string? password = null, JwtAlgorithm? algorithm = null, string? keyId = null) =>
        new(JwtKey.FromFile(path, keyPath: null, password), algorithm, keyId);

    /// <summary>Disposes a key that the signer has read itself. A key or certificate of the caller stays open.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            if (_secret is not null) CryptographicOperations.ZeroMemory(_secret);
            _owned?.Dispose();
        }
    }

    /// <summary>Signs claims and returns the token: header, claims and signature in Base64url, joined by dots.</summary>
    /// <param name="claims">The claims. Nothing is added to them.</param>
    /// <param name="header">
    /// Additional header parameters; they replace <c>typ</c>, <c>kid</c> and <c>x5t#S256</c>, and null removes one. <c>alg</c> cannot be
    /// changed.
    /// </param>
    /// <exception cref="CertificateFileException">The certificate has expired, or the key cannot sign.</exception>
    /// <exception cref="InvalidParameterException">The header has <c>alg</c>.</exception>
    public string Sign(JsonObject claims, JsonObject? header = null) => Sign(claims, header, ProcessTime.Shared);

    /// <summary>Signs claims.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="header">Additional header parameters, or null.</param>
    /// <param name="time">The clock.</param>
    internal string Sign(JsonObject claims, JsonObject? header, TimeProvider time) => Sign(ToUtf8(claims), header, time);

    /// <summary>Signs claims.</summary>
    /// <param name="claims">A JSON object in UTF-8.</param>
    /// <param name="header">Additional header parameters, or null.</param>
    /// <param name="time">The clock.</param>
    internal string Sign(ReadOnlySpan<byte> claims, JsonObject? header, TimeProvider time)
    {
        CheckTime(time.GetUtcNow());
        var text = $"{Base64UrlText.Encode(ToUtf8(CreateHeader(header)))}.{Base64UrlText.Encode(claims)}";
        return $"{text}.{Base64UrlText.Encode(SignBytes(Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>Returns the algorithm, such as <c>JwtSigner (RS256)</c>, without the key.</summary>
    public override string ToString() => $"JwtSigner ({Algorithm})";

    /// <summary>Returns whether an algorithm signs with a secret.</summary>
    /// <param name="algorithm">The algorithm.</param>
    internal static bool IsHmac(JwtAlgorithm? algorithm) => algorithm is JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512;

    private JsonObject CreateHeader(JsonObject? header)
    {
        var result = new JsonObject { ["alg"] = Algorithm.ToString(), ["typ"] = "JWT" };
        if (KeyId is not null) result["kid"] = KeyId;
        if (CertificateHash is not null) result["x5t#S256"] = CertificateHash;
        foreach (var (name, value) in header ?? [])
        {
            if (name == "alg")
            {
                throw new InvalidParameterException("The header of a token cannot have 'alg': choose the algorithm of the signer.");
            }

            if (value is null) result.Remove(name);
            else result[name] = value.DeepClone();
        }

        return result;
    }

    private byte[] SignBytes(byte[] data)
    {
        var hash = GetHash(Algorithm);
        try
        {
            // The key of a caller is not safe for several threads.
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                return _key switch
                {
                    RSA rsa => rsa.SignData(data, hash, IsPss(Algorithm) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
                    ECDsa ecdsa => ecdsa.SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                    _ => Algorithm switch
                    {
                        JwtAlgorithm.HS256 => HMACSHA256.HashData(_secret!, data),
                        JwtAlgorithm.HS384 => HMACSHA384.HashData(_secret!, data),
                        _ => HMACSHA512.HashData(_secret!, data),
                    },
                };
            }
        }
        catch (Exception error) when (error is CryptographicException or NotSupportedException or ObjectDisposedException)
        {
            throw new CertificateFileException(
                $"The key cannot sign with {Algorithm}: {error.Message.TrimEnd('.')}. Give an open private key that supports it.",
                error);
        }
    }

    private void CheckTime(DateTimeOffset now)
    {
        if (_validity is not var (subject, start, end)) return;
        if (now >= start && now <= end) return;
        var problem = now > end ? $"expired at {end.UtcDateTime:u}" : $"is not valid before {start.UtcDateTime:u}";
        var advice = now > end ? "Give its successor" : "Check the clock of this machine";
        throw new CertificateFileException(string.Create(
            CultureInfo.InvariantCulture,
            $"The certificate '{VisibleText.EscapeLine(subject)}' {problem}. {advice}."));
    }

    private static JwtAlgorithm Choose(AsymmetricAlgorithm key, JwtAlgorithm? algorithm)
    {
        switch (key)
        {
            case RSA rsa:
                if (algorithm is not (null or <= JwtAlgorithm.PS512)) throw CreateKindError(algorithm.Value, "an RSA key");
                if (rsa.KeySize >= SmallestRsaKey) return algorithm ?? JwtAlgorithm.RS256;
                throw new CertificateFileException(
                    $"A token is signed with an RSA key of {SmallestRsaKey} bits or more, and this one has {rsa.KeySize} "
                    + "(RFC 7518 section 3.3).");
            case ECDsa ecdsa:
                var own = JwtCurve.GetAlgorithm(ecdsa);
                return algorithm is null || algorithm == own ? own : throw CreateKindError(algorithm.Value, $"an ECDSA key for {own}");
            default:
                throw new CertificateFileException($"A {key.GetType().Name} key cannot sign a token: give an RSA or an ECDSA key.");
        }
    }

    private static CertificateFileException CreateKindError(JwtAlgorithm algorithm, string kind)
    {
        var needed = algorithm <= JwtAlgorithm.PS512 ? "an RSA key"
            : IsHmac(algorithm) ? "a secret"
            : $"an ECDSA key on the curve {JwtCurve.GetName(algorithm)}";
        return new CertificateFileException($"{algorithm} needs {needed}, and this is {kind}.");
    }

    private static bool IsPss(JwtAlgorithm algorithm) => algorithm is JwtAlgorithm.PS256 or JwtAlgorithm.PS384 or JwtAlgorithm.PS512;

    private static HashAlgorithmName GetHash(JwtAlgorithm algorithm) => ((int)algorithm % 3) switch
    {
        0 => HashAlgorithmName.SHA256,
        1 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    private static byte[] ToUtf8(JsonObject value)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options)) value.WriteTo(writer);
        return bytes.ToArray();
    }
}
