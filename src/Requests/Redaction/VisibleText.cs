using System.Buffers;
using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>
/// Makes text from servers and files safe to show: it cannot move the cursor, change the reading direction, or give a command to the agent
/// of a build pipeline.
/// </summary>
internal static class VisibleText
{
    // The formatting characters of bidirectional text (Unicode UAX 9 section 2) and the separators of lines and paragraphs.
    private const string Bidirectional = "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0xa0).Select(static code => (char)code).Where(char.IsControl)) + Bidirectional);

    private static readonly SearchValues<char> ControlsOfText = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0xa0)
            .Select(static code => (char)code)
            .Where(static character => char.IsControl(character) && character is not ('\t' or '\n'))) + Bidirectional);

    /// <summary>Returns whether a character controls a terminal instead of being shown.</summary>
    /// <param name="character">The character.</param>
    public static bool IsControl(char character) => Controls.Contains(character);

    /// <summary>
    /// Escapes a text of one or more lines: tabs and line ends stay, other control characters are written as their codes.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string EscapeLines(string text)
    {
        if (text.Contains('\r', StringComparison.Ordinal)) text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return WithoutCommands(Escape(text, ControlsOfText));
    }

    /// <summary>Escapes a text of one line: all control characters are written as their codes.</summary>
    /// <param name="text">The text.</param>
    public static string EscapeLine(string text) => WithoutCommands(Escape(text, Controls));

    /// <summary>
    /// Returns whether a text contains a command for an agent of GitHub Actions or Azure Pipelines, and such an agent runs this process.
    /// </summary>
    /// <param name="text">The text.</param>
    public static bool HasCommand(string text) =>
        MayHaveCommand(text) && Enumerable.Range(0, text.Length - 1).Any(at => BeginsCommand(text, at));

    /// <summary>Breaks each command for an agent with a space.</summary>
    /// <param name="text">The text.</param>
    private static string WithoutCommands(string text)
    {
        if (!MayHaveCommand(text)) return text;
        var result = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            result.Append(text[i]);
            if (BeginsCommand(text, i)) result.Append(' ');
        }

        return result.ToString();
    }

    private static bool MayHaveCommand(string text) =>
        (text.Contains("##", StringComparison.Ordinal) || text.Contains("::", StringComparison.Ordinal)) && IsPipeline();

    /// <summary>
    /// Whether a command begins here. Azure: ##vso[area.action …] and ##[section]; GitHub: ::name properties::value, and ##[name]. The
    /// colons of an IPv6 address are not a command.
    /// </summary>
    private static bool BeginsCommand(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("##")) return rest.StartsWith("##[") || rest.StartsWith("##vso[", StringComparison.OrdinalIgnoreCase);
        return rest.StartsWith("::")
            && rest.Length > 2
            && rest[2] != ':'
            && !char.IsWhiteSpace(rest[2])
            && (at == 0 || !(char.IsAsciiHexDigit(text[at - 1]) || text[at - 1] == ':'));
    }

    private static bool IsPipeline() =>
        Environment.GetEnvironmentVariable("TF_BUILD") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("GITHUB_ACTIONS") is { Length: > 0 };

    private static string Escape(string text, SearchValues<char> controls)
    {
        var at = text.AsSpan().IndexOfAny(controls);
        if (at < 0) return text;
        var result = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        for (; at >= 0; at = rest.IndexOfAny(controls))
        {
            result.Append(rest[..at]).Append(CultureInfo.InvariantCulture, $"\\u{(int)rest[at]:x4}");
            rest = rest[(at + 1)..];
        }

        return result.Append(rest).ToString();
    }
}
