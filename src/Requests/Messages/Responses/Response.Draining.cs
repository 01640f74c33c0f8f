using System.Buffers;

namespace Requests;

/// <content>Bodies that the caller did not ask for: of a redirect, of a challenge, of an attempt that is repeated, of an error.</content>
public sealed partial class Response
{
    /// <summary>How many bytes of such a body are read, undecoded, so that the connection can serve the next request.</summary>
    internal const int DrainLimit = 16 * 1024;

    /// <summary>How many decoded bytes are kept of the body of an error that was to be streamed.</summary>
    internal const int BeginningLimit = 64 * 1024;

    // Decoding what was drained is bounded too: 16 KB can hold gigabytes.
    private const int DrainedContentLimit = 1024 * 1024;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeginningTime = TimeSpan.FromSeconds(5);

    private bool _isAbandoned;

    /// <summary>
    /// Gets a value that indicates whether <see cref="Content"/> holds only the beginning of the body: of an error whose body was to be streamed
    /// or saved, at most 64 KB are read.
    /// </summary>
    public bool IsContentTruncated { get; private set; }

    /// <summary>
    /// Reads the body of a response that is followed by another request: at most 16 KB and at most a second. A body that ends within both is
    /// kept as the content, and the connection can be used again. Otherwise the connection is closed.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task DrainAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (IsContentRead || _isAbandoned) return;
        var limit = (int)Math.Min(DrainLimit, MaximumSize ?? DrainLimit);
        if (_streaming || ContentConsumed || AnnouncedLength() > limit)
        {
            Abandon();
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            var (count, ended) = await ReadBoundedAsync(Raw, buffer.AsMemory(0, limit + 1), DrainTime, time, cancellationToken).ConfigureAwait(false);
            if (ended) await KeepAsync(buffer.AsSpan(0, count).ToArray(), cancellationToken).ConfigureAwait(false);
            else Abandon();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Reads the beginning of the body of an error, decoded, for what the server says about it: at most 64 KB and at most five seconds.
    /// <see cref="IsContentTruncated"/> tells whether there was more. The response is closed.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task ReadBeginningAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (IsContentRead) return;
        if (_streaming || ContentConsumed)
        {
            Abandon();
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BeginningLimit + 1);
        try
        {
            var (count, ended) = await ReadBoundedAsync(null, buffer.AsMemory(0, BeginningLimit + 1), BeginningTime, time, cancellationToken).ConfigureAwait(false);
            _content = buffer.AsSpan(0, Math.Min(count, BeginningLimit)).ToArray();
            IsContentTruncated = !ended;
            ContentConsumed = true;
            Close();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Closes a response whose body is not read.</summary>
    private void Abandon()
    {
        _isAbandoned = true;
        Close();
    }

    /// <summary>Fills a buffer until the body ends, the buffer is full, the time is over or the body breaks.</summary>
    /// <returns>How many bytes came, and whether the body ended.</returns>
    private async Task<(int Count, bool Ended)> ReadBoundedAsync(Stream? source, Memory<byte> buffer, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ITimer? timer = null;
        var count = 0;
        try
        {
            source ??= Open();
            while (count < buffer.Length)
            {
                var reading = source.ReadAsync(buffer[count..], stop.Token);

                // Most of these bodies come with the headers, and need no timer.
                if (!reading.IsCompleted) timer ??= time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), stop, limit, Timeout.InfiniteTimeSpan);
                var read = await reading.ConfigureAwait(false);
                if (read == 0) return (count, true);
                count += read;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over: what came so far is all that is read.
        }
        catch (Exception error) when (error is RequestException or IOException or ObjectDisposedException)
        {
            // The status and the headers were all that mattered. A body that breaks does not end the exchange.
            if (!cancellationToken.IsCancellationRequested) return (count, false);
            Close();
            throw new OperationCanceledException(cancellationToken);
        }
        catch
        {
            Close();
            throw;
        }
        finally
        {
            if (timer is not null) await timer.DisposeAsync().ConfigureAwait(false);
        }

        return (count, false);
    }

    /// <summary>Keeps a body that was drained to its end.</summary>
    private async Task KeepAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        Close();
        Raw = new MemoryStream(bytes, writable: false);
        if (string.IsNullOrEmpty(Headers["Content-Encoding"]))
        {
            _content = bytes;
            ContentConsumed = true;
            return;
        }

        try
        {
            var decoded = new BoundedStream(ContentDecoder.Decode(new MemoryStream(bytes, writable: false), Headers["Content-Encoding"]), Math.Min(DrainedContentLimit, MaximumSize ?? DrainedContentLimit));
            _content = await ReadSegmentsAsync(decoded, [], cancellationToken).ConfigureAwait(false);
            ContentConsumed = true;
        }
        catch (RequestException)
        {
            // Whoever asks for the content decodes it then, and gets the error.
        }
    }
}
