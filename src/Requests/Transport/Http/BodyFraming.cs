namespace Requests;

/// <summary>Follows the body of a response to its end, by its length or its chunks, without changing a byte.</summary>
/// <remarks>RFC 9112 sections 6.3 and 7.1. What breaks the rules of chunks has no end here; the handler refuses it.</remarks>
internal struct BodyFraming
{
    private Part _part;
    private long _left;
    private bool _lineIsEmpty;

    private enum Part
    {
        Ended,
        Bytes,
        ChunkSize,
        ChunkExtension,
        ChunkBytes,
        ChunkEnd,
        Trailers,
        UntilClose,
        Endless,
    }

    /// <summary>Whether the response is complete.</summary>
    internal readonly bool HasEnded => _part == Part.Ended;

    /// <summary>Whether only the end of the connection tells where the body ends.</summary>
    internal readonly bool IsUntilClose => _part == Part.UntilClose;

    /// <summary>Begins a body.</summary>
    /// <param name="framing">What the head says.</param>
    /// <param name="isHead">Whether the request was a HEAD, whose response has no body.</param>
    internal static BodyFraming Begin(in ResponseFraming framing, bool isHead)
    {
        if (framing.Status == 101) return new BodyFraming { _part = Part.Endless };
        if (isHead || framing.Status is 204 or 304) return default;
        if (framing.IsChunked) return new BodyFraming { _part = Part.ChunkSize };
        return framing.Length is { } length ? new BodyFraming { _part = length == 0 ? Part.Ended : Part.Bytes, _left = length } : new BodyFraming { _part = Part.UntilClose };
    }

    /// <summary>Takes bytes of the body.</summary>
    /// <param name="bytes">What was read.</param>
    internal void Advance(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _part is not (Part.Ended or Part.UntilClose or Part.Endless))
        {
            if (_part is Part.Bytes or Part.ChunkBytes)
            {
                var taken = (int)Math.Min(_left, bytes.Length);
                _left -= taken;
                bytes = bytes[taken..];
                if (_left == 0) _part = _part == Part.Bytes ? Part.Ended : Part.ChunkEnd;
                continue;
            }

            AdvanceLine(bytes[0]);
            bytes = bytes[1..];
        }
    }

    private void AdvanceLine(byte one)
    {
        if (one == '\n') EndLine();
        else if (one == '\r') return;
        else if (_part == Part.ChunkSize) AddDigit(one);
        else if (_part == Part.ChunkEnd) _part = Part.Endless;
        else _lineIsEmpty = false;
    }

    private void AddDigit(byte one)
    {
        if (char.IsAsciiHexDigit((char)one)) _left = _left > long.MaxValue >> 4 ? long.MaxValue : (_left << 4) + GetHex(one);
        else _part = one is (byte)';' or (byte)' ' or (byte)'\t' ? Part.ChunkExtension : Part.Endless;
    }

    private static int GetHex(byte one) => one <= '9' ? one - '0' : (one | 0x20) - 'a' + 10;

    private void EndLine()
    {
        if (_part == Part.ChunkEnd) (_part, _left) = (Part.ChunkSize, 0);
        else if (_part == Part.Trailers) (_part, _lineIsEmpty) = (_lineIsEmpty ? Part.Ended : Part.Trailers, true);
        else (_part, _lineIsEmpty) = (_left == 0 ? Part.Trailers : Part.ChunkBytes, true);
    }
}
