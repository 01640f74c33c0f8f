using System.Text;

namespace Requests;

/// <summary>
/// Splits a netrc file into words. White space separates words; a word can be in double quotes; a backslash escapes the next character.
/// </summary>
internal sealed class NetrcTokens(string text)
{
    private int _at;
    private int _counted;
    private int _lines;

    /// <summary>Gets the line number of the last word, from 1.</summary>
    internal int Line
    {
        get
        {
            _lines += text.AsSpan(_counted, _at - _counted).Count('\n');
            _counted = _at;
            return _lines + 1;
        }
    }

    /// <summary>
    /// Returns the next word where a keyword is expected; null at the end. Comments up to the end of their line are skipped.
    /// </summary>
    internal string? NextWord()
    {
        while (true)
        {
            var word = Next();
            if (word is null || !word.StartsWith('#')) return word;
            if (_at < text.Length) SkipLine();
        }
    }

    /// <summary>Returns the next word, which can be a value; null at the end.</summary>
    internal string? Next()
    {
        while (_at < text.Length && IsBlank(text[_at])) _at++;
        if (_at >= text.Length) return null;
        return text[_at] == '"' ? ReadQuoted() : ReadPlain();
    }

    /// <summary>Skips a macro, which ends with an empty line.</summary>
    internal void SkipMacro()
    {
        var rest = text.AsSpan(_at);
        var end = rest.IndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var plain
            ? plain
            : rest.IndexOf("\n\r\n", StringComparison.Ordinal);
        _at = end < 0 ? text.Length : _at + end + 1;
    }

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\r' or '\n';

    private string ReadQuoted()
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

    private string ReadPlain()
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
