using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>Reads JSON from a stream: tokens of the outer objects one by one, and inner values as a whole.</summary>
/// <param name="stream">The stream.</param>
internal sealed class HarInput(Stream stream)
{
    // A browser nests the callers of a script, one in another.
    internal const int MaximumDepth = 1024;

    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private long _position;
    private long _line = 1;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaximumDepth });
    private JsonTokenType _type;
    private string? _name;
    private (int Offset, int Length) _token;

    /// <summary>Gets or sets the number of the entry that is read, from 1; null outside of the entries.</summary>
    internal int? Entry { get; set; }

    /// <summary>Skips the byte order mark of UTF-8.</summary>
    /// <exception cref="HarFormatException">The file is empty or in UTF-16.</exception>
    internal void SkipMark()
    {
        while (_end < 3 && Fill())
        {
        }

        var start = _buffer.AsSpan(0, _end);
        if (start.IsEmpty) throw Error("The file is empty");
        if (start is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..]) throw Error("The file is in UTF-16: save it in UTF-8");
        if (start.StartsWith(Encoding.UTF8.Preamble)) Advance(3);
    }

    /// <summary>Reads the next token.</summary>
    /// <returns>The kind of the token.</returns>
    /// <exception cref="HarFormatException">The file is cut off, or is not JSON.</exception>
    internal JsonTokenType ReadToken()
    {
        while (!TryRead(isWhole: false)) FillOrThrow();
        return _type;
    }

    /// <summary>Reads the name of the next field of an object.</summary>
    /// <returns>The name; null at the end of the object.</returns>
    internal string? ReadName() => ReadToken() == JsonTokenType.EndObject ? null : _name;

    /// <summary>Reads a value with everything in it.</summary>
    /// <returns>The JSON, until the next read.</returns>
    internal ReadOnlyMemory<byte> ReadValue()
    {
        while (!TryRead(isWhole: true)) FillOrThrow();
        return _buffer.AsMemory(_token.Offset, _token.Length);
    }

    /// <summary>Reads the next item of a list.</summary>
    /// <param name="json">The JSON, until the next read.</param>
    /// <returns>False at the end of the list.</returns>
    internal bool TryReadItem(out ReadOnlyMemory<byte> json)
    {
        json = ReadValue();
        return _type != JsonTokenType.EndArray;
    }

    /// <summary>Reads the rest, which must be white space.</summary>
    internal void ReadToEnd()
    {
        do
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var other = rest.IndexOfAnyExcept(" \t\r\n"u8);
            Advance(other < 0 ? rest.Length : other);
            if (other >= 0) throw Error("The file has more than the archive");
        }
        while (Fill());
    }

    /// <summary>Creates an error.</summary>
    /// <param name="problem">What is wrong, without the place.</param>
    /// <param name="offset">The number of bytes between the beginning of the last value and the error; null for the next byte.</param>
    /// <param name="cause">The cause, or null.</param>
    internal HarFormatException Error(string problem, int? offset = null, Exception? cause = null)
    {
        var at = offset is { } inside ? _token.Offset + inside : _start;
        var line = _line;
        if (at >= _start) line += _buffer.AsSpan(_start, at - _start).Count((byte)'\n');
        else line -= _buffer.AsSpan(at, _start - at).Count((byte)'\n');
        var position = _position + at - _start;
        return new HarFormatException($"{problem} (line {line}, after {position} bytes).", cause)
        {
            Entry = Entry,
            Line = line,
            Position = position,
        };
    }

    private bool TryRead(bool isWhole)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), isFinalBlock: false, _state);
        try
        {
            if (!reader.Read()) return false;
            _type = reader.TokenType;
            var from = (int)reader.TokenStartIndex;
            if (_type == JsonTokenType.PropertyName && !isWhole) _name = HarStrings.GetText(ref reader);
            if (isWhole && !reader.TrySkip()) return false;
            _token = (_start + from, (int)reader.BytesConsumed - from);
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            var place = _start + (int)reader.BytesConsumed - _token.Offset;
            throw Error(Entry is { } entry ? $"Entry {entry} is not valid JSON" : "The file is not valid JSON", place, error);
        }

        _state = reader.CurrentState;
        Advance((int)reader.BytesConsumed);
        return true;
    }

    private void FillOrThrow()
    {
        if (Fill()) return;
        Advance(_end - _start);
        throw Error(Entry is { } entry
            ? $"The file is cut off: it ends in entry {entry}, or before the entries do"
            : "The file is cut off: it ends before the archive does");
    }

    /// <summary>Reads more bytes; returns false at the end of the stream.</summary>
    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length == Array.MaxLength) throw Error("An entry is larger than memory can hold");
            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
        }

        // A large value is searched from its beginning each time, so the buffer is filled before.
        var room = _buffer.AsSpan(_end);
        var count = stream.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        _end += count;
        return count > 0;
    }

    private void Advance(int count)
    {
        _line += _buffer.AsSpan(_start, count).Count((byte)'\n');
        _position += count;
        _start += count;
    }
}
