namespace Requests;

/// <summary>Represents a body in a coding that is not supported: reading it is an error unless it is empty.</summary>
/// <param name="source">The coded body.</param>
/// <param name="message">The reason for the refusal.</param>
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
