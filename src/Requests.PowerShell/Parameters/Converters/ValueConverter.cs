using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Converts the parameters other than the body; null stays null.</summary>
internal static class ValueConverter
{
    private const string UrlForms = "a URL as text, a Uri, or an object with a property Uri, Url or Href";
    private const string AuthForms =
        "an auth object, a credential, a pair of user name and password, a script block, or a list of auth objects";
    private const string WaitForms = "seconds or a time span";
    private const string TimeoutForms = "seconds, a time span, or a pair of them: connect, read";

    /// <summary>Converts to a URL.</summary>
    /// <param name="value">
    /// A text, a <see cref="Uri"/>, whose original text is used, or an object with a property Uri, Url or Href.
    /// </param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, or null.</exception>
    internal static string ToUrl(object? value, string parameter = "Uri")
    {
        switch (PSValue.Unwrap(value))
        {
            case string text: return text;
            case Uri uri: return uri.OriginalString;
            case null: throw ParameterErrors.Invalid(parameter, value, UrlForms);
            case bool or IConvertible or IList or IDictionary: throw ParameterErrors.Invalid(parameter, value, UrlForms);
        }

        var properties = PSObject.AsPSObject(value).Properties;
        var property = properties["Uri"] ?? properties["Url"] ?? properties["Href"]
            ?? throw ParameterErrors.Invalid(parameter, value, UrlForms);
        var url = PSValue.Read(property, parameter);
        return PSValue.ToText(url, property.Name, parameter)
            ?? throw ParameterErrors.Invalid($"The {property.Name} of {ParameterErrors.GetLabel(parameter)}", url, UrlForms);
    }

