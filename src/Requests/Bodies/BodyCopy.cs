using System.Buffers;

namespace Requests;

/// <summary>Copies a stream to another through one pooled buffer, so that memory does not grow with the size.</summary>
internal static class BodyCopy
{
    // Large enough that the cost of system calls does not show (bench/README.md), small enough to be pooled.
    private const int BufferSize = 256 * 1024;

    /// <summary>Copies an announced number of bytes, or all bytes when the length is unknown.</summary>
    /// <param name="source">The stream to read.</param>
    /// <param name="destination">The stream to write to.</param>
    /// <param name="length">The announced number of bytes, or null.</param>
    /// <param name="sourceName">The name of the source in messages.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidBodyException">The source has more or fewer bytes than were announced, or cannot be read.</exception>
    internal static async Task CopyAsync(
        Stream source,
        Stream destination,
        long? length,
        string sourceName,
        CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var copied = 0L;
            while (await ReadAsync(source, buffer, sourceName, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                copied += count;
                if (copied > length) throw new InvalidBodyException($"{sourceName} grew while it was sent: {length} bytes were announced.");
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            if (copied < length) throw new InvalidBodyException($"{sourceName} ended early: {length} bytes were announced, {copied} came.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream source, byte[] buffer, string sourceName, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (
            error is IOException or ObjectDisposedException or NotSupportedException or UnauthorizedAccessException)
        {
            throw new InvalidBodyException($"{sourceName} could not be read: {error.Message}", error);
        }
    }
}
