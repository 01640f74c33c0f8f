using System.Globalization;

namespace Requests;

/// <summary>
/// Passes on a limited number of bytes and then throws, because a small response may decode to more than fits into memory.
/// </summary>
internal sealed class BoundedStream(Stream inner, long maximum) : ReadOnlyStream
{
    private long _passed;

    internal static ResponseTooLargeException TooLarge(long maximum) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The body is larger than the {maximum} bytes that are allowed."));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _passed += count;
        return _passed > maximum ? throw TooLarge(maximum) : count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
