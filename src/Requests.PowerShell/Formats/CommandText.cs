using System.Collections;
using System.Globalization;

namespace Requests.PowerShell;

/// <summary>Parameters as the text of a PowerShell command.</summary>
internal static class CommandText
{
    /// <summary>The command.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="parameters">Its parameters.</param>
    internal static string Of(string name, IDictionary parameters)
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

    /// <summary>A text as a script has it.</summary>
    internal static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
