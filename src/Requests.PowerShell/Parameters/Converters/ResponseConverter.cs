using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace Requests.PowerShell;

/// <summary>The accepted forms of a response that a script gives.</summary>
internal static class ResponseConverter
{
    private static readonly string[] Parts = ["StatusCode", "Reason", "Headers", "Body", "Json"];

    /// <summary>A response: one, its text or bytes, or a map of its parts.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="request">The request it answers.</param>
    /// <exception cref="RequestException">It cannot be a response.</exception>
    internal static Response ToResponse(object? value, PreparedRequest request)
    {
        switch (PSValue.Unwrap(value))
        {
            case Response response: return response;
            case null: throw new InvalidParameterException("The script block that answers requests emitted nothing: it has to emit a response, a map of its parts, text or bytes.");
            case string or byte[]: return Build(new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["Body"] = value }, request);
        }

        var parts = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, part) in PSValue.ToPairs(value) ?? throw new InvalidParameterException($"A response cannot be {PSValue.TypeName(value!)}: emit a response, a map of its parts, text or bytes."))
        {
            if (!Parts.Contains(name, StringComparer.OrdinalIgnoreCase)) throw new InvalidParameterException($"A response has no part '{name}'; its parts are StatusCode, Reason, Headers, Body and Json.");
            parts[name] = part;
        }

        return Build(parts, request);
    }

    /// <summary>A body: text in UTF-8, bytes, or a value as JSON.</summary>
    /// <param name="body">Text or bytes, or null.</param>
    /// <param name="hasJson">Whether there is a value to write as JSON.</param>
    /// <param name="json">That value.</param>
    /// <param name="headers">Get a Content-Type where they have none.</param>
    internal static byte[] ToBytes(object? body, bool hasJson, object? json, HeaderDictionary headers)
    {
        if (hasJson)
        {
            if (body is not null) throw new InvalidParameterException("A response has one body: give Body or Json.");
            headers.SetDefault("Content-Type", "application/json");
            return JsonObjectWriter.Write(json);
        }

        switch (PSValue.Unwrap(body))
        {
            case null: return [];
            case byte[] bytes: return bytes;
            case string text:
                headers.SetDefault("Content-Type", "text/plain; charset=utf-8");
                return Encoding.UTF8.GetBytes(text);
            default: throw new InvalidParameterException($"The body of a response cannot be {PSValue.TypeName(body!)}: give text or bytes, or any value as Json.");
        }
    }

    /// <summary>A status, 100 to 999.</summary>
    internal static int ToStatus(object? value) =>
        LanguagePrimitives.TryConvertTo<int>(value, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 999
            ? status
            : throw new InvalidParameterException("A status code must be a number from 100 to 999.");

    private static Response Build(Dictionary<string, object?> parts, PreparedRequest request)
    {
        var headers = ValueConverter.ToHeaders(parts.GetValueOrDefault("Headers")) ?? [];
        var body = ToBytes(parts.GetValueOrDefault("Body"), parts.ContainsKey("Json"), parts.GetValueOrDefault("Json"), headers);
        return new Response(request, parts.TryGetValue("StatusCode", out var status) ? ToStatus(status) : 200, new MemoryStream(body, writable: false))
        {
            Headers = headers.WithoutNulls(),
            Reason = PSValue.ToText(parts.GetValueOrDefault("Reason"), "Reason") ?? "",
        };
    }
}
