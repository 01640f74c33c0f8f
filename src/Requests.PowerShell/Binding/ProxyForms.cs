namespace Requests.PowerShell;

/// <summary>The accepted forms of proxies.</summary>
internal static class ProxyForms
{
    /// <summary>What <c>-Proxies</c> takes: a URL for all, or a map, which is merged over the session's; null as value uses none. Null takes all away.</summary>
    /// <exception cref="RequestException">It is something else, or a URL cannot be used.</exception>
    internal static ProxySettings ToProxies(object? value, ProxySettings defaults)
    {
        if (Values.Unwrap(value) is null) return defaults with { ByTarget = ProxySettings.None.ByTarget };
        var merged = new Dictionary<string, string>(defaults.ByTarget, StringComparer.OrdinalIgnoreCase);
        foreach (var (target, proxy) in Values.ToPairs(value) ?? [KeyValuePair.Create("all", value)])
        {
            var url = Values.Unwrap(proxy) is Uri uri ? uri.OriginalString : Values.ToText(proxy, "Proxies") ?? "";
            if (url.Length > 0) _ = ProxyServer.Parse(url);
            merged[target.TrimEnd('/')] = url;
        }

        return defaults with { ByTarget = merged };
    }
}
