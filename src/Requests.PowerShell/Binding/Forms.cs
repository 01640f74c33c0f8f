using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace Requests.PowerShell;

/// <summary>The accepted forms of the parameters that are not the body; null stays null.</summary>
internal static class Forms
{
    /// <summary>A URL: text, <see cref="Uri"/> as it was written, or an object with a property Uri, Url or Href.</summary>
    internal static string ToUrl(object? value)
    {
        switch (Values.Unwrap(value))
        {
            case string text: return text;
            case Uri url: return url.OriginalString;
            case null: throw new InvalidUrlException("The URL is empty.");
        }

        var properties = PSObject.AsPSObject(value).Properties;
        var found = properties["Uri"] ?? properties["Url"] ?? properties["Href"] ?? throw new InvalidUrlException($"{Values.TypeName(value!)} has no property Uri, Url or Href to take a URL from.");
        return Values.ToText(found.Value, "Uri") ?? throw new InvalidUrlException("The URL is empty.");
    }

    /// <summary>A query: text as it is, bytes of it, a map, an object or a list of pairs.</summary>
    internal static QueryParams? ToParams(object? value) => Values.Unwrap(value) switch
    {
        null => null,
        QueryParams query => query,
        string raw => new QueryParams(raw),
        byte[] raw => new QueryParams(Values.ToText(raw, "Params")!),
        var other => Values.ToPairs(other) is { } pairs
            ? new QueryParams(Values.Flatten(pairs))
            : other is IList { Count: 0 } ? [] : throw new InvalidUrlException($"Params cannot be {Values.TypeName(other)}: give a map, a list of pairs or a text."),
    };

    /// <summary>Headers: a map, an object or a list of pairs; a list as value sends several, null sends none.</summary>
    internal static HeaderDictionary? ToHeaders(object? value)
    {
        switch (Values.Unwrap(value))
        {
            case null: return null;
            case HeaderDictionary headers: return headers.Copy();
        }

        var pairs = Values.ToPairs(value) ?? throw new InvalidHeaderException($"Headers cannot be {Values.TypeName(value!)}: give a map or a list of pairs.");
        var result = new HeaderDictionary();
        foreach (var (name, one) in pairs) result.SetUntyped(name, Values.IsList(one) ? ((IEnumerable)one!).Cast<object?>().Select(Values.Unwrap).ToArray() : one);
        return result;
    }

