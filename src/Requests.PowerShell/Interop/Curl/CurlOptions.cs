namespace Requests.PowerShell;

/// <summary>curl's options: their letters, and which have a value.</summary>
internal static class CurlOptions
{
    /// <summary>The long name of each letter.</summary>
    internal static readonly IReadOnlyDictionary<char, string> ByLetter = new Dictionary<char, string>
    {
        ['A'] = "user-agent",
        ['b'] = "cookie",
        ['c'] = "cookie-jar",
        ['d'] = "data",
        ['e'] = "referer",
        ['E'] = "cert",
        ['f'] = "fail",
        ['F'] = "form",
        ['g'] = "globoff",
        ['G'] = "get",
        ['H'] = "header",
        ['i'] = "include",
        ['I'] = "head",
        ['j'] = "junk-session-cookies",
        ['J'] = "remote-header-name",
        ['k'] = "insecure",
        ['L'] = "location",
        ['m'] = "max-time",
        ['n'] = "netrc",
        ['N'] = "no-buffer",
        ['o'] = "output",
        ['O'] = "remote-name",
        ['s'] = "silent",
        ['S'] = "show-error",
        ['T'] = "upload-file",
        ['u'] = "user",
        ['U'] = "proxy-user",
        ['v'] = "verbose",
        ['w'] = "write-out",
        ['x'] = "proxy",
        ['X'] = "request",
        ['0'] = "http1.0",
        ['1'] = "tlsv1",
        ['4'] = "ipv4",
        ['6'] = "ipv6",
        ['#'] = "progress-bar",
    };

    private static readonly HashSet<string> WithValue = new(StringComparer.Ordinal)
    {
        "url", "request", "header", "user-agent", "referer", "cookie", "cookie-jar", "data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json", "form",
        "form-string", "upload-file", "user", "oauth2-bearer", "max-redirs", "cacert", "capath", "cert", "key", "pass", "proxy", "proxy-user", "noproxy", "max-time",
        "connect-timeout", "retry", "output", "max-filesize", "write-out", "limit-rate", "retry-delay", "retry-max-time", "keepalive-time", "ciphers",
    };

    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "head", "get", "basic", "digest", "negotiate", "ntlm", "anyauth", "location", "fail", "fail-with-body", "insecure", "remote-name",
    };

    // What only says how curl itself behaves, or what is so here anyway.
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "silent", "show-error", "verbose", "include", "compressed", "globoff", "progress-bar", "no-buffer", "no-progress-meter", "netrc", "http1.1", "remote-header-name",
        "junk-session-cookies", "disable", "no-keepalive", "raw", "tcp-nodelay", "path-as-is", "tlsv1.2", "tlsv1.3", "tlsv1",
    };

    private static readonly HashSet<string> SaidAway = new(StringComparer.Ordinal)
    {
        "cookie-jar", "write-out", "limit-rate", "retry-delay", "retry-max-time", "keepalive-time", "ciphers", "http2", "http2-prior-knowledge", "http3", "http1.0", "ipv4", "ipv6", "parallel", "retry-all-errors", "location-trusted",
    };

    /// <summary>Whether an option is one that can be read.</summary>
    /// <param name="option">Its long name, without dashes.</param>
    internal static bool IsKnown(string option) => WithValue.Contains(option) || Plain.Contains(option) || Silent.Contains(option) || SaidAway.Contains(option);

    /// <summary>Whether the next word belongs to it.</summary>
    /// <param name="option">Its long name, without dashes.</param>
    internal static bool HasValue(string option) => WithValue.Contains(option);

    /// <summary>Whether the user is told that it is left out.</summary>
    /// <param name="option">Its long name, without dashes.</param>
    internal static bool IsSaidAway(string option) => SaidAway.Contains(option);
}
