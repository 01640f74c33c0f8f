using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts the settings of a session, without secrets, to a dictionary of plain values, and back.</summary>
/// <remarks>requests: sessions can be pickled, with their secrets.</remarks>
internal static class SavedSession
{
    /// <summary>Gets the settings of a session. Those that hold or may hold a secret are left out and named under <c>Omitted</c>.</summary>
    /// <param name="session">The session.</param>
    internal static IDictionary Save(RequestSession session)
    {
        var omitted = new List<string>();
        return new OrderedDictionary
        {
            ["BaseUri"] = SaveUrl(session.BaseUri, omitted),
            ["Headers"] = SaveHeaders(session, omitted),
            ["Params"] = SaveParams(session.Params, omitted),
            ["SensitiveHeaders"] = session.SensitiveHeaders.ToArray(),
            ["TrustEnv"] = session.TrustEnv,
            ["MaximumCookies"] = session.MaximumCookies,
            ["RateLimit"] = session.RateLimit is { } limit ? SavedRateLimit.Save(limit) : null,
            ["Cache"] = session.Cache is { Settings.EncryptionKey: null } cache ? SavedCache.Save(cache) : null,
            ["Verify"] = session.Defaults.Tls.CaFile ?? (object)session.Defaults.Tls.Verify,
            ["Proxies"] = SaveProxies(session.Defaults.Proxies, omitted),
            ["NoProxy"] = session.Defaults.Proxies.NoProxy,
            ["Timeout"] = new object?[] { session.Defaults.Timeout.Connect?.TotalSeconds, session.Defaults.Timeout.Read?.TotalSeconds },
            ["TotalTimeout"] = session.Defaults.TotalTimeout?.TotalSeconds,
            ["MaximumSize"] = session.Defaults.MaximumSize,
            ["AllowRedirects"] = session.Defaults.AllowRedirects,
            ["MaximumRedirection"] = session.Defaults.MaximumRedirects,
            ["AllowInsecureRedirect"] = session.Defaults.AllowInsecureRedirect,
            ["HttpVersion"] = session.Defaults is { AllowLowerHttpVersion: true, HttpVersion: { } highest }
                ? $"{highest}, 1.1"
                : session.Defaults.HttpVersion?.ToString(),
            ["UnixSocket"] = session.Defaults.UnixSocket,
            ["ConnectTo"] = SaveConnectTo(session.Defaults.ConnectTo),
            ["AddressFamily"] = session.Defaults.AddressFamily?.ToString(),
            ["Stream"] = session.Defaults.Stream,
            ["RaiseForStatus"] = session.Defaults.RaiseForStatus,
            ["ExpectStatus"] = session.Defaults.ExpectStatus?.ToTexts().ToArray(),
            ["Retry"] = session.Defaults.Retry is { } policy ? SavedPolicy.Save(policy) : null,
            ["Omitted"] = omitted.Concat(ListUnsaved(session)).ToArray(),
        };
    }

    /// <summary>Applies saved settings to a new session and returns the names of the settings that had been left out.</summary>
    /// <param name="saved">The saved settings.</param>
    /// <param name="session">The new session.</param>
    /// <exception cref="RequestException">A setting cannot be read.</exception>
    internal static IReadOnlyList<string> Restore(IDictionary saved, RequestSession session)
    {
        session.BaseUri = PSValue.Unwrap(saved["BaseUri"]) as string;
        session.Headers.Clear();
        session.Headers.Update(ValueConverter.ToHeaders(saved["Headers"]) ?? []);
        session.Params = ValueConverter.ToParams(saved["Params"]) ?? [];
        session.SensitiveHeaders = ToTexts(saved["SensitiveHeaders"]);
        session.TrustEnv = IsTrue(saved["TrustEnv"]);
        if (PSValue.Unwrap(saved["MaximumCookies"]) is { } maximum)
        {
            session.MaximumCookies = Convert.ToInt32(maximum, CultureInfo.InvariantCulture);
        }

        var (version, allowsLower) = ConnectionConverter.ToHttpVersion(saved["HttpVersion"]);
        if (PSValue.Unwrap(saved["RateLimit"]) is IDictionary limit) session.RateLimit = SavedRateLimit.Restore(limit);
        if (PSValue.Unwrap(saved["Cache"]) is IDictionary cache) session.Cache = SavedCache.Restore(cache);
        session.Defaults = session.Defaults with
        {
            Tls = saved["Verify"] is null ? TlsSettings.Default : TlsConverter.ToTrust(saved["Verify"], path => path),
            Proxies = ProxyConverter.ToProxies(saved["Proxies"], ProxySettings.None) with
            {
                NoProxy = PSValue.Unwrap(saved["NoProxy"]) as string,
            },
            Timeout = ValueConverter.ToTimeout(saved["Timeout"]),
            TotalTimeout = ValueConverter.ToTotalTimeout(saved["TotalTimeout"]),
            MaximumSize = (long?)PSValue.Unwrap(saved["MaximumSize"]),
            AllowRedirects = (bool?)PSValue.Unwrap(saved["AllowRedirects"]),
            MaximumRedirects = Convert.ToInt32(PSValue.Unwrap(saved["MaximumRedirection"]), CultureInfo.InvariantCulture),
            AllowInsecureRedirect = IsTrue(saved["AllowInsecureRedirect"]),
            HttpVersion = version,
            AllowLowerHttpVersion = allowsLower,
            UnixSocket = PSValue.Unwrap(saved["UnixSocket"]) as string,
            ConnectTo = ConnectionConverter.ToConnectTo(saved["ConnectTo"], defaults: null),
            AddressFamily = ConnectionConverter.ToAddressFamily(saved["AddressFamily"]),
            Stream = IsTrue(saved["Stream"]),
            RaiseForStatus = IsTrue(saved["RaiseForStatus"]),
            ExpectStatus = StatusConverter.ToExpected(saved["ExpectStatus"]),
            Retry = PSValue.Unwrap(saved["Retry"]) is IDictionary policy ? SavedPolicy.Restore(policy) : null,
        };
        return ToTexts(saved["Omitted"]);
    }

