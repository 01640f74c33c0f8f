using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Requests;

/// <content>Finds the values in the forms that they have in URLs, JSON and HTML.</content>
internal sealed partial class ExchangeRedactor
{
    private static string GetPattern(string value)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < value.Length;)
        {
            // A value that is escaped already may be repeated with hexadecimal digits in the other case (RFC 3986 section 2.1).
            if (value[i] == '%' && i + 2 < value.Length && char.IsAsciiHexDigit(value[i + 1]) && char.IsAsciiHexDigit(value[i + 2]))
            {
                AppendForms(new Rune('%'), pattern);
                pattern.Append("(?i:").Append(value, i + 1, 2).Append(')');
                i += 3;
                continue;
            }

            var rune = Rune.TryGetRuneAt(value, i, out var found) ? found : Rune.ReplacementChar;
            AppendForms(rune, pattern);
            i += rune.IsBmp ? 1 : 2;
        }

        if (value.Length >= LongValue) return pattern.ToString();
        if (char.IsAsciiLetterOrDigit(value[0])) pattern.Insert(0, @"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[bfnrt]))");
        if (char.IsAsciiLetterOrDigit(value[^1])) pattern.Append("(?![A-Za-z0-9])");
        return pattern.ToString();
    }

    /// <summary>
    /// Appends a pattern for a character as it is, and as URLs, JSON and HTML escape it. Letters and digits are never escaped.
    /// </summary>
    private static void AppendForms(Rune rune, StringBuilder pattern)
    {
        if (rune.IsAscii && Rune.IsLetterOrDigit(rune))
        {
            pattern.Append((char)rune.Value);
            return;
        }

        var text = rune.ToString();
        pattern.Append("(?:").Append(Regex.Escape(text)).Append("|(?i:");
        foreach (var octet in Encoding.UTF8.GetBytes(text)) pattern.Append(CultureInfo.InvariantCulture, $"%{octet:x2}");
        pattern.Append('|');
        foreach (var character in text) pattern.Append(CultureInfo.InvariantCulture, $"\\\\u{(int)character:x4}");
        pattern.Append(CultureInfo.InvariantCulture, $"|&#0*{rune.Value};|&#x0*{rune.Value:x};)");
        pattern.Append(rune.Value switch
        {
            ' ' => @"|\+",
            '"' => "|\\\\\"|&quot;",
            '\'' => "|\\\\'|&apos;",
            '&' => "|&amp;",
            '<' => "|&lt;",
            '>' => "|&gt;",
            '/' => @"|\\/",
            '\\' => @"|\\\\",
            _ => "",
        }).Append(')');
    }
}
