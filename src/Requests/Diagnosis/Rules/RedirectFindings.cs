namespace Requests;

/// <summary>Judges redirects.</summary>
internal static class RedirectFindings
{
    private static readonly string[] SignInPaths =
    [
        "/login", "/signin", "/sign-in", "/sign_in", "/sso", "/saml", "/adfs", "/oauth2/authorize", "/oauth/authorize",
        "/openid-connect/auth",
    ];

    /// <summary>Gets the verdict about a redirect with several different targets.</summary>
    internal static Verdict SeveralTargets { get; } = Verdict.Failed(
        "The response has several Location headers with different targets, and none is followed.",
        "Correct the server, or the proxy before it: one of the headers may come from an attacker.");

    /// <summary>Judges a redirect that was followed, or that the options do not follow.</summary>
    /// <param name="response">The redirect.</param>
    /// <param name="next">The URL that follows.</param>
    /// <param name="isFollowed">Whether the redirect was followed.</param>
    internal static Verdict Judge(Response response, string next, bool isFollowed)
    {
        var from = response.Url;
        var isOther = CredentialScope.ShouldStripAuth(from, next);
        var notes = isOther ? ", another origin, which gets no credentials" : "";
        var end = isFollowed ? "" : " It was not followed.";
        var detail = $"{response.StatusCode} to {UrlRedactor.RedactForView(next)}{notes}.{end}";
        if (RedirectRules.IsDowngrade(from, next))
        {
            return Verdict.Warning(
                detail,
                "The redirect leads from https to http, where others can read the traffic: correct it on the server.");
        }

        if (Array.Exists(SignInPaths, path => GetPath(next).Contains(path, StringComparison.OrdinalIgnoreCase)))
        {
            return Verdict.Warning(
                detail,
                "The redirect leads to a sign-in page for browsers, so the request is not authenticated: use a token of the API (-Auth), "
                + "or submit the form with Submit-HtmlForm.");
        }

        if (RedirectRules.IsDowngrade(next, from) && (response.Request.Headers.ContainsKey("Authorization")
            || response.Request.Headers.ContainsKey("Cookie")))
        {
            return Verdict.Warning(detail, "Write https:// in the URL: the credentials or cookies were sent once without encryption.");
        }

        return response.IsPermanentRedirect
            ? Verdict.Passed(detail, "The redirect is permanent: use the new URL, which saves a request each time.")
            : Verdict.Passed(detail);
    }

    /// <summary>Judges a chain of redirects that is longer than allowed.</summary>
    /// <param name="history">The redirects.</param>
    /// <param name="error">The error.</param>
    internal static Verdict JudgeTooMany(IReadOnlyList<Response> history, RequestException error)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var again = history.Select(static response => response.Url).FirstOrDefault(url => !seen.Add(url));
        return again is null
            ? Verdict.Failed(error.Message, "Correct the redirects of the server, or raise -MaximumRedirection.")
            : Verdict.Failed(
                $"{error.Message} They form a loop through {UrlRedactor.RedactForView(again)}.",
                "Correct the redirects of the server. A loop often comes from a load balancer that ends TLS while the server redirects "
                + "http to https, or from a cookie that is not kept.");
    }

    private static string GetPath(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsolutePath : "";
}
