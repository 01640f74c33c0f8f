using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Protects the blocks of one file: with a key it encrypts them with AES-256-GCM, without a key it adds the beginning of their SHA-256. The
/// tag of a block includes the name of the file, the number of the block and whether it is the last one, so that a block that was changed,
/// moved, repeated or cut off is noticed.
/// </summary>
internal sealed class CacheFileSeal : IDisposable
{
    /// <summary>The number of bytes of a tag.</summary>
    internal const int TagLength = 16;

    /// <summary>The number of bytes of a salt.</summary>
    internal const int SaltLength = 16;

    private const int NonceLength = 12;
    private const int KeyLength = 32;

    private readonly byte[] _context;
    private readonly AesGcm? _cipher;
    private readonly IncrementalHash? _hash;

    /// <summary>Creates a seal.</summary>
    /// <param name="key">The master key of the folder; null only adds checksums.</param>
    /// <param name="salt">The random bytes of the file.</param>
    /// <param name="name">The name of the file, without its folder.</param>
    internal CacheFileSeal(byte[]? key, ReadOnlySpan<byte> salt, string name)
    {
        _context = [.. salt, .. Encoding.ASCII.GetBytes(name)];
        if (key is null)
        {
            _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            return;
        }

        // Each file has a key of its own, so that the number of the block is a nonce that is used once.
        Span<byte> fileKey = stackalloc byte[KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, key, fileKey, _context);
        _cipher = new AesGcm(fileKey, TagLength);
        CryptographicOperations.ZeroMemory(fileKey);
    }

    /// <summary>Seals a block: encrypts it in place, if there is a key, and creates its tag.</summary>
    /// <param name="index">The number of the block.</param>
    /// <param name="isLast">Whether no other block follows.</param>
    /// <param name="data">The content of the block.</param>
    /// <param name="tag">Receives the tag.</param>
    internal void Seal(long index, bool isLast, Span<byte> data, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, index, isLast);
        if (_cipher is not null) _cipher.Encrypt(nonce, data, data, tag, _context);
        else Hash(nonce, data, tag);
    }

    /// <summary>Opens a block: returns whether its tag fits, and decrypts it in place.</summary>
    /// <param name="index">The number of the block.</param>
    /// <param name="isLast">Whether no other block follows.</param>
    /// <param name="data">The content of the block.</param>
    /// <param name="tag">The tag.</param>
    internal bool TryOpen(long index, bool isLast, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, index, isLast);
        if (_cipher is null)
        {
            Span<byte> expected = stackalloc byte[TagLength];
            Hash(nonce, data, expected);
            return expected.SequenceEqual(tag);
        }

        try
        {
            _cipher.Decrypt(nonce, data, tag, data, _context);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher?.Dispose();
        _hash?.Dispose();
    }

    private static void WriteNonce(Span<byte> nonce, long index, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, index);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
    }

    private void Hash(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        _hash!.AppendData(_context);
        _hash.AppendData(nonce);
        _hash.AppendData(data);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(digest);
        digest[..tag.Length].CopyTo(tag);
    }
}
