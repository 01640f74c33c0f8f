using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>A session's settings as plain data, without secrets; and back.</summary>
/// <remarks>requests: sessions can be pickled; there secrets go along.</remarks>
internal static class SavedSession
{
    /// <summary>The settings of a session. What holds or may hold a secret is named under <c>Omitted</c>.</summary>
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
            ["Verify"] = session.Defaults.Tls.CaFile ?? (object)session.Defaults.Tls.Verify,
            ["Proxies"] = SaveProxies(session.Defaults.Proxies, omitted),
            ["NoProxy"] = session.Defaults.Proxies.NoProxy,
            ["Timeout"] = new object?[] { session.Defaults.Timeout.Connect?.TotalSeconds, session.Defaults.Timeout.Read?.TotalSeconds },
            ["TotalTimeout"] = session.Defaults.TotalTimeout?.TotalSeconds,
            ["MaximumSize"] = session.Defaults.MaximumSize,
            ["AllowRedirects"] = session.Defaults.AllowRedirects,
            ["MaximumRedirection"] = session.Defaults.MaximumRedirects,
            ["AllowInsecureRedirect"] = session.Defaults.AllowInsecureRedirect,
            ["HttpVersion"] = session.Defaults.HttpVersion?.ToString(),
            ["UnixSocket"] = session.Defaults.UnixSocket,
            ["Stream"] = session.Defaults.Stream,
            ["RaiseForStatus"] = session.Defaults.RaiseForStatus,
            ["Retry"] = session.Defaults.Retry is { } policy ? SavedPolicy.Save(policy) : null,
            ["Omitted"] = omitted.Concat(ListLive(session)).ToArray(),
        };
    }

    /// <summary>Puts saved settings into a new session; returns what had been left out.</summary>
    /// <param name="saved">The settings.</param>
    /// <param name="session">The session.</param>
    /// <exception cref="RequestException">A setting cannot be read.</exception>
    internal static IReadOnlyList<string> Restore(IDictionary saved, RequestSession session)
    {
        session.BaseUri = PSValue.Unwrap(saved["BaseUri"]) as string;
        session.Headers.Clear();
        session.Headers.Update(ValueConverter.ToHeaders(saved["Headers"]) ?? []);
        session.Params = ValueConverter.ToParams(saved["Params"]) ?? [];
        session.SensitiveHeaders = ToTexts(saved["SensitiveHeaders"]);
        session.TrustEnv = Is(saved["TrustEnv"]);
        if (PSValue.Unwrap(saved["MaximumCookies"]) is { } cookies) session.MaximumCookies = Convert.ToInt32(cookies, CultureInfo.InvariantCulture);
        session.Defaults = session.Defaults with
        {
            Tls = saved["Verify"] is null ? TlsSettings.Default : TlsConverter.ToTrust(saved["Verify"], path => path),
            Proxies = ProxyConverter.ToProxies(saved["Proxies"], ProxySettings.None) with { NoProxy = PSValue.Unwrap(saved["NoProxy"]) as string },
            Timeout = ValueConverter.ToTimeout(saved["Timeout"]),
            TotalTimeout = ValueConverter.ToTotalTimeout(saved["TotalTimeout"]),
            MaximumSize = (long?)PSValue.Unwrap(saved["MaximumSize"]),
            AllowRedirects = (bool?)PSValue.Unwrap(saved["AllowRedirects"]),
            MaximumRedirects = Convert.ToInt32(PSValue.Unwrap(saved["MaximumRedirection"]), CultureInfo.InvariantCulture),
            AllowInsecureRedirect = Is(saved["AllowInsecureRedirect"]),
            HttpVersion = ConnectionConverter.ToHttpVersion(saved["HttpVersion"]),
            UnixSocket = PSValue.Unwrap(saved["UnixSocket"]) as string,
            Stream = Is(saved["Stream"]),
            RaiseForStatus = Is(saved["RaiseForStatus"]),
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
        omitted.AddRange(session.Headers.Where(pair => SensitiveNames.IsSecretHeader(pair.Key)).Select(pair => $"header {pair.Key}"));
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

    private static object? SaveParams(QueryParams query, List<string> omitted)
    {
        if (query.Raw is { } raw && SensitiveNames.RedactPairs(raw, SensitiveNames.IsSecretParameter) != raw)
        {
            omitted.Add("query");
            return null;
        }

        omitted.AddRange(query.Where(pair => SensitiveNames.IsSecretParameter(pair.Key)).Select(pair => $"query {pair.Key}"));
        var pairs = query.Where(pair => !SensitiveNames.IsSecretParameter(pair.Key));
        return query.Raw is not { } text
            ? pairs.Select(pair => new object?[] { pair.Key, pair.Value }).ToArray()
            : string.Join('&', pairs.Where(pair => pair.Value is not null).Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value!)}").Prepend(text));
    }

    /// <summary>What is bound to its process, or is a secret as a whole.</summary>
    private static IEnumerable<string> ListLive(RequestSession session)
    {
        if (session.Auth is { } auth) yield return $"auth {auth}";
        if (session.Defaults.Tls.ClientCertificate is { } certificate) yield return $"client certificate {certificate}";
        if (session.Cookies.Count > 0) yield return $"{session.Cookies.Count} cookies";
        if (session.Hooks is not { Request: [], Response: [] }) yield return "hooks";
        foreach (var (prefix, adapter) in session.Adapters)
        {
            if (prefix is not ("https://" or "http://") || adapter is not HttpAdapter) yield return $"adapter of {prefix}";
        }
    }

    private static bool Is(object? value) => PSValue.Unwrap(value) is true;

    private static string[] ToTexts(object? value) => PSValue.Unwrap(value) is IEnumerable items and not string ? [.. items.Cast<object?>().Select(item => PSValue.ToText(item, "Settings") ?? "")] : [];
}
