using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Computes the digests that distinguish the entries of a store. Those of secrets are slow to compute where others can read the
/// store, so that a password cannot be guessed from them.
/// </summary>
/// <param name="store">The store.</param>
internal sealed class CacheDigests(ICacheStore store)
{
    private const int Iterations = 100_000;
    private const int Length = 16;
    private const int MaximumKept = 256;

    private readonly ConcurrentDictionary<string, string> _kept = new(StringComparer.Ordinal);

    /// <summary>Computes the digest of a text without secrets.</summary>
    /// <param name="text">The text.</param>
    internal string Compute(string text) =>
        Convert.ToHexString(HMACSHA256.HashData(store.Salt.Span, Encoding.UTF8.GetBytes(text)), 0, Length);

    /// <summary>Computes the digest of a text that contains secrets.</summary>
    /// <param name="text">The text.</param>
    internal string ComputeSecret(string text)
    {
        if (!store.IsPlainText) return Compute(text);

        // The text itself is not kept longer than the process needs it.
        var key = Compute(text);
        if (_kept.TryGetValue(key, out var digest)) return digest;
        if (_kept.Count >= MaximumKept) _kept.Clear();
        var slow = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(text),
            store.Salt.Span,
            Iterations,
            HashAlgorithmName.SHA256,
            Length);
        return _kept[key] = Convert.ToHexString(slow);
    }
}
