using System.Collections.Concurrent;
using System.Text.Json;

namespace Requests.TestServer;

/// <summary>
/// Checks the claims of assertions: audience, issuer, subject, expiry and, for those of clients, that each is used once (RFC 7523 section
/// 3). The key is not known here; the signatures are checked by the unit tests and by another server.
/// </summary>
internal sealed class AssertionCheck
{
    internal const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    /// <summary>Returns whether an assertion authenticates a client.</summary>
    internal bool IsOfClient(string assertion, string client, string audience)
    {
        var claims = Read(assertion);
        return IsValid(claims, audience)
            && Text(claims, "iss") == client
            && Text(claims, "sub") == client
            && Text(claims, "jti") is { Length: > 20 } id
            && _seen.TryAdd(id, true);
    }

    /// <summary>Returns whether an assertion is a grant of an account.</summary>
    internal static bool IsGrant(string assertion, string audience) =>
        Read(assertion) is var claims && IsValid(claims, audience) && Text(claims, "iss") is { Length: > 0 };

    private static bool IsValid(JsonElement claims, string audience) =>
        claims.ValueKind == JsonValueKind.Object
        && Text(claims, "aud") == audience
        && claims.TryGetProperty("exp", out var expires)
        && expires.GetInt64() is var end
        && DateTimeOffset.UtcNow.ToUnixTimeSeconds() is var now
        && end > now
        && end < now + 3600;

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement Read(string assertion)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3) return default;
        var text = parts[1].Replace('-', '+').Replace('_', '/');
        using var document = JsonDocument.Parse(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        return document.RootElement.Clone();
    }
}
