using System.Buffers;
using System.Globalization;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Splits a command line into words like a POSIX shell, and quotes words for it.</summary>
/// <remarks>POSIX.1 section 2.2, bash's <c>$'…'</c>, and the carets of cmd.exe as browsers write them.</remarks>
internal static class ShellWords
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Splits a command line into words.</summary>
    /// <param name="command">The command line, on one or several lines.</param>
    /// <exception cref="RequestException">A quote is not closed.</exception>
    internal static List<string> Split(string command)
    {
        var text = IsForCmd(command) ? RemoveCarets(command) : command.Replace("\r\n", "\n", StringComparison.Ordinal);
        var words = new List<string>();
        var word = new StringBuilder();
        var isInWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is ' ' or '\t' or '\n' or '\r')
            {
                if (isInWord) words.Add(word.ToString());
                word.Clear();
                isInWord = false;
                continue;
            }

            if (character == '\\' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                i++;
                continue;
            }

            isInWord = true;
            i = character switch
            {
                '\'' => Single(text, i, word),
                '"' => Double(text, i, word),
                '$' when i + 1 < text.Length && text[i + 1] == '\'' => AnsiC(text, i + 1, word),
                '\\' when i + 1 < text.Length => Append(text[i + 1], i + 1, word),
                _ => Append(character, i, word),
            };
        }

        if (isInWord) words.Add(word.ToString());
        return words;
    }

    /// <summary>
    /// Quotes a word for a POSIX shell. Control characters are written with <c>printf</c>, so that no terminal interprets them; marks
    /// that a CI agent would interpret as a command are split.
    /// </summary>
    /// <param name="word">The word.</param>
    internal static string Quote(string word)
    {
        var quoted = new StringBuilder("'");
        var splitsMarks = VisibleText.HasCommand(word);
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '\'') quoted.Append("'\\''");
            else if (VisibleText.IsControl(word[i]) && word[i] is not ('\t' or '\n')) AppendOctal(word[i], quoted);
            else if (splitsMarks && IsMark(word, i)) quoted.Append(word[i]).Append("''");
            else quoted.Append(word[i]);
        }

        return quoted.Append('\'').ToString();
    }

    private static bool IsMark(string word, int index) =>
        word[index] is '#' or ':' && index + 1 < word.Length && word[index + 1] == word[index];

    private static void AppendOctal(char character, StringBuilder quoted)
    {
        quoted.Append("'\"$(printf '");
        foreach (var code in Encoding.UTF8.GetBytes([character]))
        {
            quoted.Append('\\').Append(Convert.ToString(code, 8).PadLeft(3, '0'));
        }

        quoted.Append("')\"'");
    }

    /// <summary>Returns whether a caret precedes a quote or the end of a line, outside the quotes of a POSIX shell.</summary>
    private static bool IsForCmd(string command)
    {
        var quote = '\0';
        for (var i = 0; i < command.Length; i++)
        {
            var character = command[i];
            if (quote == '\0' && character == '^' && IsQuoteOrLineEnd(command.AsSpan(i + 1))) return true;
            if (character == '\\' && quote != '\'') i++;
            else if (quote == '\0' && character is '\'' or '"') quote = GetQuote(command, i);
            else if (quote != '\0' && character == (quote == '$' ? '\'' : quote)) quote = '\0';
        }

        return false;
    }

    /// <summary>Returns the quote at an index; <c>$</c> for the quote of <c>$'…'</c>.</summary>
    private static char GetQuote(string command, int index) =>
        command[index] == '\'' && index > 0 && command[index - 1] == '$' ? '$' : command[index];

    private static bool IsQuoteOrLineEnd(ReadOnlySpan<char> rest) =>
        rest.StartsWith("\"") || rest.StartsWith("\n") || rest.StartsWith("\r\n");

    /// <summary>
    /// Removes the carets. The character after a caret is literal; a caret at the end of a line is removed with the line end.
    /// </summary>
    private static string RemoveCarets(string command)
    {
        var plain = new StringBuilder();
        var text = command.Replace("\r\n", "\n", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '^' || i + 1 == text.Length) plain.Append(text[i]);
            else if (text[++i] != '\n') plain.Append(text[i]);
        }

        return plain.ToString();
    }

    private static int Append(char character, int at, StringBuilder word)
    {
        word.Append(character);
        return at;
    }

    private static int Single(string text, int start, StringBuilder word)
    {
        var end = text.IndexOf('\'', start + 1);
        if (end < 0) throw UnclosedQuote();
        word.Append(text, start + 1, end - start - 1);
        return end;
    }

    private static int Double(string text, int start, StringBuilder word)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '"') return i;
            if (text[i] == '\\' && i + 1 < text.Length && "\"\\$`\n".Contains(text[i + 1], StringComparison.Ordinal))
            {
                if (text[++i] != '\n') word.Append(text[i]);
            }
            else
            {
                word.Append(text[i]);
            }
        }

        throw UnclosedQuote();
    }

    private static int AnsiC(string text, int start, StringBuilder word)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\'') return i;
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                word.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] is 'x' or 'u' or 'U')
            {
                var longest = text[i] switch { 'x' => 2, 'u' => 4, _ => 8 };
                var length = text.AsSpan(i + 1, Math.Min(longest, text.Length - i - 1)).IndexOfAnyExcept(HexDigits);
                var digits = text.Substring(i + 1, length < 0 ? Math.Min(longest, text.Length - i - 1) : length);
                if (digits.Length > 0) word.Append(GetCharacter(digits));
                i += digits.Length;
            }
            else
            {
                word.Append(Unescape(text[i]));
            }
        }

        throw UnclosedQuote();
    }

    private static char Unescape(char letter) => letter switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'v' => '\v',
        'e' => '\e',
        '0' => '\0',
        var other => other,
    };

    private static string GetCharacter(string digits)
    {
        var code = uint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (code <= char.MaxValue) return ((char)code).ToString();
        return Rune.IsValid(code)
            ? new Rune(code).ToString()
            : throw new InvalidParameterException($"The command has an escape of the character {digits}, which does not exist.");
    }

    private static InvalidParameterException UnclosedQuote() => new("A quote of the command is not closed.");
}