    private static string? SaveUrl(string? url, List<string> omitted)
    {
        if (url is null || UrlRedactor.Redact(url) == url) return url;
        omitted.Add("user and query of the base URI");
        return UrlRedactor.Redact(url);
    }

    private static IDictionary SaveHeaders(RequestSession session, List<string> omitted)
    {
        omitted.AddRange(session.Headers.Where(pair => session.Headers.IsSecret(pair.Key)).Select(pair => $"header {pair.Key}"));
        return HeaderMembers.SavedHeaders(PSObject.AsPSObject(session));
    }

    private static OrderedDictionary SaveProxies(ProxySettings proxies, List<string> omitted)
    {
        var saved = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var (target, url) in proxies.ByTarget)
        {
            if (url.Length > 0 && ProxyServer.Parse(url) is { UserName: not null }) omitted.Add($"user of the proxy for {target}");
            saved[target] = url.Length == 0 ? "" : ProxyServer.Parse(url).ToString();
        }

        return saved;
    }

    private static object? SaveConnectTo(ConnectToSettings? settings)
    {
        if (settings is not { Target: null }) return settings?.Target;
        var saved = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var (host, target) in settings.ByHost) saved[host] = target;
        return saved;
    }

    private static object? SaveParams(QueryParams query, List<string> omitted)
    {
        if (query.Raw is { } raw && SensitiveNames.RedactPairs(raw, SensitiveNames.IsSecretParameter) != raw)
        {
            omitted.Add("query");
            return null;
        }

        omitted.AddRange(query.Where(pair => SensitiveNames.IsSecretParameter(pair.Key)).Select(pair => $"query {pair.Key}"));
        var pairs = query.Where(pair => !SensitiveNames.IsSecretParameter(pair.Key));
        if (query.Raw is not { } text) return pairs.Select(pair => new object?[] { pair.Key, pair.Value }).ToArray();
        var encoded = pairs
            .Where(pair => pair.Value is not null)
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value!)}");
        return string.Join('&', encoded.Prepend(text));
    }

    /// <summary>Lists the settings that exist only in this process or are secrets as a whole.</summary>
    private static IEnumerable<string> ListUnsaved(RequestSession session)
    {
        if (session.Auth is { } auth) yield return $"auth {auth}";
        if (session.Defaults.Tls.ClientCertificate is { } certificate) yield return $"client certificate {certificate}";
        if (session.Cookies.Count > 0) yield return $"{session.Cookies.Count} cookies";
        if (session.Defaults.Retry is { When: not null }) yield return "condition of the retry policy";
        if (!session.Hooks.IsEmpty) yield return "hooks";
        if (session.Cache is { Settings.EncryptionKey: not null }) yield return "encrypted cache";
        foreach (var (prefix, adapter) in session.Adapters)
        {
            if (prefix is not ("https://" or "http://") || adapter is not HttpAdapter) yield return $"adapter of {prefix}";
        }
    }

    private static bool IsTrue(object? value) => PSValue.Unwrap(value) is true;

    private static string[] ToTexts(object? value) =>
        PSValue.Unwrap(value) is IEnumerable items and not string
            ? [.. items.Cast<object?>().Select(item => PSValue.ToText(item, "Settings") ?? "")]
            : [];
}
