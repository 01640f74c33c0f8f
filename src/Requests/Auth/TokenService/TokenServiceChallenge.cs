namespace Requests;

/// <summary>Represents what a server requires in a Bearer challenge that names a token service.</summary>
/// <param name="Server">The origin of the server, which receives the token.</param>
/// <param name="Realm">The URL of the token service.</param>
/// <param name="Service">The name that the token service has for the server; null when the challenge has none.</param>
/// <param name="Scope">The scopes, such as <c>repository:team/app:pull</c>, each once.</param>
internal sealed record TokenServiceChallenge(string Server, string Realm, string? Service, IReadOnlyList<string> Scope)
{
    /// <summary>
    /// Gets a text that is equal for challenges that the same token fulfills. A token of one server is not sent to another.
    /// </summary>
    internal string Key { get; } = $"{Server}\n{Realm}\n{Service}\n{string.Join(' ', Scope.Order(StringComparer.Ordinal))}";

    /// <summary>
    /// Reads the challenge of a response; returns null when it has no challenge of a token service. A response with the error
    /// <c>insufficient_scope</c> may have the status 403, and may leave out the realm.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="known">The challenge that the token of the request was for, or null.</param>
    /// <param name="scope">The scopes to request in addition.</param>
    /// <remarks>RFC 6750 section 3; in a challenge of OAuth 2, the realm is a text of any kind.</remarks>
    internal static TokenServiceChallenge? Read(Response response, TokenServiceChallenge? known, IReadOnlyList<string> scope)
    {
        if (response.StatusCode is not (401 or 403)) return null;
        var server = UrlParts.GetOrigin(response.Request.Url);
        foreach (var challenge in AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate")))
        {
            if (!challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) continue;
            var isInsufficient = challenge.Parameters.GetValueOrDefault("error") == "insufficient_scope";
            if (response.StatusCode == 403 && !isInsufficient) continue;
            var named = challenge.Parameters.GetValueOrDefault("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                ?? (isInsufficient ? known?.Scope : null)
                ?? [];
            string[] all = [.. named.Concat(scope).Distinct(StringComparer.Ordinal)];
            if (PrepareRealm(challenge.Parameters.GetValueOrDefault("realm")) is { } realm)
            {
                return new TokenServiceChallenge(server, realm, challenge.Parameters.GetValueOrDefault("service"), all);
            }

            if (isInsufficient && known is not null) return new TokenServiceChallenge(server, known.Realm, known.Service, all);
        }

        return null;
    }

    /// <summary>Returns the URL of a realm in its wire form, without userinfo; null when it is not a URL of http or https.</summary>
    private static string? PrepareRealm(string? realm)
    {
        if (realm is null || !Uri.TryCreate(realm, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return null;
        try
        {
            return UrlParts.WithoutFragment(UrlPreparer.Prepare(realm, parameters: null, baseUri: null).Url);
        }
        catch (InvalidUrlException)
        {
            return null;
        }
    }
}