    /// <summary>Converts to a query; null stays null.</summary>
    /// <param name="value">A text or its bytes in UTF-8, sent unchanged; a map, an object or a list of pairs.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static QueryParams? ToParams(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        QueryParams query => query,
        string raw => new QueryParams(raw),
        byte[] raw => new QueryParams(PSValue.ToText(raw, "Params")!),
        var other => PSValue.ToPairs(other, "Params") is { } pairs
            ? new QueryParams(PSValue.Flatten(pairs, "Params"))
            : other is IList { Count: 0 } ? [] : throw ParameterErrors.Invalid("Params", value, "a map, a list of pairs or a text"),
    };

    /// <summary>Converts to headers; null stays null.</summary>
    /// <param name="value">
    /// A map, an object or a list of pairs. A list as value sends several headers of the name; null sends no header of the name.
    /// </param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="RequestException">The value is of another kind, or a header cannot be used.</exception>
    internal static HeaderDictionary? ToHeaders(object? value, string parameter = "Headers")
    {
        switch (PSValue.Unwrap(value))
        {
            case null: return null;
            case HeaderDictionary headers: return headers.Copy();
        }

        var pairs = PSValue.ToPairs(value, parameter) ?? throw ParameterErrors.Invalid(parameter, value, "a map or a list of pairs");
        var result = new HeaderDictionary();
        foreach (var (name, header) in pairs)
        {
            result.SetUntyped(
                name,
                PSValue.IsList(header) ? ((IEnumerable)header!).Cast<object?>().Select(PSValue.Unwrap).ToArray() : header);
        }

        return result;
    }

    /// <summary>Converts to a cookie jar; null stays null.</summary>
    /// <param name="value">
    /// A map, a cookie or a list of cookies, a jar, or a <see cref="CookieContainer"/> or <see cref="CookieCollection"/> of .NET.
    /// </param>
    /// <exception cref="RequestException">The value is of another kind, or a cookie cannot be used.</exception>
    internal static CookieJar? ToCookies(object? value)
    {
        if (PSValue.Unwrap(value) is not { } given) return null;
        var jar = new CookieJar();
        switch (given)
        {
            case CookieJar cookies: return cookies;
            case CookieContainer container: jar.Update(container.GetAllCookies()); return jar;
            case CookieCollection collection: jar.Update(collection); return jar;
            case RequestCookie cookie: jar.Set(cookie); return jar;
            case IList list when list.Count > 0 && list.Cast<object?>().All(item => PSValue.Unwrap(item) is RequestCookie):
                jar.Update(list.Cast<object?>().Select(item => (RequestCookie)PSValue.Unwrap(item)!));
                return jar;
        }

        var pairs = PSValue.ToPairs(value, "Cookies")
            ?? throw ParameterErrors.Invalid("Cookies", value, "a map, a cookie jar or a list of cookies");
        jar.Update(PSValue.Flatten(pairs, "Cookies")
            .Where(pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));
        return jar;
    }

    /// <summary>Converts to authentication; null stays null.</summary>
    /// <param name="value">
    /// An auth object, a credential, a pair of user name and password, a script block, or a list of these, which are used one after the
    /// other. A list of two texts or secrets is a pair.
    /// </param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="RequestException">The value is of another kind, or cannot be used.</exception>
    internal static AuthBase? ToAuth(object? value, string parameter = "Auth") => PSValue.Unwrap(value) switch
    {
        null => null,
        AuthBase auth => auth,
        PSCredential credential => ToAuth(credential),
        IList list when PSValue.IsList(list) && list.Cast<object?>().Any(IsAuth) => ToChain(list, parameter),
        IList { Count: 2 } pair when PSValue.IsList(pair) => BasicConverter.ToAuth(
            pair[0],
            pair[1],
            charset: null,
            $"The user name of {parameter}",
            $"The password of {parameter}"),
        var other => ScriptBlocks.ToAuth(other) ?? throw ParameterErrors.Invalid(
            parameter,
            value,
            AuthForms),
    };

    private static bool IsAuth(object? value) =>
        PSValue.Unwrap(value) is var item && (item is AuthBase or PSCredential || ScriptBlocks.IsScriptBlock(item) || PSValue.IsList(item));

    private static AuthBase ToChain(IList list, string parameter)
    {
        var items = new AuthBase[list.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var label = $"Item {i + 1} of {ParameterErrors.GetLabel(parameter)}";
            items[i] = ToAuth(list[i], label) ?? throw ParameterErrors.Invalid(label, list[i], AuthForms);
        }

        if (items.Count(static item => item is NegotiateAuth) > 1)
        {
            throw new InvalidParameterException(
                $"{ParameterErrors.GetLabel(parameter)} cannot have two authentications of New-NegotiateAuth: a connection has one user.");
        }

        return items.Length == 1 ? items[0] : new ChainedAuth(items);
    }

    /// <summary>Converts a credential to Basic authentication; null and the empty credential are null.</summary>
    /// <param name="credential">The credential, or null.</param>
    internal static BasicAuth? ToAuth(PSCredential? credential) =>
        credential is null || credential == PSCredential.Empty
            ? null
            : new BasicAuth(credential.UserName, credential.GetNetworkCredential().Password);

    /// <summary>Converts to the text of a secret, such as a password.</summary>
    /// <param name="value">A text or a secure string; null is an empty text.</param>
    /// <param name="name">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static string ToSecret(object? value, string name = "The password") => PSValue.Unwrap(value) switch
    {
        System.Security.SecureString secure => new NetworkCredential("", secure).Password,
        _ => ToName(value, name) ?? "",
    };

    /// <summary>Converts a name or a secret to text; null stays null.</summary>
    /// <param name="value">A text, a number, or bytes in UTF-8.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static string? ToName(object? value, string parameter) => PSValue.Unwrap(value) switch
    {
        null => null,
        string or byte[] or char or Guid or (IFormattable and IConvertible and not (Enum or DateTime)) => PSValue.ToText(value, parameter),
        _ => throw ParameterErrors.Invalid(parameter, value, "text, bytes or a secure string"),
    };

    /// <summary>
    /// Converts to the text of a required secret. An empty text is allowed; null is an error, because it usually comes from a variable that
    /// is not set.
    /// </summary>
    /// <param name="value">A text or a secure string.</param>
    /// <param name="name">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is null or of another kind.</exception>
    internal static string ToRequiredSecret(object? value, string name) =>
        PSValue.Unwrap(value) is null ? throw ParameterErrors.Invalid(name, value, "text or a secure string") : ToSecret(value, name);

    /// <summary>Converts to the connect and read timeouts. Null or 0 waits without a limit.</summary>
    /// <param name="value">Seconds, a time span, or a pair of them: connect, read.</param>
    /// <exception cref="RequestException">The value is of another kind, or negative.</exception>
    internal static RequestTimeout ToTimeout(object? value)
    {
        if (PSValue.Unwrap(value) is RequestTimeout timeout) return timeout;
        if (PSValue.Unwrap(value) is not IList list || !PSValue.IsList(list))
        {
            var seconds = ToSeconds(value, "Timeout", TimeoutForms);
            return ToTimeout(seconds, seconds);
        }

        if (list.Count != 2) throw new InvalidTimeoutException($"-Timeout cannot have {list.Count} values: give {TimeoutForms}.");
        return ToTimeout(ToSeconds(list[0], "Timeout", TimeoutForms), ToSeconds(list[1], "Timeout", TimeoutForms));
    }

    /// <summary>Converts to the timeout of the whole exchange; null or 0 is null, which sets no limit.</summary>
    /// <param name="value">Seconds, less than 2,000,000, or a time span.</param>
    /// <exception cref="RequestException">The value is of another kind, or out of range.</exception>
    internal static TimeSpan? ToTotalTimeout(object? value) => ToSeconds(value, "TotalTimeout", "seconds or a time span") switch
    {
        null or 0 => null,
        > 0 and < 2_000_000 and var seconds => TimeSpan.FromSeconds(seconds),
        _ => throw new InvalidTimeoutException(
            "-TotalTimeout must be from 0 to 2000000 seconds, as a number or a time span; 0 or $null sets no limit."),
    };

    /// <summary>Converts to the wait between two requests.</summary>
    /// <param name="value">Seconds from 0 to 2,000,000, or a time span.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="RequestException">The value is of another kind, or out of range.</exception>
    internal static TimeSpan ToWait(object? value, string parameter) => ToSeconds(value, parameter, WaitForms) switch
    {
        null => throw ParameterErrors.Invalid(parameter, value, WaitForms),
        >= 0 and <= 2_000_000 and var seconds => TimeSpan.FromSeconds(seconds),
        _ => throw new InvalidTimeoutException($"-{parameter} must be from 0 to 2000000 seconds, as a number or a time span."),
    };

    /// <summary>Converts to a retry policy; null stays null.</summary>
    /// <param name="value">A policy, or the maximum number of retries, 0 or more.</param>
    /// <exception cref="InvalidParameterException">The value is neither.</exception>
    internal static RetryPolicy? ToRetry(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        RetryPolicy policy => policy,
        IConvertible number and not bool
            when LanguagePrimitives.TryConvertTo<int>(number, CultureInfo.InvariantCulture, out var total) && total >= 0 =>
            RetryPolicy.Standard(total),
        _ => throw new InvalidParameterException(
            "-Retry must be the maximum number of retries, 0 or more, or a policy of New-RetryPolicy."),
    };

    private static RequestTimeout ToTimeout(double? connect, double? read)
    {
        try
        {
            return RequestTimeout.FromSeconds(connect, read);
        }
        catch (InvalidTimeoutException error)
        {
            throw new InvalidTimeoutException($"-Timeout: {error.Message}", error);
        }
    }

    private static double? ToSeconds(object? value, string parameter, string forms) => PSValue.Unwrap(value) switch
    {
        null => null,
        TimeSpan span => span.TotalSeconds,
        bool => throw ParameterErrors.Invalid(parameter, value, forms),
        string text when string.IsNullOrWhiteSpace(text) => throw ParameterErrors.Invalid(parameter, value, forms),
        IConvertible number when LanguagePrimitives.TryConvertTo<double>(number, CultureInfo.InvariantCulture, out var seconds) => seconds,
        string => throw new InvalidTimeoutException($"-{parameter} cannot be this text: give {forms}."),
        _ => throw ParameterErrors.Invalid(parameter, value, forms),
    };
}
