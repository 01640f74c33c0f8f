using System.Globalization;

namespace Requests;

/// <summary>
/// Represents the body of a response: how far it has been read, the stream that it is read from, and its bytes once they are in memory.
/// </summary>
internal sealed partial class ResponseBody : IDisposable
{
    private readonly Response _response;
    private readonly bool _hasBody;
    private ResponseBodyState _state;
    private Stream? _decoded;
    private bool _isCoded;
    private int _position;
    private BodyReader? _reader;
    private long _maximumSize = -1;

    /// <summary>Creates the body of a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="body">The bytes as they arrive, not decoded; null when there is no body.</param>
    internal ResponseBody(Response response, Stream? body)
    {
        _response = response;
        _hasBody = body is not null;
        _state = _hasBody ? ResponseBodyState.Unread : ResponseBodyState.Loaded;
        Raw = body ?? Stream.Null;
    }

    /// <summary>Gets the bytes as they arrive, undecoded.</summary>
    internal Stream Raw { get; private set; }

    /// <summary>Gets the decoded bytes; null before the body is in memory, and for a response without a body.</summary>
    internal byte[]? Bytes { get; private set; }

    /// <summary>Gets a value that indicates whether the body is in memory, or the response was made without one.</summary>
    internal bool IsLoaded => _state == ResponseBodyState.Loaded;

    /// <summary>Gets a value that indicates whether the response has a body that was read to its end.</summary>
    internal bool IsConsumed => _state == ResponseBodyState.Consumed || IsDecoded;

    /// <summary>Gets a value that indicates whether a reader has taken a body that is not kept in memory.</summary>
    internal bool IsTaken => _state is ResponseBodyState.Streaming or ResponseBodyState.Consumed;

    /// <summary>Gets a value that indicates whether the body is in memory because it was read.</summary>
    internal bool IsDecoded => IsLoaded && _hasBody;

    /// <summary>Gets or sets the most decoded bytes that the body may have; null does not limit it.</summary>
    internal long? MaximumSize
    {
        get => _maximumSize < 0 ? null : _maximumSize;
        set => _maximumSize = value ?? -1;
    }

    /// <summary>Gets the most bytes that a line, an event or an item of JSON may have.</summary>
    internal long MaximumItemSize => Math.Max(ItemLimit.Default, MaximumSize ?? 0);

    /// <summary>Gets or sets a value that indicates whether the body is saved as it arrives, with its Content-Encoding.</summary>
    internal bool SavesUndecoded { get; set; }

    /// <summary>Gets or sets the digests that the bytes are verified with as they arrive, or null.</summary>
    internal BodyDigests? Digests { get; set; }

    /// <summary>Gets or sets the total timeout of the exchange, where it lasts until the body is read.</summary>
    internal TotalTimeout? Deadline { get; set; }

    /// <summary>Gets or sets the dedicated connection of the exchange, which is released once the body is read.</summary>
    internal IDisposable? Connection { get; set; }

    /// <summary>Gets the length of the decoded body where the headers have it; null otherwise.</summary>
    internal long? WholeLength => _response.Headers["Content-Encoding"] is null ? AnnouncedLength() : null;

    /// <summary>Returns the trailer fields; null without them, and before the end of the body.</summary>
    internal HeaderDictionary? GetTrailers() => (Raw as ITrailerSource)?.GetTrailers();

    /// <summary>Adds trailer fields to a body that was not read yet.</summary>
    /// <param name="trailers">The fields; none leave the body as it is.</param>
    internal void SetTrailers(HeaderDictionary trailers)
    {
        if (trailers.Count > 0) Raw = new TrailerStream(Raw, trailers);
    }

    /// <summary>Replaces the stream of the undecoded bytes by one that reads from it. The body was not read yet.</summary>
    /// <param name="wrap">Creates the stream.</param>
    internal void Wrap(Func<Stream, Stream> wrap) => Raw = wrap(Raw);

    /// <summary>Releases the connection; the part of the body that is not read yet is lost.</summary>
    internal void Close()
    {
        Raw.Dispose();
        Deadline?.Dispose();
        Connection?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Reads the whole body into memory, unless it is there already, and blocks until then.</summary>
    /// <returns>The decoded bytes; null for a response without a body.</returns>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    internal byte[]? Load() => IsLoaded ? Bytes : SynchronousWait.Shared.GetResult(LoadBytesAsync);

    /// <summary>Reads the whole body into memory, unless it is there already.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (IsLoaded) return;
        if (IsTaken) throw CreateConsumedError();
        try
        {
            var decoded = Open();
            SetLoaded(GetExpectedLength() is { } length
                ? await BodyBuffer.ReadAsync(decoded, length, cancellationToken).ConfigureAwait(false)
                : await BodyBuffer.ReadAsync(decoded, cancellationToken).ConfigureAwait(false));
            Close();
        }
        catch (Exception error)
        {
            Close();
            if (Translate(error) is { } other) throw other;
            throw;
        }
    }

