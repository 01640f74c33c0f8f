namespace Requests;

/// <summary>Represents a body with the trailer fields that an adapter of the caller or a mock has for it.</summary>
/// <param name="inner">The body.</param>
/// <param name="trailers">The trailer fields.</param>
/// <param name="hasEnded">True when the body was read already; false, the default, shows the fields at the end of the body.</param>
internal sealed class TrailerStream(Stream inner, HeaderDictionary trailers, bool hasEnded = false) : ReadOnlyStream, ITrailerSource
{
    private bool _hasEnded = hasEnded || inner == Null;

    /// <inheritdoc/>
    public HeaderDictionary? GetTrailers() => _hasEnded ? trailers : null;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0 && !buffer.IsEmpty) _hasEnded = true;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
