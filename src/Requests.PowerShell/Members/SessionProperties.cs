using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Provides the properties of a session. They accept the same values as the parameters of Set-RequestSession, with the same errors; null
/// restores the default. An assigned value replaces the previous one. The types file names these methods.
/// </summary>
/// <remarks>requests: the attributes of <c>Session</c>.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SessionProperties
{
    /// <summary>Gets the headers that are added to every request.</summary>
    /// <param name="instance">The session.</param>
    public static object? Headers(PSObject instance) => GetSession(instance).Headers;

    /// <summary>Sets the headers that are added to every request.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Headers</c> accepts; null for the default headers.</param>
    public static void SetHeaders(PSObject instance, object? value)
    {
        var session = GetSession(instance);
        var headers = Try(() => PSValue.Unwrap(value) as HeaderDictionary ?? AppendedListConverter.ToHeaders(value, session.Headers));
        if (headers is not null) session.Headers = headers;
        else session.ResetHeaders();
    }

    /// <summary>Gets the query parameters that are added to every URL.</summary>
    /// <param name="instance">The session.</param>
    public static object? Params(PSObject instance) => GetSession(instance).Params;

    /// <summary>Sets the query parameters that are added to every URL.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Params</c> accepts, or a list of such values; null for no parameters.</param>
    public static void SetParams(PSObject instance, object? value) =>
        GetSession(instance).Params = Try(() => AppendedListConverter.ToParams(value, GetSession(instance).Params)) ?? [];

    /// <summary>Gets the cookies.</summary>
    /// <param name="instance">The session.</param>
    public static object? Cookies(PSObject instance) => GetSession(instance).Cookies;

    /// <summary>Sets the cookies.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Cookies</c> accepts, or a list of such values; null for no cookies.</param>
    public static void SetCookies(PSObject instance, object? value) =>
        GetSession(instance).Cookies = Try(() => AppendedListConverter.ToCookies(value)) ?? new CookieJar();

    /// <summary>Gets the URLs of the proxies by target: a scheme or <c>all</c>, with or without a host.</summary>
    /// <param name="instance">The session.</param>
    public static object? Proxies(PSObject instance) => GetSession(instance).Defaults.Proxies.ByTarget;

    /// <summary>Sets the proxies.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Proxies</c> accepts; null for the proxies of the environment.</param>
    public static void SetProxies(PSObject instance, object? value)
    {
        var session = GetSession(instance);
        var proxies = Try(() => ProxyConverter.ToProxies(value, ProxySettings.None));
        session.Defaults = session.Defaults with { Proxies = proxies with { NoProxy = session.Defaults.Proxies.NoProxy } };
    }

    /// <summary>Gets the base URI to which URLs without a scheme are appended, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? BaseUri(PSObject instance) => GetSession(instance).BaseUri;

    /// <summary>Sets the base URI.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A URL; null for no base URI.</param>
    public static void SetBaseUri(PSObject instance, object? value) => Set(instance, "BaseUri", value);

    /// <summary>Gets the authentication, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? Auth(PSObject instance) => GetSession(instance).Auth;

    /// <summary>Sets the authentication.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Auth</c> accepts; null for no authentication.</param>
    public static void SetAuth(PSObject instance, object? value) => Set(instance, "Auth", value);

    /// <summary>Gets the hooks that are called with each request or response.</summary>
    /// <param name="instance">The session.</param>
    public static object? Hooks(PSObject instance) => GetSession(instance).Hooks;

    /// <summary>Sets the hooks.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Hooks</c> accepts; null for no hooks.</param>
    public static void SetHooks(PSObject instance, object? value) => Set(instance, "Hooks", value);

    /// <summary>Gets the names of the headers that are sent only to the origin for which they were specified.</summary>
    /// <param name="instance">The session.</param>
    public static object? SensitiveHeaders(PSObject instance) => GetSession(instance).SensitiveHeaders;

    /// <summary>Sets the names of the sensitive headers.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A name or a list of names; null for the default names.</param>
    public static void SetSensitiveHeaders(PSObject instance, object? value) =>
        Set(instance, "SensitiveHeaders", value ?? GetDefault(static session => session.SensitiveHeaders.ToArray()));

    /// <summary>Gets the maximum number of cookies that servers can set for one registrable domain.</summary>
    /// <param name="instance">The session.</param>
    public static object? MaximumCookies(PSObject instance) => GetSession(instance).MaximumCookies;

    /// <summary>Sets the maximum number of cookies for one registrable domain.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A number; null for the default.</param>
    public static void SetMaximumCookies(PSObject instance, object? value) =>
        Set(instance, "MaximumCookies", value ?? GetDefault(static session => session.MaximumCookies));

    /// <summary>Gets how many requests are sent in a time; null for no limit.</summary>
    /// <param name="instance">The session.</param>
    public static object? RateLimit(PSObject instance) => GetSession(instance).RateLimit;

    /// <summary>Sets how many requests are sent in a time.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-RateLimit</c> accepts; null for no limit.</param>
    public static void SetRateLimit(PSObject instance, object? value) => Set(instance, "RateLimit", value);

    /// <summary>Gets the cache that keeps and reuses responses; null for no cache.</summary>
    /// <param name="instance">The session.</param>
    public static object? Cache(PSObject instance) => GetSession(instance).Cache;

    /// <summary>Sets the cache that keeps and reuses responses.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Cache</c> accepts; null for no cache.</param>
    public static void SetCache(PSObject instance, object? value) => Set(instance, "Cache", value);

    /// <summary>Gets a value that indicates whether the settings of the environment are used.</summary>
    /// <param name="instance">The session.</param>
    public static object? TrustEnv(PSObject instance) => GetSession(instance).TrustEnv;

    /// <summary>Sets whether the settings of the environment are used.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, true.</param>
    public static void SetTrustEnv(PSObject instance, object? value) => Set(instance, "TrustEnv", value ?? true);

    /// <summary>Gets a value that indicates whether all responses are kept in memory.</summary>
    /// <param name="instance">The session.</param>
    public static object? Record(PSObject instance) => GetSession(instance).Recording is not null;

    /// <summary>Sets whether all responses are kept in memory.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, false.</param>
    public static void SetRecord(PSObject instance, object? value) => Set(instance, "Record", value ?? false);

    /// <summary>Gets the function that returns the target of a redirect, or null for the Location header.</summary>
    /// <param name="instance">The session.</param>
    public static object? RedirectTarget(PSObject instance) => GetSession(instance).RedirectTarget;

    /// <summary>Sets the function that returns the target of a redirect.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A script block that receives the response; null for the Location header.</param>
    public static void SetRedirectTarget(PSObject instance, object? value) =>
        GetSession(instance).RedirectTarget = Convert<Func<Response, string?>>(value, "RedirectTarget", "a script block");

    /// <summary>Gets the responses that are kept in memory, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? Recording(PSObject instance) => GetSession(instance).Recording;

    /// <summary>Sets the responses that are kept in memory.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">The recording of a session; null keeps no responses.</param>
    public static void SetRecording(PSObject instance, object? value) =>
        GetSession(instance).Recording = Convert<ExchangeRecording>(
            value,
            "Recording",
            "the recording of a session, or set Record to $true");

    /// <summary>Gets the options of calls without options.</summary>
    /// <param name="instance">The session.</param>
    public static object? Defaults(PSObject instance) => GetSession(instance).Defaults;

    /// <summary>Sets the options of calls without options.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">The options of a session; null for the default options.</param>
    public static void SetDefaults(PSObject instance, object? value) =>
        GetSession(instance).Defaults = Convert<SendOptions>(value, "Defaults", "the Defaults of a session") ?? new SendOptions();

    /// <summary>Sets a property with the parameter of Set-RequestSession that has the same name, which also resolves paths.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="value">The value of the parameter.</param>
    internal static void Set(PSObject instance, string name, object? value) =>
        CmdletInvoker.Run("Set-RequestSession", parameters: null, ("Session", instance), (name, value));

    /// <summary>Returns the result of a conversion. A failure is thrown with its error record, as by a command.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="read">Converts the value.</param>
    internal static T Try<T>(Func<T> read)
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

    private static T? Convert<T>(object? value, string property, string forms)
        where T : class => PSValue.Unwrap(value) is not { } given ? null
            : LanguagePrimitives.TryConvertTo<T>(given, CultureInfo.InvariantCulture, out var converted) ? converted
            : Try<T>(() => throw ParameterErrors.Invalid(property, value, forms));

    private static object GetDefault(Func<RequestSession, object> read)
    {
        using var session = new RequestSession();
        return read(session);
    }

    private static RequestSession GetSession(PSObject instance) => (RequestSession)instance.BaseObject;
}
