using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>An authorization server's answer: a JSON object.</summary>
internal sealed class TokenReply
{
    private readonly Dictionary<string, JsonElement>? _values; // null for what is not an object
    private readonly Response _response;

    private TokenReply(Response response, Dictionary<string, JsonElement>? values)
    {
        _response = response;
        _values = values;
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="response">The answer, its body read.</param>
    /// <param name="hint">What to do where the server does not know the client, or null.</param>
    /// <exception cref="OAuth2Exception">The server refuses, or says nothing that can be read.</exception>
    internal static TokenReply Parse(Response response, string? hint = null)
    {
        var values = Parse(response.GetJsonUtf8());
        var reply = new TokenReply(response, values);
        if (response.StatusCode is >= 200 and < 300 && values is not null && reply.Text("error") is null) return reply;
        if (reply.Text("error") is "invalid_client" && hint is not null) throw reply.Failure("refused: invalid_client", hint);
        throw reply.Failure(reply.Text("error") is { } error ? $"refused: {error}" : $"answered {response.StatusCode} {response.Reason}".TrimEnd() + " and no JSON that says why");
    }

    /// <summary>A text, or null when there is none.</summary>
    internal string? Text(string name) =>
        _values?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.String ? JsonText.Get(value) : null;

    /// <summary>The names in it, for the message of an error: never a value.</summary>
    internal string Names() => _values?.Keys.Take(10).ToList() is { Count: > 0 } names
        ? VisibleText.EscapeLine($", but {string.Join(", ", names.Select(name => name.Length > 40 ? name[..40] : name))}")
        : "";

    /// <summary>A span in seconds, as a number or, as some servers write it, a text; null when there is none.</summary>
    internal TimeSpan? Seconds(string name)
    {
        if (_values?.TryGetValue(name, out var value) != true) return null;
        var text = value.ValueKind == JsonValueKind.String ? JsonText.Get(value) : value.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>The error that an answer is.</summary>
    /// <param name="what">What the server did.</param>
    /// <param name="hint">A sentence that follows it, or null.</param>
    internal OAuth2Exception Failure(string what, string? hint = null)
    {
        var description = Text("error_description");
        return new OAuth2Exception($"The authorization server '{UrlRedactor.Redact(_response.Url)}' {what}{(description is null ? "" : $" ({description})")}.{(hint is null ? "" : $" {hint}")}")
        {
            Error = Text("error"),
            ErrorDescription = description,
            ErrorUri = Text("error_uri"),
            Request = _response.Request,
            Response = Text("access_token") is null ? _response : null,
        };
    }

    /// <summary>The values of an object by name, of one that repeats the last; null for what is not an object.</summary>
    private static Dictionary<string, JsonElement>? Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(content.Span));
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject()) values[JsonText.GetName(property)] = property.Value.Clone();
            return values;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
