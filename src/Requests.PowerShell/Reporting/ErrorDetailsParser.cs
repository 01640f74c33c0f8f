using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;

namespace Requests.PowerShell;

/// <summary>The words with which a server explains an error, found in the shapes that errors have: JSON, XML, SOAP, HTML and plain text.</summary>
internal static partial class ErrorDetailsParser
{
    private const int Longest = 500;
    private const int LargestBody = 64 * 1024;
    private const int LongestHeading = 1000;
    private const int MostMessages = 5;

    // Words that are enough for themselves, in the order in which they are looked for.
    private static readonly string[] Names =
    [
        "message", "error_description", "errorMessage", "error_message", "detail", "details", "description", "reason", "text", "msg", "fault", "faultstring", "title", "code",
    ];

    private static readonly string[] NamesOfElements = ["message", "detail", "description", "errorMessage", "title", "reason", "text"];

    /// <summary>Gets the server's words, or null when there are none that a person reads.</summary>
    /// <param name="response">The response; nothing is read from the network for its sake.</param>
    internal static string? Parse(Response? response)
    {
        if (response is not { IsContentRead: true, Content: { Length: > 0 and <= LargestBody } }) return null;
        var words = Find(response)?.Trim();
        if (string.IsNullOrEmpty(words)) return null;
        words = BodyRedactor.Redact(words, contentType: null, ExchangeRedactor.Create(response));
        return words.Length <= Longest ? words : $"{words[..Longest]}…";
    }

    private static string? Find(Response response)
    {
        var type = response.Headers["Content-Type"] ?? "";
        if (type.Contains("json", StringComparison.OrdinalIgnoreCase)) return FromJson(response);
        if (type.Contains("html", StringComparison.OrdinalIgnoreCase)) return FromHtml(response.Text);
        if (type.Contains("xml", StringComparison.OrdinalIgnoreCase)) return FromXml(response.Text);
        if (type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)) return response.Text;
        if (type.Length > 0) return null;
        var text = response.Text.TrimStart();
        return text.StartsWith('{') ? FromJson(response) : text.StartsWith('<') ? FromXml(text) : null;
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

    /// <summary>The words of a value: a text, the words of an object, or those of the items of a list.</summary>
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
        if (Property(root, "error") is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } error && FromValue(error, depth + 1) is { } inner) return inner;
        if (depth > 0 && Property(root, "value") is { ValueKind: JsonValueKind.String } localized) return Text(localized);
        foreach (var name in Names)
        {
            if (Property(root, name) is not { } value || (name is "code" && value.ValueKind != JsonValueKind.String)) continue;
            if (FromValue(value, depth + 1) is not { } words) continue;
            return name is "message" or "title" && FromErrors(root, depth) is { } more ? Append(words, more) : words;
        }

        if (Property(root, "error") is { ValueKind: JsonValueKind.String } plain) return Text(plain);
        if (FromErrors(root, depth) is { } errors) return errors;
        return Property(root, "results") is { ValueKind: JsonValueKind.Array } results ? FromValue(results, depth + 1) : null;
    }

    /// <summary>Problem details (RFC 9457): title, detail and the errors that ASP.NET and others add.</summary>
    private static string? FromProblem(JsonElement root, int depth)
    {
        if (Property(root, "title") is not { ValueKind: JsonValueKind.String } title || Text(title) is not { } words) return null;
        if (Property(root, "detail") is { ValueKind: JsonValueKind.String } detail && Text(detail) is { } more) words = Append(words, more);
        return FromErrors(root, depth) is { } errors ? Append(words, errors) : words;
    }

    /// <summary><c>errors</c>: a list of texts or objects, or a map of fields to what is wrong with each.</summary>
    private static string? FromErrors(JsonElement root, int depth)
    {
        if (Property(root, "errors") is not { } errors) return null;
        if (errors.ValueKind != JsonValueKind.Object) return FromValue(errors, depth + 1);
        return Join(errors.EnumerateObject().Select(field => FromValue(field.Value, depth + 1) is { } words ? Label(field.Name, words) : null));
    }

    private static string Label(string name, string words) => name is "" or "$" ? words : $"{name}: {words}";

    private static string? Join(IEnumerable<string?> words)
    {
        var some = words.OfType<string>().Distinct(StringComparer.Ordinal).Take(MostMessages).ToList();
        return some.Count == 0 ? null : string.Join("; ", some);
    }

    /// <summary>Two sentences in one line: a full stop is no place for a colon.</summary>
    private static string Append(string first, string second)
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

    /// <summary>SOAP 1.1 and 1.2 faults, and the elements in which others, such as S3 and Azure, put their words.</summary>
    private static string? FromXml(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LargestBody });
            var path = new Stack<string>();
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement) path.Push(reader.LocalName);
                else if (reader.NodeType == XmlNodeType.EndElement) path.Pop();
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && path.TryPeek(out var name) && reader.Value.Trim() is { Length: > 0 } value) found.TryAdd(name is "Text" && path.ElementAtOrDefault(1) is "Reason" ? "faultstring" : name, value);
            }
        }
        catch (XmlException)
        {
            // What came before the fault may say enough.
        }

        if (found.TryGetValue("faultstring", out var fault)) return fault;
        var message = NamesOfElements.Select(name => found.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);
        return message is not null && found.TryGetValue("code", out var code) && !code.All(char.IsAsciiDigit) ? $"{message} ({code})" : message ?? found.GetValueOrDefault("code");
    }

    /// <summary>The title of a page, else its first heading.</summary>
    private static string? FromHtml(string text)
    {
        var words = Title().Match(text) is { Success: true } title && title.Groups["words"].ValueSpan.Trim().Length > 0 ? title.Groups["words"].Value : FirstHeading(text);
        return words is null ? null : Blanks().Replace(System.Net.WebUtility.HtmlDecode(Tags().Replace(words, " ")), " ");
    }

    /// <summary>What stands in the first heading that is closed before long.</summary>
    private static string? FirstHeading(string text)
    {
        for (var match = Heading().Match(text); match.Success; match = match.NextMatch())
        {
            var rest = text.AsSpan(match.Index + match.Length);
            rest = rest[..Math.Min(rest.Length, LongestHeading + "</h1>".Length)];
            for (var end = rest.IndexOf("</h", StringComparison.OrdinalIgnoreCase); end >= 0;)
            {
                if (rest[(end + 3)..] is ['1' or '2', '>', ..]) return rest[..end].ToString();
                var next = rest[(end + 3)..].IndexOf("</h", StringComparison.OrdinalIgnoreCase);
                end = next < 0 ? next : end + 3 + next;
            }
        }

        return null;
    }

    [GeneratedRegex("""<title[^>]*>(?<words>[^<]*)""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Title();

    [GeneratedRegex("""<h[12][^>]*>""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
