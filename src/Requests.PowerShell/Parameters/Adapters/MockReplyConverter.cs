using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Converts parameters to the replies of mocks.</summary>
internal static class MockReplyConverter
{
    // The longest time that a timer accepts, in seconds.
    private const int LongestTime = int.MaxValue / 1000;

    // The parts that a script or an exception replaces.
    private static readonly string[] Content =
    [
        "StatusCode", "Reason", "Headers", "Trailers", "Body", "Json", "BodyDelay", "ChunkSize", "Fault", "FaultAfter",
    ];

    /// <summary>Converts to the replies of a mock.</summary>
    /// <param name="value">A reply, a map with the parts of a reply, or a list of them.</param>
    /// <exception cref="RequestException">The value is of another kind, or a part cannot be used.</exception>
    internal static IEnumerable<MockReply> ToReplies(object? value) => PSValue.Unwrap(value) switch
    {
        null => [],
        IList list when PSValue.IsList(list) => list.Cast<object?>().Select(ToReply).ToArray(),
        var reply => [ToReply(reply)],
    };

    /// <summary>Converts to a reply of a mock.</summary>
    /// <param name="value">A reply, or a map with the parts of a reply.</param>
    /// <exception cref="RequestException">The value is of another kind, or a part cannot be used.</exception>
    internal static MockReply ToReply(object? value)
    {
        if (PSValue.Unwrap(value) is MockReply reply) return reply;
        var parts = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        var pairs = PSValue.ToPairs(value, "Replies") ?? throw ParameterErrors.Invalid(
            "A reply of -Replies",
            value,
            "a map such as @{ Method = 'GET'; Url = '/users/*'; Json = @{ id = 1 } }");
        foreach (var (name, part) in pairs) parts[name] = part;
        CheckConflicts(parts);
        var headers = ValueConverter.ToHeaders(Take(parts, "Headers")) ?? [];
        var hasJson = parts.ContainsKey("Json");
        var created = new MockReply
        {
            Method = PSValue.ToText(Take(parts, "Method"), "Method"),
            Url = Take(parts, "Url") is { } url ? ValueConverter.ToUrl(url) : null,
            Query = ValueConverter.ToParams(Take(parts, "Query")),
            RequestHeaders = ValueConverter.ToHeaders(Take(parts, "RequestHeaders")),
            RequestText = PSValue.ToText(Take(parts, "RequestText"), "RequestText"),
            RequestJson = parts.ContainsKey("RequestJson")
                ? Encoding.UTF8.GetString(JsonObjectWriter.Write(Take(parts, "RequestJson")))
                : null,
            RequestForm = ValueConverter.ToParams(Take(parts, "RequestForm")),
            StatusCode = Take(parts, "StatusCode") is { } status ? ResponseConverter.ToStatus(status) : 200,
            Reason = PSValue.ToText(Take(parts, "Reason"), "Reason"),
            Body = ResponseConverter.ToBytes(Take(parts, "Body"), hasJson, Take(parts, "Json"), headers),
            Headers = headers.WithoutNulls(),
            Trailers = ValueConverter.ToHeaders(Take(parts, "Trailers"))?.WithoutNulls() ?? [],
            Callback = Take(parts, "Script") is { } block ? ScriptBlocks.ToReply(block) : null,
            Exception = ToException(Take(parts, "Exception")),
            Delay = ToTime(Take(parts, "Delay"), "Delay"),
            BodyDelay = ToTime(Take(parts, "BodyDelay"), "BodyDelay"),
            ChunkSize = ToCount(Take(parts, "ChunkSize"), "ChunkSize", minimum: 1),
            Fault = TextConverter.ToOptionalMember<MockFault>(Take(parts, "Fault"), "Fault of a mock's reply") ?? MockFault.None,
            FaultAfter = ToCount(Take(parts, "FaultAfter"), "FaultAfter"),
            Times = ToCount(Take(parts, "Times"), "Times"),
        };
        return parts.Count == 0 ? created : throw new InvalidParameterException(
            $"A reply of -Replies has no part '{parts.Keys.First()}'; its parts are Method, Url, Query, RequestHeaders, RequestText, "
            + "RequestJson, RequestForm, StatusCode, Reason, Headers, Trailers, Body, Json, Script, Exception, Fault, FaultAfter, Delay, "
            + "BodyDelay, ChunkSize and Times.");
    }

    /// <summary>Throws when a part would have no effect, because a script or an exception takes its place.</summary>
    private static void CheckConflicts(Dictionary<string, object?> parts)
    {
        var whole = Has("Script") ? "Script" : Has("Exception") ? "Exception" : null;
        if (whole is null) return;
        var other = whole == "Script" && Has("Exception") ? "Exception" : Array.Find(Content, Has);
        if (other is null) return;
        throw new InvalidParameterException(
            $"A reply of -Replies has {whole}, which takes the place of the response, and {other}: give one of them.");

        bool Has(string name) => PSValue.Unwrap(parts.GetValueOrDefault(name)) is not null;
    }

    private static object? Take(Dictionary<string, object?> parts, string name)
    {
        parts.Remove(name, out var value);
        return PSValue.Unwrap(value);
    }

    private static TimeSpan ToTime(object? value, string name) => PSValue.Unwrap(value) switch
    {
        null => TimeSpan.Zero,
        TimeSpan span when IsTime(span.TotalSeconds) => span,
        var other when LanguagePrimitives.TryConvertTo<double>(other, CultureInfo.InvariantCulture, out var number) && IsTime(number) =>
            TimeSpan.FromSeconds(number),
        _ => throw new InvalidParameterException(
            $"{name} of a mock's reply must be a number of seconds, 0 to {LongestTime}, or a time span."),
    };

    private static bool IsTime(double seconds) => seconds is >= 0 and <= LongestTime;

    private static int? ToCount(object? value, string name, int minimum = 0) => PSValue.Unwrap(value) switch
    {
        null => null,
        var other when LanguagePrimitives.TryConvertTo<double>(other, CultureInfo.InvariantCulture, out var number)
            && number >= minimum && number <= int.MaxValue && double.IsInteger(number) => (int)number,
        _ => throw new InvalidParameterException($"{name} of a mock's reply must be a whole number, {minimum} or more."),
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

        // Neither the network nor a mock sends the request where the connection is not opened in time.
        if (type == typeof(ConnectTimeoutException))
        {
            return new ConnectTimeoutException(message ?? $"A {type.Name} that the mock plays.") { IsBeforeSending = true };
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
