using System.Buffers;

namespace Requests;

/// <summary>Reads a stream to its end into one array, with little memory beyond the array itself.</summary>
internal static class BodyBuffer
{
    /// <summary>The size of the first buffer, in bytes.</summary>
    internal const int SegmentSize = 64 * 1024;

    // This much is allocated because a header announces it. A longer array is allocated when a sixteenth of it has arrived.
    private const int TrustedLength = 1024 * 1024;
    private const int TrustedFactor = 16;

    /// <summary>Reads a stream whose length is announced.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="length">The announced length in bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The bytes; fewer or more than announced where the stream has fewer or more.</returns>
    internal static async ValueTask<byte[]> ReadAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        var content = length <= TrustedLength
            ? GC.AllocateUninitializedArray<byte>((int)length)
            : await ReadFirstPartAsync(stream, length, cancellationToken).ConfigureAwait(false);
        var have = length <= TrustedLength ? 0 : (int)Math.Min(content.Length, GetFirstPart(length));
        if (content.Length < length) return content;
        while (have < content.Length)
        {
            var count = await stream.ReadAsync(content.AsMemory(have), cancellationToken).ConfigureAwait(false);
            if (count == 0) return content[..have];
            have += count;
        }

        // Reads the end of the stream. An adapter of the caller may send more than its Content-Length.
        return await ReadSegmentsAsync(stream, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a stream of unknown length.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static ValueTask<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        ReadSegmentsAsync(stream, [], cancellationToken);

    /// <summary>Creates the error for a body that memory cannot hold.</summary>
    /// <param name="cause">The exception that occurred, or null.</param>
    internal static ResponseTooLargeException CreateTooLargeError(Exception? cause = null) =>
        new("The body is larger than memory can hold: save it with -OutFile, or read it in pieces with -Stream.", cause);

    private static long GetFirstPart(long length) => Math.Max(TrustedLength, length / TrustedFactor);

    /// <summary>Reads the first part of a body into an array for the whole; returns a shorter array when the body ends before.</summary>
    private static async Task<byte[]> ReadFirstPartAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        var pieces = new List<byte[]>();
        var wanted = GetFirstPart(length);
        var have = 0L;
        try
        {
            while (have < wanted)
            {
                var at = (int)(have % TrustedLength);
                if (at == 0) pieces.Add(ArrayPool<byte>.Shared.Rent(TrustedLength));
                var room = (int)Math.Min(TrustedLength - at, wanted - have);
                var count = await stream.ReadAsync(pieces[^1].AsMemory(at, room), cancellationToken).ConfigureAwait(false);
                if (count == 0) break;
                have += count;
            }

            var content = GC.AllocateUninitializedArray<byte>((int)(have < wanted ? have : length));
            for (var copied = 0L; copied < have; copied += TrustedLength)
            {
                var piece = pieces[(int)(copied / TrustedLength)].AsSpan(0, (int)Math.Min(TrustedLength, have - copied));
                piece.CopyTo(content.AsSpan((int)copied));
            }

            return content;
        }
        finally
        {
            foreach (var piece in pieces) ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>
    /// Reads into segments that grow with the body and joins them at the end. Most bodies fit into the first, rented segment.
    /// </summary>
    private static async ValueTask<byte[]> ReadSegmentsAsync(Stream stream, byte[] start, CancellationToken cancellationToken)
    {
        var rented = ArrayPool<byte>.Shared.Rent(start.Length > 0 ? 1 : SegmentSize);
        try
        {
            List<(byte[] Bytes, int Count)>? full = null;
            var segment = rented;
            var have = 0;
            var total = (long)start.Length;
            while (await stream.ReadAsync(segment.AsMemory(have), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                if (full is null && start.Length > 0) full = [(start, start.Length)];
                have += count;
                total += count;
                if (total > Array.MaxLength) throw CreateTooLargeError();
                if (have < segment.Length) continue;
                (full ??= []).Add((segment, have));
                segment = new byte[Math.Clamp(segment.Length * 2, SegmentSize, 16 * 1024 * 1024)];
                have = 0;
            }

            if (full is not null) return Join(full, segment.AsMemory(0, have));
            return start.Length > 0 ? start : segment[..have];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static byte[] Join(List<(byte[] Bytes, int Count)> full, ReadOnlyMemory<byte> rest)
    {
        var content = GC.AllocateUninitializedArray<byte>(full.Sum(segment => segment.Count) + rest.Length);
        var at = 0;
        foreach (var (bytes, count) in full)
        {
            bytes.AsSpan(0, count).CopyTo(content.AsSpan(at));
            at += count;
        }

        rest.Span.CopyTo(content.AsSpan(at));
        return content;
    }
}
