namespace Requests;

/// <summary>Decides whether credentials for one URL may be sent to another URL.</summary>
internal static class CredentialScope
{
    /// <summary>Returns whether credentials for one URL must not be sent to another: host, scheme or port differ.</summary>
    /// <param name="from">The URL that the credentials were given for.</param>
    /// <param name="to">The other URL, such as the target of a redirect.</param>
    /// <remarks>requests: <c>should_strip_auth</c>, to the letter: http to https on standard ports keeps them.</remarks>
    internal static bool ShouldStripAuth(string from, string to)
    {
        if (!Uri.TryCreate(from, UriKind.Absolute, out var old) || !Uri.TryCreate(to, UriKind.Absolute, out var next)) return true;
        if (GetHost(old) is not { } host || !host.Equals(GetHost(next), StringComparison.OrdinalIgnoreCase)) return true;
        if (old is { Scheme: "http", Port: 80 } && next is { Scheme: "https", Port: 443 }) return false;
        return old.Scheme != next.Scheme || old.Port != next.Port;
    }

    /// <summary>Returns whether two URLs have the same host, whatever their schemes and ports are.</summary>
    /// <param name="first">A URL.</param>
    /// <param name="second">The other URL.</param>
    internal static bool HasSameHost(string first, string second) =>
        Uri.TryCreate(first, UriKind.Absolute, out var one) && Uri.TryCreate(second, UriKind.Absolute, out var other)
            && GetHost(one) is { } host && host.Equals(GetHost(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the host; null where it has no form for the network, as in URLs of schemes that only an adapter knows.</summary>
    private static string? GetHost(Uri url)
    {
        try
        {
            return url.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }
}
