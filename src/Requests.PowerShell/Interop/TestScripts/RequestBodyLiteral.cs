using System.Text;

namespace Requests.PowerShell;

/// <summary>Represents the body of a recorded request in a script.</summary>
/// <param name="Variables">The variables that hold it, with their values.</param>
/// <param name="Parameters">The parameters of Invoke-Request that send it, such as <c>-Json $body</c>.</param>
/// <param name="Conditions">The entries of a mock's reply that expect it.</param>
/// <param name="HasContentType">Whether the parameters set the media type that was recorded.</param>
internal sealed record RequestBodyLiteral(
    IReadOnlyList<KeyValuePair<string, object?>> Variables,
    string Parameters,
    IReadOnlyList<KeyValuePair<string, object?>> Conditions,
    bool HasContentType)
{
    private const string Variable = "$body";

    private static readonly RequestBodyLiteral None = new([], "", [], HasContentType: false);

    // The names of a map of PowerShell.
    private static readonly StringComparer Names = StringComparer.InvariantCultureIgnoreCase;

    /// <summary>Creates the literal of a body.</summary>
    /// <param name="body">The body, or null. One that is not in the recording is left out.</param>
    internal static RequestBodyLiteral Create(HarBody? body)
    {
        if (body?.Text is not { } text || text.Length == 0) return None;
        var type = body.MediaType.Split(';')[0].Trim().ToLowerInvariant();
        if (body.IsBinary || type.StartsWith("multipart/", StringComparison.Ordinal))
        {
            return TryCreateMultipart(body) ?? CreateBytes(body);
        }

        if (type == "application/json" && JsonLiteral.TryCreate(text, out var json))
        {
            return Create(json, "-Json", "RequestJson", body.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase));
        }

        if (type == "application/x-www-form-urlencoded" && TryCreateForm(text) is { } form)
        {
            return Create(form, "-Data", "RequestForm", body.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase));
        }

        // A mock reads a text as UTF-8.
        return body.GetBytes() is { } bytes && bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text))
            ? Create(text, "-Data", "RequestText", hasContentType: false)
            : CreateBytes(body);
    }

    private static RequestBodyLiteral Create(object? value, string parameter, string condition, bool hasContentType) => new(
        [Pair(Variable, value)],
        $" {parameter} {Variable}",
        [Pair(condition, new ScriptExpression(Variable))],
        hasContentType);

    private static RequestBodyLiteral CreateBytes(HarBody body) => new(
        [Pair(Variable, body.GetBytes())],
        $" -Data {Variable}",
        [],
        HasContentType: false);

    /// <summary>Creates a map of a form; returns null where a map cannot represent it.</summary>
    private static ScriptMap? TryCreateForm(string text) =>
        TryCreateMap(QueryDecoder.Decode(text).Select(static pair => Pair(pair.Key, pair.Value)));

    /// <summary>Creates the fields and files of a form; returns null where two maps cannot represent them.</summary>
    private static RequestBodyLiteral? TryCreateMultipart(HarBody body)
    {
        if (MultipartBody.GetBoundary(body.MediaType) is not { } boundary || body.GetBytes() is not { } bytes) return null;
        var parts = MultipartForm.Read(bytes, boundary);
        var files = parts.Where(static part => part.FileName is not null).ToList();
        var fields = TryCreateMap(parts.Where(static part => part.FileName is null).Select(static part => Pair(part.Name, part.Text)));
        var expected = TryCreateMap(parts.Select(static part => Pair(part.Name, part.FileName ?? part.Text)));

        // Without a file, -Data sends another media type.
        if (files.Count == 0 || fields is null || expected is null) return null;
        if (files.Select(static part => part.Name).Distinct(Names).Count() < files.Count) return null;
        var sent = new ScriptMap([.. files.Select(static part => Pair(part.Name, CreateFile(part)))]);
        return fields.Entries.Count == 0
            ? new RequestBodyLiteral([Pair("$files", sent)], " -Files $files", [Pair("RequestForm", expected)], HasContentType: true)
            : new RequestBodyLiteral(
                [Pair("$fields", fields), Pair("$files", sent)],
                " -Data $fields -Files $files",
                [Pair("RequestForm", expected)],
                HasContentType: true);
    }

    private static object?[] CreateFile(MultipartForm.FormPart part)
    {
        object content = EncodingResolver.IsText(part.Content) && Encoding.UTF8.GetBytes(part.Text).AsSpan().SequenceEqual(part.Content)
            ? part.Text
            : part.Content;
        return part.ContentType is { } type ? [part.FileName, content, type] : [part.FileName, content];
    }

    /// <summary>Creates a map, with a list for a name that repeats; returns null where names are empty or differ in case only.</summary>
    private static ScriptMap? TryCreateMap(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        var groups = pairs.GroupBy(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal).ToList();
        var names = groups.Select(static group => group.Key).ToList();
        if (names.Contains("") || names.Distinct(Names).Count() < names.Count) return null;
        return new ScriptMap([.. groups.Select(static group => Pair(group.Key, group.Count() == 1 ? group.First() : group.ToArray()))]);
    }

    private static KeyValuePair<string, object?> Pair(string name, object? value) => KeyValuePair.Create(name, value);
}
