using System.Globalization;

namespace Requests.PowerShell;

/// <summary>Describes the options of curl: their letters and whether they have a value. Parses numbers of options.</summary>
internal static class CurlOptions
{
    /// <summary>Maps each letter to the long name of its option.</summary>
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
        ['R'] = "remote-time",
        ['x'] = "proxy",
        ['X'] = "request",
        ['z'] = "time-cond",
        ['0'] = "http1.0",
        ['1'] = "tlsv1",
        ['4'] = "ipv4",
        ['6'] = "ipv6",
        ['#'] = "progress-bar",
    };

    private static readonly HashSet<string> WithValue = new(StringComparer.Ordinal)
    {
        "url", "request", "header", "user-agent", "referer", "cookie", "cookie-jar", "data", "data-ascii", "data-binary", "data-raw",
        "data-urlencode", "json", "form", "form-string", "upload-file", "user", "oauth2-bearer", "max-redirs", "cacert", "capath", "cert",
        "key", "pass", "proxy", "proxy-user", "noproxy", "max-time", "connect-timeout", "retry", "output", "max-filesize", "write-out",
        "limit-rate", "retry-delay", "retry-max-time", "keepalive-time", "ciphers", "connect-to", "resolve", "unix-socket",
        "abstract-unix-socket", "time-cond", CurlValues.AwsScheme,
    };

    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "head", "get", "basic", "digest", "negotiate", "ntlm", "anyauth", "location", "fail", "fail-with-body", "insecure", "remote-name",
        "remote-time", "http1.1", "http2", "http2-prior-knowledge", "ipv4", "ipv6",
    };

    // Options that change only the behavior of curl itself, or that are the default here.
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "silent", "show-error", "verbose", "include", "compressed", "globoff", "progress-bar", "no-buffer", "no-progress-meter", "netrc",
        "remote-header-name", "junk-session-cookies", "disable", "no-keepalive", "raw", "tcp-nodelay", "path-as-is", "tlsv1.2",
        "tlsv1.3", "tlsv1",
    };

    private static readonly HashSet<string> IgnoredWithWarning = new(StringComparer.Ordinal)
    {
        "cookie-jar", "write-out", "limit-rate", "retry-delay", "retry-max-time", "keepalive-time", "ciphers", "http3",
        "http1.0", "parallel", "retry-all-errors", "location-trusted",
    };

    /// <summary>Returns whether an option is supported or can be ignored.</summary>
    /// <param name="option">The long name of the option, without dashes.</param>
    internal static bool IsKnown(string option) =>
        WithValue.Contains(option) || Plain.Contains(option) || Ignored.Contains(option) || IgnoredWithWarning.Contains(option);

    /// <summary>Returns whether the option has a value.</summary>
    /// <param name="option">The long name of the option, without dashes.</param>
    internal static bool HasValue(string option) => WithValue.Contains(option);

    /// <summary>Gets the warning about an option that is ignored; null for an option without a warning.</summary>
    /// <param name="option">The long name of the option, without dashes.</param>
    internal static string? GetWarning(string option) =>
        IgnoredWithWarning.Contains(option) ? $"curl's option --{option} is left out: it has no counterpart here." : null;

    /// <summary>Creates the error for a use of curl that has no counterpart.</summary>
    /// <param name="use">The sentence that describes the use.</param>
    internal static InvalidParameterException Unsupported(string use) => new($"{use}; that has no counterpart here.");

    /// <summary>Parses the value of an option as a whole number.</summary>
    /// <param name="option">The long name of the option, without dashes.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidParameterException">The value is not a number.</exception>
    internal static int ParseNumber(string option, string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidParameterException($"curl's option --{option} requires a number, not '{value}'.");

    /// <summary>Parses the value of an option as a number of seconds.</summary>
    /// <param name="option">The long name of the option, without dashes.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidParameterException">The value is not a number.</exception>
    internal static double ParseSeconds(string option, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidParameterException($"curl's option --{option} requires seconds, not '{value}'.");
}
