using System.Text.Json;

namespace Requests.PowerShell;

/// <summary>What a server says about its refusal, in a line or two.</summary>
/// <remarks>RFC 9457: title and detail; and the fields that others use.</remarks>
internal static class ServerWords
{
    private const int Longest = 500;

    /// <summary>The words, or null when there are none that a person reads.</summary>
    /// <param name="response">The answer; nothing is read from the network for its sake.</param>
    internal static string? Of(Response? response)
    {
        if (response is not { IsContentRead: true, Content: { Length: > 0 and <= 64 * 1024 } }) return null;
        var type = response.Headers["Content-Type"];
        var words = type?.Contains("json", StringComparison.OrdinalIgnoreCase) == true ? FromJson(response)
            : type?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) == true ? response.Text.Trim()
            : null;
        if (string.IsNullOrWhiteSpace(words)) return null;
        words = BodyMask.Of(words, contentType: null, ExchangeSecrets.Of(response));
        return words.Length <= Longest ? words : $"{words[..Longest]}…";
    }

    private static string? FromJson(Response response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.GetJsonUtf8());
            return FromObject(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? FromObject(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return null;
        var parts = new[] { Text(root, "title"), Text(root, "detail") }.OfType<string>().ToList();
        if (parts.Count > 0) return string.Join(": ", parts);
        if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object) return FromObject(error) ?? Text(error, "code");
        return Text(root, "message") ?? Text(root, "error_description") ?? Text(root, "error") ?? Text(root, "errorMessage");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
