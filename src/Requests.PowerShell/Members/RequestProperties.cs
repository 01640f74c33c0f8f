using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Provides the properties of requests and prepared requests. They accept the same values as the parameters of New-Request, with the same
/// errors. The types file names these methods.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RequestProperties
{
    /// <summary>Gets the method.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    public static object? Method(PSObject instance) => GetPrepared(instance)?.Method ?? GetRequest(instance).Method;

    /// <summary>Sets the method.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    /// <param name="value">One word.</param>
    public static void SetMethod(PSObject instance, object? value)
    {
        var method = SessionProperties.Try(() => RequestParameters.ToMethod(value));
        if (GetPrepared(instance) is { } prepared) prepared.Method = method;
        else GetRequest(instance).Method = method;
    }

    /// <summary>Gets the URL.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    public static object? Url(PSObject instance) => GetPrepared(instance)?.Url ?? GetRequest(instance).Url;

    /// <summary>Sets the URL.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    /// <param name="value">A value that <c>-Uri</c> accepts.</param>
    public static void SetUrl(PSObject instance, object? value)
    {
        var url = SessionProperties.Try(() => ValueConverter.ToUrl(value, "Url"));
        if (GetPrepared(instance) is { } prepared) prepared.Url = url;
        else GetRequest(instance).Url = url;
    }

    /// <summary>Gets the headers; null for a request without headers.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    public static object? Headers(PSObject instance) =>
        GetPrepared(instance) is { } prepared ? prepared.Headers : GetRequest(instance).Headers;

    /// <summary>Sets the headers.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    /// <param name="value">A value that <c>-Headers</c> accepts; null for no headers.</param>
    public static void SetHeaders(PSObject instance, object? value)
    {
        var current = (HeaderDictionary?)Headers(instance) ?? [];
        var headers = SessionProperties.Try(() =>
            PSValue.Unwrap(value) as HeaderDictionary ?? AppendedListConverter.ToHeaders(value, current));
        if (GetPrepared(instance) is { } prepared) prepared.Headers = headers ?? [];
        else GetRequest(instance).Headers = headers;
    }

    /// <summary>Gets the body, or null.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    public static object? Body(PSObject instance) =>
        GetPrepared(instance) is { } prepared ? prepared.Body : GetRequest(instance).Body;

    /// <summary>Sets the body.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    /// <param name="value">A value that <c>-Data</c> accepts; null for no body.</param>
    public static void SetBody(PSObject instance, object? value)
    {
        var body = SessionProperties.Try(() => PSValue.Unwrap(value) as RequestBody ?? BodyConverter.ToBody(value, "Body"));
        if (GetPrepared(instance) is { } prepared) prepared.Body = body;
        else GetRequest(instance).Body = body;
    }

    /// <summary>Gets the hooks; null for a request without hooks.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    public static object? Hooks(PSObject instance) =>
        GetPrepared(instance) is { } prepared ? prepared.Hooks : GetRequest(instance).Hooks;

    /// <summary>Sets the hooks.</summary>
    /// <param name="instance">A request or a prepared request.</param>
    /// <param name="value">A value that <c>-Hooks</c> accepts; null for no hooks.</param>
    public static void SetHooks(PSObject instance, object? value)
    {
        var hooks = SessionProperties.Try(() => HooksConverter.ToHooks(value));
        if (GetPrepared(instance) is { } prepared) prepared.Hooks = hooks ?? RequestHooks.Empty;
        else GetRequest(instance).Hooks = hooks;
    }

    /// <summary>Gets the query parameters that are added to the URL, or null.</summary>
    /// <param name="instance">A request.</param>
    public static object? Params(PSObject instance) => GetRequest(instance).Params;

    /// <summary>Sets the query parameters.</summary>
    /// <param name="instance">A request.</param>
    /// <param name="value">A value that <c>-Params</c> accepts, or a list of such values; null for no parameters.</param>
    public static void SetParams(PSObject instance, object? value) =>
        GetRequest(instance).Params = SessionProperties.Try(() => AppendedListConverter.ToParams(value, GetRequest(instance).Params));

    /// <summary>Gets the cookies, or null.</summary>
    /// <param name="instance">A request.</param>
    public static object? Cookies(PSObject instance) => GetRequest(instance).Cookies;

    /// <summary>Sets the cookies.</summary>
    /// <param name="instance">A request.</param>
    /// <param name="value">A value that <c>-Cookies</c> accepts, or a list of such values; null for no cookies.</param>
    public static void SetCookies(PSObject instance, object? value) =>
        GetRequest(instance).Cookies = SessionProperties.Try(() => AppendedListConverter.ToCookies(value));

    /// <summary>Gets the authentication, or null.</summary>
    /// <param name="instance">A request.</param>
    public static object? Auth(PSObject instance) => GetRequest(instance).Auth;

    /// <summary>Sets the authentication.</summary>
    /// <param name="instance">A request.</param>
    /// <param name="value">A value that <c>-Auth</c> accepts; null for that of the URL or the session.</param>
    public static void SetAuth(PSObject instance, object? value) =>
        GetRequest(instance).Auth = SessionProperties.Try(() => ValueConverter.ToAuth(value));

    private static PreparedRequest? GetPrepared(PSObject instance) => instance.BaseObject as PreparedRequest;

    private static Request GetRequest(PSObject instance) => (Request)instance.BaseObject;
}
