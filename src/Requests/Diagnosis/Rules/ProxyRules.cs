namespace Requests;

/// <summary>Judges the choice of a proxy and the tunnel through it.</summary>
internal static class ProxyRules
{
    private const string Unreachable =
        "The proxy cannot reach the server: check the host name and the port, and that the proxy may connect to them.";

    /// <summary>Describes the choice of the proxy.</summary>
    /// <param name="choice">The choice.</param>
    internal static Verdict Judge(ProxyChoice choice) => choice switch
    {
        { Server: { } server } => Verdict.Passed($"{server}, by {choice.Setting}."),
        { Exception: { } exception } => Verdict.Passed($"No proxy: {exception} excludes the host from {choice.Setting}."),
        { Setting: { } setting } => Verdict.Passed($"No proxy: {setting} turns it off."),
        _ => Verdict.Passed("No proxy is set."),
    };

    /// <summary>Judges the failure of a tunnel.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="error">The error.</param>
    /// <param name="hasCredentials">Whether the call has credentials for the proxy.</param>
    internal static Verdict JudgeFailure(ProxyServer proxy, RequestException error, bool hasCredentials)
    {
        if (error is not ProxyException refusal) return Verdict.Failed(error.Message, "Check the proxy's address and credentials.");
        var schemes = AuthChallenge.Parse(refusal.Challenges).Select(static challenge => challenge.Scheme)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        var detail = schemes.Count == 0 ? refusal.Message : $"{refusal.Message} It offers {string.Join(", ", schemes)}.";
        return Verdict.Failed(detail, Advise(proxy, refusal, schemes, hasCredentials));
    }

    /// <summary>Returns the advice for a status that a proxy sends in place of a tunnel or a response.</summary>
    /// <param name="schemes">The authentication schemes that the proxy offers.</param>
    /// <param name="hasCredentials">Whether the call has credentials for the proxy.</param>
    internal static string AdviseAuthentication(IReadOnlyCollection<string> schemes, bool hasCredentials)
    {
        if (hasCredentials) return "The proxy refuses these credentials: correct the user name and the password.";
        if (Has("Negotiate") || Has("NTLM")) return "Sign in to the proxy with -Auth (New-ProxyAuth -Negotiate (New-NegotiateAuth)).";
        return Has("Digest") && !Has("Basic")
            ? "Sign in to the proxy with -Auth (New-ProxyAuth user password -Digest)."
            : "Sign in to the proxy with -Auth (New-ProxyAuth user password), or write user:password@ in its URL.";

        bool Has(string scheme) => schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase);
    }

    private static string Advise(ProxyServer proxy, ProxyException refusal, List<string> schemes, bool hasCredentials)
    {
        if (refusal.StatusCode is { } status)
        {
            return status switch
            {
                401 when hasCredentials => AdviseAuthentication(schemes, hasCredentials),
                407 => AdviseAuthentication(schemes, hasCredentials),
                403 => "The rules of the proxy forbid this host or port: the operator of the proxy has to allow it.",
                404 or 405 or 501 => "The proxy does not support CONNECT for this target: use another proxy for https.",
                500 or 502 or 503 or 504 => Unreachable,
                _ => "Look at the log of the proxy, which refused the tunnel.",
            };
        }

        if (refusal.InnerException is OperationCanceledException)
        {
            return "The proxy accepts connections and does not respond: check its address and its load, or raise -Timeout.";
        }

        if (refusal.Message.Contains("not HTTP", StringComparison.Ordinal))
        {
            return $"The service at port {proxy.Port} is not an HTTP proxy: check the port, and the scheme of the proxy's URL.";
        }

        if (proxy.IsSocks) return AdviseSocks(refusal.Message, hasCredentials);

        return $"The service at port {proxy.Port} closed the connection: check that it is an HTTP proxy, and whether its URL needs https.";
    }

    private static string AdviseSocks(string message, bool hasCredentials)
    {
        if (Has("password") && hasCredentials) return AdviseAuthentication([], hasCredentials);
        if (Has("authentication") || Has("password"))
        {
            return "Write the user name and the password in the URL of the proxy: socks5h://user:password@host:port.";
        }

        return Has("nothing listens") || Has("no route") || Has("took too long")
            ? Unreachable
            : "Check the rules of the proxy, and whether it resolves names: socks5h and socks4a send it the name.";

        bool Has(string words) => message.Contains(words, StringComparison.Ordinal);
    }
}
