namespace Requests;

/// <summary>Splits the headers of cookies for an archive, and redacts the values in them.</summary>
/// <remarks>RFC 6265 sections 4.1 and 4.2.</remarks>
internal static class HarCookies
{
    /// <summary>Returns the cookies of a request.</summary>
    /// <param name="headers">The headers of the request.</param>
    internal static IEnumerable<KeyValuePair<string, string>> Split(HeaderDictionary headers) =>
        headers.GetValues("Cookie").SelectMany(static line => SplitLine(line)).Select(Cut);

    /// <summary>Cuts a pair at its equals sign.</summary>
    /// <param name="pair">A cookie or an attribute.</param>
    internal static KeyValuePair<string, string> Cut(string pair) =>
        pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at
            ? KeyValuePair.Create(pair[..at].Trim(), pair[(at + 1)..].Trim())
            : KeyValuePair.Create(pair.Trim(), "");

    /// <summary>Redacts the values of a Cookie header. The names stay, so that the requests of a replay have the same.</summary>
    /// <param name="line">The value of the header.</param>
    internal static string Redact(string line) => string.Join("; ", SplitLine(line).Select(RedactPair));

    /// <summary>Redacts the value of the cookie of a Set-Cookie header. Its name and its attributes stay.</summary>
    /// <param name="line">The value of the header.</param>
    internal static string RedactSet(string line)
    {
        var end = line.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? RedactPair(line) : RedactPair(line[..end]) + line[end..];
    }

    private static string[] SplitLine(string line) =>
        line.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // A text without an equals sign can be a value without a name.
    private static string RedactPair(string pair) =>
        pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? at + 1 == pair.Length ? pair : $"{pair[..at]}={SensitiveNames.Redacted}"
            : SensitiveNames.Redacted;
}
