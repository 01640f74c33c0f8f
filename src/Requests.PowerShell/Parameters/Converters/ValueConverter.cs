using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Text;

namespace Requests.PowerShell;

/// <summary>The accepted forms of the parameters that are not the body; null stays null.</summary>
internal static class ValueConverter
{
    private const string UrlForms = "a URL as text, a Uri, or an object with a property Uri, Url or Href";
    private const string TimeoutForms = "seconds, a time span, or a pair of them: connect, read";

    /// <summary>A URL: text, <see cref="Uri"/> as it was written, or an object with a property Uri, Url or Href.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    internal static string ToUrl(object? value, string parameter = "Uri")
    {
        switch (PSValue.Unwrap(value))
        {
            case string text: return text;
            case Uri url: return url.OriginalString;
            case null: throw ParameterErrors.Invalid(parameter, value, UrlForms);
            case bool or IConvertible or IList or IDictionary: throw ParameterErrors.Invalid(parameter, value, UrlForms);
        }

        var properties = PSObject.AsPSObject(value).Properties;
        var found = properties["Uri"] ?? properties["Url"] ?? properties["Href"] ?? throw ParameterErrors.Invalid(parameter, value, UrlForms);
        return PSValue.ToText(found.Value, found.Name, parameter) ?? throw ParameterErrors.Invalid($"The {found.Name} of {parameter}", found.Value, UrlForms);
    }

    /// <summary>A query: text as it is, bytes of it, a map, an object or a list of pairs.</summary>
    internal static QueryParams? ToParams(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        QueryParams query => query,
        string raw => new QueryParams(raw),
        byte[] raw => new QueryParams(PSValue.ToText(raw, "Params")!),
        var other => PSValue.ToPairs(other) is { } pairs
            ? new QueryParams(PSValue.Flatten(pairs, "Params"))
            : other is IList { Count: 0 } ? [] : throw ParameterErrors.Invalid("Params", value, "a map, a list of pairs or a text"),
    };

    /// <summary>Headers: a map, an object or a list of pairs; a list as value sends several, null sends none.</summary>
    /// <param name="value">The value.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    internal static HeaderDictionary? ToHeaders(object? value, string parameter = "Headers")
    {
        switch (PSValue.Unwrap(value))
        {
            case null: return null;
            case HeaderDictionary headers: return headers.Copy();
        }

        var pairs = PSValue.ToPairs(value) ?? throw ParameterErrors.Invalid(parameter, value, "a map or a list of pairs");
        var result = new HeaderDictionary();
        foreach (var (name, one) in pairs) result.SetUntyped(name, PSValue.IsList(one) ? ((IEnumerable)one!).Cast<object?>().Select(PSValue.Unwrap).ToArray() : one);
        return result;
    }

