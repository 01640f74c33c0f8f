namespace Requests;

/// <summary>Represents a stream that is read forward only. A derived class implements only the asynchronous read.</summary>
internal abstract class ReadOnlyStream : ForwardStream
{
    public override bool CanRead => true;

    public override bool CanWrite => false;

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        SynchronousWait.Shared.GetResult(stop => ReadAsync(buffer.AsMemory(offset, count), stop));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
