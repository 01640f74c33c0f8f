using System.Text;

namespace Requests;

/// <summary>
/// A body made while it is sent, its length unknown: each item is one chunk, taken when the connection has room for it. Empty items
/// are left out. It is sent once; what a redirect or a challenge would need a second time is an <see cref="UnrewindableBodyException"/>.
/// </summary>
/// <remarks>requests: a generator as <c>data</c>; RFC 9112 section 7.1.</remarks>
public class ChunkedBody : RequestBody
{
    private readonly IAsyncEnumerable<ReadOnlyMemory<byte>> _chunks;
    private readonly IEnumerable<string>? _texts;

    /// <summary>Creates the body; nothing is taken yet.</summary>
    /// <param name="chunks">The chunks.</param>
    public ChunkedBody(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks) => _chunks = chunks;

    /// <summary>Creates the body; nothing is taken yet.</summary>
    /// <param name="chunks">The chunks.</param>
    public ChunkedBody(IEnumerable<ReadOnlyMemory<byte>> chunks)
        : this(Follow(chunks))
    {
    }

    /// <summary>Creates the body from texts, sent in UTF-8 or in the charset that the Content-Type names; nothing is taken yet.</summary>
    /// <param name="texts">The texts, one a chunk.</param>
    public ChunkedBody(IEnumerable<string> texts)
        : this(texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))) => _texts = texts;

    /// <inheritdoc/>
    public override long? Length => null;

    /// <inheritdoc/>
    public override bool CanRewind => false;

    /// <inheritdoc/>
    internal override RequestBody WithCharset(string? contentType) => _texts is not null && BodyCharset.FromContentType(contentType) is { } charset
        ? new ChunkedBody(_texts.Select((text, number) => (ReadOnlyMemory<byte>)charset.GetBytes(text, isFirst: number == 0)))
        : this;

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
        throw new UnrewindableBodyException("Unable to rewind the request's body to send it again: it was made while it was sent. Give it as text, bytes or a file.");

    /// <summary>Takes the next chunk. A source that fails is not a network that fails.</summary>
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

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Follow(IEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        // The caller's source may block: not on the thread that sends, which may be told to stop.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var chunk in chunks) yield return chunk;
    }
}
