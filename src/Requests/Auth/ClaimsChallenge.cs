using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Requests;

/// <summary>
/// Reads the claims that a server requires of a new token, as continuous access evaluation of Microsoft Entra does: the token was revoked,
/// or the network, the device or the sign-in of the user has to be checked again.
/// </summary>
/// <remarks>
/// The header is <c>WWW-Authenticate: Bearer error="insufficient_claims", claims="…"</c>, with a JSON object in Base64. The request for a
/// token has it as the parameter <c>claims</c> of OpenID Connect Core section 5.5.
/// </remarks>
internal static class ClaimsChallenge
{
    private const string Error = "insufficient_claims";

    /// <summary>Returns the claims that a response requires, as JSON; null without such a challenge.</summary>
    /// <param name="response">The response.</param>
    internal static string? Find(Response response) => response.StatusCode != 401
        ? null
        : AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate"))
            .Where(static challenge => challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            .Where(static challenge => challenge.Parameters.GetValueOrDefault("error") == Error)
            .Select(static challenge => Decode(challenge.Parameters.GetValueOrDefault("claims")))
            .FirstOrDefault(static claims => claims is not null);

    /// <summary>
    /// Adds claims to the parameters of a request for a token. The caller's own claims, such as its capabilities, are kept.
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="claims">The claims as JSON; null adds none.</param>
    internal static IReadOnlyList<KeyValuePair<string, string?>> AddTo(
        IReadOnlyList<KeyValuePair<string, string?>> parameters,
        string? claims)
    {
        if (claims is null) return parameters;
        var own = parameters.FirstOrDefault(static item => item.Key == "claims").Value;
        var merged = own is not null && Parse(own) is { } known && Parse(claims) is { } added ? Merge(known, added).ToJsonString() : claims;
        return [.. parameters.Where(static item => item.Key != "claims"), new("claims", merged)];
    }

    private static string? Decode(string? value)
    {
        if (string.IsNullOrEmpty(value)) return null;
        var text = value.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length)) return null;
        var json = Encoding.UTF8.GetString(bytes, 0, length);
        return Parse(json) is null ? null : json;
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Merge(JsonObject target, JsonObject source)
    {
        foreach (var (name, value) in source)
        {
            if (target[name] is JsonObject inner && value is JsonObject added) Merge(inner, added);
            else target[name] = value?.DeepClone();
        }

        return target;
    }
}
