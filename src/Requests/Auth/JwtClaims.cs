using System.Text.Json;

namespace Requests;

/// <summary>Reads the claims of a token that is a JWT. The signature is not verified: only the server can rely on the claims.</summary>
/// <remarks>RFC 7519 section 4.1.4, RFC 7515 section 7.1.</remarks>
internal static class JwtClaims
{
    private const int LongestToken = 64 * 1024;

    /// <summary>Returns the time at which a token expires; null when the token is not a JWT or does not say so.</summary>
    /// <param name="token">The token.</param>
    internal static DateTimeOffset? GetExpiration(string token)
    {
        if (token.Length > LongestToken) return null;
        var begin = token.IndexOf('.', StringComparison.Ordinal) + 1;
        var end = begin == 0 ? -1 : token.IndexOf('.', begin);
        if (end < 0 || token.IndexOf('.', end + 1) >= 0) return null;
        var text = token.AsSpan(begin, end - begin).TrimEnd('=').ToString().Replace('-', '+').Replace('_', '/');
        var claims = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), claims, out var length)) return null;
        try
        {
            using var document = JsonDocument.Parse(claims.AsMemory(0, length));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("exp", out var exp)
                && exp.ValueKind == JsonValueKind.Number
                && exp.TryGetDouble(out var seconds)
                    ? UnixTime.FromSeconds(seconds)
                    : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or a name that is not valid UTF-8.
            return null;
        }
    }
}
