using System.Security.Cryptography;

namespace Requests;

/// <summary>Represents the stream that computes the SHA-256 hash of what is written to it, and keeps nothing else.</summary>
internal sealed class AwsHashStream : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => _hash.AppendData(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        _hash.AppendData(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Returns the hash of all bytes that were written, in lower-case hexadecimal digits.</summary>
    internal string GetHash() => AwsSigningKey.ToHex(_hash.GetCurrentHash());

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
