namespace Requests;

/// <summary>
/// Splits CSV into records while it arrives. A record is returned as soon as its end has arrived. Quotes, line ends and blanks have the
/// meaning that they have for Import-Csv.
/// </summary>
/// <param name="delimiter">The character between two fields.</param>
/// <param name="limit">The maximum length of a record, in characters.</param>
/// <remarks>RFC 4180 section 2.</remarks>
internal sealed class CsvParser(char delimiter, long limit)
{
    private readonly List<string> _fields = [];
    private char[] _buffer = new char[4096];
    private int _count;
    private int _scanned;
    private int _start; // the first character of the field
    private int _quote; // the quote that ends the field, or the last quote inside of it
    private bool _hasEscapes;
    private bool _hasSeveral; // whether the record has more than one field
    private long _length; // of the record before the field
    private State _state;

    private enum State
    {
        Before, // blanks before a field
        Plain,
        Quoted,
        AfterQuote, // the next character shows whether the quote ends the field
        Tail, // the text after the quote that ends the field
        AfterReturn, // the next character may be the line feed of CR LF
    }

    /// <summary>Gets the number of records that have ended.</summary>
    internal long Count { get; private set; }

    /// <summary>Gets or sets the maximum number of fields of a record that are kept. Further fields are left out.</summary>
    internal int MaximumFields { get; set; } = int.MaxValue;

    /// <summary>Adds a piece, and adds the records that it completes to a list. Blank lines are left out.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="records">Receives the records.</param>
    internal void Add(ReadOnlySpan<char> piece, List<string[]> records)
    {
        DropTaken();
        if (_count + piece.Length > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _count + piece.Length));
        piece.CopyTo(_buffer.AsSpan(_count));
        _count += piece.Length;
        while (_scanned < _count) Step(records);
    }

    /// <summary>Throws when the record that has not ended is too long.</summary>
    /// <exception cref="ResponseTooLargeException">It is longer than the limit.</exception>
    internal void CheckLimit()
    {
        if (_length + _count - _start > limit) throw ItemLimit.CreateError("A row", limit);
    }

    /// <summary>Ends the text, and adds the record that only the end of the text completes.</summary>
    /// <param name="records">Receives the record.</param>
    /// <exception cref="CsvDecodeException">The text ends inside of a quoted field.</exception>
    internal void Finish(List<string[]> records)
    {
        if (_state == State.Quoted)
        {
            throw new CsvDecodeException(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"The CSV is incomplete: it ends inside of a quoted field, in row {Count + 1}. The header is row 1."),
                Count + 1);
        }

        if (_state == State.AfterReturn || (_state == State.Before && _fields.Count == 0)) return;
        if (_state == State.AfterQuote) _state = State.Tail;
        EndField(_count);
        EndRecord(records);
    }

    /// <summary>Moves the characters of the current field to the front of the buffer.</summary>
    private void DropTaken()
    {
        if (_start == 0) return;
        _buffer.AsSpan(_start, _count - _start).CopyTo(_buffer);
        _count -= _start;
        _scanned -= _start;
        _quote -= _start;
        _start = 0;
    }

    private void Step(List<string[]> records)
    {
        switch (_state)
        {
            case State.AfterReturn:
                if (_buffer[_scanned] == '\n') _scanned++;
                _start = _scanned;
                _state = State.Before;
                break;
            case State.Before:
                BeginField();
                break;
            case State.Quoted:
                ScanQuoted();
                break;
            case State.AfterQuote when _buffer[_scanned] == '"':
                _hasEscapes = true;
                _scanned++;
                _state = State.Quoted;
                break;
            case State.AfterQuote:
                _state = State.Tail;
                break;
            default:
                ScanToEnd(records);
                break;
        }
    }

    private void BeginField()
    {
        var first = _buffer[_scanned];
        if (first is ' ' or '\t' && first != delimiter)
        {
            _scanned++;
        }
        else if (first == '"')
        {
            _scanned++;
            _hasEscapes = false;
            _state = State.Quoted;
        }
        else
        {
            _state = State.Plain;
        }

        _length += _scanned - _start;
        _start = _scanned;
    }

    private void ScanQuoted()
    {
        var at = _buffer.AsSpan(_scanned, _count - _scanned).IndexOf('"');
        if (at < 0)
        {
            _scanned = _count;
            return;
        }

        _quote = _scanned + at;
        _scanned = _quote + 1;
        _state = State.AfterQuote;
    }

    private void ScanToEnd(List<string[]> records)
    {
        var at = _buffer.AsSpan(_scanned, _count - _scanned).IndexOfAny(delimiter, '\r', '\n');
        if (at < 0)
        {
            _scanned = _count;
            return;
        }

        var end = _scanned + at;
        EndField(end);
        var mark = _buffer[end];
        _scanned = end + 1;
        _length += _scanned - _start;
        _start = _scanned;
        _state = State.Before;
        if (mark == delimiter)
        {
            _hasSeveral = true;
            return;
        }

        EndRecord(records);
        if (mark == '\r') _state = State.AfterReturn;
    }

    private void EndField(int end)
    {
        if (_fields.Count < MaximumFields) _fields.Add(_state == State.Tail ? GetQuoted(end) : new string(_buffer, _start, end - _start));
    }

    /// <summary>Gets a quoted field. Text that follows its last quote belongs to it, unless it is blank.</summary>
    private string GetQuoted(int end)
    {
        var text = new string(_buffer, _start, _quote - _start);
        if (_hasEscapes) text = text.Replace("\"\"", "\"", StringComparison.Ordinal);
        var tail = _buffer.AsSpan(_quote + 1, end - _quote - 1);
        return tail.ContainsAnyExcept(' ', '\t') ? string.Concat(text, tail) : text;
    }

    private void EndRecord(List<string[]> records)
    {
        Count++;
        _length = 0;
        if (_hasSeveral || _fields is not [""]) records.Add([.. _fields]);
        _fields.Clear();
        _hasSeveral = false;
    }
}
