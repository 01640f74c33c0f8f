namespace Requests;

/// <summary>Reads the media type and the charset of a Content-Type.</summary>
/// <remarks>RFC 9110 section 8.3; requests: <c>_parse_content_type_header</c>.</remarks>
internal static class MediaTypes
{
    /// <summary>Gets the media type without parameters; empty when the header is missing.</summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    internal static string GetName(string? contentType)
    {
        var end = contentType?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        return (end < 0 ? contentType ?? "" : contentType![..end]).Trim();
    }

    /// <summary>Returns whether a media type is <c>text/*</c>.</summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    internal static bool IsText(string? contentType) => GetName(contentType).StartsWith("text/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether a media type is XML (RFC 7303).</summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    internal static bool IsXml(string? contentType)
    {
        var type = GetName(contentType);
        return type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase) || type.EndsWith("/xml", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/xml-", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Returns whether a media type is JSON (RFC 8259, RFC 6839).</summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    internal static bool IsJson(string? contentType)
    {
        var type = GetName(contentType);
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Returns whether a media type is that of a form whose pairs are encoded as a query.</summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    internal static bool IsForm(string? contentType) =>
        GetName(contentType).Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the charset that a Content-Type names, quoted or not; null when it names no charset.</summary>
    /// <param name="contentType">The header's value, or null.</param>
    internal static string? GetCharset(string? contentType)
    {
        if (contentType is null) return null;
        foreach (var piece in contentType.Split(';').Skip(1))
        {
            var item = piece.Trim(' ', '\t', '"', '\'');
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !item.AsSpan(0, equals).Trim(" \t\"'").Equals("charset", StringComparison.OrdinalIgnoreCase)) continue;
            return item[(equals + 1)..].Trim(' ', '\t', '"', '\'') is { Length: > 0 } charset ? charset : null;
        }

        return null;
    }
}
