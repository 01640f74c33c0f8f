using System.Diagnostics.CodeAnalysis;

namespace Requests;

/// <summary>
/// Represents a connection to a server that may stop reading before it has the whole request. The first write that fails throws, later
/// writes are discarded, and a response that was sent before can still be read.
/// </summary>
internal sealed class EarlyResponseStream(Stream inner) : ForwardStream
{
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _peerStoppedReading;

    /// <summary>
    /// Gets or sets a value that indicates whether a failed write is discarded without an exception. Over HTTP/2 the responses and the
    /// GOAWAY that came before the failure belong to other requests, and are read before the end of the connection.
    /// </summary>
    internal bool IgnoresFailedWrites { get; set; }

    /// <summary>Gets or sets the action that runs when the connection is closed, or null. It runs once.</summary>
    internal Action? Closed { get; set; }

    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => true;

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_peerStoppedReading) return ValueTask.CompletedTask;
        var write = inner.WriteAsync(buffer, cancellationToken.CanBeCanceled ? cancellationToken : _stop.Token);

        // A socket's write that has just ended in an error or a cancellation says IsCompletedSuccessfully; only its result is reliable.
        return write == default ? write : AwaitAsync(write);
    }

    /// <summary>Cancels a pending write; later writes are discarded.</summary>
    internal void StopWriting() => _ = _stop.CancelAsync();

    [SuppressMessage(
        "Usage", "CA2213", Justification = "The source has no timer and no handle, and its token is used as long as something is written.")]
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            Closed?.Invoke();
            Closed = null;
        }

        base.Dispose(disposing);
    }

    private async ValueTask AwaitAsync(ValueTask write)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (IOException error)
        {
            _peerStoppedReading = true;
            if (IgnoresFailedWrites) return;
            throw new PeerStoppedReadingException(error);
        }
        catch (OperationCanceledException error) when (_stop.IsCancellationRequested)
        {
            _peerStoppedReading = true;
            throw PeerStoppedReadingException.Create(error);
        }
    }
}
