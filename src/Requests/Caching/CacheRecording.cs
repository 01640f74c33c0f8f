namespace Requests;

/// <summary>
/// Stores the body of a response while it is read. It becomes visible when it was read to its end and the exchange has accepted the
/// response; otherwise nothing is stored.
/// </summary>
/// <param name="writer">The writer of the body.</param>
/// <param name="length">The length that the response announces; null without one.</param>
internal sealed class CacheRecording(ICacheWriter writer, long? length)
{
    private long _written;
    private bool _isComplete;
    private CacheStatus? _accepted;
    private bool _isClosed;

    /// <summary>Adds bytes of the body.</summary>
    /// <param name="bytes">The bytes as they arrived.</param>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        if (_isClosed || _isComplete) return;
        _written += bytes.Length;
        if (_written > length || !writer.Write(bytes)) Discard();
    }

    /// <summary>Marks the body as read to its end. A body that is shorter than announced is not stored.</summary>
    internal void Complete()
    {
        if (_isClosed || _isComplete) return;
        if (length is { } announced && _written != announced)
        {
            Discard();
            return;
        }

        _isComplete = true;
        Commit();
    }

    /// <summary>Marks the response as the one that the caller receives.</summary>
    /// <param name="status">What the cache did; it says when the response is stored.</param>
    internal void Accept(CacheStatus status)
    {
        _accepted = status;
        Commit();
    }

    /// <summary>Ends a body that is closed. A reader that knows the length may not have read the end of the stream.</summary>
    internal void Close()
    {
        if (_isComplete) return;
        if (_written == length) Complete();
        else Discard();
    }

    /// <summary>Discards what was written.</summary>
    internal void Discard()
    {
        if (_isClosed) return;
        _isClosed = true;
        writer.Dispose();
    }

    private void Commit()
    {
        if (_isClosed || !_isComplete || _accepted is null) return;
        _isClosed = true;
        try
        {
            writer.Commit();
        }
        finally
        {
            writer.Dispose();
        }

        _accepted.Stored = true;
    }
}
