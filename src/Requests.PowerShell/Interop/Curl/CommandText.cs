using System.Collections;
using System.Globalization;
using System.Management.Automation.Language;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Parameters as the text of a PowerShell command.</summary>
internal static class CommandText
{
    /// <summary>The command.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="parameters">Its parameters.</param>
    internal static string Format(string name, IDictionary parameters)
    {
        var words = new List<string> { name };
        foreach (DictionaryEntry parameter in parameters)
        {
            if (parameter.Value is bool flag && parameter.Key is "AllowRedirects" or "RaiseForStatus") words.Add(parameter.Value is true ? $"-{parameter.Key}" : $"-{parameter.Key}:$false");
            else words.Add($"-{parameter.Key} {Value(parameter.Value)}");
        }

        return string.Join(" ", words);
    }

    private static string Value(object? value) => value switch
    {
        null => "$null",
        bool flag => flag ? "$true" : "$false",
        string text => Quote(text),
        FileInfo file => $"(Get-Item -LiteralPath {Quote(file.ToString())})",
        ScriptExpression expression => expression.Text,
        IDictionary map => $"([ordered]@{{ {string.Join("; ", map.Cast<DictionaryEntry>().Select(pair => $"{Quote((string)pair.Key)} = {Value(pair.Value)}"))} }})",
        IList list => $"@({string.Join(", ", list.Cast<object?>().Select(Value))})",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => Quote(value.ToString()!),
    };

    /// <summary>A text as a script has it. One that holds controls, or a command for an agent, is written with PowerShell's escapes.</summary>
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
