using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Requests;

/// <summary>Texts of any kind as they may be shown: what is secret by a name beside it, by its form, or as a part of a URL is masked.</summary>
internal static partial class TextRedactor
{
    private static readonly SearchValues<char> EndsOfValue = SearchValues.Create(string.Concat(Enumerable.Range(0, char.MaxValue).Select(static code => (char)code).Where(char.IsWhiteSpace)) + "\"'<>&,;{}[]\\");

    /// <summary>The text with masks in the place of its secrets.</summary>
    /// <param name="text">The text: XML, a log, broken JSON, or words.</param>
    public static string Redact(string text)
    {
        text = WithoutStructures(WithoutUrlSecrets(text));
        if (text.Contains("form-data", StringComparison.OrdinalIgnoreCase)) text = Fields().Replace(text, static match => SensitiveNames.IsSecretParameter(match.Groups["name"].Value) ? $"{match.Groups["start"].Value}{SensitiveNames.Redacted}{match.Groups["end"].Value}" : match.Value);
        text = Schemes().Replace(text, $"${{scheme}} {SensitiveNames.Redacted}");
        text = Tokens().Replace(text, SensitiveNames.Redacted);
        text = Elements().Replace(text, static match => SensitiveNames.IsSecretField(match.Groups["name"].Value) ? $"{match.Groups["start"].Value}{SensitiveNames.Redacted}{match.Groups["end"].Value}" : match.Value);
        return WithoutNamed(text);
    }

    /// <summary>The text with the logins and the secret parameters of its URLs masked.</summary>
    /// <param name="text">The text.</param>
    public static string WithoutUrlSecrets(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal)) text = Logins().Replace(text, $"${{scheme}}{SensitiveNames.Redacted}@");
        if (!text.Contains('=', StringComparison.Ordinal)) return text;
        return Parameters().Replace(text, static match => SensitiveNames.IsSecretParameter(Uri.UnescapeDataString(match.Groups["name"].Value)) ? $"{match.Groups["start"].Value}{SensitiveNames.Redacted}" : match.Value);
    }

    /// <summary>Lists and objects under secret names, in JSON that is cut, of many lines, or inside another text.</summary>
    private static string WithoutStructures(string text)
    {
        StringBuilder? result = null;
        var from = 0;
        for (var match = Structures().Match(text); match.Success; match = Structures().Match(text, Math.Max(from, match.Index + match.Length)))
        {
            if (!SensitiveNames.IsSecretField(match.Groups["name"].Value)) continue;
            var open = match.Index + match.Length - 1;
            (result ??= new StringBuilder(text.Length)).Append(text, from, open - from).Append(SensitiveNames.Redacted);
            from = GetEnd(text, open);
        }

        return result?.Append(text, from, text.Length - from).ToString() ?? text;
    }

    /// <summary>Values after secret names. The value of a name may itself be a name, with a value of its own.</summary>
    private static string WithoutNamed(string text)
    {
        StringBuilder? result = null;
        var (from, at) = (0, 0);
        for (var match = Names().Match(text); match.Success; match = Names().Match(text, at))
        {
            at = match.Index + match.Length;
            if (!SensitiveNames.IsSecretField(match.Groups["name"].Value)) continue;
            var start = at;
            at = EndOfValue(text, start);
            for (var value = start; at > value && NextValue(text, value, at) is >= 0 and var next; at = EndOfValue(text, value)) value = next;
            if (at == start || text.AsSpan(start, at - start).SequenceEqual(SensitiveNames.Redacted)) continue;
            (result ??= new StringBuilder(text.Length)).Append(text, from, start - from).Append(SensitiveNames.Redacted);
            from = at;
        }

        return result?.Append(text, from, text.Length - from).ToString() ?? text;
    }

    /// <summary>Where the value of a value begins; negative where a value has none, because it is not a name.</summary>
    private static int NextValue(string text, int start, int end)
    {
        var rest = text.AsSpan(end);
        var mark = rest.TrimStart();
        if (mark is [':' or '=', ..]) return text.Length - mark[1..].TrimStart().Length;
        var name = text.AsSpan(start, end - start).TrimEnd(":=");
        return start + name.Length < end && SensitiveNames.IsSecretField(name.ToString()) ? text.Length - mark.Length : -1;
    }

    /// <summary>Where a value ends: a quoted one at its quote, others at their next blank or mark.</summary>
    private static int EndOfValue(string text, int start)
    {
        // What stands at a quote without a blank or a mark between belongs to the value.
        var quoted = EndOfQuotes(text, start);
        return text.AsSpan(quoted).IndexOfAny(EndsOfValue) is >= 0 and var end ? quoted + end : text.Length;
    }

    /// <summary>Where a text in quotes ends; where it would begin when there is none.</summary>
    private static int EndOfQuotes(string text, int start)
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

    /// <summary>Where what a bracket opens ends; brackets in quotes do not count.</summary>
    private static int GetEnd(string text, int open)
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

    // The login of a URL inside a text ends at its last at sign before a blank or a quote.
    [GeneratedRegex("""(?<scheme>\b[a-z][a-z0-9+.-]{1,15}:\\?/\\?/)([^\s"'<>/?#]*|[^\s"'<>/]*:[^\s"'<>]*)@""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Logins();

    [GeneratedRegex("""(?<start>[?&#;](amp;)?(?<name>[\w.%~\[\]-]+)=)[^\s"'<>&#;,\\]+""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parameters();

    [GeneratedRegex("""\b(?<scheme>Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{6,}""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Schemes();

    [GeneratedRegex("""(?<name>[\w.-]+)(\\?["'])?\s*[=:]\s*[\[{]""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Structures();

    // A part of a multipart form: its headers, and its content up to the next boundary (RFC 7578).
    [GeneratedRegex("""(?<start>\bname=("(?<name>[^"\r\n]*)"|(?<name>[^\s;"]+))[^\r\n]*\r?\n([^\r\n]+\r?\n)*\r?\n)[\s\S]*?(?<end>\r?\n--)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Fields();

    // A JSON Web Token, wherever it stands (RFC 7515 section 3.1).
    [GeneratedRegex("""\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Tokens();

    // <name attributes>value</name>
    [GeneratedRegex("""(?<start><([\w-]+:)?(?<name>[\w.-]+)(\s[^<>]*)?>)[^<>]+(?<end></)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Elements();

    // The name and the mark of name=value, name: value, "name": "value".
    [GeneratedRegex("""(?<name>[\w.-]+)(\\?["'])?\s*[=:]\s*""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
