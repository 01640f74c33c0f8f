using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Unwraps the values of a script and converts them to text, independent of the culture.</summary>
internal static class PSValue
{
    /// <summary>
    /// Returns the value without the PSObject wrapper. A PSCustomObject is returned unchanged; the output of a command that emits nothing
    /// becomes null.
    /// </summary>
    /// <param name="value">Any value.</param>
    internal static object? Unwrap(object? value) => value is not PSObject wrapped ? value
        : wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject
        : IsNothing(value) ? null : value;

    /// <summary>Returns whether a value is the output of a command that emits nothing, such as Get-Item without a match.</summary>
    /// <param name="value">Any value.</param>
    internal static bool IsNothing(object? value) => ReferenceEquals(value, AutomationNull.Value);

    /// <summary>Returns whether a value is a list: enumerable, but not a text, an array of bytes, a map or an XML node.</summary>
    /// <param name="value">An unwrapped value.</param>
    internal static bool IsList(object? value) =>
        value is IEnumerable and not (string or byte[] or IDictionary or NameValueCollection or System.Xml.XmlNode);

    /// <summary>Converts a value to text; null stays null.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="name">The name of the key, field or parameter that has the value, for the message.</param>
    /// <param name="parameter">The parameter that the value is a part of, or null.</param>
    /// <exception cref="InvalidParameterException">The value cannot be written as text.</exception>
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
        var other => throw new InvalidParameterException(
            $"The value of '{name}'{(parameter is null ? "" : $" in {ParameterErrors.GetLabel(parameter)}")} is {TypeName(other)}, "
            + "which cannot be converted to text: give text, a number or a list of them."),
    };

    /// <summary>Reads a property of an object without the PSObject wrapper; null when there is no property.</summary>
    /// <param name="property">The property, or null.</param>
    /// <param name="parameter">The parameter that has the object, for the message.</param>
    /// <exception cref="InvalidParameterException">The property throws when it is read.</exception>
    internal static object? Read(PSPropertyInfo? property, string parameter) =>
        property is null ? null : Unwrap(ReadValue(property, parameter));

    /// <summary>Returns the name of the type of a value, as PowerShell shows it.</summary>
    /// <param name="value">Any value.</param>
    internal static string TypeName(object? value) => Unwrap(value) is null ? "$null"
        : value is PSObject wrapped ? wrapped.TypeNames.FirstOrDefault() ?? "an object"
        : value!.GetType().Name;

    /// <summary>
    /// Returns the entries of a map, the properties of an object or the items of a list of pairs, in order; null for any other value.
    /// </summary>
    /// <param name="value">Any value.</param>
    /// <param name="parameter">The parameter that has the value, for the message.</param>
    /// <param name="keepsNothing">
    /// Whether the output of a command that emits nothing is kept unchanged. Default: false, which makes it null.
    /// </param>
    /// <exception cref="InvalidParameterException">A property of the object cannot be read, or a key cannot be written as text.</exception>
    internal static List<KeyValuePair<string, object?>>? ToPairs(object? value, string parameter, bool keepsNothing = false)
    {
        switch (Unwrap(value))
        {
            case IDictionary map:
                var pairs = new List<KeyValuePair<string, object?>>(map.Count);
                for (var entry = map.GetEnumerator(); entry.MoveNext();)
                {
                    pairs.Add(KeyValuePair.Create(ToText(entry.Key, "a key", parameter)!, ValueOf(entry.Value)));
                }

                return pairs;
            case NameValueCollection map:
                return [.. map.AllKeys.SelectMany(key =>
                    (map.GetValues(key) ?? []).Select(text => KeyValuePair.Create(key ?? "", (object?)text)))];
            case PSObject { BaseObject: PSCustomObject } custom:
                return
                [
                    .. custom.Properties.Select(property =>
                        KeyValuePair.Create(property.Name, ValueOf(ReadValue(property, parameter)))),
                ];
            case IList { Count: > 0 } list when IsList(list) && list.Cast<object?>().All(IsPair):
                return [.. list.Cast<object?>().Select(item => ToPair(item, ValueOf))];
            default:
                return null;
        }

        object? ValueOf(object? item) => keepsNothing && IsNothing(item) ? item : Unwrap(item);
    }

    /// <summary>
    /// Converts pairs to pairs of texts. A list as value gives one pair for each item; null stays null, which leaves the name out.
    /// </summary>
    /// <param name="pairs">The names and values.</param>
    /// <param name="parameter">The parameter that the pairs come from, for the message.</param>
    internal static IEnumerable<KeyValuePair<string, string?>> Flatten(IEnumerable<KeyValuePair<string, object?>> pairs, string parameter)
    {
        foreach (var (name, value) in pairs)
        {
            if (!IsList(value)) yield return KeyValuePair.Create(name, ToItemText(value, name, parameter));
            else foreach (var item in (IEnumerable)value!) yield return KeyValuePair.Create(name, ToItemText(item, name, parameter));
        }
    }

    private static object? ReadValue(PSPropertyInfo property, string parameter)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException error)
        {
            throw new InvalidParameterException(
                $"{ParameterErrors.GetLabel(parameter)} cannot be an object whose property '{property.Name}' throws: "
                    + "give values that can be read.",
                error);
        }
    }

    /// <summary>Converts a value of a map to text. The message of an error names the key and the parameter.</summary>
    private static string? ToItemText(object? value, string name, string parameter) =>
        Unwrap(value) as string ?? ToText(value, name, parameter);

    private static bool IsPair(object? item) => Unwrap(item) is IList { Count: 2 } pair && IsList(pair) && Unwrap(pair[0]) is string;

    private static KeyValuePair<string, object?> ToPair(object? item, Func<object?, object?> valueOf)
    {
        var pair = (IList)Unwrap(item)!;
        return KeyValuePair.Create((string)Unwrap(pair[0])!, valueOf(pair[1]));
    }
}
