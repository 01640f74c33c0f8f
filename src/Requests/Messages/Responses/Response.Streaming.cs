namespace Requests;

/// <content>The body piece by piece.</content>
public sealed partial class Response
{
    private bool _streaming;
    private int _taken;
    private BodyReader? _reader;

    // Overloads, not a default: PowerShell cannot leave out an argument whose type is a nullable number.
    private const int UsualChunkSize = 10240;

    /// <summary>The body in pieces of 10,240 decoded bytes, or of what has arrived where the length of the body is not known.</summary>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <remarks>requests: <c>iter_content</c>.</remarks>
    public BodyItems<byte[]> IterContent() => IterContent(UsualChunkSize);

    /// <summary>The body in pieces of text, cut every 10,240 bytes or, where the length of the body is not known, after what has arrived.</summary>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    public BodyItems<string> IterText() => IterText(UsualChunkSize);

    /// <summary>
    /// The body in pieces of decoded bytes, as it arrives when the response is streamed. A second reader, of any kind, goes on where the
    /// first stopped; at the end the connection is released.
    /// </summary>
    /// <param name="chunkSize">
    /// Bytes of a piece; null gives what has arrived. Where the server tells the length of the body, only the last piece is smaller. Where
    /// it does not, as of a log that goes on, a piece has what has arrived, and never more than this.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <remarks>requests: <c>iter_content</c>.</remarks>
    public BodyItems<byte[]> IterContent(int? chunkSize) =>
        Items(chunkSize, reader => new BodyEnumerator<byte[]>(reader, (out byte[] piece) => reader.TryTakeBytes(chunkSize, out piece)));

    /// <summary>The body in pieces of text; a character split between two pieces is put together.</summary>
    /// <param name="chunkSize">Bytes of a piece, as in <see cref="IterContent(int?)"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <remarks>requests: <c>iter_content</c> with <c>decode_unicode</c>.</remarks>
    public BodyItems<string> IterText(int? chunkSize) =>
        Items(chunkSize, reader => new BodyEnumerator<string>(reader, (out string text) => reader.TryTakeText(chunkSize, out text)));

    /// <summary>The body in lines, each as soon as its end has arrived. Each is read in the encoding of <see cref="Text"/>.</summary>
    /// <param name="delimiter">What ends a line; null takes CR, LF and CR LF.</param>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    /// <exception cref="ResponseTooLargeException">A line is longer than 64 MB, and the caller allows no larger bodies.</exception>
    /// <remarks>requests: <c>iter_lines</c>, with text for bytes.</remarks>
    public BodyItems<string> IterLines(string? delimiter = null)
    {
        if (delimiter is { Length: 0 }) throw new ArgumentException("A delimiter has at least one character.", nameof(delimiter));
        return Items(chunkSize: null, reader => new BodyEnumerator<string>(reader, (out string line) => reader.TryTakeLine(delimiter, takesRest: true, out line)));
    }

    /// <summary>Reads on in the decoded body as it arrives; 0 at its end, where the connection is let go.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RequestException">The body cannot be read on.</exception>
    /// <exception cref="StreamConsumedException">The body was streamed to its end, or closed, before.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_content is not null || !_hasBody) return TakeRead(buffer.Span);
        if (ContentConsumed) throw Consumed();
        _streaming = true;
        if (_reader is { Pending.IsEmpty: false }) return _reader.Take(buffer.Span);
        var count = _reader is { IsEnded: true } ? 0 : await ReadNextAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0 && !buffer.IsEmpty) EndStreaming();
        return count;
    }

    /// <summary>Reads what arrives next; at the end of the body the connection is released.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async ValueTask<int> ReadNextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var count = await Open().ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0 && !buffer.IsEmpty) Close();
            return count;
        }
        catch (Exception error)
        {
            Close();
            if (Translate(error) is { } other) throw other;
            throw;
        }
    }

    /// <summary>Waits for what arrives next; at the end of the body the connection is released.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    internal int ReadNext(ArraySegment<byte> buffer)
    {
        try
        {
            var count = Open().Read(buffer.Array!, buffer.Offset, buffer.Count);
            if (count == 0) Close();
            return count;
        }
        catch (Exception error)
        {
            Close();
            if (Translate(error) is { } other) throw other;
            throw;
        }
    }

    /// <summary>Notes that the body was read to its end.</summary>
    internal void EndStreaming() => ContentConsumed = true;

    /// <summary>The next bytes of a body that is in memory already.</summary>
    private int TakeRead(Span<byte> buffer)
    {
        var rest = _content.AsSpan(Math.Min(_taken, _content?.Length ?? 0));
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _taken += count;
        return count;
    }

    private BodyItems<T> Items<T>(int? chunkSize, Func<BodyReader, BodyEnumerator<T>> create)
    {
        if (chunkSize < 1) throw new ArgumentOutOfRangeException(nameof(chunkSize), chunkSize, "A piece has at least one byte.");
        if (_content is null && ContentConsumed) throw Consumed();
        return new BodyItems<T>(() => create(Reader()));
    }

    /// <summary>Gets the one reader of a body that arrives, or a new one of a body that is in memory.</summary>
    private BodyReader Reader()
    {
        if (_content is not null || !_hasBody) return new BodyReader(this, _content ?? []);
        if (ContentConsumed) throw Consumed();
        _streaming = true;
        return _reader ??= new BodyReader(this);
    }

    private StreamConsumedException Consumed() => new(SavedTo is null ? "The content of this response was streamed already; it can be read once." : $"The content of this response was saved to '{SavedTo}'; read it there.") { Response = this, Request = Request };
}
