using System.Globalization;
using System.Text.RegularExpressions;

namespace Requests.PowerShell;

/// <summary>Formats values as literals of a script: short ones in one line, long maps and lists with a line for each item.</summary>
internal static partial class ScriptLiteral
{
    private const int LongestLine = 110;

    // A text from this length on, with several lines, is written as a here-string.
    private const int ShortestHereString = 60;

    /// <summary>Formats a value.</summary>
    /// <param name="value">A text, number, truth value, array of bytes, list, map or expression; or null.</param>
    /// <param name="indent">The number of spaces before the line that the value begins in.</param>
    internal static string Format(object? value, int indent)
    {
        if (value is string text && CanBeHereString(text)) return $"@'\n{text}\n'@";
        var line = FormatLine(value);
        var hasHereString = HasHereString(value);
        if (!hasHereString && indent + line.Length <= LongestLine) return line;
        var inner = new string(' ', indent + 4);
        var end = new string(' ', indent);
        return value switch
        {
            ScriptMap { Entries.Count: > 0 } map =>
                $"{GetStart(map)}\n{string.Concat(map.Entries.Select(pair =>
                    $"{inner}{FormatKey(pair.Key)} = {Format(pair.Value, indent + 4)}\n"))}{end}}}",
            object?[] { Length: > 1 } list when !Array.TrueForAll(list, static item => item is string) || line.Length > 4 * LongestLine =>
                $"@(\n{string.Join(",\n", list.Select(item => inner + Format(item, indent + 4)))}\n{end})",
            _ => line,
        };
    }

    /// <summary>Formats a value as an argument of a command, in one line.</summary>
    /// <param name="value">A value as for <see cref="Format"/>.</param>
    internal static string FormatArgument(object? value) => $"({FormatLine(value)})";

    /// <summary>Formats the name of a property for access with a dot.</summary>
    /// <param name="name">The name.</param>
    internal static string FormatKey(string name) => Identifier().IsMatch(name) ? name : CommandText.Quote(name);

    private static string FormatLine(object? value) => value switch
    {
        null => "$null",
        bool flag => flag ? "$true" : "$false",
        string text => CommandText.Quote(text),
        ScriptExpression expression => expression.Text,
        byte[] bytes => $"[Convert]::FromBase64String('{Convert.ToBase64String(bytes)}')",
        ScriptMap { Entries.Count: 0 } map => $"{GetStart(map)}}}",
        ScriptMap map => $"{GetStart(map)} {string.Join("; ", map.Entries.Select(FormatPair))} }}",

        // A list in a list of one item needs the comma, because @() adds no level.
        object?[] { Length: 1 } list when list[0] is object?[] => $"@(, {FormatLine(list[0])})",
        object?[] list => $"@({string.Join(", ", list.Select(FormatLine))})",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => CommandText.Quote(value.ToString()!),
    };

    private static string FormatPair(KeyValuePair<string, object?> pair) => $"{FormatKey(pair.Key)} = {FormatLine(pair.Value)}";

    private static string GetStart(ScriptMap map) => map.IsOrdered ? "[ordered]@{" : "@{";

    private static bool HasHereString(object? value) => value switch
    {
        string text => CanBeHereString(text),
        ScriptMap map => map.Entries.Any(static pair => HasHereString(pair.Value)),
        object?[] list => list.Any(HasHereString),
        _ => false,
    };

    /// <summary>Returns whether a text has several lines, no other control characters, and no line that ends a here-string.</summary>
    private static bool CanBeHereString(string text) =>
        text.Length >= ShortestHereString
        && text.Contains('\n', StringComparison.Ordinal)
        && !text.Any(static character => character != '\n' && VisibleText.IsControl(character) && character != '\t')
        && !HereStringEnd().IsMatch(text);

    // PowerShell takes the quotation marks of other alphabets for an apostrophe.
    [GeneratedRegex("(?:^|\n)['\u2018\u2019\u201A\u201B]@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex HereStringEnd();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Identifier();
}
