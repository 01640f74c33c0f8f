namespace Requests;

/// <summary>Judges the version of HTTP.</summary>
internal static class VersionRules
{
    private const int LongestAltSvc = 200;

    /// <summary>Judges the version of a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="offered">The version that the call offers, or null where it is not known.</param>
    /// <param name="hasHttp2">Whether the server chose HTTP/2 in a handshake (ALPN); null where that was not tested.</param>
    internal static Verdict Judge(Response response, Version? offered, bool? hasHttp2)
    {
        var version = response.HttpVersion;
        var detail = $"HTTP/{(version.Major > 1 ? $"{version.Major}" : $"{version}")}.";
        if (response.Headers["Alt-Svc"] is { Length: > 0 and < LongestAltSvc } other) detail += $" The server also offers {other}.";
        if (version.Major > 1 || hasHttp2 is null) return Verdict.Passed(detail);
        if (hasHttp2 == false)
        {
            return offered is { Major: > 1 }
                ? Verdict.Warning(
                    $"{detail} The server does not offer HTTP/2.",
                    "Use -HttpVersion 1.1, or turn on HTTP/2 on the server.")
                : Verdict.Passed($"{detail} The server does not offer HTTP/2.");
        }

        return Verdict.Passed(
            $"{detail} The server also offers HTTP/2.",
            "-HttpVersion 2 uses it, which helps with many requests at the same time.");
    }
}
