using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security.Authentication;

namespace Requests.PowerShell;

/// <summary>The accepted forms of adapters and of what a mock answers.</summary>
internal static class AdapterConverter
{
    /// <summary>An adapter: one, or a script block that answers requests.</summary>
    internal static TransportAdapter ToAdapter(object? value) => PSValue.Unwrap(value) as TransportAdapter ?? ScriptBlocks.ToAdapter(PSValue.Unwrap(value))
        ?? throw ParameterErrors.Invalid("Adapter", value, "what New-HttpAdapter, New-ScriptAdapter or New-MockAdapter gives, or a script block");

    /// <summary>Converts to the prefix that an adapter is mounted at.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidParameterException">It is not a text.</exception>
    internal static string ToPrefix(object? value) => TextConverter.ToRequiredText(value, "Prefix", "the beginning of URLs, such as https://api.example/");

    /// <summary>Converts to the versions of TLS that are offered; none for those of the system.</summary>
    /// <param name="value">A version, its name, several names with commas between them, or a list.</param>
    /// <exception cref="InvalidParameterException">One of the values is not a version of TLS.</exception>
    internal static SslProtocols ToProtocols(object? value)
    {
        if (PSValue.Unwrap(value) is null) return SslProtocols.None;
        if (PSValue.Unwrap(value) is SslProtocols several) return several;
        var names = TextConverter.ToTexts(value, "SslProtocol", "Tls12, Tls13, or a list of them")!.SelectMany(static one => one.Split(',', StringSplitOptions.TrimEntries));
        return names.Aggregate(SslProtocols.None, static (all, one) => all | TextConverter.ToMember<SslProtocols>(one, "SslProtocol"));
    }

    /// <summary>Converts to the fingerprints of certificates.</summary>
    /// <param name="isGiven">Whether the parameter was given; it must name a fingerprint then, as no fingerprint at all would allow every certificate.</param>
    /// <param name="value">A fingerprint or a list.</param>
    /// <exception cref="InvalidParameterException">It is something else.</exception>
    internal static string[] ToFingerprints(bool isGiven, object? value)
    {
        const string forms = "the SHA-256 or SHA-1 fingerprint of a certificate, or a list of them";
        if (!isGiven) return [];
        var texts = TextConverter.ToTexts(value, "Fingerprint", forms) ?? [];
        return texts.Length > 0 && Array.TrueForAll(texts, static one => !string.IsNullOrWhiteSpace(one)) ? texts : throw ParameterErrors.Invalid("Fingerprint", value, forms);
    }

    /// <summary>Converts to an address of this machine; null for any.</summary>
    /// <param name="value">An address, or one as text.</param>
    /// <exception cref="InvalidParameterException">It is something else.</exception>
    internal static IPAddress? ToAddress(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        IPAddress address => address,
        string text when IPAddress.TryParse(text, out var address) => address,
        var other => throw ParameterErrors.Invalid("LocalAddress", other, "an IP address of this machine"),
    };

    /// <summary>Whether a prefix names a host without a slash behind it, and so fits hosts that only begin alike.</summary>
    internal static bool FitsOtherHosts(string prefix)
    {
        var host = prefix.IndexOf("://", StringComparison.Ordinal) + 3;
        return host > 2 && prefix.Length > host && prefix.IndexOf('/', host) < 0;
    }

    /// <summary>Replies of a mock: a map of a reply's parts, a reply, or a list of them.</summary>
    internal static IEnumerable<MockReply> ToReplies(object? value) => PSValue.Unwrap(value) switch
    {
        null => [],
        IList list when PSValue.IsList(list) => list.Cast<object?>().Select(ToReply).ToArray(),
        var one => [ToReply(one)],
    };

