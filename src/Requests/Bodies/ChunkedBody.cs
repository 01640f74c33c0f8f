using System.Text;

namespace Requests;

/// <summary>
/// Represents a body of unknown length that is produced while it is sent. Each item is sent as one chunk and read when the connection can
/// take it. Empty items are left out. The body can be sent only once: a redirect or a challenge that needs it again throws an
/// <see cref="UnrewindableBodyException"/>.
/// </summary>
/// <remarks>requests: a generator as <c>data</c>; RFC 9112 section 7.1.</remarks>
public class ChunkedBody : RequestBody
{
    private readonly IAsyncEnumerable<ReadOnlyMemory<byte>> _chunks;
    private readonly IEnumerable<string>? _texts;

    /// <summary>Creates the body. No chunk is read yet.</summary>
    /// <param name="chunks">The chunks.</param>
    public ChunkedBody(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks) => _chunks = chunks;

    /// <summary>Creates the body. No chunk is read yet.</summary>
    /// <param name="chunks">The chunks.</param>
    public ChunkedBody(IEnumerable<ReadOnlyMemory<byte>> chunks)
        : this(Enumerate(chunks))
    {
    }

    /// <summary>
    /// Creates the body from texts, which are sent in UTF-8 or in the charset that the Content-Type names. No text is read yet.
    /// </summary>
    /// <param name="texts">The texts. Each is one chunk.</param>
    public ChunkedBody(IEnumerable<string> texts)
        : this(texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))) => _texts = texts;

    /// <inheritdoc/>
    public override long? Length => null;

    /// <inheritdoc/>
    public override bool CanRewind => false;

    /// <inheritdoc/>
    internal override RequestBody WithCharset(string? contentType)
    {
        if (_texts is null || BodyCharset.FromContentType(contentType) is not { } charset) return this;
        return new ChunkedBody(_texts.Select((text, number) => (ReadOnlyMemory<byte>)charset.GetBytes(text, isFirst: number == 0)));
    }

    /// <inheritdoc/>
    public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var chunks = _chunks.GetAsyncEnumerator(cancellationToken);
        await using var disposal = chunks.ConfigureAwait(false);
        while (await MoveNextAsync(chunks).ConfigureAwait(false))
        {
            var chunk = chunks.Current;
            if (chunk.IsEmpty) continue;
            await destination.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
            await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Rewind() =>
        throw new UnrewindableBodyException(
            "Unable to rewind the request's body to send it again: it was produced while it was sent. Give it as text, bytes or a file.");

    /// <summary>Moves to the next chunk. An error of the source is not a network error, so it is reported as an invalid body.</summary>
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> chunks)
    {
        try
        {
            return await chunks.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (RequestException or OperationCanceledException))
        {
            throw new InvalidBodyException($"The body could not be produced: {error.Message}", error);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Enumerate(IEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        // The caller's source may block. On another thread it does not block the sender, which may be cancelled.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var chunk in chunks) yield return chunk;
    }
}
