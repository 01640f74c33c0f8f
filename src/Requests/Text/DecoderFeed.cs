namespace Requests;

/// <summary>
/// Hands encoded bytes to a decoder and knows how far it got: a decoder that asks beyond the end was given a torso, and what it
/// left of the last piece belongs to whatever follows.
/// </summary>
internal sealed class DecoderFeed(Stream source) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _pending;
    private byte[] _lastPiece = [];
    private int _lastCount;

    /// <summary>True once a reader asked for more than there is.</summary>
    internal bool AskedBeyondEnd { get; private set; }

    /// <summary>True when there was not a single byte.</summary>
    internal bool IsEmpty { get; private set; } = true;

    /// <summary>The piece handed out last.</summary>
    internal ReadOnlyMemory<byte> LastPiece => _lastPiece.AsMemory(0, _lastCount);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await TakeAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0) AskedBeyondEnd = true;
        else Remember(buffer.Span[..count]);
        return count;
    }

    /// <summary>Puts bytes back in front of what is still to come.</summary>
    /// <param name="bytes">The bytes.</param>
    internal void PutBack(ReadOnlyMemory<byte> bytes) => _pending = _pending.IsEmpty ? bytes : new List<byte>([.. bytes.Span, .. _pending.Span]).ToArray();

    /// <summary>Up to so many bytes, fewer only at the end.</summary>
    /// <param name="count">How many are wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async ValueTask<ReadOnlyMemory<byte>> TakeExactlyAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        var have = 0;
        while (have < count && await TakeAsync(bytes.AsMemory(have), cancellationToken).ConfigureAwait(false) is > 0 and var got) have += got;
        return bytes.AsMemory(0, have);
    }

    /// <summary>Reads what is left and forgets it, so that the connection can serve again.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        var waste = new byte[4096];
        while (await TakeAsync(waste, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private void Remember(ReadOnlySpan<byte> piece)
    {
        if (_lastPiece.Length < piece.Length) _lastPiece = new byte[piece.Length];
        piece.CopyTo(_lastPiece);
        _lastCount = piece.Length;
    }

    private async ValueTask<int> TakeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_pending.IsEmpty)
        {
            var count = Math.Min(_pending.Length, buffer.Length);
            _pending[..count].CopyTo(buffer);
            _pending = _pending[count..];
            IsEmpty = false;
            return count;
        }

        var read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read > 0) IsEmpty = false;
        return read;
    }
}
