using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Requests;

/// <content>
/// Text and lines. The encoding is the one that the whole text would have, and is decided from as few bytes as possible: the first bytes
/// show a byte order mark, JSON or a prolog. ASCII is the same in all remaining encodings. The first byte beyond ASCII shows UTF-8.
/// </content>
internal sealed partial class BodyReader
{
    // Detecting a legacy charset needs some text. This number of bytes is awaited when nothing else decides the encoding.
    private const int GuessLength = 16 * 1024;

    private Encoding? _encoding;
    private byte[] _carriageReturn = [(byte)'\r'];
    private byte[] _lineFeed = [(byte)'\n'];
    private bool _hasBegun;
    private int _scanned;
    private string? _scannedFor;
    private bool _afterReturn;

    /// <summary>Sets a known encoding, unless text was read before.</summary>
    /// <param name="encoding">The encoding.</param>
    internal void UseEncoding(Encoding encoding)
    {
        if (_encoding is null) Set(encoding);
    }

    /// <summary>Takes a line without its delimiter.</summary>
    /// <param name="delimiter">The text that ends a line; null uses CR, LF and CR LF.</param>
    /// <param name="takesRest">Whether the text after the last delimiter is a line.</param>
    /// <param name="line">The line.</param>
    /// <returns>Whether a line was taken.</returns>
    internal bool TryTakeLine(string? delimiter, bool takesRest, out string line)
    {
        line = "";
        if (!TryChooseEncoding()) return false;
        if (_afterReturn && !Pending.IsEmpty)
        {
            _afterReturn = false;
            if (delimiter is null && Pending.StartsWith(_lineFeed)) Consume(_lineFeed.Length);
        }

        var length = FindEnd(delimiter, out var endLength);
        if (length < 0)
        {
            if (!IsEnded && Pending.Length > _response.Body.MaximumItemSize)
            {
                throw ItemLimit.CreateError("A line", _response.Body.MaximumItemSize);
            }

            if (!IsEnded || !takesRest || Pending.IsEmpty) return false;
            length = Pending.Length;
        }

        if (!TryDecode(Pending[..length], out line)) return false;
        _afterReturn = delimiter is null && endLength == _carriageReturn.Length && Pending[length..].StartsWith(_carriageReturn);
        Consume(length + endLength);
        return true;
    }

    /// <summary>Takes text in whole characters.</summary>
    /// <param name="size">
    /// The largest number of bytes, exceeded only to complete a character; null takes those that have arrived. Where the length of the
    /// body is known, only the last piece is smaller.
    /// </param>
    /// <param name="text">The text.</param>
    /// <returns>Whether enough bytes have arrived.</returns>
    internal bool TryTakeText(int? size, out string text)
    {
        text = "";
        if (!TryChooseEncoding()) return false;
        var wanted = size ?? Math.Max(1, Pending.Length);
        if (Pending.Length < wanted && AwaitsWhole) return false;
        if (!TryMeasureText(wanted, out var length) || !TryDecode(Pending[..length], out text)) return false;
        Consume(length);
        return true;
    }

    /// <summary>Takes the text that has arrived, in whole characters, as far as it fits into a buffer.</summary>
    /// <param name="destination">The buffer, of 16 characters or more.</param>
    /// <param name="count">The number of characters.</param>
    /// <returns>Whether enough bytes have arrived.</returns>
    internal bool TryTakeCharacters(Span<char> destination, out int count)
    {
        count = 0;
        if (!TryMeasureText(destination.Length, out var length) || !TryDecide(Pending[..length])) return false;
        count = (_encoding ?? Encoding.Latin1).GetChars(Pending[..length], destination);
        Consume(length);
        return true;
    }

    /// <summary>Gets the number of bytes of the next piece of text in whole characters; returns false when more bytes are needed.</summary>
    private bool TryMeasureText(int wanted, out int length)
    {
        length = 0;
        if (!TryChooseEncoding() || Pending.IsEmpty) return false;
        for (var count = Math.Min(wanted, Pending.Length); length == 0 && count <= Pending.Length; count++)
        {
            var piece = Pending[..count];
            length = count == Pending.Length && IsEnded ? count : count - CutLength(piece);
        }

        return length > 0;
    }

