using System.Buffers;

namespace Requests;

/// <summary>Carries a stream to another through one pooled buffer: memory stays flat at any size.</summary>
internal static class BodyCopy
{
    // Large enough that system calls do not count (bench/README.md), small enough to be pooled.
    private const int BufferSize = 256 * 1024;

    /// <summary>Copies exactly so many bytes, or all when the length is unknown.</summary>
    /// <param name="source">Where the bytes come from.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="length">How many were announced, or null.</param>
    /// <param name="what">The source's name for the message.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="InvalidBodyException">The source has more or fewer bytes than were announced, or cannot be read.</exception>
    internal static async Task CopyAsync(Stream source, Stream destination, long? length, string what, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var copied = 0L;
            while (await ReadAsync(source, buffer, what, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                copied += count;
                if (copied > length) throw new InvalidBodyException($"{what} grew while it was sent: {length} bytes were announced.");
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            if (copied < length) throw new InvalidBodyException($"{what} ended early: {length} bytes were announced, {copied} came.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream source, byte[] buffer, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or NotSupportedException or UnauthorizedAccessException)
        {
            throw new InvalidBodyException($"{what} could not be read: {error.Message}", error);
        }
    }
}
