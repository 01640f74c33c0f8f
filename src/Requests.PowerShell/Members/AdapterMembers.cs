using System.Collections.Specialized;
using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Provides the members of adapters, and of the calls of a mock, that take or return values of PowerShell. The types file names them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AdapterMembers
{
    /// <summary>Gets the retry policy; null for that of the session or the call.</summary>
    /// <param name="instance">The adapter.</param>
    public static object? Retry(PSObject instance) => ((TransportAdapter)instance.BaseObject).Retry;

    /// <summary>Sets the retry policy.</summary>
    /// <param name="instance">The adapter.</param>
    /// <param name="value">A value that <c>-Retry</c> accepts; null for that of the session or the call.</param>
    public static void SetRetry(PSObject instance, object? value) =>
        ((TransportAdapter)instance.BaseObject).Retry = SessionProperties.Try(() => ValueConverter.ToRetry(value));

    /// <summary>Adds a reply to a mock, after the others.</summary>
    /// <param name="instance">The mock.</param>
    /// <param name="reply">A map with the entries of a reply, as -Replies accepts it, or a list of maps.</param>
    public static void Add(PSObject instance, object? reply)
    {
        var replies = SessionProperties.Try(() => MockReplyConverter.ToReplies(reply).ToArray());
        foreach (var added in replies) ((MockAdapter)instance.BaseObject).Add(added);
    }

    /// <summary>Finds the calls of a mock whose requests match, oldest first.</summary>
    /// <param name="instance">The mock.</param>
    /// <param name="conditions">A map with the entries of a reply that select requests, such as Method, Url and RequestJson.</param>
    public static object[] FindCalls(PSObject instance, object? conditions) =>
        [.. ((MockAdapter)instance.BaseObject).FindCalls(SessionProperties.Try(() => MockReplyConverter.ToReply(conditions)))];

    /// <summary>Reads the body of a call as JSON and returns PowerShell objects.</summary>
    /// <param name="instance">The call.</param>
    /// <param name="asHashtable">True to return dictionaries instead of objects; the default is false.</param>
    /// <exception cref="JsonDecodeException">The body is not JSON.</exception>
    public static object? Json(PSObject instance, object? asHashtable = null)
    {
        var returnsMaps = SessionProperties.Try(() => BooleanConverter.ToFlag(asHashtable, "asHashtable"));
        return JsonObjectReader.Read(GetCall(instance).Content, returnsMaps);
    }

    /// <summary>Gets the fields of the form of a call, without files. The value of a name that repeats is an array.</summary>
    /// <param name="instance">The call.</param>
    public static OrderedDictionary Form(PSObject instance) => ToMap(GetCall(instance).GetForm());

    /// <summary>Gets the query of a call, decoded. The value of a name that repeats is an array.</summary>
    /// <param name="instance">The call.</param>
    public static OrderedDictionary Query(PSObject instance) => ToMap(GetCall(instance).GetQuery());

    private static MockCall GetCall(PSObject instance) => (MockCall)instance.BaseObject;

    private static OrderedDictionary ToMap(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var map = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var group in pairs.GroupBy(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal))
        {
            var values = group.ToArray();
            map[group.Key] = values.Length == 1 ? values[0] : values;
        }

        return map;
    }
}
