using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// A session's properties as PowerShell reads and writes them: they take the forms that the parameters of Set-RequestSession take, with the same errors, and null goes
/// back to the default. What is assigned replaces what was there. The types file names these methods.
/// </summary>
/// <remarks>requests: the attributes of <c>Session</c>.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SessionProperties
{
    /// <summary>Headers for every call.</summary>
    /// <param name="instance">The session.</param>
    public static object? Headers(PSObject instance) => GetSession(instance).Headers;

    /// <summary>Sets them.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Headers</c>; null for the usual ones.</param>
    public static void SetHeaders(PSObject instance, object? value)
    {
        if (Try(() => PSValue.Unwrap(value) as HeaderDictionary ?? AppendedListConverter.ToHeaders(value, GetSession(instance).Headers)) is { } headers) GetSession(instance).Headers = headers;
        else GetSession(instance).ResetHeaders();
    }

    /// <summary>Pairs for every URL's query.</summary>
    /// <param name="instance">The session.</param>
    public static object? Params(PSObject instance) => GetSession(instance).Params;

    /// <summary>Sets them.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Params</c>, or a list of them; null for none.</param>
    public static void SetParams(PSObject instance, object? value) => GetSession(instance).Params = Try(() => AppendedListConverter.ToParams(value, GetSession(instance).Params)) ?? [];

    /// <summary>The cookies.</summary>
    /// <param name="instance">The session.</param>
    public static object? Cookies(PSObject instance) => GetSession(instance).Cookies;

    /// <summary>Sets them.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Cookies</c>, or a list of them; null for none.</param>
    public static void SetCookies(PSObject instance, object? value) => GetSession(instance).Cookies = Try(() => AppendedListConverter.ToCookies(value)) ?? new CookieJar();

    /// <summary>Which proxies are used, by what for.</summary>
    /// <param name="instance">The session.</param>
    public static object? Proxies(PSObject instance) => GetSession(instance).Defaults.Proxies.ByTarget;

    /// <summary>Sets them.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Proxies</c>; null for those of the environment.</param>
    public static void SetProxies(PSObject instance, object? value)
    {
        var session = GetSession(instance);
        var proxies = Try(() => ProxyConverter.ToProxies(value, ProxySettings.None));
        session.Defaults = session.Defaults with { Proxies = proxies with { NoProxy = session.Defaults.Proxies.NoProxy } };
    }

    /// <summary>What URLs without a scheme are put below, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? BaseUri(PSObject instance) => GetSession(instance).BaseUri;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A URL; null for nothing.</param>
    public static void SetBaseUri(PSObject instance, object? value) => Set(instance, "BaseUri", value);

    /// <summary>How to prove who is asking, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? Auth(PSObject instance) => GetSession(instance).Auth;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Auth</c>; null for none.</param>
    public static void SetAuth(PSObject instance, object? value) => Set(instance, "Auth", value);

    /// <summary>Functions that see each request or response.</summary>
    /// <param name="instance">The session.</param>
    public static object? Hooks(PSObject instance) => GetSession(instance).Hooks;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Hooks</c>; null for none.</param>
    public static void SetHooks(PSObject instance, object? value) => Set(instance, "Hooks", value);

    /// <summary>Names of headers that stay with the origin they were given for.</summary>
    /// <param name="instance">The session.</param>
    public static object? SensitiveHeaders(PSObject instance) => GetSession(instance).SensitiveHeaders;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A name or a list; null for the usual ones.</param>
    public static void SetSensitiveHeaders(PSObject instance, object? value) => Set(instance, "SensitiveHeaders", value ?? Usual(static usual => usual.SensitiveHeaders.ToArray()));

    /// <summary>How many cookies servers may keep of one registrable domain.</summary>
    /// <param name="instance">The session.</param>
    public static object? MaximumCookies(PSObject instance) => GetSession(instance).MaximumCookies;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A number; null for the default.</param>
    public static void SetMaximumCookies(PSObject instance, object? value) => Set(instance, "MaximumCookies", value ?? Usual(static usual => usual.MaximumCookies));

    /// <summary>Whether the environment has a say.</summary>
    /// <param name="instance">The session.</param>
    public static object? TrustEnv(PSObject instance) => GetSession(instance).TrustEnv;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, true.</param>
    public static void SetTrustEnv(PSObject instance, object? value) => Set(instance, "TrustEnv", value ?? true);

    /// <summary>Whether all responses are kept in memory.</summary>
    /// <param name="instance">The session.</param>
    public static object? Record(PSObject instance) => GetSession(instance).Recording is not null;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, false.</param>
    public static void SetRecord(PSObject instance, object? value) => Set(instance, "Record", value ?? false);

    /// <summary>Sets a property by the parameter of that name, which resolves paths, too.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">The value.</param>
    internal static void Set(PSObject instance, string name, object? value) => CmdletInvoker.Run("Set-RequestSession", parameters: null, ("Session", instance), (name, value));

    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RequestException error)
        {
            throw new MethodFailedException(error, ErrorRecords.ToRecord(error, target: null));
        }
    }

    private static object Usual(Func<RequestSession, object> read)
    {
        using var usual = new RequestSession();
        return read(usual);
    }

    private static RequestSession GetSession(PSObject instance) => (RequestSession)instance.BaseObject;
}
