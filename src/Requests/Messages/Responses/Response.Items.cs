using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Requests;

/// <content>The body in pieces, lines, events and items of JSON, as it arrives.</content>
public sealed partial class Response
{
    // Overloads in place of a default value: PowerShell cannot omit an argument whose type is a nullable number.
    private const int UsualChunkSize = 10240;

    /// <summary>
    /// Returns the body in pieces of 10,240 decoded bytes, or of the bytes that have arrived where the length is not known.
    /// </summary>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <remarks>requests: <c>iter_content</c>.</remarks>
    public BodyItems<byte[]> IterContent() => IterContent(UsualChunkSize);

    /// <summary>
    /// Returns the body in pieces of text, each of 10,240 bytes, or of the bytes that have arrived where the length is not known.
    /// </summary>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    public BodyItems<string> IterText() => IterText(UsualChunkSize);

    /// <summary>
    /// Returns the body in pieces of decoded bytes, as it arrives when the response is streamed. A second reader, of any kind, continues
    /// where the first stopped; at the end the connection is released.
    /// </summary>
    /// <param name="chunkSize">
    /// The size of a piece in bytes; null returns the bytes that have arrived. Where the server sends the length of the body, only the
    /// last piece is smaller. Otherwise, as for a log that does not end, a piece has the bytes that have arrived, and at most this
    /// number.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <remarks>requests: <c>iter_content</c>.</remarks>
    public BodyItems<byte[]> IterContent(int? chunkSize) =>
        CreateItems(
            chunkSize,
            reader => new BodyEnumerator<byte[]>(reader, (out byte[] piece) => reader.TryTakeBytes(chunkSize, out piece)));

    /// <summary>Returns the body in pieces of text; a character that is split between two pieces is joined.</summary>
    /// <param name="chunkSize">The size of a piece in bytes, as in <see cref="IterContent(int?)"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <remarks>requests: <c>iter_content</c> with <c>decode_unicode</c>.</remarks>
    public BodyItems<string> IterText(int? chunkSize) =>
        CreateItems(chunkSize, reader => new BodyEnumerator<string>(reader, (out string text) => reader.TryTakeText(chunkSize, out text)));

    /// <summary>Returns the body in lines, each as soon as its end has arrived, in the encoding of <see cref="Text"/>.</summary>
    /// <param name="delimiter">The text that ends a line; null uses CR, LF and CR LF.</param>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <exception cref="ResponseTooLargeException">A line is longer than 64 MB, and the caller allows no larger bodies.</exception>
    /// <remarks>requests: <c>iter_lines</c>, with text for bytes.</remarks>
    public BodyItems<string> IterLines(string? delimiter = null)
    {
        CheckDelimiter(delimiter);
        return CreateItems(
            chunkSize: null,
            reader => new BodyEnumerator<string>(
                reader,
                (out string line) => reader.TryTakeLine(delimiter, takesRest: true, out line)));
    }