    /// <summary>Reads the next decoded bytes for the caller.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of bytes; 0 at the end of the body, where the connection is released.</returns>
    /// <exception cref="RequestException">The body cannot be read on, or was streamed to its end before.</exception>
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (IsLoaded) return TakeLoaded(buffer.Span);
        BeginStreaming();
        if (_reader is { Pending.IsEmpty: false }) return _reader.Take(buffer.Span);
        var count = _reader is { IsEnded: true } ? 0 : await ReadNextAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0 && !buffer.IsEmpty) EndStreaming();
        return count;
    }

    /// <summary>Reads the bytes that arrive next; at the end of the body the connection is released.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async ValueTask<int> ReadNextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var count = await Open().ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0 || buffer.IsEmpty) return count;
            if (Digests is not null) await Digests.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            Close();
            return count;
        }
        catch (Exception error)
        {
            Close();
            if (Translate(error) is { } other) throw other;
            throw;
        }
    }

    /// <summary>Blocks until bytes arrive; at the end of the body the connection is released.</summary>
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

    /// <summary>Gets the one reader of a body that arrives, or a new reader of a body that is in memory.</summary>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    internal BodyReader GetReader()
    {
        if (IsLoaded) return new BodyReader(_response, Bytes ?? []);
        BeginStreaming();
        return _reader ??= new BodyReader(_response);
    }

    /// <summary>Throws when the body was streamed to its end and is not in memory.</summary>
    /// <exception cref="StreamConsumedException">The body was streamed to its end before.</exception>
    internal void ThrowIfConsumed()
    {
        if (_state == ResponseBodyState.Consumed) throw CreateConsumedError();
    }

    /// <summary>Marks the body as read to its end.</summary>
    internal void EndStreaming() => _state = ResponseBodyState.Consumed;

    /// <summary>Puts the bytes of a body that was saved to a file into memory.</summary>
    /// <param name="bytes">The decoded bytes.</param>
    internal void LoadSaved(byte[] bytes) => SetLoaded(bytes);

    /// <summary>Makes <see cref="ReadAsync"/> start from the beginning where the body is in memory.</summary>
    internal void Restart() => _position = 0;

    /// <summary>Creates the error for a body that was streamed or saved before.</summary>
    internal StreamConsumedException CreateConsumedError()
    {
        var message = _response.SavedTo is not { } path
            ? "The content of this response was streamed already; it can be read once."
            : $"The content of this response was saved to '{path}'; read it there.";
        return new StreamConsumedException(message) { Response = _response, Request = _response.Request };
    }

    private async ValueTask<byte[]?> LoadBytesAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken).ConfigureAwait(false);
        return Bytes;
    }

    private void SetLoaded(byte[] bytes)
    {
        Bytes = bytes;
        _state = ResponseBodyState.Loaded;
    }

    private void BeginStreaming()
    {
        ThrowIfConsumed();
        _state = ResponseBodyState.Streaming;
    }

    /// <summary>Copies the next bytes of a body that is in memory.</summary>
    private int TakeLoaded(Span<byte> buffer)
    {
        var rest = Bytes.AsSpan(Math.Min(_position, Bytes?.Length ?? 0));
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <summary>Gets the stream of decoded bytes, limited to the maximum size.</summary>
    private Stream Open()
    {
        if (_decoded is not null) return _decoded;
        var raw = Digests?.Watch(Raw) ?? Raw;
        var decoded = SavesUndecoded ? raw : ContentDecoder.Decode(raw, _response.Headers["Content-Encoding"]);
        _isCoded = !ReferenceEquals(decoded, raw);
        if (MaximumSize is not { } maximum) return _decoded = decoded;
        if (!_isCoded && AnnouncedLength() > maximum) throw BoundedStream.TooLarge(maximum);
        return _decoded = new BoundedStream(decoded, maximum);
    }

    /// <summary>
    /// Creates the exception that is thrown in place of one that occurred while reading; returns null when that one is rethrown.
    /// </summary>
    private RequestException? Translate(Exception error)
    {
        (error as RequestException)?.Attach(_response);
        RequestException? other = error switch
        {
            OperationCanceledException when Deadline is { HasPassed: true } => Deadline.CreateException(_response.Request, error),
            ObjectDisposedException when _isAbandoned => CreateAbandonedError(error),
            OutOfMemoryException => BodyBuffer.CreateTooLargeError(error),
            ObjectDisposedException => new StreamConsumedException("The response was closed before its body was read.", error),
            _ => null,
        };
        other?.Attach(_response);
        return other;
    }

    private long? AnnouncedLength() =>
        _response.Request.Method != "HEAD"
        && long.TryParse(_response.Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;

    /// <summary>Gets the length of the body where the headers have it and the body is not coded.</summary>
    private long? GetExpectedLength()
    {
        if (_isCoded || AnnouncedLength() is not { } length) return null;
        if (length > Array.MaxLength) throw BodyBuffer.CreateTooLargeError();
        return length;
    }
}
