using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Represents the secret with which a folder of a <see cref="RequestCache"/> is encrypted.</summary>
/// <remarks>AES-256-GCM; the keys are derived with HKDF (RFC 5869), from a password with PBKDF2 (RFC 8018) first.</remarks>
public sealed class CacheEncryptionKey
{
    /// <summary>The least number of bytes of a key: 16.</summary>
    internal const int MinimumLength = 16;

    private const int Rounds = 600_000;
    private const int DerivedLength = 32;

    private readonly byte[] _secret;
    private readonly bool _isPassword;

    private CacheEncryptionKey(byte[] secret, bool isPassword)
    {
        _secret = secret;
        _isPassword = isPassword;
    }

    /// <summary>Creates a key from random bytes.</summary>
    /// <param name="key">At least 16 bytes of a random source; they are copied.</param>
    /// <exception cref="ArgumentException">There are fewer than 16 bytes.</exception>
    public static CacheEncryptionKey FromBytes(ReadOnlySpan<byte> key) => key.Length >= MinimumLength
        ? new CacheEncryptionKey(key.ToArray(), isPassword: false)
        : throw new ArgumentException($"The key has {key.Length} bytes: give at least {MinimumLength} random bytes.", nameof(key));

    /// <summary>Creates a key from a password. Each process derives the key once for each folder, which takes about 0.2 seconds.</summary>
    /// <param name="password">The password.</param>
    /// <exception cref="ArgumentException">The password is empty.</exception>
    public static CacheEncryptionKey FromPassword(string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        return new CacheEncryptionKey(Encoding.UTF8.GetBytes(password), isPassword: true);
    }

    /// <summary>Derives the master key of one folder.</summary>
    /// <param name="salt">The random bytes of the folder.</param>
    internal byte[] Derive(byte[] salt) => _isPassword
        ? Rfc2898DeriveBytes.Pbkdf2(_secret, salt, Rounds, HashAlgorithmName.SHA256, DerivedLength)
        : HKDF.Extract(HashAlgorithmName.SHA256, _secret, salt);

    /// <summary>Returns a text without the key.</summary>
    public override string ToString() => "<CacheEncryptionKey>";
}
