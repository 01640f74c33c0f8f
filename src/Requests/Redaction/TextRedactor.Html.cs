using System.Text.RegularExpressions;

namespace Requests;

/// <content>Redacts the values of controls in HTML.</content>
internal static partial class TextRedactor
{
    private static bool IsHtml(string text) =>
        text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.Contains("<body", StringComparison.OrdinalIgnoreCase);

    /// <summary>Redacts the values of password fields, and of fields and meta elements with a secret name, such as a CSRF token.</summary>
    private static string WithoutControls(string text, IReadOnlySet<string>? fields)
    {
        if (!text.Contains("<input", StringComparison.OrdinalIgnoreCase) && !text.Contains("<meta", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        return Controls().Replace(text, match => RedactControl(match.Value, fields));
    }

    private static string RedactControl(string control, IReadOnlySet<string>? fields)
    {
        var isSecret = false;
        Group? value = null;
        for (var match = Attributes().Match(control); match.Success; match = match.NextMatch())
        {
            var found = match.Groups["value"];
            switch (match.Groups["key"].Value.ToUpperInvariant())
            {
                case "TYPE":
                    isSecret |= found.Value.Equals("password", StringComparison.OrdinalIgnoreCase);
                    break;
                case "NAME":
                    isSecret |= IsParameter(found.Value, fields);
                    break;
                case "VALUE" or "CONTENT":
                    value = found;
                    break;
            }
        }

        return isSecret && value is { Length: > 0 }
            ? $"{control[..value.Index]}{SensitiveNames.Redacted}{control[(value.Index + value.Length)..]}"
            : control;
    }

    [GeneratedRegex(
        """<(input|meta)\b(([^"'<>]|"[^"]*"|'[^']*')*|[^<>]*)>""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Controls();

    [GeneratedRegex(
        """(?<key>[\w-]+)\s*=\s*("(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'<>]+))""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Attributes();
}
