using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Requests;

/// <summary>
/// Redacts secrets in texts of any kind: those with a secret name beside them, those with a known form, and those in URLs.
/// </summary>
internal static partial class TextRedactor
{
    private static readonly SearchValues<char> EndsOfValue = SearchValues.Create(
        string.Concat(Enumerable.Range(0, char.MaxValue).Select(static code => (char)code).Where(char.IsWhiteSpace)) + "\"'<>&,;{}[]\\");

    /// <summary>Redacts the secrets of a text.</summary>
    /// <param name="text">The text: XML, HTML, a log, broken JSON, or prose.</param>
    /// <param name="fields">The names of fields that are secret too, or null.</param>
    public static string Redact(string text, IReadOnlySet<string>? fields = null)
    {
        text = WithoutStructures(WithoutUrlSecrets(text, fields), fields);
        if (text.Contains("form-data", StringComparison.OrdinalIgnoreCase))
        {
            text = FormFields().Replace(text, match => IsParameter(match, fields) ? RedactBetween(match) : match.Value);
        }

        text = Schemes().Replace(text, $"${{scheme}} {SensitiveNames.Redacted}");
        text = Tokens().Replace(text, SensitiveNames.Redacted);
        text = WithoutControls(text, fields);

        // A field can have the name of an element of HTML, such as p.
        var elements = IsHtml(text) ? null : fields;
        text = Elements().Replace(text, match => IsField(match, elements) ? RedactBetween(match) : match.Value);
        return WithoutNamed(text, fields);
    }

    /// <summary>Redacts the credentials and the secret parameters of the URLs in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fields">The names of parameters that are secret too, or null.</param>
    public static string WithoutUrlSecrets(string text, IReadOnlySet<string>? fields = null)
    {
        if (text.Contains('@', StringComparison.Ordinal)) text = Logins().Replace(text, $"${{scheme}}{SensitiveNames.Redacted}@");
        if (!text.Contains('=', StringComparison.Ordinal)) return text;
        return Parameters().Replace(text, match => IsParameter(match, fields) ? RedactBetween(match) : match.Value);
    }

    private static bool IsParameter(Match match, IReadOnlySet<string>? fields) =>
        IsParameter(Uri.UnescapeDataString(match.Groups["name"].Value), fields);

    private static bool IsParameter(string name, IReadOnlySet<string>? fields) =>
        SensitiveNames.IsSecretParameter(name) || fields?.Contains(name) == true;

    private static bool IsField(Match match, IReadOnlySet<string>? fields) => IsField(match.Groups["name"].Value, fields);

    private static bool IsField(string name, IReadOnlySet<string>? fields) =>
        SensitiveNames.IsSecretField(name) || fields?.Contains(name) == true;

    private static string RedactBetween(Match match) =>
        $"{match.Groups["start"].Value}{SensitiveNames.Redacted}{match.Groups["end"].Value}";

    /// <summary>
    /// Redacts lists and objects under secret names, in JSON that is truncated, has many lines, or is inside another text.
    /// </summary>
    private static string WithoutStructures(string text, IReadOnlySet<string>? fields)
    {
        StringBuilder? result = null;
        var from = 0;
        var at = 0;
        for (var match = Structures().Match(text); match.Success; match = Structures().Match(text, at))
        {
            at = Math.Max(from, match.Index + match.Length);
            if (!IsField(match, fields)) continue;
            var open = match.Index + match.Length - 1;
            (result ??= new StringBuilder(text.Length)).Append(text, from, open - from).Append(SensitiveNames.Redacted);
            from = FindBracketEnd(text, open);
            at = Math.Max(from, at);
        }

        return result?.Append(text, from, text.Length - from).ToString() ?? text;
    }

    /// <summary>Redacts values after secret names. The value of a name can itself be a name with a value.</summary>
    private static string WithoutNamed(string text, IReadOnlySet<string>? fields)
    {
        StringBuilder? result = null;
        var (from, at) = (0, 0);
        for (var match = Names().Match(text); match.Success; match = Names().Match(text, at))
        {
            at = match.Index + match.Length;
            if (!IsField(match, fields)) continue;
            var start = at;
            at = FindValueEnd(text, start);
            for (var value = start; at > value; at = FindValueEnd(text, value))
            {
                var next = FindNextValue(text, value, at, fields);
                if (next < 0) break;
                value = next;
            }

            if (at == start || text.AsSpan(start, at - start).SequenceEqual(SensitiveNames.Redacted)) continue;
            (result ??= new StringBuilder(text.Length)).Append(text, from, start - from).Append(SensitiveNames.Redacted);
            from = at;
        }

        return result?.Append(text, from, text.Length - from).ToString() ?? text;
    }

