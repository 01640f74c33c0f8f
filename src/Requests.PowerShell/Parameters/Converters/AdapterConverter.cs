using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security.Authentication;

namespace Requests.PowerShell;

/// <summary>Converts parameters to adapters, their options, and the replies of mocks.</summary>
internal static class AdapterConverter
{
    /// <summary>Converts to an adapter.</summary>
    /// <param name="value">An adapter, or a script block that returns the response to a request.</param>
    /// <exception cref="InvalidParameterException">The value is neither.</exception>
    internal static TransportAdapter ToAdapter(object? value) => PSValue.Unwrap(value) as TransportAdapter
        ?? ScriptBlocks.ToAdapter(PSValue.Unwrap(value))
        ?? throw ParameterErrors.Invalid(
            "Adapter",
            value,
            "what New-HttpAdapter, New-ScriptAdapter or New-MockAdapter gives, or a script block");

    /// <summary>Converts to the prefix that an adapter is mounted at.</summary>
    /// <param name="value">The beginning of URLs, as text.</param>
    /// <exception cref="InvalidParameterException">The value is not a text.</exception>
    internal static string ToPrefix(object? value) =>
        TextConverter.ToRequiredText(value, "Prefix", "the beginning of URLs, such as https://api.example/");

    /// <summary>Converts to the versions of TLS that are offered; null offers the versions of the system.</summary>
    /// <param name="value">A version, its name, several names separated by commas, or a list.</param>
    /// <exception cref="InvalidParameterException">One of the values is not a version of TLS.</exception>
    internal static SslProtocols ToProtocols(object? value)
    {
        if (PSValue.Unwrap(value) is null) return SslProtocols.None;
        if (PSValue.Unwrap(value) is SslProtocols protocols) return protocols;
        var names = TextConverter.ToTexts(value, "SslProtocol", "Tls12, Tls13, or a list of them")!
            .SelectMany(static text => text.Split(',', StringSplitOptions.TrimEntries));
        return names.Aggregate(SslProtocols.None, static (all, name) => all | TextConverter.ToMember<SslProtocols>(name, "SslProtocol"));
    }

    /// <summary>Converts to the fingerprints of certificates.</summary>
    /// <param name="isGiven">
    /// Whether the parameter was bound. A bound parameter must contain a fingerprint, because an empty list would allow every certificate.
    /// </param>
    /// <param name="value">A SHA-256 or SHA-1 fingerprint, or a list of them.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind or empty.</exception>
    internal static string[] ToFingerprints(bool isGiven, object? value)
    {
        const string forms = "the SHA-256 or SHA-1 fingerprint of a certificate, or a list of them";
        if (!isGiven) return [];
        var texts = TextConverter.ToTexts(value, "Fingerprint", forms) ?? [];
        return texts.Length > 0 && Array.TrueForAll(texts, static text => !string.IsNullOrWhiteSpace(text))
            ? texts
            : throw ParameterErrors.Invalid("Fingerprint", value, forms);
    }

    /// <summary>Converts to an IP address of this machine; null stays null, which allows any address.</summary>
    /// <param name="value">An address, or its text.</param>
    /// <exception cref="InvalidParameterException">The value is not an address.</exception>
    internal static IPAddress? ToAddress(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        IPAddress address => address,
        string text when IPAddress.TryParse(text, out var address) => address,
        var other => throw ParameterErrors.Invalid("LocalAddress", other, "an IP address of this machine"),
    };

    /// <summary>
    /// Returns whether a prefix ends within the host, without a slash after it, and therefore also matches other hosts that begin with
    /// the same text.
    /// </summary>
    /// <param name="prefix">The prefix.</param>
    internal static bool FitsOtherHosts(string prefix)
    {
        var host = prefix.IndexOf("://", StringComparison.Ordinal) + 3;
        return host > 2 && prefix.Length > host && prefix.IndexOf('/', host) < 0;
    }

    /// <summary>Converts to the replies of a mock.</summary>
    /// <param name="value">A reply, a map with the parts of a reply, or a list of them.</param>
    /// <exception cref="RequestException">The value is of another kind, or a part cannot be used.</exception>
    internal static IEnumerable<MockReply> ToReplies(object? value) => PSValue.Unwrap(value) switch
    {
        null => [],
        IList list when PSValue.IsList(list) => list.Cast<object?>().Select(ToReply).ToArray(),
        var reply => [ToReply(reply)],
    };

