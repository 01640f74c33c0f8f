using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>Represents the response of an authorization server: a JSON object.</summary>
internal sealed class TokenReply
{
    // RFC 6749 sections 4.1.2.1 and 5.2, RFC 7009 section 2.2.1, RFC 8628 section 3.5. These codes decide what happens next and are
    // never redacted.
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "invalid_request", "invalid_client", "invalid_grant", "invalid_scope", "unauthorized_client", "unsupported_grant_type",
        "access_denied", "authorization_pending", "slow_down", "expired_token", "unsupported_token_type",
    };

    // RFC 6749 section 5.1, RFC 8628 section 3.2, OpenID Connect Core section 3.1.3.3; "token" is that of a registry's token service.
    private static readonly string[] TokenNames = ["access_token", "refresh_token", "id_token", "device_code", "token"];

    private readonly Dictionary<string, JsonElement>? _values; // null when the response is not an object
    private readonly Response _response;

    private TokenReply(Response response, Dictionary<string, JsonElement>? values)
    {
        _response = response;
        _values = values;
    }

    /// <summary>Parses a response.</summary>
    /// <param name="response">The response, with its body read.</param>
    /// <param name="getHint">Returns the advice for an error code, or null.</param>
    /// <exception cref="OAuth2Exception">The server refuses, or its response is not a JSON object.</exception>
    internal static TokenReply Parse(Response response, Func<string, string?>? getHint = null)
    {
        var reply = Read(response);
        if (reply.IsSuccess) return reply;
        if (reply.Text("error") is { } error) throw reply.CreateException($"refused: {error}", getHint?.Invoke(error));
        var status = $"{response.StatusCode} {response.Reason}".TrimEnd();
        throw reply.CreateException($"responded with {status} and without JSON that gives a reason");
    }

    /// <summary>
    /// Gets a value that indicates whether the response is a JSON object that reports no error, with a status of success.
    /// </summary>
    internal bool IsSuccess => _response.StatusCode is >= 200 and < 300 && _values is not null && Text("error") is null;

    /// <summary>Reads a response, also one that reports an error.</summary>
    /// <param name="response">The response, with its body read.</param>
    internal static TokenReply Read(Response response) => new(response, Parse(response.GetJsonUtf8()));

    /// <summary>Gets a string, or null when it is missing.</summary>
    internal string? Text(string name) =>
        _values?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.String ? JsonText.Get(value) : null;

    /// <summary>Gets the strings of an array; null when it is missing.</summary>
    internal IReadOnlyList<string>? Texts(string name) =>
        _values?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(JsonText.Get)]
            : null;

    /// <summary>Gets a value that indicates whether a value is true.</summary>
    internal bool IsTrue(string name) => _values?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.True;

    /// <summary>Lists the names in the response for an error message, without values.</summary>
    internal string ListNames() => _values?.Keys.Take(10).ToList() is { Count: > 0 } names
        ? VisibleText.EscapeLine($", but {string.Join(", ", names.Select(name => name.Length > 40 ? name[..40] : name))}")
        : "";

    /// <summary>Gets a time span in seconds, as a number or, as some servers write it, a string; null when it is missing.</summary>
    internal TimeSpan? GetSeconds(string name)
    {
        if (_values?.TryGetValue(name, out var value) != true) return null;
        var text = value.ValueKind == JsonValueKind.String ? JsonText.Get(value) : value.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    /// <summary>Gets the reason of an error: that of OAuth 2, of Azure, or of a registry; null without one.</summary>
    /// <remarks>
    /// The OCI distribution specification: <c>errors</c> with a <c>message</c> each. The guidelines of Azure: <c>error</c> with a
    /// <c>message</c>.
    /// </remarks>
    internal string? GetReason()
    {
        if ((Text("error_description") ?? Text("error") ?? Text("message") ?? Text("details")) is { } reason) return reason;
        IEnumerable<JsonElement> errors = _values?.GetValueOrDefault("errors") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray()
            : _values?.GetValueOrDefault("error") is { ValueKind: JsonValueKind.Object } single ? [single] : [];
        return errors
            .Where(static error => error.ValueKind == JsonValueKind.Object)
            .SelectMany(static error => error.EnumerateObject())
            .Where(static item => item.Value.ValueKind == JsonValueKind.String && JsonText.GetName(item) == "message")
            .Select(static item => JsonText.Get(item.Value))
            .FirstOrDefault();
    }

    /// <summary>Collects the secrets that the server may repeat, and the tokens that it sends.</summary>
    internal ExchangeRedactor CreateRedactor() => ExchangeRedactor.Create(_response, [.. TokenNames.Select(Text)]);

    /// <summary>Creates the error for the response.</summary>
    /// <param name="problem">What the server did.</param>
    /// <param name="hint">A sentence that follows it, or null.</param>
    internal OAuth2Exception CreateException(string problem, string? hint = null)
    {
        var secrets = CreateRedactor();
        var description = Shown("error_description");
        var details = description is null ? "" : $" ({description})";
        var advice = hint is null ? "" : $" {hint}";
        return new OAuth2Exception(
            $"The authorization server '{UrlRedactor.Redact(_response.Url)}' {secrets.Redact(problem)}{details}.{advice}")
        {
            Error = Text("error") is { } code && Codes.Contains(code) ? code : Shown("error"),
            ErrorDescription = description,
            ErrorUri = Shown("error_uri"),
            Request = _response.Request,
            Response = Text("access_token") is null ? _response : null,
        };

        string? Shown(string name) => Text(name) is { } text ? secrets.Redact(text) : null;
    }

    /// <summary>
    /// Reads the values of an object by name; the last one counts for a repeated name; null when the content is not an object.
    /// </summary>
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
