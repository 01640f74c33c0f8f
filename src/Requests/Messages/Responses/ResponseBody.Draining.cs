using System.Buffers;

namespace Requests;

/// <content>Bodies that the caller did not request: of a redirect, of a challenge, of an attempt that is repeated, of an error.</content>
internal sealed partial class ResponseBody
{
    /// <summary>
    /// The largest number of undecoded bytes that are read of such a body, so that the connection can be used for the next request.
    /// </summary>
    internal const int DrainLimit = 16 * 1024;

    /// <summary>The largest number of decoded bytes that are kept of the body of an error that was to be streamed.</summary>
    internal const int BeginningLimit = 64 * 1024;

    // Decoding what was drained is bounded too: 16 KB can hold gigabytes.
    private const int DrainedContentLimit = 1024 * 1024;

    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeginningTimeout = TimeSpan.FromSeconds(5);

    private bool _isAbandoned;

    /// <summary>Gets a value that indicates whether only the beginning of the body was kept.</summary>
    internal bool IsTruncated { get; private set; }

    /// <summary>
    /// Reads the body of a response that is followed by another request: at most 16 KB and at most a second. A body that ends within both
    /// is kept as the content, and the connection can be used again. Otherwise the connection is closed.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task DrainAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (IsLoaded || _isAbandoned) return;
        var limit = (int)Math.Min(DrainLimit, MaximumSize ?? DrainLimit);
        if (IsTaken || AnnouncedLength() > limit)
        {
            Abandon();
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            var target = buffer.AsMemory(0, limit + 1);
            var (count, ended) = await ReadBoundedAsync(Raw, target, DrainTimeout, time, cancellationToken).ConfigureAwait(false);
            if (ended) await KeepAsync(buffer.AsSpan(0, count).ToArray(), cancellationToken).ConfigureAwait(false);
            else Abandon();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Reads the beginning of the body of an error, decoded, for the details that it has: at most 64 KB and at most five seconds.
    /// <see cref="IsTruncated"/> is true when the body has more. The response is closed.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task ReadBeginningAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (IsLoaded) return;
        if (IsTaken)
        {
            Abandon();
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BeginningLimit + 1);
        try
        {
            var target = buffer.AsMemory(0, BeginningLimit + 1);
            var (count, ended) = await ReadBoundedAsync(null, target, BeginningTimeout, time, cancellationToken).ConfigureAwait(false);
            IsTruncated = !ended;
            SetLoaded(buffer.AsSpan(0, Math.Min(count, BeginningLimit)).ToArray());
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

    private StreamConsumedException CreateAbandonedError(Exception cause) => new(
        $"The body of this response ({_response.StatusCode}) was not read: another request followed it, "
            + $"and it has more than {DrainLimit / 1024} KB or did not end within a second.",
        cause);

    private static void Cancel(object? state) => ((CancellationTokenSource)state!).Cancel();

    /// <summary>Fills a buffer until the body ends, the buffer is full, the time is over or reading fails.</summary>
    /// <param name="source">The stream to read, or null for the decoded body.</param>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="timeout">The time that reading may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of bytes read, and whether the body ended.</returns>
    private async Task<(int Count, bool Ended)> ReadBoundedAsync(
        Stream? source, Memory<byte> buffer, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
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

                // Most of these bodies arrive with the headers and need no timer.
                if (!reading.IsCompleted) timer ??= time.CreateTimer(Cancel, stop, timeout, Timeout.InfiniteTimeSpan);
                var read = await reading.ConfigureAwait(false);
                if (read == 0) return (count, true);
                count += read;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time has passed. The bytes that were read are kept.
        }
        catch (Exception error) when (error is RequestException or IOException or ObjectDisposedException)
        {
            // The exchange needs the status and the headers only, so a body that breaks does not fail it.
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
        var trailers = GetTrailers();
        Raw = new MemoryStream(bytes, writable: false);
        if (trailers is not null) Raw = new TrailerStream(Raw, trailers, hasEnded: true);
        var coding = _response.Headers["Content-Encoding"];
        if (string.IsNullOrEmpty(coding))
        {
            SetLoaded(bytes);
            return;
        }

        try
        {
            var decoded = ContentDecoder.Decode(new MemoryStream(bytes, writable: false), coding);
            var limit = Math.Min(DrainedContentLimit, MaximumSize ?? DrainedContentLimit);
            SetLoaded(await BodyBuffer.ReadAsync(new BoundedStream(decoded, limit), cancellationToken).ConfigureAwait(false));
        }
        catch (RequestException)
        {
            // A caller that reads the content decodes it again, and gets the error.
        }
    }
}
