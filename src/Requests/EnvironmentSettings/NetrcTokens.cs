using System.Text;

namespace Requests;

/// <summary>The words of a netrc file: parted by blanks, in quotes or not, with a backslash before what is meant as it is.</summary>
internal sealed class NetrcTokens(string text)
{
    private int _at;
    private int _counted;
    private int _lines;

    /// <summary>The number of the line of the last word, from 1.</summary>
    internal int Line
    {
        get
        {
            _lines += text.AsSpan(_counted, _at - _counted).Count('\n');
            _counted = _at;
            return _lines + 1;
        }
    }

    /// <summary>The next word where one that says what follows is expected; a comment, to the end of its line, is none.</summary>
    internal string? NextWord()
    {
        while (true)
        {
            var word = Next();
            if (word is null || !word.StartsWith('#')) return word;
            if (_at < text.Length) SkipLine();
        }
    }

    /// <summary>The next word, whatever it is; null at the end.</summary>
    internal string? Next()
    {
        while (_at < text.Length && IsBlank(text[_at])) _at++;
        if (_at >= text.Length) return null;
        return text[_at] == '"' ? Quoted() : Plain();
    }

    /// <summary>A macro ends with an empty line.</summary>
    internal void SkipMacro()
    {
        var rest = text.AsSpan(_at);
        var end = rest.IndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var plain ? plain : rest.IndexOf("\n\r\n", StringComparison.Ordinal);
        _at = end < 0 ? text.Length : _at + end + 1;
    }

    private static bool IsBlank(char one) => one is ' ' or '\t' or '\r' or '\n';

    private string Quoted()
    {
        var word = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != '"'; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length) _at++;
            word.Append(text[_at]);
        }

        _at = Math.Min(_at + 1, text.Length);
        return word.ToString();
    }

    private string Plain()
    {
        var word = new StringBuilder();
        for (; _at < text.Length && !IsBlank(text[_at]); _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length) _at++;
            word.Append(text[_at]);
        }

        return word.ToString();
    }

    private void SkipLine()
    {
        var end = text.IndexOf('\n', _at);
        _at = end < 0 ? text.Length : end + 1;
    }
}
