using System.Collections;

namespace Requests.PowerShell;

/// <summary>The accepted forms of proxies.</summary>
internal static class ProxyConverter
{
    private const string HostForms = "a host name, an address or a network, or a list of them; * for all";

    /// <summary>What <c>-Proxies</c> takes: a URL for all, or a map, which is merged over the session's; null as value uses none. Null takes all away.</summary>
    /// <exception cref="RequestException">It is something else, or a URL cannot be used.</exception>
    internal static ProxySettings ToProxies(object? value, ProxySettings defaults)
    {
        if (PSValue.Unwrap(value) is null) return defaults with { ByTarget = ProxySettings.None.ByTarget };
        var merged = new Dictionary<string, string>(defaults.ByTarget, StringComparer.OrdinalIgnoreCase);
        foreach (var (target, proxy) in PSValue.ToPairs(value) ?? [KeyValuePair.Create("all", value)])
        {
            var url = ValueConverter.ToWord(proxy, "Proxies", "a URL for all, or a map of schemes and URLs; $null as value for none") ?? "";
            if (url.Length > 0) _ = ProxyServer.Parse(url);
            merged[target.TrimEnd('/')] = url;
        }

        return defaults with { ByTarget = merged };
    }

    /// <summary>What <c>-NoProxy</c> takes: one host or a list of them; null goes back to the environment's.</summary>
    /// <exception cref="InvalidParameterException">It is something else.</exception>
    internal static string? ToExceptions(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        IEnumerable list when PSValue.IsList(list) => string.Join(',', list.Cast<object?>().Select(ToHost)),
        _ => ToHost(value),
    };

    private static string ToHost(object? value) => PSValue.Unwrap(value) is System.Net.IPAddress address
        ? address.ToString()
        : ValueConverter.ToWord(value, "NoProxy", HostForms) ?? throw ParameterErrors.Invalid("NoProxy", value, HostForms);
}
