using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Converts the output of script blocks to responses.</summary>
internal static class ResponseConverter
{
    private static readonly string[] Parts = ["StatusCode", "Reason", "Headers", "Trailers", "Body", "Json"];

    /// <summary>Converts to a response.</summary>
    /// <param name="value">A response, a text or bytes for its body, or a map of its parts.</param>
    /// <param name="request">The request that the response belongs to.</param>
    /// <exception cref="RequestException">The value cannot be converted to a response.</exception>
    internal static Response ToResponse(object? value, PreparedRequest request)
    {
        switch (PSValue.Unwrap(value))
        {
            case Response response: return response;
            case null:
                throw new InvalidParameterException(
                    "The script block that responds to requests emitted nothing: "
                    + "it has to emit a response, a map of its parts, text or bytes.");
            case string or byte[]:
                return Build(new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["Body"] = value }, request);
        }

        var pairs = PSValue.ToPairs(value, "A response") ?? throw new InvalidParameterException(
            $"A response cannot be {PSValue.TypeName(value!)}: emit a response, a map of its parts, text or bytes.");
        var parts = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, part) in pairs)
        {
            if (!Parts.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidParameterException(
                    $"A response has no part '{name}'; its parts are StatusCode, Reason, Headers, Trailers, Body and Json.");
            }

            parts[name] = part;
        }

        return Build(parts, request);
    }

    /// <summary>Converts to the bytes of a body: a text in UTF-8, bytes, or a value as JSON.</summary>
    /// <param name="body">The text or bytes, or null.</param>
    /// <param name="hasJson">Whether the body is a value that is written as JSON.</param>
    /// <param name="json">The value that is written as JSON.</param>
    /// <param name="headers">The headers of the response. A missing Content-Type is added.</param>
    /// <exception cref="InvalidParameterException">The body is of another kind, or two bodies are specified.</exception>
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
            default:
                throw new InvalidParameterException(
                    $"The body of a response cannot be {PSValue.TypeName(body!)}: give text or bytes, or any value as Json.");
        }
    }

    /// <summary>Converts to a status code, 100 to 999.</summary>
    /// <param name="value">A number.</param>
    /// <exception cref="InvalidParameterException">The value is not such a number.</exception>
    internal static int ToStatus(object? value) =>
        LanguagePrimitives.TryConvertTo<int>(value, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 999
            ? status
            : throw new InvalidParameterException("A status code must be a number from 100 to 999.");

    private static Response Build(Dictionary<string, object?> parts, PreparedRequest request)
    {
        var headers = ValueConverter.ToHeaders(parts.GetValueOrDefault("Headers")) ?? [];
        var body = ToBytes(parts.GetValueOrDefault("Body"), parts.ContainsKey("Json"), parts.GetValueOrDefault("Json"), headers);
        var statusCode = parts.TryGetValue("StatusCode", out var status) ? ToStatus(status) : 200;
        return new Response(request, statusCode, new MemoryStream(body, writable: false))
        {
            Headers = headers.WithoutNulls(),
            Reason = PSValue.ToText(parts.GetValueOrDefault("Reason"), "Reason") ?? "",
            Trailers = ValueConverter.ToHeaders(parts.GetValueOrDefault("Trailers"))?.WithoutNulls() ?? [],
        };
    }
}
