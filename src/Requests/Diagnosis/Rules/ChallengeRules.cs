namespace Requests;

/// <summary>Judges the authentication of a request by the challenges of its response.</summary>
internal static class ChallengeRules
{
    /// <summary>Judges the authentication; returns null where neither credentials were sent nor a challenge was received.</summary>
    /// <param name="response">The response.</param>
    internal static Verdict? Judge(Response response)
    {
        var request = response.Request;
        var sent = GetScheme(request.Headers["Authorization"]);
        if (response.StatusCode == 407) return JudgeProxy(response);
        if (response.StatusCode != 401)
        {
            if (sent is null) return null;
            if (IsReadable(sent) && IsCleartext(request.Url))
            {
                return Verdict.Warning($"{sent} credentials were sent without encryption.", "Use https, or a scheme such as Digest.");
            }

            return response.StatusCode < 400 ? Verdict.Passed($"The server accepted the {sent} credentials.") : null;
        }

        var challenges = AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate"));
        if (challenges.Count == 0)
        {
            return Verdict.Failed(
                sent is null ? "401 without a challenge." : $"401 without a challenge, after {sent} credentials.",
                "The server names no scheme, which RFC 9110 section 11.6.1 requires: the documentation of the server has to name it. "
                + "Often it is -Auth (New-BearerAuth) or a header such as X-Api-Key.");
        }

        var detail = $"The server offers {string.Join(", ", challenges.Select(Describe).Distinct(StringComparer.Ordinal))}.";
        return sent is null
            ? Verdict.Failed(detail, Advise(challenges))
            : Verdict.Failed($"The server refuses the {sent} credentials. {detail}", AdviseRefused(sent, challenges));
    }

    /// <summary>Judges a challenge that the credentials of the call answered.</summary>
    /// <param name="response">The response with the challenge.</param>
    internal static Verdict JudgeFollowed(Response response)
    {
        var header = response.StatusCode == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
        var challenges = string.Join(
            ", ",
            AuthChallenge.Parse(response.Headers.GetValues(header)).Select(Describe).Distinct(StringComparer.Ordinal));
        return Verdict.Passed($"{response.StatusCode}: the challenge ({challenges}) was answered.");
    }

    private static Verdict JudgeProxy(Response response)
    {
        var schemes = AuthChallenge.Parse(response.Headers.GetValues("Proxy-Authenticate"))
            .Select(static challenge => challenge.Scheme)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        var offer = schemes.Count == 0 ? "names no scheme" : $"offers {string.Join(", ", schemes)}";
        var request = response.Request;
        var hasCredentials = request.Proxy?.UserName is not null || request.ProxyAuth is not null
            || request.Headers.ContainsKey("Proxy-Authorization");
        return Verdict.Failed(
            $"The proxy {offer}{(hasCredentials ? ", and refuses the credentials" : "")}.",
            ProxyRules.AdviseAuthentication(schemes, hasCredentials));
    }

    private static string Advise(List<AuthChallenge> challenges)
    {
        if (Find("Bearer") is { } bearer && bearer.Parameters.ContainsKey("realm") && bearer.Parameters.ContainsKey("service"))
        {
            return "Sign in with -Auth (New-TokenServiceAuth), which gets a token from the service that the challenge names.";
        }

        if (Find("Bearer") is not null) return "Give a token with -Auth (New-BearerAuth), or get one with New-OAuth2Auth.";
        if (Find("Digest") is not null) return "Sign in with -Auth (New-DigestAuth user password).";
        if (Find("Negotiate") is not null || Find("NTLM") is not null)
        {
            return "Sign in with -Auth (New-NegotiateAuth), which uses the user who is signed in.";
        }

        if (Find("Basic") is not null) return "Sign in with -Credential, or with -Auth (New-BasicAuth user password).";
        return $"The scheme {challenges[0].Scheme} needs its own authentication: write it with New-CustomAuth.";

        AuthChallenge? Find(string scheme) =>
            challenges.Find(challenge => challenge.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase));
    }

    private static string AdviseRefused(string sent, List<AuthChallenge> challenges)
    {
        var own = challenges.Find(challenge => challenge.Scheme.Equals(sent, StringComparison.OrdinalIgnoreCase));
        if (own is null) return $"The server does not accept {sent}. {Advise(challenges)}";
        if (!sent.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return "Correct the user name and the password, and check that the account is not locked.";
        }

        return own.Parameters.GetValueOrDefault("error") switch
        {
            "insufficient_scope" => own.Parameters.GetValueOrDefault("scope") is { } scope
                ? $"Get a token with the scope '{scope}'."
                : "Get a token with more scopes.",
            "invalid_token" => "The token has expired, was revoked or is for another audience: get a new one.",
            _ => "Get a new token, and check its audience and scopes.",
        };
    }

    private static string Describe(AuthChallenge challenge)
    {
        var parameters = challenge.Parameters;
        var parts = new List<string>();
        foreach (var name in (ReadOnlySpan<string>)["realm", "error", "error_description", "scope", "algorithm"])
        {
            if (parameters.GetValueOrDefault(name) is { Length: > 0 } value) parts.Add($"{name} '{value}'");
        }

        return parts.Count == 0 ? challenge.Scheme : $"{challenge.Scheme} ({string.Join(", ", parts)})";
    }

    private static string? GetScheme(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization)) return null;
        var end = authorization.IndexOf(' ', StringComparison.Ordinal);
        return end > 0 && HttpTokens.IsToken(authorization[..end]) ? authorization[..end] : "custom";
    }

    private static bool IsReadable(string scheme) =>
        scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    private static bool IsCleartext(string url) =>
        url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(url, UriKind.Absolute, out var uri) && !uri.IsLoopback;
}
