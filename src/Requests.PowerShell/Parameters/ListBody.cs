using System.Collections;

namespace Requests.PowerShell;

/// <summary>A body of items that are taken one by one, where PowerShell runs if it made them, as the connection has room.</summary>
internal sealed class ListBody : ChunkedBody
{
    private readonly ChunkText _text;

    internal ListBody(IEnumerable items)
        : this(items, new ChunkText())
    {
    }

    private ListBody(IEnumerable items, ChunkText text)
        : base(Pull(items.GetEnumerator(), PipelineContext.Current, text)) => _text = text;

    public override RequestBody InCharsetOf(string? contentType)
    {
        _text.Charset = BodyCharset.Of(contentType);
        return this;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pull(IEnumerator items, PipelineContext? context, ChunkText text)
    {
        while (context is null ? items.MoveNext() : await context.InvokeAsync(items.MoveNext).ConfigureAwait(false)) yield return text.ToChunk(items.Current);
    }
}
