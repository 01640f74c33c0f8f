using System.Security.Cryptography;
using System.Text.Json;

namespace Requests;

/// <summary>Represents the body of a request as a cassette compares and records it.</summary>
/// <param name="Bytes">The bytes before they are compressed; empty where only the hash is known.</param>
/// <param name="Hash">The hash of a body that is too long to be read into memory; otherwise null.</param>
/// <param name="IsCopy">Whether the bytes are a copy, because the body of the request is not in memory.</param>
internal sealed record CassetteBody(ReadOnlyMemory<byte> Bytes, string? Hash, bool IsCopy)
{
    // A longer file is not read into memory to be compared, and a longer text is not recorded. Both are known by their hash then.
    private const long LongestCopy = 16 * 1024 * 1024;
    private const long LongestRecorded = 1024 * 1024;

    // A password with its salt or a key fits into this many bytes.
    private const int LongestGuessed = 64;

    private const string HashField = "_sha256";

    /// <summary>Reads the body of a request, which can be sent afterwards; returns null without one.</summary>
    /// <param name="request">The request. A body that can be read only once is replaced by its bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task<CassetteBody?> ReadAsync(PreparedRequest request, CancellationToken cancellationToken)
    {
        if (request.Body is not { } body) return null;
        if (CompressedBody.Unwrap(body) is BytesBody known) return new CassetteBody(known.Bytes, null, IsCopy: false);
        if (!body.CanRewind)
        {
            var bytes = await body.ReadOnceAsync(cancellationToken).ConfigureAwait(true);
            request.Body = new ReadBody(bytes, body) { WasSent = true };
            request.DescribedBody = ReferenceEquals(request.DescribedBody, body) ? request.Body : request.DescribedBody;
            return new CassetteBody(bytes, null, IsCopy: true);
        }

        var content = CompressedBody.Unwrap(body)!;
        if (content.Length is > LongestCopy)
        {
            using var sha = SHA256.Create();
            using (var sink = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
            {
                await content.WriteToAsync(sink, cancellationToken).ConfigureAwait(true);
            }

            body.Rewind();
            return new CassetteBody(default, CassetteBodyText.FormatHash(sha.Hash), IsCopy: true);
        }

        var copy = await content.ReadOnceAsync(cancellationToken).ConfigureAwait(true);
        body.Rewind();
        return new CassetteBody(copy, null, IsCopy: true);
    }

    /// <summary>Returns the bytes for an entry; null where the body of the request is in memory, or too long.</summary>
    internal HarCapture? ToCapture() => IsCopy && Hash is null ? new HarCapture { RequestBody = Bytes.ToArray() } : null;

    /// <summary>
    /// Replaces a body in an entry that is too long to be recorded by its hash, and adds the hash of one that is not text: it is not
    /// recorded, because it may contain secrets. A short one could be guessed from its hash, and has none.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="body">The body of its request, or null.</param>
    /// <param name="keys">Creates the text whose hash is recorded.</param>
    internal static void Limit(HarEntry entry, CassetteBody? body, CassetteKeyFactory keys)
    {
        if (entry.Request.Body is not { } recorded || body is null) return;
        var hash = body.Hash;
        if (recorded.RawContent is { LongLength: > LongestRecorded }) hash = keys.HashBody(entry.Request);
        else if (!recorded.HasContent && body.Bytes.Length > LongestGuessed) hash = CassetteBodyText.Hash(body.Bytes.Span);
        if (hash is null) return;
        recorded.SetText(null);
        recorded.Fields = [.. recorded.Fields, new HarField(HashField, JsonSerializer.SerializeToUtf8Bytes(hash["sha256:".Length..]))];
    }

    /// <summary>Returns the hash of a body that was too long to be recorded; null for another one.</summary>
    /// <param name="body">The recorded body, or null.</param>
    internal static string? GetRecordedHash(HarBody? body)
    {
        if (body is null || body.HasContent) return null;
        foreach (var field in body.Fields)
        {
            if (field.Name != HashField) continue;
            using var value = JsonDocument.Parse(field.Json);
            if (value.RootElement is { ValueKind: JsonValueKind.String } text) return $"sha256:{text.GetString()!.ToLowerInvariant()}";
        }

        return null;
    }

    /// <summary>Represents the bytes of a body that could be read only once.</summary>
    private sealed class ReadBody(byte[] bytes, RequestBody original) : RequestBody
    {
        public override string? ContentType => original.ContentType;

        public override long? Length => original.Length;

        public override bool CanRewind => true;

        public override Task WriteToAsync(Stream destination, CancellationToken cancellationToken) =>
            destination.WriteAsync(bytes, cancellationToken).AsTask();

        public override void Rewind()
        {
        }
    }
}