    /// <summary>Cookies: a map, a jar, .NET's own kinds, or a list of cookies.</summary>
    internal static CookieJar? ToCookies(object? value)
    {
        var jar = new CookieJar();
        switch (PSValue.Unwrap(value))
        {
            case null: return null;
            case CookieJar own: return own;
            case CookieContainer container: jar.Update(container.GetAllCookies()); return jar;
            case CookieCollection collection: jar.Update(collection); return jar;
            case RequestCookie cookie: jar.Set(cookie); return jar;
            case IList list when list.Count > 0 && list.Cast<object?>().All(one => PSValue.Unwrap(one) is RequestCookie):
                jar.Update(list.Cast<object?>().Select(one => (RequestCookie)PSValue.Unwrap(one)!));
                return jar;
        }

        var pairs = PSValue.ToPairs(value) ?? throw ParameterErrors.Invalid("Cookies", value, "a map, a cookie jar or a list of cookies");
        jar.Update(PSValue.Flatten(pairs, "Cookies").Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));
        return jar;
    }

    /// <summary>Authentication: an auth object, a credential, a pair of name and password, or a script block.</summary>
    /// <param name="value">The value.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    internal static AuthBase? ToAuth(object? value, string parameter = "Auth") => PSValue.Unwrap(value) switch
    {
        null => null,
        AuthBase auth => auth,
        PSCredential credential => ToAuth(credential),
        IList { Count: 2 } pair when PSValue.IsList(pair) => BasicConverter.ToAuth(pair[0], pair[1], charset: null, $"The user name of {parameter}", $"The password of {parameter}"),
        var other => ScriptBlocks.ToAuth(other) ?? throw ParameterErrors.Invalid(parameter, value, "an auth object, a credential, a pair of user name and password, or a script block"),
    };

    /// <summary>Basic authentication of a credential; null stays null.</summary>
    internal static BasicAuth? ToAuth(PSCredential? credential) =>
        credential is null || credential == PSCredential.Empty ? null : new BasicAuth(credential.UserName, credential.GetNetworkCredential().Password);

    /// <summary>A password: text or a secure string.</summary>
    /// <param name="value">What was given; null is an empty text.</param>
    /// <param name="name">The parameter, for the message.</param>
    internal static string Secret(object? value, string name = "The password") => PSValue.Unwrap(value) switch
    {
        System.Security.SecureString secure => new NetworkCredential("", secure).Password,
        _ => ToName(value, name) ?? "",
    };

    /// <summary>A name or a secret as text, which numbers and bytes have, too; null stays null.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    internal static string? ToName(object? value, string parameter) => PSValue.Unwrap(value) switch
    {
        null => null,
        string or byte[] or char or Guid or (IFormattable and IConvertible and not (Enum or DateTime)) => PSValue.ToText(value, parameter),
        _ => throw ParameterErrors.Invalid(parameter, value, "text, bytes or a secure string"),
    };

    /// <summary>A secret that must be there; an empty one may be meant, null is a variable that nobody set.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="name">The parameter, for the message.</param>
    internal static string RequiredSecret(object? value, string name) =>
        PSValue.Unwrap(value) is null ? throw ParameterErrors.Invalid(name, value, "text or a secure string") : Secret(value, name);

    /// <summary>A text, or null. What is no text, such as $true or a list, is an error in place of a text that nobody means.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="forms">The forms that it takes.</param>
    internal static string? ToWord(object? value, string parameter, string forms) => PSValue.Unwrap(value) switch
    {
        null => null,
        string text => text,
        char one => one.ToString(),
        Uri url => url.OriginalString,
        Enum or Version or HttpMethod or StringBuilder => PSValue.Unwrap(value)!.ToString(),
        _ => throw ParameterErrors.Invalid(parameter, value, forms),
    };

    /// <summary>Timeouts: seconds, a time span, or a pair of them: connect, read. Null or 0 waits for ever.</summary>
    internal static RequestTimeout ToTimeout(object? value)
    {
        if (PSValue.Unwrap(value) is RequestTimeout timeout) return timeout;
        if (PSValue.Unwrap(value) is not IList list || !PSValue.IsList(list)) return RequestTimeout.FromSeconds(Seconds(value, "Timeout", TimeoutForms));
        return list.Count == 2
            ? RequestTimeout.FromSeconds(Seconds(list[0], "Timeout", TimeoutForms), Seconds(list[1], "Timeout", TimeoutForms))
            : throw new InvalidTimeoutException($"A timeout of {list.Count} values cannot be used: give seconds, or a pair (connect, read).");
    }

    /// <summary>A limit in seconds, or a time span; null or 0 for none.</summary>
    internal static TimeSpan? ToTotalTimeout(object? value) => Seconds(value, "TotalTimeout", "seconds or a time span") switch
    {
        null or 0 => null,
        > 0 and < 2_000_000 and var seconds => TimeSpan.FromSeconds(seconds),
        _ => throw new InvalidTimeoutException("A total timeout must be a number of seconds greater than 0, or a time span; 0 or $null for none."),
    };

    /// <summary>Hooks: a map with the events <c>request</c> and <c>response</c>, whose values are one function or a list; null as value has none.</summary>
    internal static RequestHooks? ToHooks(object? value)
    {
        if (PSValue.Unwrap(value) is null or RequestHooks) return (RequestHooks?)PSValue.Unwrap(value);
        List<RequestHook>? request = null;
        List<ResponseHook>? response = null;
        foreach (var (name, hook) in PSValue.ToPairs(value) ?? throw ParameterErrors.Invalid("Hooks", value, "a map such as @{ response = { param($Response) … } }"))
        {
            var hooks = PSValue.IsList(hook) ? ((IEnumerable)hook!).Cast<object?>() : hook is null ? [] : [hook];
            if (name.Equals("request", StringComparison.OrdinalIgnoreCase)) (request ??= []).AddRange(hooks.Select(ToRequestHook));
            else if (name.Equals("response", StringComparison.OrdinalIgnoreCase)) (response ??= []).AddRange(hooks.Select(ToHook));
            else throw new InvalidParameterException($"-Hooks: there is no hook for '{name}'; the events are 'request' and 'response'.");
        }

        return new RequestHooks(response, request);
    }

    /// <summary>A retry policy: one, or how many retries there are at most.</summary>
    internal static RetryPolicy? ToRetry(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        RetryPolicy policy => policy,
        IConvertible number and not bool when LanguagePrimitives.TryConvertTo<int>(number, CultureInfo.InvariantCulture, out var total) && total >= 0 => RetryPolicy.Standard(total),
        _ => throw new InvalidParameterException("Retry must be a policy such as New-RetryPolicy makes, or how many times to try again, 0 or more."),
    };

    private static ResponseHook ToHook(object? value) => PSValue.Unwrap(value) as ResponseHook ?? ScriptBlocks.ToResponseHook(PSValue.Unwrap(value))
        ?? throw ParameterErrors.Invalid("A response hook of Hooks", value, "a script block");

    private static RequestHook ToRequestHook(object? value) => PSValue.Unwrap(value) as RequestHook ?? ScriptBlocks.ToRequestHook(PSValue.Unwrap(value))
        ?? throw ParameterErrors.Invalid("A request hook of Hooks", value, "a script block");

    private static double? Seconds(object? value, string parameter, string forms) => PSValue.Unwrap(value) switch
    {
        null => null,
        TimeSpan span => span.TotalSeconds,
        bool => throw ParameterErrors.Invalid(parameter, value, forms),
        string text when string.IsNullOrWhiteSpace(text) => throw ParameterErrors.Invalid(parameter, value, forms),
        IConvertible number when LanguagePrimitives.TryConvertTo<double>(number, CultureInfo.InvariantCulture, out var seconds) => seconds,
        string => throw new InvalidTimeoutException("A timeout must be a number of seconds, a time span, or a pair (connect, read)."),
        _ => throw ParameterErrors.Invalid(parameter, value, forms),
    };
}
