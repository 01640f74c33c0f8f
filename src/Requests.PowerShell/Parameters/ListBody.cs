using System.Collections;

namespace Requests.PowerShell;

/// <summary>
/// Represents a body of items that are enumerated one by one as the connection accepts more data. Inside a pipeline the items are
/// enumerated on the pipeline thread.
/// </summary>
internal sealed class ListBody : ChunkedBody
{
    private readonly ChunkEncoder _encoder;

    internal ListBody(IEnumerable items)
        : this(items, new ChunkEncoder())
    {
    }

    private ListBody(IEnumerable items, ChunkEncoder encoder)
        : base(ReadChunksAsync(items.GetEnumerator(), PipelineContext.Current, encoder)) => _encoder = encoder;

    internal override RequestBody WithCharset(string? contentType)
    {
        _encoder.Charset = BodyCharset.FromContentType(contentType);
        return this;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunksAsync(
        IEnumerator items,
        PipelineContext? context,
        ChunkEncoder encoder)
    {
        while (context is null ? items.MoveNext() : await context.InvokeAsync(items.MoveNext).ConfigureAwait(false))
        {
            yield return encoder.ToChunk(items.Current);
        }
    }
}