    /// <summary>Returns where the value that follows a value begins; negative when the first value is not a name.</summary>
    private static int FindNextValue(string text, int start, int end, IReadOnlySet<string>? fields)
    {
        var rest = text.AsSpan(end);
        var mark = rest.TrimStart();
        if (mark is [':' or '=', ..]) return text.Length - mark[1..].TrimStart().Length;
        var name = text.AsSpan(start, end - start).TrimEnd(":=");
        return start + name.Length < end && IsField(name.ToString(), fields) ? text.Length - mark.Length : -1;
    }

    /// <summary>Returns where a value ends: a quoted one at its quote, others at the next white space or delimiter.</summary>
    private static int FindValueEnd(string text, int start)
    {
        // Characters that follow a closing quote without a delimiter belong to the value.
        var quoted = FindQuotesEnd(text, start);
        return text.AsSpan(quoted).IndexOfAny(EndsOfValue) is >= 0 and var end ? quoted + end : text.Length;
    }

    /// <summary>Returns where a quoted text ends; the start when there is no quote.</summary>
    private static int FindQuotesEnd(string text, int start)
    {
        if (start == text.Length) return start;
        if (text[start] == '\'') return text.IndexOf('\'', start + 1) is >= 0 and var quote ? quote + 1 : text.Length;
        var isEscaped = text.AsSpan(start).StartsWith("\\\"");
        if (text[start] != '"' && !isEscaped) return start;
        for (var i = start + (isEscaped ? 2 : 1); i < text.Length; i++)
        {
            if (text[i] == '"') return i + 1;
            if (text[i] == '\\' && !(isEscaped && i + 1 < text.Length && text[i + 1] == '"')) i++;
        }

        return text.Length;
    }

    /// <summary>Returns where the list or object of an opening bracket ends. Brackets in quotes do not count.</summary>
    private static int FindBracketEnd(string text, int open)
    {
        var depth = 0;
        var isQuoted = false;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') isQuoted = !isQuoted;
            else if (isQuoted) continue;
            else if (text[i] is '[' or '{') depth++;
            else if (text[i] is ']' or '}' && --depth == 0) return i + 1;
        }

        return text.Length;
    }

    // The userinfo of a URL inside a text ends at the last at sign before white space or a quote.
    [GeneratedRegex(
        """(?<scheme>\b[a-z][a-z0-9+.-]{1,15}:\\?/\\?/)([^\s"'<>/?#]*|[^\s"'<>/]*:[^\s"'<>]*)@""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Logins();

    [GeneratedRegex(
        """(?<start>[?&#;](amp;)?(?<name>[\w.%~\[\]-]+)=)[^\s"'<>&#;,\\]+""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parameters();

    [GeneratedRegex(
        """\b(?<scheme>Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{6,}""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Schemes();

    [GeneratedRegex("""(?<name>[\w.-]+)(\\?["'])?\s*[=:]\s*[\[{]""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Structures();

    // A part of a multipart form: its headers, and its content up to the next boundary (RFC 7578).
    [GeneratedRegex(
        """(?<start>\bname=("(?<name>[^"\r\n]*)"|(?<name>[^\s;"]+))[^\r\n]*\r?\n([^\r\n]+\r?\n)*\r?\n)[\s\S]*?(?<end>\r?\n--)""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FormFields();

    // A JSON Web Token at any position (RFC 7515 section 3.1).
    [GeneratedRegex(
        """\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Tokens();

    // <name attributes>value</name>
    [GeneratedRegex(
        """(?<start><([\w-]+:)?(?<name>[\w.-]+)(\s[^<>]*)?>)[^<>]+(?<end></)""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Elements();

    // The name and the separator of name=value, name: value, "name": "value" and list[name]=value.
    [GeneratedRegex("""(?<name>[\w.-]+)[\]\\"']*\s*[=:]\s*""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
