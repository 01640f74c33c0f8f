namespace Requests.Tests;

/// <summary>Returns its bytes in pieces of a given size, as a slow network does.</summary>
internal sealed class SlicedStream(byte[] bytes, int size) : ReadOnlyStream
{
    private int _at;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(Math.Min(size, buffer.Length), bytes.Length - _at);
        bytes.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return ValueTask.FromResult(count);
    }
}
