using System.Collections;

namespace Requests.PowerShell;

/// <summary>A body of items that are taken one by one, where PowerShell runs if it made them, as the connection has room.</summary>
internal sealed class ListBody : ChunkedBody
{
    private readonly ChunkEncoder _text;

    internal ListBody(IEnumerable items)
        : this(items, new ChunkEncoder())
    {
    }

    private ListBody(IEnumerable items, ChunkEncoder text)
        : base(Pull(items.GetEnumerator(), PipelineContext.Current, text)) => _text = text;

    internal override RequestBody WithCharset(string? contentType)
    {
        _text.Charset = BodyCharset.FromContentType(contentType);
        return this;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pull(IEnumerator items, PipelineContext? context, ChunkEncoder text)
    {
        while (context is null ? items.MoveNext() : await context.InvokeAsync(items.MoveNext).ConfigureAwait(false)) yield return text.ToChunk(items.Current);
    }
}
