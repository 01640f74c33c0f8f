namespace Requests;

/// <summary>
/// Represents the body of a response that is copied while the caller reads it. The recording is complete when the body has ended, has
/// broken or was closed.
/// </summary>
/// <param name="inner">The body.</param>
/// <param name="complete">Receives the bytes, and how the body ended. It is called once.</param>
internal sealed class RecordingStream(Stream inner, Action<RecordedBody> complete) : ReadOnlyStream, ITrailerSource
{
    private readonly MemoryStream _copy = new();
    private bool _isComplete;
    private bool _isTooLarge;

    /// <summary>Completes the recording with what was read so far. The caller can read on.</summary>
    internal void CompleteNow() => Complete(isWhole: false, error: null);

    /// <inheritdoc/>
    public HeaderDictionary? GetTrailers() => (inner as ITrailerSource)?.GetTrailers();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Complete(isWhole: false, error);
            throw;
        }

        if (count > 0) Keep(buffer.Span[..count]);
        else if (!buffer.IsEmpty) Complete(isWhole: true, error: null);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            Complete(isWhole: false, error: null);
        }

        base.Dispose(disposing);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_copy)
        {
            if (_isComplete || _isTooLarge) return;
            _isTooLarge = _copy.Length + bytes.Length > HarRecorder.LargestBody;
            if (!_isTooLarge)
            {
                _copy.Write(bytes);
                return;
            }

            // The caller may read a body of any size. It is not recorded, and not kept in memory.
            _copy.SetLength(0);
            _copy.Capacity = 0;
        }
    }

    private void Complete(bool isWhole, Exception? error)
    {
        byte[] bytes;
        lock (_copy)
        {
            if (_isComplete) return;
            _isComplete = true;
            bytes = _copy.ToArray();
        }

        complete(new RecordedBody(bytes, isWhole, _isTooLarge, error, GetTrailers()));
    }
}
