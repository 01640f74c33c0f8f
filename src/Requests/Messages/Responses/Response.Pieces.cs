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
        if (delimiter is { Length: 0 }) throw new ArgumentException("A delimiter has at least one character.", nameof(delimiter));
        var reader = Reader();
        for (var usual = 0; ;)
        {
            var lines = new List<string>(usual);
            while (reader.TryTakeLine(delimiter, takesRest: true, out var line)) lines.Add(line);
            usual = lines.Count;
            if (lines.Count > 0) yield return lines;
            if (reader.IsEnded) break;
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        reader.Finish();
    }

    /// <summary>The body as the events of a <c>text/event-stream</c>.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnexpectedContentTypeException">The response has another type.</exception>
    /// <exception cref="ResponseTooLargeException">A line or an event is longer than 64 MB, and the caller allows no larger bodies.</exception>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <remarks>WHATWG HTML, server-sent events.</remarks>
    public IAsyncEnumerable<IReadOnlyList<ServerSentEvent>> ReadEventsAsync(CancellationToken cancellationToken = default) =>
        ReadEventsAsync(new EventParser(), cancellationToken);

    /// <summary>
    /// The body as the items of a JSON array, each as soon as it is whole. A text that is not an array is one value, or several that follow
    /// each other, as in NDJSON.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <exception cref="JsonDecodeException">The array is not closed, or the text goes on after it.</exception>
    /// <exception cref="ResponseTooLargeException">An item is longer than 64 MB, and the caller allows no larger bodies.</exception>
    public async IAsyncEnumerable<IReadOnlyList<JsonItem>> ReadJsonItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var transcoder = new Utf8Transcoder(JsonEncoding);
        var cutter = new JsonItems(ItemLimit);
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
        EnsureEventStream();
        var reader = Reader();
        reader.UseEncoding(System.Text.Encoding.UTF8);
        while (true)
        {
            var events = new List<ServerSentEvent>();
            while (reader.TryTakeLine(delimiter: null, takesRest: false, out var line))
            {
                if (parser.Add(line) is { } one) events.Add(one);
                if (parser.Length > ItemLimit) throw Attached(BodyReader.TooLong("An event", ItemLimit));
            }

            if (events.Count > 0) yield return events;
            if (reader.IsEnded) break;
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        reader.Finish();
    }

    private void EnsureEventStream()
    {
        var type = EncodingResolver.MediaType(Headers["Content-Type"]);
        if (type.Length == 0 || type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase)) return;
        throw Attached(new UnexpectedContentTypeException($"The response is {type} ({$"{StatusCode} {Reason}".TrimEnd()}), not text/event-stream: it has no events."));
    }

    private T Attached<T>(T error)
        where T : RequestException
    {
        error.Attach(this);
        return error;
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
        ForcedEncoding() ?? ((EncodingResolver.ByMarkOrCharset(Headers["Content-Type"], head.Span) ?? EncodingResolver.GuessJson(head.Span)) is { } name ? EncodingResolver.Find(name) : null);

    /// <summary>Does something whose error comes after what was found before it.</summary>
    private ExceptionDispatchInfo? Try(Action cut)
    {
        try
        {
            cut();
            return null;
        }
        catch (RequestException error)
        {
            error.Attach(this);
            return ExceptionDispatchInfo.Capture(error);
        }
    }
}
