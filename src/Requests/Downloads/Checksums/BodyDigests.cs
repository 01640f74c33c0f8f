using System.Security.Cryptography;

namespace Requests;

/// <summary>
/// Verifies the digests that a server sends with a body. They are those of the bytes as they arrive, with their Content-Encoding.
/// </summary>
/// <remarks>
/// RFC 9530: <c>Content-Digest</c> is of the content of the message, <c>Repr-Digest</c> of the whole representation. In a response that
/// is not a part, both are of the same bytes.
/// </remarks>
internal sealed class BodyDigests : IDisposable
{
    private readonly Response _response;
    private readonly List<(string Field, Checksum Expected, IncrementalHash Hash)> _digests = [];
    private Stream? _watched;

    private BodyDigests(Response response) => _response = response;

    /// <summary>Creates the verification of a response; null where it has no digest that can be verified.</summary>
    /// <param name="response">The response.</param>
    internal static BodyDigests? From(Response response)
    {
        var digests = new BodyDigests(response);
        digests.Add("Content-Digest");
        if (!IsPart(response)) digests.Add("Repr-Digest");
        return digests._digests.Count == 0 ? null : digests;
    }

    /// <summary>Gets the digests of the whole representation, of which a part is sent; none for a response that is not a part.</summary>
    /// <param name="part">The response.</param>
    internal static IReadOnlyList<Checksum> GetOfWhole(Response part) => IsPart(part) ? DigestField.Parse(part.Headers["Repr-Digest"]) : [];

    /// <summary>Gets a stream that adds what is read from it to the hashes.</summary>
    /// <param name="raw">The bytes as they arrive.</param>
    internal Stream Watch(Stream raw) => _watched = new WatchedStream(raw, this);

    /// <summary>Adds bytes to the hashes.</summary>
    /// <param name="bytes">The bytes as they arrived.</param>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var (_, _, hash) in _digests) hash.AppendData(bytes);
    }

    /// <summary>Reads the bytes that follow the coded data, such as zeros behind gzip, which the decoder does not need.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        if (_watched is not { } watched) return;
        var buffer = new byte[4096];
        for (var left = 256; left > 0; left--)
        {
            if (await watched.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) == 0) return;
        }
    }

    /// <summary>Verifies the digests when the body was read to its end.</summary>
    /// <exception cref="ChecksumMismatchException">The body has another digest.</exception>
    internal void Check()
    {
        foreach (var (field, expected, hash) in _digests)
        {
            if (expected.FindDifference(hash) is { } actual) throw CreateError(_response, field, expected, actual);
        }
    }

    /// <summary>Creates the error for a body that has another digest than the server sent.</summary>
    /// <param name="response">The response.</param>
    /// <param name="field">The name of the field.</param>
    /// <param name="expected">The digest in the field.</param>
    /// <param name="actual">The digest of the body.</param>
    internal static ChecksumMismatchException CreateError(Response response, string field, Checksum expected, string actual) =>
        new(
            $"The body of '{UrlRedactor.Redact(response.Url)}' does not match its {field}: the server sent {expected}, "
                + $"and {actual} is that of the content. Nothing was saved.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, hash) in _digests) hash.Dispose();
    }

    private void Add(string field)
    {
        foreach (var digest in DigestField.Parse(_response.Headers[field])) _digests.Add((field, digest, digest.Start()));
    }

    private static bool IsPart(Response response) =>
        (response.StatusCode == 206 || response.Headers.ContainsKey("Content-Range"))
            && ContentRange.From(response) is not { IsWhole: true };

    private sealed class WatchedStream(Stream raw, BodyDigests digests) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await raw.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            digests.Append(buffer.Span[..count]);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) raw.Dispose();
            base.Dispose(disposing);
        }
    }
}
