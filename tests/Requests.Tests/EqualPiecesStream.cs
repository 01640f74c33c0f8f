namespace Requests.Tests;

/// <summary>Represents a body that arrives in pieces of one size, as from a slow network.</summary>
internal sealed class EqualPiecesStream(byte[] bytes, int size) : ReadOnlyStream
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
