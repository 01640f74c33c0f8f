using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;

namespace Requests.PowerShell;

/// <summary>What a script's values are underneath, and as text: the same in every culture.</summary>
internal static class PSValue
{
    /// <summary>Returns the value without PowerShell's wrapping. An object made of properties alone stays what it is; the output of a command that emits nothing is null.</summary>
    /// <param name="value">Any value.</param>
    internal static object? Unwrap(object? value) => value is not PSObject wrapped ? value
        : wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject
        : IsNothing(value) ? null : value;

    /// <summary>Returns whether a value is the output of a command that emits nothing, such as Get-Item without a hit.</summary>
    /// <param name="value">Any value.</param>
    internal static bool IsNothing(object? value) => ReferenceEquals(value, AutomationNull.Value);

    /// <summary>True for a list: enumerable, but no text, bytes or map.</summary>
    /// <param name="value">An unwrapped value.</param>
    internal static bool IsList(object? value) => value is IEnumerable and not (string or byte[] or IDictionary or NameValueCollection or System.Xml.XmlNode);

    /// <summary>The value as text; null stays null.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="name">What it is the value of, for the message.</param>
    /// <param name="parameter">The parameter that it is a part of, or null.</param>
    /// <exception cref="InvalidParameterException">It has no text of its own.</exception>
    internal static string? ToText(object? value, string name, string? parameter = null) => Unwrap(value) switch
    {
        null => null,
        string text => text,
        byte[] utf8 => Encoding.UTF8.GetString(utf8),
        DateTime date => date.ToString("o", CultureInfo.InvariantCulture),
        DateTimeOffset date => date.ToString("o", CultureInfo.InvariantCulture),
        Enum member => member.ToString(),
        Uri url => url.OriginalString,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        SwitchParameter flag => flag ? "true" : "false",
        StringBuilder text => text.ToString(),
        var other => throw new InvalidParameterException($"The value of '{name}'{(parameter is null ? "" : $" in {parameter}")} is {TypeName(other)}, which has no text of its own; give a text, a number or a list of them."),
    };

    /// <summary>The name of a value's type as a script knows it.</summary>
    /// <param name="value">Any value.</param>
    internal static string TypeName(object? value) => Unwrap(value) is null ? "$null" : value is PSObject wrapped ? wrapped.TypeNames.FirstOrDefault() ?? "an object" : value!.GetType().Name;

    /// <summary>The pairs of a map, an object's properties or a list of pairs, in order; null when it is none of these.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="keepsNothing">Whether the output of a command that emits nothing stays what it is; else it is null.</param>
    internal static List<KeyValuePair<string, object?>>? ToPairs(object? value, bool keepsNothing = false)
    {
        switch (Unwrap(value))
        {
            case IDictionary map:
                var pairs = new List<KeyValuePair<string, object?>>(map.Count);
                for (var entry = map.GetEnumerator(); entry.MoveNext();) pairs.Add(KeyValuePair.Create(ToText(entry.Key, "a key")!, ValueOf(entry.Value)));
                return pairs;
            case NameValueCollection map:
                return [.. map.AllKeys.SelectMany(key => (map.GetValues(key) ?? []).Select(one => KeyValuePair.Create(key ?? "", (object?)one)))];
            case PSObject { BaseObject: PSCustomObject } custom:
                return [.. custom.Properties.Select(property => KeyValuePair.Create(property.Name, ValueOf(property.Value)))];
            case IList { Count: > 0 } list when IsList(list) && list.Cast<object?>().All(IsPair):
                return [.. list.Cast<object?>().Select(item => ToPair(item, ValueOf))];
            default:
                return null;
        }

        object? ValueOf(object? one) => keepsNothing && IsNothing(one) ? one : Unwrap(one);
    }

    /// <summary>Pairs of texts: a list as value repeats its name, null stays for "leave out".</summary>
    /// <param name="pairs">Names and values.</param>
    /// <param name="parameter">The parameter that they come from, for the message.</param>
    internal static IEnumerable<KeyValuePair<string, string?>> Flatten(IEnumerable<KeyValuePair<string, object?>> pairs, string parameter)
    {
        foreach (var (name, value) in pairs)
        {
            if (!IsList(value)) yield return KeyValuePair.Create(name, ToItemText(value, name, parameter));
            else foreach (var one in (IEnumerable)value!) yield return KeyValuePair.Create(name, ToItemText(one, name, parameter));
        }
    }

    /// <summary>Converts a value of a map to text, with the name and the parameter in the message.</summary>
    private static string? ToItemText(object? value, string name, string parameter) => Unwrap(value) as string ?? ToText(value, name, parameter);

    private static bool IsPair(object? item) => Unwrap(item) is IList { Count: 2 } pair && IsList(pair) && Unwrap(pair[0]) is string;

    private static KeyValuePair<string, object?> ToPair(object? item, Func<object?, object?> valueOf)
    {
        var pair = (IList)Unwrap(item)!;
        return KeyValuePair.Create((string)Unwrap(pair[0])!, valueOf(pair[1]));
    }
}
