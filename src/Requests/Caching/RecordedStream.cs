namespace Requests;

/// <summary>Represents a body that is stored while it is read.</summary>
/// <param name="inner">The body.</param>
/// <param name="recording">Stores it.</param>
internal sealed class RecordedStream(Stream inner, CacheRecording recording) : ReadOnlyStream, ITrailerSource
{
    /// <inheritdoc/>
    public HeaderDictionary? GetTrailers() => (inner as ITrailerSource)?.GetTrailers();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            recording.Discard();
            throw;
        }

        return Record(buffer.Span, count);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read;
        try
        {
            read = inner.Read(buffer, offset, count);
        }
        catch
        {
            recording.Discard();
            throw;
        }

        return Record(buffer.AsSpan(offset, count), read);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                recording.Close();
            }
            finally
            {
                inner.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private int Record(Span<byte> buffer, int count)
    {
        try
        {
            if (count > 0) recording.Write(buffer[..count]);
            else if (!buffer.IsEmpty) recording.Complete();
            return count;
        }
        catch
        {
            recording.Discard();
            throw;
        }
    }
}