    /// <summary>
    /// Reads the body in lines, each as soon as its end has arrived. A second reader, of any kind, continues after the last line that was
    /// taken.
    /// </summary>
    /// <param name="delimiter">The text that ends a line; null uses CR, LF and CR LF.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <remarks>requests: <c>iter_lines</c>, without its delays.</remarks>
    public async IAsyncEnumerable<string> ReadLinesAsync(
        string? delimiter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CheckDelimiter(delimiter);
        var reader = Body.GetReader();
        while (true)
        {
            while (reader.TryTakeLine(delimiter, takesRest: true, out var line)) yield return line;
            if (reader.IsEnded) break;
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        reader.Finish();
    }

    /// <summary>Reads the body as the events of a <c>text/event-stream</c>, each as soon as it is complete.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UnexpectedContentTypeException">The response has another type.</exception>
    /// <exception cref="ResponseTooLargeException">
    /// A line or an event is longer than 64 MB, and the caller allows no larger bodies.
    /// </exception>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <remarks>WHATWG HTML, server-sent events.</remarks>
    public async IAsyncEnumerable<ServerSentEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var parser = new EventParser();
        var reader = GetEventReader();
        while (true)
        {
            while (reader.TryTakeLine(delimiter: null, takesRest: false, out var line))
            {
                if (AddLine(parser, line) is { } one) yield return one;
            }

            if (reader.IsEnded) break;
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        reader.Finish();
    }

    /// <summary>Reads the body in batches of lines: each batch has the lines that one read has completed.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async IAsyncEnumerable<IReadOnlyList<string>> ReadLineBatchesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = Body.GetReader();
        for (var usual = 0; ;)
        {
            var lines = new List<string>(usual);
            while (reader.TryTakeLine(delimiter: null, takesRest: true, out var line)) lines.Add(line);
            usual = lines.Count;
            if (lines.Count > 0) yield return lines;
            if (reader.IsEnded) break;
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        reader.Finish();
    }

    /// <summary>Reads the body in batches of events: each batch has the events that one read has completed.</summary>
    /// <param name="parser">The parser, which may have read an earlier connection.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async IAsyncEnumerable<IReadOnlyList<ServerSentEvent>> ReadEventBatchesAsync(
        EventParser parser, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = GetEventReader();
        while (true)
        {
            var events = new List<ServerSentEvent>();
            while (reader.TryTakeLine(delimiter: null, takesRest: false, out var line))
            {
                if (AddLine(parser, line) is { } one) events.Add(one);
            }

            if (events.Count > 0) yield return events;
            if (reader.IsEnded) break;
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        reader.Finish();
    }

    /// <summary>
    /// Reads the body as the items of a JSON array, in batches, each item as soon as it is complete. A text that is not an array is one
    /// value, or several that follow each other, as in NDJSON.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <exception cref="JsonDecodeException">The array is not closed, or the text continues after it.</exception>
    /// <exception cref="ResponseTooLargeException">An item is longer than 64 MB, and the caller allows no larger bodies.</exception>
    internal IAsyncEnumerable<IReadOnlyList<JsonItem>> ReadJsonItemBatchesAsync(CancellationToken cancellationToken = default) =>
        ReadJsonItemBatchesAsync(new JsonItems(Body.MaximumItemSize), cancellationToken);

    /// <summary>Reads the body as the items that a splitter finds, in batches, each item as soon as it is complete.</summary>
    /// <param name="splitter">The splitter.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <exception cref="JsonDecodeException">The text is not complete, or is not JSON.</exception>
    internal async IAsyncEnumerable<IReadOnlyList<JsonItem>> ReadJsonItemBatchesAsync(
        IJsonItemSplitter splitter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var transcoder = new Utf8Transcoder(JsonEncoding);
        await foreach (var piece in ReadPiecesAsync(cancellationToken).ConfigureAwait(false))
        {
            var items = new List<JsonItem>();
            var failed = CaptureError(() => splitter.Add(transcoder.Take(piece, last: piece.IsEmpty).Span, items));
            if (items.Count > 0) yield return items;
            failed?.Throw();
            if (!piece.IsEmpty) continue;
            items.Clear();
            CaptureError(() => splitter.Finish(items))?.Throw();
            if (items.Count > 0) yield return items;
        }
    }

    private static void CheckDelimiter(string? delimiter)
    {
        if (delimiter is { Length: 0 }) throw new ArgumentException("The delimiter must have at least one character.", nameof(delimiter));
    }

    private BodyItems<T> CreateItems<T>(int? chunkSize, Func<BodyReader, BodyEnumerator<T>> create)
    {
        if (chunkSize < 1) throw new ArgumentOutOfRangeException(nameof(chunkSize), chunkSize, "A chunk must have at least one byte.");
        Body.ThrowIfConsumed();
        return new BodyItems<T>(() => create(Body.GetReader()));
    }

    private BodyReader GetEventReader()
    {
        if (MediaType.Length > 0 && !MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            var status = $"{StatusCode} {Reason}".TrimEnd();
            throw Attach(
                new UnexpectedContentTypeException($"The response is {MediaType} ({status}), not text/event-stream: it has no events."));
        }

        var reader = Body.GetReader();
        reader.UseEncoding(System.Text.Encoding.UTF8);
        return reader;
    }

    private ServerSentEvent? AddLine(EventParser parser, string line)
    {
        var completed = parser.Add(line);
        return parser.Length <= Body.MaximumItemSize ? completed : throw Attach(ItemLimit.CreateError("An event", Body.MaximumItemSize));
    }

    /// <summary>
    /// Reads the decoded body in pieces as they arrive, and an empty one at the end. A piece is valid until the next is read.
    /// </summary>
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadPiecesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BodyBuffer.SegmentSize);
        try
        {
            while (await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                yield return buffer.AsMemory(0, count);
            }

            yield return default;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private T Attach<T>(T error)
        where T : RequestException
    {
        error.Attach(this);
        return error;
    }

    /// <summary>Runs an action and returns its error, which is thrown after the items that were found before it.</summary>
    private ExceptionDispatchInfo? CaptureError(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (RequestException error)
        {
            return ExceptionDispatchInfo.Capture(Attach(error));
        }
    }
}
