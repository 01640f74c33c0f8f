using System.Collections;
using System.Globalization;
using System.Management.Automation.Language;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Formats parameters as the text of a PowerShell command.</summary>
internal static class CommandText
{
    /// <summary>Formats a command.</summary>
    /// <param name="name">The name of the command.</param>
    /// <param name="parameters">The parameters of the command.</param>
    internal static string Format(string name, IDictionary parameters)
    {
        var words = new List<string> { name };
        foreach (DictionaryEntry parameter in parameters)
        {
            if (parameter.Value is bool && parameter.Key is "AllowRedirects" or "RaiseForStatus" or "RemoteTime" or "IfChanged")
            {
                words.Add(parameter.Value is true ? $"-{parameter.Key}" : $"-{parameter.Key}:$false");
            }
            else
            {
                words.Add($"-{parameter.Key} {FormatValue(parameter.Value)}");
            }
        }

        return string.Join(" ", words);
    }

    private static string FormatValue(object? value) => value switch
    {
        null => "$null",
        bool flag => flag ? "$true" : "$false",
        string text => Quote(text),
        FileInfo file => $"(Get-Item -LiteralPath {Quote(file.ToString())})",
        ScriptExpression expression => expression.Text,
        IDictionary map => $"([ordered]@{{ {string.Join("; ", map.Cast<DictionaryEntry>().Select(FormatPair))} }})",
        IList list => $"@({string.Join(", ", list.Cast<object?>().Select(FormatValue))})",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => Quote(value.ToString()!),
    };

    private static string FormatPair(DictionaryEntry pair) => $"{Quote((string)pair.Key)} = {FormatValue(pair.Value)}";

    /// <summary>
    /// Quotes a text for a script. A text with control characters or with a command of a CI agent is written with the escapes of
    /// PowerShell.
    /// </summary>
    /// <param name="text">The text.</param>
    internal static string Quote(string text)
    {
        foreach (var character in text)
        {
            if (VisibleText.IsControl(character) && character != '\t') return QuoteWithEscapes(text);
        }

        return VisibleText.HasCommand(text) ? QuoteWithEscapes(text) : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
    }

    private static string QuoteWithEscapes(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var isMark = i + 1 < text.Length && text[i] is '#' or ':' && text[i + 1] == text[i];
            if (VisibleText.IsControl(text[i]) || isMark) quoted.Append(CultureInfo.InvariantCulture, $"`u{{{(int)text[i]:x}}}");
            else if (text[i] is '`' or '$' or '"' or '\u201c' or '\u201d' or '\u201e') quoted.Append('`').Append(text[i]);
            else quoted.Append(text[i]);
        }

        return quoted.Append('"').ToString();
    }
}
