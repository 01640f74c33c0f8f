using System.Security.Cryptography;

namespace Requests;

/// <summary>Represents the expected hash of a file.</summary>
public sealed class Checksum
{
    private readonly byte[] _expected;

    /// <summary>Creates a checksum.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="expected">The hash.</param>
    internal Checksum(HashAlgorithmName algorithm, byte[] expected)
    {
        Algorithm = algorithm;
        _expected = expected;
    }

    /// <summary>Gets the algorithm.</summary>
    internal HashAlgorithmName Algorithm { get; }

    /// <summary>
    /// Parses a checksum such as <c>sha256:9f86d081…</c>: the algorithm, a colon, and the hash in hexadecimal digits or Base64.
    /// </summary>
    /// <param name="text">The text. The algorithms are md5, sha1, sha256, sha384 and sha512, in any case.</param>
    /// <exception cref="InvalidParameterException">The text is not a checksum; the message lists the valid forms.</exception>
    public static Checksum Parse(string text)
    {
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        if (HashAlgorithms.Find(parts[0]) is not { } algorithm) throw new InvalidParameterException(Describe(text));
        var hash = parts.Length == 2 ? parts[1] : "";
        var size = HashAlgorithms.GetSize(algorithm);
        return new Checksum(algorithm, HashAlgorithms.Decode(hash, algorithm) ?? throw new InvalidParameterException(
            $"'{text}' is not a checksum: a hash of {algorithm.Name} has {size * 2} hexadecimal digits, "
            + $"or {(size + 2) / 3 * 4} characters of Base64."));
    }

    /// <summary>Returns the algorithm and the hash, such as <c>sha256:9f86d081…</c>.</summary>
    public override string ToString() => Format(_expected);

    /// <summary>Starts to compute a hash.</summary>
    internal IncrementalHash Start() => IncrementalHash.CreateHash(Algorithm);

    /// <summary>Adds the rest of a stream to a hash.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static void Append(IncrementalHash hash, Stream stream, CancellationToken cancellationToken = default)
    {
        var buffer = new byte[256 * 1024];
        while (stream.Read(buffer) is > 0 and var count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer.AsSpan(0, count));
        }
    }

    /// <summary>Verifies an existing file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ChecksumMismatchException">The file has another hash.</exception>
    internal void Check(string path)
    {
        using var hash = Start();
        using var file = File.OpenRead(path);
        Append(hash, file);
        Check(hash, path);
    }

    /// <summary>Verifies a computed hash.</summary>
    /// <param name="hash">The computed hash.</param>
    /// <param name="path">The path of the file, for the message.</param>
    /// <exception cref="ChecksumMismatchException">The hash differs.</exception>
    internal void Check(IncrementalHash hash, string path)
    {
        if (FindDifference(hash) is not { } actual) return;
        throw new ChecksumMismatchException(
            $"'{path}' has another checksum than expected: {this} was given, and {actual} is that of the content.");
    }

    /// <summary>Compares a computed hash; returns null when it is the expected one, and else what it is, with its algorithm.</summary>
    /// <param name="hash">The computed hash.</param>
    internal string? FindDifference(IncrementalHash hash)
    {
        var actual = hash.GetHashAndReset();
        return actual.AsSpan().SequenceEqual(_expected) ? null : Format(actual);
    }

    /// <summary>Returns whether another checksum has the same algorithm and hash.</summary>
    /// <param name="other">The other checksum.</param>
    internal bool IsSame(Checksum other) => Algorithm == other.Algorithm && _expected.AsSpan().SequenceEqual(other._expected);

    /// <summary>Returns whether an existing file has this hash; false for a file that cannot be read.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal Task<bool> MatchesAsync(string path, CancellationToken cancellationToken) =>
        Task.Run(() => Matches(path, cancellationToken), cancellationToken);

    private bool Matches(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var hash = Start();
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            Append(hash, file, cancellationToken);
            return FindDifference(hash) is null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Describes why a text is not a checksum. For a bare hash it suggests the algorithm by the length.</summary>
    private static string Describe(string text)
    {
        const string Forms = "A checksum is an algorithm, a colon and a hash, such as 'sha256:9f86d081…': "
            + "md5, sha1, sha256, sha384 or sha512, and the hash in hexadecimal digits or Base64.";
        var bare = Array.Find(HashAlgorithms.All, algorithm => HashAlgorithms.Decode(text.Trim(), algorithm) is not null)
            .Name?.ToLowerInvariant();
        return bare is null
            ? $"'{text}' is not a checksum. {Forms}"
            : $"'{text}' is not a checksum: the algorithm is missing. Write '{bare}:{text.Trim()}'. {Forms}";
    }

    private string Format(byte[] hash) => $"{Algorithm.Name!.ToLowerInvariant()}:{Convert.ToHexString(hash).ToLowerInvariant()}";
}
