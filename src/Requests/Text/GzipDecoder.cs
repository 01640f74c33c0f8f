using System.Buffers.Binary;
using System.IO.Compression;

namespace Requests;

/// <summary>
/// Decodes gzip (RFC 1952), member after member; what follows the last member is ignored. .NET's own stream cannot tell a torso
/// from a whole: here each member's checksum and length must follow its data.
/// </summary>
internal sealed class GzipDecoder(DecoderFeed feed) : ReadOnlyStream
{
    private const int TrailerLength = 8;

    private DeflateStream? _member;
    private uint _checksum;
    private uint _length;
    private bool _hadMember;
    private bool _done;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (!_done)
        {
            if (_member is null && !await OpenMemberAsync(cancellationToken).ConfigureAwait(false)) break;
            var count = await InflateAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                _checksum = Crc32.Append(_checksum, buffer.Span[..count]);
                _length += (uint)count;
                return count;
            }

            await CloseMemberAsync(cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            feed.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> InflateAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _member!.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw ContentDecoder.Corrupt("gzip", error);
        }
    }

    private async ValueTask<bool> OpenMemberAsync(CancellationToken cancellationToken)
    {
        var head = await feed.TakeExactlyAsync(10, cancellationToken).ConfigureAwait(false);
        if (head.Length < 10 || head.Span is not [0x1f, 0x8b, 8, ..])
        {
            if (!_hadMember && head.Length is > 0 and < 10) throw ContentDecoder.Truncated("gzip");
            if (!_hadMember && head.Length > 0) throw ContentDecoder.Corrupt("gzip");
            await feed.DrainAsync(cancellationToken).ConfigureAwait(false);
            _done = true;
            return false;
        }

        var flags = head.Span[3];
        if ((flags & 4) != 0)
        {
            var extra = await SkipAsync(2, cancellationToken).ConfigureAwait(false);
            await SkipAsync(BinaryPrimitives.ReadUInt16LittleEndian(extra.Span), cancellationToken).ConfigureAwait(false);
        }

        if ((flags & 8) != 0) await SkipTextAsync(cancellationToken).ConfigureAwait(false);
        if ((flags & 16) != 0) await SkipTextAsync(cancellationToken).ConfigureAwait(false);
        if ((flags & 2) != 0) await SkipAsync(2, cancellationToken).ConfigureAwait(false);
        _hadMember = true;
        _checksum = 0;
        _length = 0;
        _member = new DeflateStream(feed, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    /// <summary>
    /// Finds the trailer. The inflater does not say where in the last piece it stopped; but checksum and length are known, and
    /// stand there.
    /// </summary>
    private async ValueTask CloseMemberAsync(CancellationToken cancellationToken)
    {
        if (feed.AskedBeyondEnd) throw ContentDecoder.Truncated("gzip");
        var piece = feed.LastPiece;
        var more = await feed.TakeExactlyAsync(TrailerLength, cancellationToken).ConfigureAwait(false);
        byte[] tail = [.. piece.Span, .. more.Span];
        var at = tail.AsSpan().IndexOf(Trailer());
        if (at < 0) throw more.Length < TrailerLength ? ContentDecoder.Truncated("gzip") : ContentDecoder.Corrupt("gzip");
        feed.PutBack(tail.AsMemory(at + TrailerLength));
        await _member!.DisposeAsync().ConfigureAwait(false);
        _member = null;
    }

    private byte[] Trailer()
    {
        var trailer = new byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), _length);
        return trailer;
    }

    private async ValueTask<ReadOnlyMemory<byte>> SkipAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = await feed.TakeExactlyAsync(count, cancellationToken).ConfigureAwait(false);
        return bytes.Length == count ? bytes : throw ContentDecoder.Truncated("gzip");
    }

    private async ValueTask SkipTextAsync(CancellationToken cancellationToken)
    {
        while ((await SkipAsync(1, cancellationToken).ConfigureAwait(false)).Span[0] != 0)
        {
        }
    }
}