    /// <summary>Cookies: a map, a jar, .NET's own kinds, or a list of cookies.</summary>
    internal static CookieJar? ToCookies(object? value)
    {
        var jar = new CookieJar();
        switch (Values.Unwrap(value))
        {
            case null: return null;
            case CookieJar own: return own;
            case CookieContainer container: jar.Update(container.GetAllCookies()); return jar;
            case CookieCollection collection: jar.Update(collection); return jar;
            case RequestCookie cookie: jar.Set(cookie); return jar;
            case IList list when list.Count > 0 && list.Cast<object?>().All(one => Values.Unwrap(one) is RequestCookie):
                jar.Update(list.Cast<object?>().Select(one => (RequestCookie)Values.Unwrap(one)!));
                return jar;
        }

        var pairs = Values.ToPairs(value) ?? throw new InvalidCookieException($"Cookies cannot be {Values.TypeName(value!)}: give a map, a cookie jar or a list of cookies.");
        jar.Update(Values.Flatten(pairs).Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));
        return jar;
    }

    /// <summary>Authentication: an auth object, a credential, a pair of name and password, or a script block.</summary>
    internal static AuthBase? ToAuth(object? value) => Values.Unwrap(value) switch
    {
        null => null,
        AuthBase auth => auth,
        PSCredential credential => ToAuth(credential),
        IList { Count: 2 } pair when Values.IsList(pair) => BasicForms.ToAuth(pair[0], pair[1], charset: null),
        var other => ScriptBlocks.ToAuth(other) ?? throw new RequestException($"Auth cannot be {Values.TypeName(other)}: give an auth object, a credential, 'user', 'password', or a script block."),
    };

    /// <summary>Basic authentication of a credential; null stays null.</summary>
    internal static BasicAuth? ToAuth(PSCredential? credential) =>
        credential is null || credential == PSCredential.Empty ? null : new BasicAuth(credential.UserName, credential.GetNetworkCredential().Password);

    /// <summary>A password: text or a secure string.</summary>
    internal static string Secret(object? value) =>
        Values.Unwrap(value) is System.Security.SecureString secure ? new NetworkCredential("", secure).Password : Values.ToText(value, "password") ?? "";

    /// <summary>Timeouts: seconds, a time span, or a pair of them: connect, read. Null or 0 waits for ever.</summary>
    internal static RequestTimeout ToTimeout(object? value)
    {
        if (Values.Unwrap(value) is RequestTimeout timeout) return timeout;
        if (Values.Unwrap(value) is not IList list || !Values.IsList(list)) return RequestTimeout.FromSeconds(Seconds(value));
        return list.Count == 2
            ? RequestTimeout.FromSeconds(Seconds(list[0]), Seconds(list[1]))
            : throw new InvalidTimeoutException($"A timeout of {list.Count} values cannot be used: give seconds, or a pair (connect, read).");
    }

    /// <summary>A limit in seconds, or a time span; null or 0 for none.</summary>
    internal static TimeSpan? ToTotalTimeout(object? value) => Seconds(value) switch
    {
        null or 0 => null,
        > 0 and < 2_000_000 and var seconds => TimeSpan.FromSeconds(seconds),
        _ => throw new InvalidTimeoutException("A total timeout must be a number of seconds greater than 0, or a time span; 0 or $null for none."),
    };

    /// <summary>Hooks: a map with the events <c>request</c> and <c>response</c>, whose values are one function or a list; null as value has none.</summary>
    internal static RequestHooks? ToHooks(object? value)
    {
        if (Values.Unwrap(value) is null or RequestHooks) return (RequestHooks?)Values.Unwrap(value);
        List<RequestHook>? request = null;
        List<ResponseHook>? response = null;
        foreach (var (name, hook) in Values.ToPairs(value) ?? throw new RequestException("Hooks must be a map such as @{ response = { param($Response) … } }."))
        {
            var hooks = Values.IsList(hook) ? ((IEnumerable)hook!).Cast<object?>() : hook is null ? [] : [hook];
            if (name.Equals("request", StringComparison.OrdinalIgnoreCase)) (request ??= []).AddRange(hooks.Select(ToRequestHook));
            else if (name.Equals("response", StringComparison.OrdinalIgnoreCase)) (response ??= []).AddRange(hooks.Select(ToHook));
            else throw new RequestException($"There is no hook for '{name}'; the events are 'request' and 'response'.");
        }

        return new RequestHooks(response, request);
    }

    /// <summary>A retry policy: one, or how many retries there are at most.</summary>
    internal static RetryPolicy? ToRetry(object? value) => Values.Unwrap(value) switch
    {
        null => null,
        RetryPolicy policy => policy,
        bool => throw new RequestException("Retry cannot be true or false: give a policy such as New-RetryPolicy makes, or how many times to try again."),
        IConvertible number when LanguagePrimitives.TryConvertTo<int>(number, CultureInfo.InvariantCulture, out var total) && total >= 0 => RetryPolicy.Standard(total),
        _ => throw new RequestException("Retry must be a policy such as New-RetryPolicy makes, or how many times to try again, 0 or more."),
    };

    private static ResponseHook ToHook(object? value) => Values.Unwrap(value) as ResponseHook ?? ScriptBlocks.ToHook(Values.Unwrap(value))
        ?? throw new RequestException("A response hook must be a script block.");

    private static RequestHook ToRequestHook(object? value) => Values.Unwrap(value) as RequestHook ?? ScriptBlocks.ToRequestHook(Values.Unwrap(value))
        ?? throw new RequestException("A request hook must be a script block.");

    private static double? Seconds(object? value) => Values.Unwrap(value) switch
    {
        null => null,
        TimeSpan span => span.TotalSeconds,
        IConvertible number when LanguagePrimitives.TryConvertTo<double>(number, CultureInfo.InvariantCulture, out var seconds) => seconds,
        _ => throw new InvalidTimeoutException("A timeout must be a number of seconds, a time span, or a pair (connect, read)."),
    };
}
