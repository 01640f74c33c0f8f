namespace Requests;

/// <summary>Represents a challenge of a server: a scheme and its parameters.</summary>
/// <param name="Scheme">The scheme, such as <c>Digest</c>.</param>
/// <param name="Parameters">The parameters; names compare without case.</param>
/// <remarks>RFC 9110 section 11.6.1: one header may hold several challenges, and several headers may hold one each.</remarks>
internal sealed record AuthChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>
    /// Gets the value of a scheme without parameters, such as the token of Negotiate; empty when it is missing (RFC 9110 section 11.2,
    /// <c>token68</c>).
    /// </summary>
    internal string Token { get; private init; } = "";

    /// <summary>Parses the challenges of a response, in order.</summary>
    /// <param name="headers">The values of its WWW-Authenticate or Proxy-Authenticate headers.</param>
    internal static List<AuthChallenge> Parse(IEnumerable<string> headers)
    {
        var challenges = new List<AuthChallenge>();
        foreach (var item in headers.SelectMany(header => HeaderParameters.Split(header, ',')))
        {
            var rest = item;
            if (GetScheme(item) is { } scheme)
            {
                rest = item[scheme.Length..].Trim();
                var isToken = HttpTokens.IsToken68(rest);
                var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                challenges.Add(new AuthChallenge(scheme, parameters) { Token = isToken ? rest : "" });
                if (isToken) continue;
            }

            if (challenges.Count == 0) continue;
            foreach (var (name, value) in HeaderParameters.Parse(rest))
            {
                if (value is not null) ((Dictionary<string, string>)challenges[^1].Parameters).TryAdd(name, value);
            }
        }

        return challenges;
    }

    /// <summary>Gets the scheme that an item begins with: a word followed by a blank, or alone; null for <c>name=value</c>.</summary>
    private static string? GetScheme(string item)
    {
        var end = item.AsSpan().IndexOfAny(' ', '\t', '=');
        if (end < 0) return HttpTokens.IsToken(item) ? item : null;
        if (item[end] == '=' || item[end..].TrimStart().StartsWith('=')) return null;
        return HttpTokens.IsToken(item[..end]) ? item[..end] : null;
    }
}
