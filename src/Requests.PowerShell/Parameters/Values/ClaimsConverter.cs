using System.Collections.Specialized;
using System.Text.Json.Nodes;

namespace Requests.PowerShell;

/// <summary>Converts parameters to the claims and the header of a JSON Web Token.</summary>
internal static class ClaimsConverter
{
    // RFC 7519 section 4.1 and OpenID Connect Core section 2: seconds since 1970.
    private static readonly HashSet<string> Dates = new(StringComparer.Ordinal) { "exp", "nbf", "iat", "auth_time", "updated_at" };

    /// <summary>Converts to a JSON object in UTF-8, with the times of issue and expiry where the claims have none.</summary>
    /// <param name="value">
    /// A map, an object, or null. A date as exp, nbf or iat becomes seconds since 1970; a claim that is null is left out.
    /// </param>
    /// <param name="now">The time of issue.</param>
    /// <param name="lifetime">The time until the token expires.</param>
    /// <exception cref="RequestException">The value is of another kind, or cannot be written as JSON.</exception>
    internal static byte[] ToClaims(object? value, DateTimeOffset now, TimeSpan lifetime)
    {
        var claims = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var (name, item) in ToPairs(value, "Claims"))
        {
            claims[name] = Dates.Contains(name) && item is DateTime or DateTimeOffset
                ? DateConverter.ToDate(item, $"The claim {name} of Claims")!.Value.ToUnixTimeSeconds()
                : item;
        }

        var issued = now.ToUnixTimeSeconds();
        if (!claims.Contains("iat")) claims["iat"] = issued;
        if (!claims.Contains("exp")) claims["exp"] = issued + (long)lifetime.TotalSeconds;
        foreach (var name in claims.Keys.Cast<string>().Where(name => claims[name] is null).ToList()) claims.Remove(name);
        return JsonObjectWriter.Write(claims);
    }

    /// <summary>Converts to header parameters; null stays null.</summary>
    /// <param name="value">A map or an object. A parameter that is null is removed.</param>
    /// <exception cref="RequestException">The value is of another kind, or cannot be written as JSON.</exception>
    internal static JsonObject? ToHeader(object? value)
    {
        if (PSValue.Unwrap(value) is null) return null;
        var header = new JsonObject();
        foreach (var (name, item) in ToPairs(value, "Header")) header[name] = JsonNode.Parse(JsonObjectWriter.Write(item));
        return header;
    }

    private static List<KeyValuePair<string, object?>> ToPairs(object? value, string parameter) => PSValue.Unwrap(value) is null
        ? []
        : PSValue.ToPairs(value, parameter) ?? throw ParameterErrors.Invalid(parameter, value, "a map of names and values");
}