    private static MockReply ToReply(object? value)
    {
        if (PSValue.Unwrap(value) is MockReply reply) return reply;
        var parts = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, part) in PSValue.ToPairs(value) ?? throw ParameterErrors.Invalid("A reply of Replies", value, "a map such as @{ Method = 'GET'; Url = '/users/*'; Json = @{ id = 1 } }")) parts[name] = part;
        var headers = ValueConverter.ToHeaders(Take(parts, "Headers")) ?? [];
        var hasJson = parts.ContainsKey("Json");
        var made = new MockReply
        {
            Method = PSValue.ToText(Take(parts, "Method"), "Method"),
            Url = Take(parts, "Url") is { } url ? ValueConverter.ToUrl(url) : null,
            Query = ValueConverter.ToParams(Take(parts, "Query")),
            RequestHeaders = ValueConverter.ToHeaders(Take(parts, "RequestHeaders")),
            RequestJson = parts.ContainsKey("RequestJson") ? System.Text.Encoding.UTF8.GetString(JsonObjectWriter.Write(Take(parts, "RequestJson"))) : null,
            RequestForm = ValueConverter.ToParams(Take(parts, "RequestForm")),
            StatusCode = Take(parts, "StatusCode") is { } status ? ResponseConverter.ToStatus(status) : 200,
            Reason = PSValue.ToText(Take(parts, "Reason"), "Reason"),
            Body = ResponseConverter.ToBytes(Take(parts, "Body"), hasJson, Take(parts, "Json"), headers),
            Headers = headers.WithoutNulls(),
            Callback = Take(parts, "Script") is { } block ? ScriptBlocks.ToReply(block) : null,
            Exception = ToException(Take(parts, "Exception")),
            Delay = TimeSpan.FromSeconds(Take(parts, "Delay") is { } delay ? Number(delay, "Delay") : 0),
            Times = Take(parts, "Times") is { } times ? (int)Number(times, "Times") : null,
        };
        return parts.Count == 0 ? made : throw new InvalidParameterException(
            $"A reply of Replies has no part '{parts.Keys.First()}'; its parts are Method, Url, Query, RequestHeaders, RequestJson, RequestForm, StatusCode, Reason, Headers, Body, Json, Script, Exception, Delay and Times.");
    }

    private static object? Take(Dictionary<string, object?> parts, string name)
    {
        parts.Remove(name, out var value);
        return PSValue.Unwrap(value);
    }

    private static double Number(object value, string name) => PSValue.Unwrap(value) switch
    {
        TimeSpan span => span.TotalSeconds,
        var other when LanguagePrimitives.TryConvertTo<double>(other, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= int.MaxValue => number,
        _ => throw new InvalidParameterException($"{name} of a mock's reply must be a number, 0 or more."),
    };

    private static RequestException? ToException(object? value) => value switch
    {
        null => null,
        RequestException error => error,
        Exception other => new RequestException(other.Message, other),
        Type type => Played(type.Name, message: null),
        string text when text.Split(':', 2) is [var name, .. var message] => Played(name.Trim(), message is [var said] ? said.Trim() : null),
        _ => throw new InvalidParameterException("Exception of a mock's reply must be an exception, or the name of one of the module's, such as 'ReadTimeoutException' or 'ConnectionException: refused'."),
    };

    /// <summary>One of the engine's exceptions by its name, with or without what all of them end with.</summary>
    private static RequestException Played(string name, string? message)
    {
        var wanted = name.StartsWith("Requests.", StringComparison.OrdinalIgnoreCase) ? name["Requests.".Length..] : name;
        var types = typeof(RequestException).Assembly.GetExportedTypes().Where(static type => typeof(RequestException).IsAssignableFrom(type) && GetMaker(type) is not null).ToArray();
        var type = Array.Find(types, one => one.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase) || one.Name.Equals($"{wanted}Exception", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidParameterException($"Exception of a mock's reply is '{name}', which is no name of an exception; the names are {string.Join(", ", types.Select(static one => one.Name).Order(StringComparer.Ordinal))}. A message follows a colon: 'ConnectionException: refused'.");
        var maker = GetMaker(type)!;
        return (RequestException)maker.Invoke([message ?? $"A {type.Name} that the mock plays.", .. new object?[maker.GetParameters().Length - 1]]);
    }

    /// <summary>The constructor that takes a message, and perhaps a cause.</summary>
    private static System.Reflection.ConstructorInfo? GetMaker(Type type) => type.IsAbstract ? null : type.GetConstructors()
        .Where(static one => one.GetParameters() is [{ ParameterType: var first }, .. var rest] && first == typeof(string) && rest.All(static other => !other.ParameterType.IsValueType))
        .MinBy(static one => one.GetParameters().Length);
}
