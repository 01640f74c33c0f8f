using System.Collections;

namespace Requests.PowerShell;

/// <summary>Converts parameters to proxy settings.</summary>
internal static class ProxyConverter
{
    private const string HostForms = "a host name, an address or a network, or a list of them; * for all";

    /// <summary>Converts the value of <c>-Proxies</c> and merges it with the settings of the session.</summary>
    /// <param name="value">
    /// A URL for all requests, or a map by scheme, scheme://host or all, which overrides entries of the session. Null as value of an
    /// entry uses no proxy. Null removes all entries.
    /// </param>
    /// <param name="defaults">The settings of the session.</param>
    /// <exception cref="RequestException">The value is of another kind, or a URL cannot be used.</exception>
    internal static ProxySettings ToProxies(object? value, ProxySettings defaults)
    {
        if (PSValue.Unwrap(value) is null) return defaults with { ByTarget = ProxySettings.None.ByTarget };
        var merged = new Dictionary<string, string>(defaults.ByTarget, StringComparer.OrdinalIgnoreCase);
        foreach (var (target, proxy) in PSValue.ToPairs(value, "Proxies") ?? [KeyValuePair.Create("all", value)])
        {
            const string forms = "a URL for all, or a map of schemes and URLs; $null as value for none";
            var url = TextConverter.ToStrictText(proxy, "Proxies", forms) ?? "";
            if (url.Length > 0) _ = ProxyServer.Parse(url);
            merged[target.TrimEnd('/')] = url;
        }

        return defaults with { ByTarget = merged };
    }

    /// <summary>Converts the value of <c>-NoProxy</c> to a list separated by commas; null stays null, which uses the environment.</summary>
    /// <param name="value">A host name, an address or a network, or a list of them; * matches all hosts.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static string? ToExceptions(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        IEnumerable list when PSValue.IsList(list) => string.Join(',', list.Cast<object?>().Select(ToHost)),
        _ => ToHost(value),
    };

    private static string ToHost(object? value) => PSValue.Unwrap(value) is System.Net.IPAddress address
        ? address.ToString()
        : TextConverter.ToStrictText(value, "NoProxy", HostForms) ?? throw ParameterErrors.Invalid("NoProxy", value, HostForms);
}
