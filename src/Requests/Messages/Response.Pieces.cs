using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;

namespace Requests;

/// <content>The body as it arrives: lines, events, JSON. Each batch is what one piece of the body has ended.</content>
public sealed partial class Response
{
    /// <summary>The body in lines, each batch as soon as its ends have arrived.</summary>
    /// <param name="delimiter">What ends a line; null takes CR, LF and CR LF.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <remarks>requests: <c>iter_lines</c>, without its delays.</remarks>
    public async IAsyncEnumerable<IReadOnlyList<string>> ReadLinesAsync(string? delimiter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var splitter = new LineSplitter(LineReader.EncodingFor(this), delimiter);
        var usual = 0;
        await foreach (var piece in PiecesAsync(cancellationToken).ConfigureAwait(false))
        {
            var lines = new List<string>(usual);
            if (piece.IsEmpty) splitter.Finish(lines);
            else splitter.Add(piece.Span, lines);
            usual = lines.Count;
            if (lines.Count > 0) yield return lines;
        }
    }

    /// <summary>The body as the events of a <c>text/event-stream</c>.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <remarks>WHATWG HTML, server-sent events.</remarks>
    public IAsyncEnumerable<IReadOnlyList<ServerSentEvent>> ReadEventsAsync(CancellationToken cancellationToken = default) =>
        ReadEventsAsync(new EventParser(), cancellationToken);

    /// <summary>The body as the items of a JSON array, each as soon as it is whole; a text that is no array is one value.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <exception cref="JsonDecodeException">The array is not closed, or the text goes on after it.</exception>
    public async IAsyncEnumerable<IReadOnlyList<JsonItem>> ReadJsonItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var transcoder = new Utf8Transcoder(JsonEncoding);
        var cutter = new JsonItems();
        await foreach (var piece in PiecesAsync(cancellationToken).ConfigureAwait(false))
        {
            var items = new List<JsonItem>();
            var failed = Try(() => cutter.Add(transcoder.Take(piece, last: piece.IsEmpty).Span, items));
            if (items.Count > 0) yield return items;
            failed?.Throw();
            if (!piece.IsEmpty) continue;
            items.Clear();
            Try(() => cutter.Finish(items))?.Throw();
            if (items.Count > 0) yield return items;
        }
    }

    internal async IAsyncEnumerable<IReadOnlyList<ServerSentEvent>> ReadEventsAsync(EventParser parser, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var splitter = new LineSplitter(System.Text.Encoding.UTF8, delimiter: null);
        var lines = new List<string>();
        await foreach (var piece in PiecesAsync(cancellationToken).ConfigureAwait(false))
        {
            splitter.Add(piece.Span, lines);
            var events = new List<ServerSentEvent>();
            foreach (var line in lines)
            {
                if (parser.Add(line) is { } one) events.Add(one);
            }

            lines.Clear();
            if (events.Count > 0) yield return events;
        }
    }

    /// <summary>The decoded body in pieces as they arrive, and an empty one at the end; a piece holds good until the next.</summary>
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SegmentSize);
        try
        {
            while (await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count) yield return buffer.AsMemory(0, count);
            yield return default;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Encoding? JsonEncoding(ReadOnlyMemory<byte> head) =>
        (_encoding ?? EncodingResolver.CharsetOf(Headers["Content-Type"]) ?? EncodingResolver.GuessJson(head.Span)) is { } name ? EncodingResolver.Find(name) : null;

    /// <summary>Does something whose error comes after what was found before it.</summary>
    private ExceptionDispatchInfo? Try(Action cut)
    {
        try
        {
            cut();
            return null;
        }
        catch (JsonDecodeException error)
        {
            error.Attach(this);
            return ExceptionDispatchInfo.Capture(error);
        }
    }
}
