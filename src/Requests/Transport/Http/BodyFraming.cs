namespace Requests;

/// <summary>Finds the end of a response body by its length or its chunks, without changing a byte.</summary>
/// <remarks>RFC 9112 sections 6.3 and 7.1. A body whose chunks are not valid has no end here; the handler refuses it.</remarks>
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

    /// <summary>Gets a value that indicates whether the response is complete.</summary>
    internal readonly bool HasEnded => _part == Part.Ended;

    /// <summary>Gets a value that indicates whether the body ends with the connection.</summary>
    internal readonly bool IsUntilClose => _part == Part.UntilClose;

    /// <summary>Begins a body.</summary>
    /// <param name="framing">The framing of the response's head.</param>
    /// <param name="isHead">Whether the request was a HEAD, whose response has no body.</param>
    internal static BodyFraming Begin(in ResponseFraming framing, bool isHead)
    {
        if (framing.Status == 101) return new BodyFraming { _part = Part.Endless };
        if (isHead || framing.Status is 204 or 304) return default;
        if (framing.IsChunked) return new BodyFraming { _part = Part.ChunkSize };
        if (framing.Length is not { } length) return new BodyFraming { _part = Part.UntilClose };
        return new BodyFraming { _part = length == 0 ? Part.Ended : Part.Bytes, _left = length };
    }

    /// <summary>Advances over bytes of the body.</summary>
    /// <param name="bytes">The bytes that were read.</param>
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

    private void AdvanceLine(byte octet)
    {
        if (octet == '\n') EndLine();
        else if (octet == '\r') return;
        else if (_part == Part.ChunkSize) AddDigit(octet);
        else if (_part == Part.ChunkEnd) _part = Part.Endless;
        else _lineIsEmpty = false;
    }

    private void AddDigit(byte octet)
    {
        if (char.IsAsciiHexDigit((char)octet)) _left = _left > long.MaxValue >> 4 ? long.MaxValue : (_left << 4) + GetHex(octet);
        else _part = octet is (byte)';' or (byte)' ' or (byte)'\t' ? Part.ChunkExtension : Part.Endless;
    }

    private static int GetHex(byte octet) => octet <= '9' ? octet - '0' : (octet | 0x20) - 'a' + 10;

    private void EndLine()
    {
        if (_part == Part.ChunkEnd) (_part, _left) = (Part.ChunkSize, 0);
        else if (_part == Part.Trailers) (_part, _lineIsEmpty) = (_lineIsEmpty ? Part.Ended : Part.Trailers, true);
        else (_part, _lineIsEmpty) = (_left == 0 ? Part.Trailers : Part.ChunkBytes, true);
    }
}
