using System.Text;

namespace Requests;

/// <summary>Reads the parameter lists of headers: <c>name=value, name="quoted, value"; flag</c>.</summary>
/// <remarks>requests: <c>parse_dict_header</c>, <c>unquote_header_value</c>; RFC 9110 section 5.6.6.</remarks>
internal static class HeaderParameters
{
    /// <summary>
    /// Returns the parameters, in order. A parameter without a value has null. A separator within quotes does not separate.
    /// </summary>
    /// <param name="text">The list.</param>
    /// <param name="separator">The separator: a comma or a semicolon.</param>
    internal static IEnumerable<KeyValuePair<string, string?>> Parse(string text, char separator = ',')
    {
        foreach (var item in Split(text, separator))
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0
                ? KeyValuePair.Create(item, (string?)null)
                : KeyValuePair.Create(item[..equals].Trim(), Unquote(item[(equals + 1)..].Trim()));
        }
    }

    /// <summary>Returns the trimmed items between separators outside of quotes. Empty items are left out.</summary>
    /// <param name="text">The list.</param>
    /// <param name="separator">The separator: a comma or a semicolon.</param>
    internal static IEnumerable<string> Split(string text, char separator)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"') quoted = !quoted;
            else if (i < text.Length && quoted && text[i] == '\\') i++;
            else if (i >= text.Length || (!quoted && text[i] == separator))
            {
                var item = text[Math.Min(start, text.Length)..Math.Min(i, text.Length)].Trim();
                if (item.Length > 0) yield return item;
                start = i + 1;
            }
        }
    }

    /// <summary>Decodes a value of RFC 8187 (charset'language'percent-encoded); returns null for any other value.</summary>
    /// <param name="value">The value.</param>
    internal static string? DecodeExtended(string? value)
    {
        var parts = value?.Split('\'', 3);
        if (parts is not { Length: 3 } || EncodingResolver.Find(parts[0]) is not { } encoding) return null;
        return encoding.GetString(PercentEncoding.DecodeBytes(parts[2]));
    }

    /// <summary>Escapes the quotes and the backslashes of a value that is written between quotes.</summary>
    /// <param name="value">The value.</param>
    internal static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>
    /// Removes the quotes and the escapes of a value. In a file name, a Windows network path keeps its backslashes.
    /// </summary>
    /// <param name="value">The value, or null.</param>
    /// <param name="isFileName">Whether the value is a file name.</param>
    internal static string? Unquote(string? value, bool isFileName = false)
    {
        if (value is not ['"', .., '"']) return value;
        var inner = value[1..^1];
        if (isFileName && inner.StartsWith(@"\\", StringComparison.Ordinal)) return inner;
        var text = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\' && i + 1 < inner.Length && inner[i + 1] is '\\' or '"') i++;
            text.Append(inner[i]);
        }

        return text.ToString();
    }
}
