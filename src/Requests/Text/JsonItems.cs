using System.Buffers;
using System.Text;

namespace Requests;

/// <summary>
/// Splits a JSON text into the items of its array while it arrives. An item is returned as soon as it is complete. A text that is not an
/// array is a sequence of values, mostly of one. Only brackets, commas and quotes are examined; the reader of an item checks whether it is
/// valid JSON.
/// </summary>
/// <param name="limit">The maximum length of an item, in bytes.</param>
/// <param name="isPart">Whether the array is a part of a larger text, which continues after it. Default: false.</param>
internal sealed class JsonItems(long limit, bool isPart = false) : IJsonItemSplitter
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> StringMarks = SearchValues.Create("\"\\"u8);

    // The record separator U+001E begins each text of application/json-seq (RFC 7464).
    private static readonly SearchValues<byte> Whitespace = SearchValues.Create(" \t\r\n\u001e"u8);
    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\r\n\u001e\"{["u8);
    private static readonly SearchValues<byte> WordStarts = SearchValues.Create("-0123456789tfn"u8);

    private byte[] _buffer = new byte[4096];
    private int _count;
    private int _scanned;
    private int _start;
    private int _depth;
    private long _index;
    private bool _inString;
    private bool _itemEmitted; // whether the item before the next comma was added
    private State _state;

    private enum State
    {
        Before,
        Array,
        Value, // a string, object or array that is not an item
        Word, // a number, true, false or null
        Other, // not JSON
        Between,
        After,
    }

    /// <summary>Gets a value that indicates whether the array is closed.</summary>
    internal bool IsClosed => _state is State.After;

    /// <summary>Gets the bytes that follow the closed array.</summary>
    internal ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _count - _start);

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> piece, List<JsonItem> items)
    {
        DropEmitted();
        Append(piece);
        Scan(items);
        if (_count - _start > limit && !(isPart && IsClosed)) throw ItemLimit.CreateError("An item", limit);
    }

    /// <inheritdoc/>
    public void Finish(List<JsonItem> items)
    {
        DropEmitted();
        if (_state is State.Array) throw Invalid("ends before its array does");
        if (_state is not (State.After or State.Between)) items.Add(new JsonItem(_buffer.AsMemory(_start, _count - _start), Index: null));
    }

    private JsonDecodeException Invalid(string problem)
    {
        var doc = Encoding.UTF8.GetString(Rest);
        var place = _index > 0 ? $"after item {_index - 1}" : "before the first item";
        return new JsonDecodeException($"The body is not JSON: it {problem}, {place}.", doc, position: 0);
    }

    /// <summary>Moves the bytes that were not emitted to the front of the buffer.</summary>
    private void DropEmitted()
    {
        if (_start == 0) return;
        _buffer.AsSpan(_start, _count - _start).CopyTo(_buffer);
        _count -= _start;
        _scanned -= _start;
        _start = 0;
    }

    private void Append(ReadOnlySpan<byte> piece)
    {
        if (_count + piece.Length > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _count + piece.Length));
        piece.CopyTo(_buffer.AsSpan(_count));
        _count += piece.Length;
    }

    private void Scan(List<JsonItem> items)
    {
        while (_scanned < _count)
        {
            if (_state is State.Before or State.Between && !Begin()) return;
            if (_state is State.After && isPart) return;
            if (_state is State.After) SkipWhitespace();
            if (_state is State.Word) ScanWord(items);
            if (_state is State.Other) _scanned = _count;
            if (_state is not (State.Array or State.Value)) continue;
            var rest = _buffer.AsSpan(_scanned, _count - _scanned);
            var next = rest.IndexOfAny(_inString ? StringMarks : Marks);
            if (next < 0)
            {
                _scanned = _count;
                return;
            }

            if (_inString && rest[next] == '\\')
            {
                // The escaped character may arrive with the next piece.
                if (next + 1 == rest.Length)
                {
                    _scanned += next;
                    return;
                }

                _scanned += next + 2;
                continue;
            }

            _scanned += next + 1;
            HandleMark(rest[next], items);
        }
    }

    private void ScanWord(List<JsonItem> items)
    {
        var end = _buffer.AsSpan(_scanned, _count - _scanned).IndexOfAny(WordEnds);
        if (end < 0) _scanned = _count;
        else EmitValue(_scanned + end, items);
    }

    /// <summary>Adds a value that is not an item of an array.</summary>
    private void EmitValue(int end, List<JsonItem> items)
    {
        items.Add(new JsonItem(_buffer.AsMemory(_start, end - _start), Index: null));
        _start = _scanned = end;
        _state = State.Between;
    }

    private void SkipWhitespace()
    {
        if (Rest.ContainsAnyExcept(Whitespace)) throw Invalid("continues after its array");
        _start = _scanned = _count;
    }

    private void HandleMark(byte mark, List<JsonItem> items)
    {
        switch (mark)
        {
            case (byte)',' when _state is State.Value:
                break;
            case (byte)'"':
                _inString = !_inString;
                if (!_inString && _depth == 0) Emit(_scanned, items);
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']' when _depth > 0:
                if (--_depth == 0) Emit(_scanned, items);
                break;
            case (byte)',' when _depth == 0:
                EndItem(items, isLast: false);
                break;
            case (byte)']':
                EndItem(items, isLast: true);
                _state = State.After;
                break;
        }
    }

    /// <summary>Handles a comma or the end of the array: the text before it is an item, unless that was already added.</summary>
    private void EndItem(List<JsonItem> items, bool isLast)
    {
        var isBlank = !_buffer.AsSpan(_start, _scanned - 1 - _start).ContainsAnyExcept(Whitespace);
        if (_itemEmitted && !isBlank) throw Invalid("has no comma between two items");

        // Empty brackets hold no item. Empty text before or after a comma is a missing item, which its reader reports.
        if (!_itemEmitted && !(isLast && isBlank && _index == 0)) Emit(_scanned - 1, items);
        _start = _scanned;
        _itemEmitted = false;
    }

    private void Emit(int end, List<JsonItem> items)
    {
        if (_state is State.Value)
        {
            EmitValue(end, items);
            return;
        }

        if (_itemEmitted) throw Invalid("has no comma between two items");
        items.Add(new JsonItem(_buffer.AsMemory(_start, end - _start), _index++));
        _start = _scanned;
        _itemEmitted = true;
    }

    private bool Begin()
    {
        var first = Rest.IndexOfAnyExcept(Whitespace);
        if (first < 0)
        {
            if (_state is State.Between) _start = _count;
            _scanned = _count;
            return false;
        }

        var mark = _buffer[_start + first];
        if (mark == '[' && _state is State.Before)
        {
            _state = State.Array;
            _start += first + 1;
            _scanned = _start;
            return true;
        }

        _scanned = _start + first;
        if (_state is State.Between) _start = _scanned;
        if (mark is (byte)'{' or (byte)'[' or (byte)'"') _state = State.Value;
        else _state = WordStarts.Contains(mark) ? State.Word : State.Other;
        return true;
    }
}
