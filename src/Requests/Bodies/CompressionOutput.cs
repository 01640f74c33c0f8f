namespace Requests;

/// <summary>
/// Represents the destination of a compressed body. After the body has failed, the rest that the compressor still holds is not sent: the
/// server would take the part for the whole.
/// </summary>
/// <param name="destination">The stream to write to, which stays open.</param>
internal sealed class CompressionOutput(Stream destination) : ForwardStream
{
    private bool _isAbandoned;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    /// <summary>Discards all further bytes.</summary>
    internal void Abandon() => _isAbandoned = true;

    public override void Flush()
    {
        if (!_isAbandoned) destination.Flush();
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _isAbandoned ? Task.CompletedTask : destination.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!_isAbandoned) destination.Write(buffer, offset, count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _isAbandoned ? ValueTask.CompletedTask : destination.WriteAsync(buffer, cancellationToken);
}
