namespace Requests;

/// <summary>Decodes a body that is one piece of its coding, and tells a torso from a whole.</summary>
internal sealed class SingleDecoder(string coding, DecoderFeed feed, Func<DecoderFeed, CancellationToken, ValueTask<Stream>> open) : ReadOnlyStream
{
    private Stream? _decoder;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            _decoder ??= await open(feed, cancellationToken).ConfigureAwait(false);
            var count = await _decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0 || buffer.IsEmpty || feed.IsEmpty) return count;
            if (feed.AskedBeyondEnd) throw ContentDecoder.Truncated(coding);
            await feed.DrainAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException and not ObjectDisposedException)
        {
            throw ContentDecoder.Corrupt(coding, error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder?.Dispose();
            feed.Dispose();
        }

        base.Dispose(disposing);
    }
}