    /// <summary>Determines the encoding from the first bytes; returns false while there are too few.</summary>
    private bool TryChooseEncoding()
    {
        if (_hasBegun) return true;
        if (_encoding is null) Set(_isInMemory ? _response.TextEncoding() : _response.ForcedEncoding());
        var type = _response.Headers["Content-Type"];
        if (_encoding is null)
        {
            if (!IsEnded && EncodingResolver.NeedsMore(type, Pending)) return false;
            if (EncodingResolver.GetDeclaredEncoding(type, Pending) is { } declared) Set(EncodingResolver.Find(declared));
        }
        else if (!IsEnded && Pending.Length < _encoding.Preamble.Length && _encoding.Preamble.StartsWith(Pending))
        {
            return false;
        }

        _hasBegun = true;
        if (_encoding is { Preamble.Length: > 0 } && Pending.StartsWith(_encoding.Preamble)) Consume(_encoding.Preamble.Length);
        return true;
    }

    /// <summary>Decodes bytes; returns false while there are too few to determine the encoding.</summary>
    private bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (!TryDecide(bytes)) return false;
        text = (_encoding ?? Encoding.Latin1).GetString(bytes);
        return true;
    }

    private bool TryDecide(ReadOnlySpan<byte> bytes) =>
        _encoding is not null || bytes.IndexOfAnyInRange((byte)0x80, (byte)0xff) is not (>= 0 and var other) || Decide(bytes[other..]);

    private bool Decide(ReadOnlySpan<byte> bytes)
    {
        if (Rune.DecodeFromUtf8(bytes, out _, out _) == OperationStatus.Done) Set(LenientUtf8.Encoding);
        else if (MediaTypes.IsText(_response.Headers["Content-Type"])) Set(Encoding.Latin1);
        else if (!IsEnded && Pending.Length < GuessLength) return false;
        else Set((CharsetDetector.Detect(Pending.ToArray()) is { } guess ? EncodingResolver.Find(guess) : null) ?? Encoding.UTF8);
        return true;
    }

    private void Set(Encoding? encoding)
    {
        if (encoding is null) return;
        _encoding = encoding;
        _carriageReturn = encoding.GetBytes("\r");
        _lineFeed = encoding.GetBytes("\n");
    }

    private byte[] Bytes(string text) => (_encoding ?? Encoding.UTF8).GetBytes(text);

    /// <summary>Finds the end of the line; returns its offset or -1.</summary>
    private int FindEnd(string? delimiter, out int endLength)
    {
        if (!string.Equals(_scannedFor, delimiter, StringComparison.Ordinal)) _scanned = 0;
        _scannedFor = delimiter;
        var at = delimiter is null ? FindLineEnd(out endLength) : FindDelimiter(delimiter, out endLength);
        if (at >= 0) return at;

        // A delimiter whose bytes are not known yet was not searched for.
        if (_encoding is null && delimiter is not null && !Ascii.IsValid(delimiter)) return -1;
        var kept = delimiter is null ? 0 : Bytes(delimiter).Length - 1;

        // Bytes beyond ASCII are searched again when the encoding is known, because the delimiter may have fewer bytes in it than in UTF-8.
        if (_encoding is null && Pending[_scanned..].IndexOfAnyInRange((byte)0x80, (byte)0xff) is >= 0 and var other)
        {
            kept = Math.Max(kept, Pending.Length - _scanned - other);
        }

        _scanned = Math.Max(0, Pending.Length - kept) / Unit * Unit;
        return -1;
    }

    /// <summary>Gets the size of a code unit in bytes.</summary>
    private int Unit => _encoding?.CodePage switch { 1200 or 1201 => 2, 12000 or 12001 => 4, _ => 1 };

    private int FindLineEnd(out int endLength)
    {
        var rest = Pending[_scanned..];
        int at;
        if (Unit == 1)
        {
            at = rest.IndexOfAny(_carriageReturn[0], _lineFeed[0]);
        }
        else if (Unit == 2)
        {
            at = 2 * MemoryMarshal.Cast<byte, ushort>(rest).IndexOfAny(
                MemoryMarshal.Read<ushort>(_carriageReturn),
                MemoryMarshal.Read<ushort>(_lineFeed));
        }
        else
        {
            at = 4 * MemoryMarshal.Cast<byte, uint>(rest).IndexOfAny(
                MemoryMarshal.Read<uint>(_carriageReturn),
                MemoryMarshal.Read<uint>(_lineFeed));
        }

        endLength = 0;
        if (at < 0) return -1;
        endLength = Unit;
        if (rest[at..].StartsWith(_carriageReturn) && rest[(at + Unit)..].StartsWith(_lineFeed)) endLength += Unit;
        return _scanned + at;
    }

    private int FindDelimiter(string delimiter, out int endLength)
    {
        // The bytes of a delimiter beyond ASCII depend on the encoding, which the first byte beyond ASCII decides. That byte may be the
        // delimiter's.
        endLength = 0;
        if (_encoding is null && !Ascii.IsValid(delimiter) && !DecideAhead()) return -1;
        var end = Bytes(delimiter);
        for (var from = _scanned; from < Pending.Length; from++)
        {
            var at = Pending[from..].IndexOf(end);
            if (at < 0) return -1;
            from += at;
            if (from % Unit != 0 || !IsBoundary(from, end, delimiter)) continue;
            endLength = end.Length;
            return from;
        }

        return -1;
    }

    private bool DecideAhead()
    {
        var other = Pending.IndexOfAnyInRange((byte)0x80, (byte)0xff);
        if (other < 0) return false;
        return (IsEnded || Rune.DecodeFromUtf8(Pending[other..], out _, out _) != OperationStatus.NeedMoreData) && Decide(Pending[other..]);
    }

    /// <summary>
    /// Returns whether the bytes at an offset begin a character. In the double-byte charsets of East Asia the second byte can equal an
    /// ASCII character.
    /// </summary>
    private bool IsBoundary(int at, byte[] end, string delimiter)
    {
        if (_encoding is null or UTF8Encoding || _encoding.IsSingleByte || Unit > 1) return true;
        return _encoding.GetString(Pending[..(at + end.Length)]) == _encoding.GetString(Pending[..at]) + delimiter;
    }

    /// <summary>Returns the number of bytes at the end that belong to an incomplete character.</summary>
    private int CutLength(ReadOnlySpan<byte> piece)
    {
        if (_encoding is { IsSingleByte: true }) return 0;
        if (_encoding is null or UTF8Encoding) return CutLengthOfUtf8(piece);
        if (Unit > 1) return (piece.Length % Unit) + CutLengthOfPair(piece[..^(piece.Length % Unit)]);
        for (var cut = 0; cut <= Math.Min(3, piece.Length); cut++)
        {
            // A decoder keeps an incomplete character for the next piece; without one it becomes a replacement.
            var rest = piece[..^cut];
            if (_encoding.GetDecoder().GetCharCount(rest, flush: false) == _encoding.GetCharCount(rest)) return cut;
        }

        return 0;
    }

    private int CutLengthOfPair(ReadOnlySpan<byte> piece) =>
        Unit == 2 && piece.Length >= 2 && char.IsHighSurrogate(_encoding!.GetString(piece[^2..]) is [var last] ? last : '\0') ? 2 : 0;

    private static int CutLengthOfUtf8(ReadOnlySpan<byte> piece)
    {
        for (var cut = 1; cut <= Math.Min(3, piece.Length); cut++)
        {
            if ((piece[^cut] & 0xc0) == 0x80) continue;
            return Rune.DecodeFromUtf8(piece[^cut..], out _, out _) == OperationStatus.NeedMoreData ? cut : 0;
        }

        return 0;
    }
}
