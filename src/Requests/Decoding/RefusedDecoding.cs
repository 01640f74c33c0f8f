namespace Requests;

/// <summary>The body of a coding that is not supported: an error when there is a body, and nothing when there is none.</summary>
/// <param name="source">The coded body.</param>
/// <param name="message">Why it is refused.</param>
internal sealed class RefusedDecoding(Stream source, string message) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return count == 0 ? 0 : throw new ContentDecodingException(message);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }
}
