using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>
/// Represents the root certificates of a PEM file, or of a folder of PEM files. The files are read for each connection, and parsed when
/// their bytes differ from those of the last time.
/// </summary>
/// <param name="path">The path of the file or the folder.</param>
internal sealed class CaCertificates(string path)
{
    private volatile Parsed? _parsed;

    /// <summary>Reads the certificates.</summary>
    /// <returns>The certificates, which the caller does not change.</returns>
    /// <exception cref="SslException">A file cannot be read or contains an invalid certificate.</exception>
    internal X509Certificate2Collection Read()
    {
        var bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var ends = new List<int>();
            foreach (var file in Directory.Exists(path) ? Directory.EnumerateFiles(path) : [path])
            {
                ends.Add(Append(file, ref bytes, ends.Count == 0 ? 0 : ends[^1]));
            }

            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes.AsSpan(0, ends.Count == 0 ? 0 : ends[^1]), hash);
            if (_parsed is { } parsed && hash.SequenceEqual(parsed.Hash)) return parsed.Certificates;
            var certificates = Parse(bytes, ends);
            _parsed = new Parsed(hash.ToArray(), certificates);
            return certificates;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SslException($"The CA certificates at '{path}' cannot be used: {error.Message}", error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads a file to its end, into an array that grows.</summary>
    /// <returns>The position after its last byte.</returns>
    private static int Append(string file, ref byte[] bytes, int position)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        while (true)
        {
            if (position == bytes.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * bytes.Length);
                bytes.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = larger;
            }

            var count = stream.Read(bytes.AsSpan(position));
            if (count == 0) return position;
            position += count;
        }
    }

    private static X509Certificate2Collection Parse(byte[] bytes, List<int> ends)
    {
        var certificates = new X509Certificate2Collection();
        var start = 0;
        foreach (var end in ends)
        {
            using var reader = new StreamReader(new MemoryStream(bytes, start, end - start));
            certificates.ImportFromPem(reader.ReadToEnd());
            start = end;
        }

        return certificates;
    }

    private sealed record Parsed(byte[] Hash, X509Certificate2Collection Certificates);
}
