using System.Text;

namespace Requests;

/// <summary>Cuts bytes into lines of text as they come: a line is there as soon as its end is, wherever the pieces are cut.</summary>
/// <param name="encoding">The encoding of the bytes.</param>
/// <param name="delimiter">What ends a line; null takes CR, LF and CR LF.</param>
internal sealed class LineSplitter(Encoding encoding, string? delimiter)
{
    private readonly Decoder _decoder = encoding.GetDecoder();
    private readonly StringBuilder _rest = new();
    private char[] _characters = [];
    private bool _afterReturn;
    private bool _begun;

    /// <summary>Takes a piece in and adds the lines that it ends.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="lines">Where the lines are added, without what ends them.</param>
    internal void Add(ReadOnlySpan<byte> piece, List<string> lines)
    {
        if (encoding.GetMaxCharCount(piece.Length) is var needed && needed > _characters.Length) _characters = new char[needed];
        Cut(_characters.AsSpan(0, _decoder.GetChars(piece, _characters, flush: false)), lines);
    }

    /// <summary>Ends the text: what is left is the last line, unless it is nothing.</summary>
    /// <param name="lines">Where it is added.</param>
    internal void Finish(List<string> lines)
    {
        var last = new char[_decoder.GetCharCount([], flush: true)];
        Cut(last.AsSpan(0, _decoder.GetChars([], last, flush: true)), lines);
        if (_rest.Length > 0) lines.Add(_rest.ToString());
        _rest.Clear();
    }

    private void Cut(ReadOnlySpan<char> text, List<string> lines)
    {
        if (text.IsEmpty) return;
        if (!_begun && text[0] == '\uFEFF') text = text[1..];
        _begun = true;
        if (delimiter is null) CutAtLineEnds(text, lines);
        else CutAtDelimiter(text, delimiter, lines);
    }

    private void CutAtLineEnds(ReadOnlySpan<char> text, List<string> lines)
    {
        if (text.IsEmpty) return;
        if (_afterReturn && text[0] == '\n') text = text[1..];
        _afterReturn = false;
        while (text.IndexOfAny('\r', '\n') is >= 0 and var end)
        {
            AddLine(text[..end], lines);
            var isReturn = text[end] == '\r';
            text = text[(end + 1)..];
            if (!isReturn) continue;
            if (text.IsEmpty) _afterReturn = true;
            else if (text[0] == '\n') text = text[1..];
        }

        _rest.Append(text);
    }

    /// <summary>A delimiter that began in the piece before is found by looking at the end of what was left.</summary>
    private void CutAtDelimiter(ReadOnlySpan<char> text, string end, List<string> lines)
    {
        if (_rest.Length > 0 && end.Length > 1)
        {
            var kept = Math.Min(_rest.Length, end.Length - 1);
            text = string.Concat(_rest.ToString(_rest.Length - kept, kept), text);
            _rest.Length -= kept;
        }

        while (text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at)
        {
            AddLine(text[..at], lines);
            text = text[(at + end.Length)..];
        }

        _rest.Append(text);
    }

    private void AddLine(ReadOnlySpan<char> line, List<string> lines)
    {
        if (_rest.Length == 0)
        {
            lines.Add(line.ToString());
            return;
        }

        lines.Add(_rest.Append(line).ToString());
        _rest.Clear();
    }
}