    private static MockReply ToReply(object? value)
    {
        if (PSValue.Unwrap(value) is MockReply reply) return reply;
        var parts = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        var pairs = PSValue.ToPairs(value, "Replies") ?? throw ParameterErrors.Invalid(
            "A reply of -Replies",
            value,
            "a map such as @{ Method = 'GET'; Url = '/users/*'; Json = @{ id = 1 } }");
        foreach (var (name, part) in pairs) parts[name] = part;
        var headers = ValueConverter.ToHeaders(Take(parts, "Headers")) ?? [];
        var hasJson = parts.ContainsKey("Json");
        var created = new MockReply
        {
            Method = PSValue.ToText(Take(parts, "Method"), "Method"),
            Url = Take(parts, "Url") is { } url ? ValueConverter.ToUrl(url) : null,
            Query = ValueConverter.ToParams(Take(parts, "Query")),
            RequestHeaders = ValueConverter.ToHeaders(Take(parts, "RequestHeaders")),
            RequestJson = parts.ContainsKey("RequestJson")
                ? System.Text.Encoding.UTF8.GetString(JsonObjectWriter.Write(Take(parts, "RequestJson")))
                : null,
            RequestForm = ValueConverter.ToParams(Take(parts, "RequestForm")),
            StatusCode = Take(parts, "StatusCode") is { } status ? ResponseConverter.ToStatus(status) : 200,
            Reason = PSValue.ToText(Take(parts, "Reason"), "Reason"),
            Body = ResponseConverter.ToBytes(Take(parts, "Body"), hasJson, Take(parts, "Json"), headers),
            Headers = headers.WithoutNulls(),
            Trailers = ValueConverter.ToHeaders(Take(parts, "Trailers"))?.WithoutNulls() ?? [],
            Callback = Take(parts, "Script") is { } block ? ScriptBlocks.ToReply(block) : null,
            Exception = ToException(Take(parts, "Exception")),
            Delay = TimeSpan.FromSeconds(Take(parts, "Delay") is { } delay ? ToNumber(delay, "Delay") : 0),
            Times = Take(parts, "Times") is { } times ? (int)ToNumber(times, "Times") : null,
        };
        return parts.Count == 0 ? created : throw new InvalidParameterException(
            $"A reply of -Replies has no part '{parts.Keys.First()}'; its parts are Method, Url, Query, RequestHeaders, RequestJson, "
            + "RequestForm, StatusCode, Reason, Headers, Trailers, Body, Json, Script, Exception, Delay and Times.");
    }

    private static object? Take(Dictionary<string, object?> parts, string name)
    {
        parts.Remove(name, out var value);
        return PSValue.Unwrap(value);
    }

    private static double ToNumber(object value, string name) => PSValue.Unwrap(value) switch
    {
        TimeSpan span => span.TotalSeconds,
        var other when LanguagePrimitives.TryConvertTo<double>(other, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= int.MaxValue => number,
        _ => throw new InvalidParameterException($"{name} of a mock's reply must be a number, 0 or more."),
    };

    private static RequestException? ToException(object? value) => value switch
    {
        null => null,
        RequestException error => error,
        Exception other => new RequestException(other.Message, other),
        Type type => CreateException(type.Name, message: null),
        string text when text.Split(':', 2) is [var name, .. var rest] =>
            CreateException(name.Trim(), rest is [var message] ? message.Trim() : null),
        _ => throw new InvalidParameterException(
            "Exception of a mock's reply must be an exception, or the name of an exception of the module, "
            + "such as 'ReadTimeoutException' or 'ConnectionException: refused'."),
    };

    /// <summary>Creates an exception of the engine by the name of its type; the suffix <c>Exception</c> may be omitted.</summary>
    private static RequestException CreateException(string name, string? message)
    {
        var typeName = name.StartsWith("Requests.", StringComparison.OrdinalIgnoreCase) ? name["Requests.".Length..] : name;
        var types = typeof(RequestException).Assembly.GetExportedTypes()
            .Where(static candidate => typeof(RequestException).IsAssignableFrom(candidate) && FindConstructor(candidate) is not null)
            .ToArray();
        var type = Array.Find(types, candidate => candidate.Name.Equals(typeName, StringComparison.OrdinalIgnoreCase)
            || candidate.Name.Equals($"{typeName}Exception", StringComparison.OrdinalIgnoreCase));
        if (type is null)
        {
            var names = string.Join(", ", types.Select(static candidate => candidate.Name).Order(StringComparer.Ordinal));
            throw new InvalidParameterException(
                $"Exception of a mock's reply is '{name}', which is not the name of an exception; the names are {names}. "
                + "A message follows a colon: 'ConnectionException: refused'.");
        }

        var constructor = FindConstructor(type)!;
        object?[] arguments = [message ?? $"A {type.Name} that the mock plays.", .. new object?[constructor.GetParameters().Length - 1]];
        return (RequestException)constructor.Invoke(arguments);
    }

    /// <summary>
    /// Returns the constructor with the fewest parameters whose first parameter is the message and whose others can be null; null for a
    /// type without one.
    /// </summary>
    private static System.Reflection.ConstructorInfo? FindConstructor(Type type) => type.IsAbstract ? null : type.GetConstructors()
        .Where(static constructor => constructor.GetParameters() is [{ ParameterType: var first }, .. var rest]
            && first == typeof(string)
            && rest.All(static other => !other.ParameterType.IsValueType))
        .MinBy(static constructor => constructor.GetParameters().Length);
}
