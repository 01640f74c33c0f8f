namespace Requests.Tests;

/// <summary>
/// Represents a body that arrives in pieces that the test gives. Where it must not end, a read beyond the last piece fails the test.
/// </summary>
internal sealed class GivenPiecesStream(IReadOnlyList<byte[]> pieces, bool mayEnd = true) : ReadOnlyStream
{
    private int _piece;
    private int _at;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_piece < pieces.Count && _at == pieces[_piece].Length)
        {
            _piece++;
            _at = 0;
        }

        if (_piece == pieces.Count)
        {
            return mayEnd ? ValueTask.FromResult(0) : throw new InvalidOperationException("Read beyond what has arrived.");
        }

        var count = Math.Min(buffer.Length, pieces[_piece].Length - _at);
        pieces[_piece].AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return ValueTask.FromResult(count);
    }
}
