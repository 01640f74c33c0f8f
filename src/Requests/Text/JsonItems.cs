using System.Buffers;
using System.Text;

namespace Requests;

/// <summary>
/// Cuts a JSON text into the items of its array as it arrives, each as soon as it is whole. Other texts are values that follow each other,
/// mostly one. It looks for brackets, commas and quotes alone: whether an item is JSON is for who reads it to say.
/// </summary>
/// <param name="limit">How many bytes an item may have.</param>
internal sealed class JsonItems(long limit)
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> StringMarks = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\u001e"u8); // The last separates texts in application/json-seq (RFC 7464).
    private static readonly SearchValues<byte> EndsOfWord = SearchValues.Create(" \t\r\n\u001e\"{["u8);
    private static readonly SearchValues<byte> StartsOfWord = SearchValues.Create("-0123456789tfn"u8);

    private byte[] _buffer = new byte[4096];
    private int _count;
    private int _scanned;
    private int _start;
    private int _depth;
    private long _index;
    private bool _inString;
    private bool _given; // the item before the next comma
    private State _state;

    private enum State
    {
        Before,
        Array,
        Value, // a text, object or array beside or without others
        Word, // a number, true, false or null
        Other, // what cannot be JSON
        Between,
        After,
    }

    /// <summary>Takes a piece in and adds the items that it ends. The items of the batch before are gone.</summary>
    /// <param name="piece">The piece, in UTF-8.</param>
    /// <param name="items">Where they are added.</param>
    internal void Add(ReadOnlySpan<byte> piece, List<JsonItem> items)
    {
        Drop();
        Append(piece);
        Scan(items);
        if (_count - _start > limit) throw ItemLimit.CreateError("An item", limit);
    }

    /// <summary>Ends the text.</summary>
    /// <param name="items">Where a value that only the end of the text ends is added.</param>
    /// <exception cref="JsonDecodeException">The array is not closed.</exception>
    internal void Finish(List<JsonItem> items)
    {
        Drop();
        if (_state is State.Array) throw Broken("ends before its array does");
        if (_state is not (State.After or State.Between)) items.Add(new JsonItem(_buffer.AsMemory(_start, _count - _start), Index: null));
    }

    private JsonDecodeException Broken(string what)
    {
        var doc = Encoding.UTF8.GetString(Rest());
        return new JsonDecodeException($"The body is not JSON: it {what}, behind item {_index - 1}.", doc, position: 0);
    }

    private ReadOnlySpan<byte> Rest() => _buffer.AsSpan(_start, _count - _start);

    /// <summary>Moves what has not been given to the front.</summary>
    private void Drop()
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
            if (_state is State.After) SkipBlanks();
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
                // What is escaped may come with the next piece.
                if (next + 1 == rest.Length)
                {
                    _scanned += next;
                    return;
                }

                _scanned += next + 2;
                continue;
            }

            _scanned += next + 1;
            Take(rest[next], items);
        }
    }

    private void ScanWord(List<JsonItem> items)
    {
        var end = _buffer.AsSpan(_scanned, _count - _scanned).IndexOfAny(EndsOfWord);
        if (end < 0) _scanned = _count;
        else GiveValue(_scanned + end, items);
    }

    /// <summary>Gives a value that is not an item of an array.</summary>
    private void GiveValue(int end, List<JsonItem> items)
    {
        items.Add(new JsonItem(_buffer.AsMemory(_start, end - _start), Index: null));
        _start = _scanned = end;
        _state = State.Between;
    }

    private void SkipBlanks()
    {
        if (Rest().ContainsAnyExcept(Blanks)) throw Broken("goes on after its array");
        _start = _scanned = _count;
    }

    private void Take(byte mark, List<JsonItem> items)
    {
        switch (mark)
        {
            case (byte)',' when _state is State.Value:
                break;
            case (byte)'"':
                _inString = !_inString;
                if (!_inString && _depth == 0) Give(_scanned, items);
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']' when _depth > 0:
                if (--_depth == 0) Give(_scanned, items);
                break;
            case (byte)',' when _depth == 0:
                Part(items, isLast: false);
                break;
            case (byte)']':
                Part(items, isLast: true);
                _state = State.After;
                break;
        }
    }

    /// <summary>A comma, or the array's end: what stands before it is an item, unless that was given already.</summary>
    private void Part(List<JsonItem> items, bool isLast)
    {
        var isBlank = !_buffer.AsSpan(_start, _scanned - 1 - _start).ContainsAnyExcept(Blanks);
        if (_given && !isBlank) throw Broken("has no comma between two items");

        // Nothing between the brackets is no item; nothing before or after a comma is one that is missing.
        if (!_given && !(isLast && isBlank && _index == 0)) Give(_scanned - 1, items);
        _start = _scanned;
        _given = false;
    }

    private void Give(int end, List<JsonItem> items)
    {
        if (_state is State.Value)
        {
            GiveValue(end, items);
            return;
        }

        if (_given) throw Broken("has no comma between two items");
        items.Add(new JsonItem(_buffer.AsMemory(_start, end - _start), _index++));
        _start = _scanned;
        _given = true;
    }

    private bool Begin()
    {
        var first = Rest().IndexOfAnyExcept(Blanks);
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
        else _state = StartsOfWord.Contains(mark) ? State.Word : State.Other;
        return true;
    }
}
