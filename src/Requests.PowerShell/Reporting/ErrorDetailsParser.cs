using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Requests.PowerShell;

/// <summary>
/// Reads the error message of a server from the body of a response: JSON, XML, SOAP, HTML or plain text.
/// </summary>
internal static partial class ErrorDetailsParser
{
    // The maximum length of the message in characters, of the body in bytes, and of a heading in characters.
    private const int MaximumLength = 500;
    private const int MaximumBodySize = 64 * 1024;
    private const int MaximumHeadingLength = 1000;
    private const int MaximumMessages = 5;

    // The JSON properties that hold a message, in the order in which they are searched.
    private static readonly string[] PropertyNames =
    [
        "message", "error_description", "errorMessage", "error_message", "detail", "details", "description", "reason", "text", "msg",
        "fault", "faultstring", "title", "code",
    ];

    /// <summary>Returns the error message of the server, or null when the body does not contain a message for a user.</summary>
    /// <param name="response">The response. A body that is not loaded yet is not read from the network.</param>
    internal static string? Parse(Response? response)
    {
        if (response is not { IsContentRead: true, Content: { Length: > 0 and <= MaximumBodySize } }) return null;
        var message = Find(response)?.Trim();
        if (string.IsNullOrEmpty(message)) return null;
        message = BodyRedactor.Redact(message, contentType: null, ExchangeRedactor.Create(response));
        return message.Length <= MaximumLength ? message : $"{message[..MaximumLength]}…";
    }

    private static string? Find(Response response)
    {
        var type = response.Headers["Content-Type"] ?? "";
        if (type.Contains("json", StringComparison.OrdinalIgnoreCase)) return FromJson(response);
        if (type.Contains("html", StringComparison.OrdinalIgnoreCase)) return FromHtml(response.Text);
        if (type.Contains("xml", StringComparison.OrdinalIgnoreCase)) return XmlErrorDetails.Find(response.Text, MaximumBodySize);
        if (type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)) return response.Text;
        if (type.Length > 0) return null;
        var text = response.Text.TrimStart();
        return text.StartsWith('{') ? FromJson(response) : text.StartsWith('<') ? XmlErrorDetails.Find(text, MaximumBodySize) : null;
    }

    private static string? FromJson(Response response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.GetJsonUtf8());
            return FromValue(document.RootElement, depth: 0);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Returns the message in a value: a text, the message of an object, or the messages of the items of a list.</summary>
    private static string? FromValue(JsonElement value, int depth)
    {
        if (depth > 5) return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => Text(value),
            JsonValueKind.Object => FromObject(value, depth),
            JsonValueKind.Array => Join(value.EnumerateArray().Select(item => FromValue(item, depth + 1))),
            _ => null,
        };
    }

    private static string? FromObject(JsonElement root, int depth)
    {
        if (FromProblem(root, depth) is { } problem) return problem;
        if (Property(root, "odata.error") is { ValueKind: JsonValueKind.Object } odata) return FromValue(odata, depth + 1);
        if (Property(root, "error") is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } error
            && FromValue(error, depth + 1) is { } inner)
        {
            return inner;
        }

        if (depth > 0 && Property(root, "value") is { ValueKind: JsonValueKind.String } localized) return Text(localized);
        foreach (var name in PropertyNames)
        {
            if (Property(root, name) is not { } value || (name is "code" && value.ValueKind != JsonValueKind.String)) continue;
            if (FromValue(value, depth + 1) is not { } message) continue;
            return name is "message" or "title" && FromErrors(root, depth) is { } more ? Append(message, more) : message;
        }

        if (Property(root, "error") is { ValueKind: JsonValueKind.String } plain) return Text(plain);
        if (FromErrors(root, depth) is { } errors) return errors;
        return Property(root, "results") is { ValueKind: JsonValueKind.Array } results ? FromValue(results, depth + 1) : null;
    }

    /// <summary>Returns the message of problem details (RFC 9457): title, detail, and the errors that ASP.NET and others add.</summary>
    private static string? FromProblem(JsonElement root, int depth)
    {
        if (Property(root, "title") is not { ValueKind: JsonValueKind.String } title || Text(title) is not { } message) return null;
        if (Property(root, "detail") is { ValueKind: JsonValueKind.String } detail && Text(detail) is { } more)
        {
            message = Append(message, more);
        }

        return FromErrors(root, depth) is { } errors ? Append(message, errors) : message;
    }

    /// <summary>Returns the messages of <c>errors</c>: a list of texts or objects, or a map of fields and their messages.</summary>
    private static string? FromErrors(JsonElement root, int depth)
    {
        if (Property(root, "errors") is not { } errors) return null;
        if (errors.ValueKind != JsonValueKind.Object) return FromValue(errors, depth + 1);
        return Join(errors.EnumerateObject().Select(field =>
            FromValue(field.Value, depth + 1) is { } message ? Label(field.Name, message) : null));
    }

    private static string Label(string name, string message) => name is "" or "$" ? message : $"{name}: {message}";

    private static string? Join(IEnumerable<string?> messages)
    {
        var first = messages.OfType<string>().Distinct(StringComparer.Ordinal).Take(MaximumMessages).ToList();
        return first.Count == 0 ? null : string.Join("; ", first);
    }

    /// <summary>Joins two messages in one line, with a colon between them unless the first ends with a punctuation mark.</summary>
    /// <param name="first">The first message.</param>
    /// <param name="second">The second message.</param>
    internal static string Append(string first, string second)
    {
        if (second.Contains(first, StringComparison.OrdinalIgnoreCase)) return second;
        return first[^1] is '.' or '!' or '?' or ':' or ';' ? $"{first} {second}" : $"{first}: {second}";
    }

    private static JsonElement? Property(JsonElement root, string name)
    {
        if (root.TryGetProperty(name, out var exact)) return exact;
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return property.Value;
        }

        return null;
    }

    private static string? Text(JsonElement value)
    {
        var text = value.GetString()!.Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>Returns the title of a page or, without a title, its first heading.</summary>
    private static string? FromHtml(string text)
    {
        var message = Title().Match(text) is { Success: true } title && title.Groups["content"].ValueSpan.Trim().Length > 0
            ? title.Groups["content"].Value
            : FirstHeading(text);
        return message is null ? null : Blanks().Replace(System.Net.WebUtility.HtmlDecode(Tags().Replace(message, " ")), " ");
    }

    /// <summary>Returns the content of the first heading whose end tag follows within 1,000 characters.</summary>
    private static string? FirstHeading(string text)
    {
        for (var match = Heading().Match(text); match.Success; match = match.NextMatch())
        {
            var rest = text.AsSpan(match.Index + match.Length);
            rest = rest[..Math.Min(rest.Length, MaximumHeadingLength + "</h1>".Length)];
            for (var end = rest.IndexOf("</h", StringComparison.OrdinalIgnoreCase); end >= 0;)
            {
                if (rest[(end + 3)..] is ['1' or '2', '>', ..]) return rest[..end].ToString();
                var next = rest[(end + 3)..].IndexOf("</h", StringComparison.OrdinalIgnoreCase);
                end = next < 0 ? next : end + 3 + next;
            }
        }

        return null;
    }

    [GeneratedRegex("""<title[^>]*>(?<content>[^<]*)""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Title();

    [GeneratedRegex("""<h[12][^>]*>""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
