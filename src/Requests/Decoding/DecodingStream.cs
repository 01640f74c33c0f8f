namespace Requests;

/// <summary>
/// Reads the decoded bytes of a body in one coding. A body that ends before its coding does is an error; an empty body is empty.
/// </summary>
/// <param name="coding">The name of the coding, for errors.</param>
/// <param name="source">The coded body.</param>
internal abstract class DecodingStream(string coding, Stream source) : ReadOnlyStream
{
    private readonly CompressedInput _input = new(source);
    private bool _isFinished;

    /// <summary>Gets a value that indicates whether the data is complete. Bytes that follow are not part of it.</summary>
    protected abstract bool IsComplete { get; }

    /// <summary>Gets a value that indicates whether the body may end here.</summary>
    protected abstract bool MayEnd { get; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _isFinished) return 0;
        while (true)
        {
            if (DecodePending(buffer.Span) is > 0 and var count) return count;
            if (IsComplete || !await _input.FillAsync(cancellationToken).ConfigureAwait(false)) break;
        }

        if (!IsComplete && !MayEnd && _input.HasBegun) throw ContentDecoder.Truncated(coding);
        await _input.SkipTailAsync(cancellationToken).ConfigureAwait(false);
        _isFinished = true;
        return 0;
    }

    /// <summary>Decodes until the destination is full, the input is used up, or the data is complete.</summary>
    /// <param name="input">The coded bytes that have arrived; may be empty.</param>
    /// <param name="destination">Receives decoded bytes.</param>
    /// <param name="used">
    /// The number of compressed bytes that were used: all of them when nothing was written and the data is not complete.
    /// </param>
    /// <returns>The number of decoded bytes that were written.</returns>
    /// <exception cref="InvalidDataException">The bytes are not in this coding.</exception>
    protected abstract int Decode(ReadOnlySpan<byte> input, Span<byte> destination, out int used);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _input.Dispose();
        base.Dispose(disposing);
    }

    private int DecodePending(Span<byte> destination)
    {
        try
        {
            var count = Decode(_input.Pending, destination, out var used);
            _input.Advance(used);
            return count;
        }
        catch (InvalidDataException error)
        {
            throw ContentDecoder.Corrupt(coding, error);
        }
    }
}
