using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Converts parameters to texts. A value that is not a text, such as $true or a map, is an error.</summary>
internal static class TextConverter
{
    private const string Forms = "a text";

    /// <summary>Converts to a text; null stays null. Numbers are accepted, in the invariant culture.</summary>
    /// <param name="value">A text, a number, or another value that is written as text, such as a GUID or a file.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="forms">The forms that the parameter takes, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not a text.</exception>
    internal static string? ToText(object? value, string parameter, string forms = Forms) => PSValue.Unwrap(value) switch
    {
        null => null,
        string text => text,
        char character => character.ToString(),
        Uri url => url.OriginalString,
        FileSystemInfo file => file.FullName,
        Enum or Version or Guid or IPAddress or HttpMethod or StringBuilder => PSValue.Unwrap(value)!.ToString(),
        IFormattable number and IConvertible and not DateTime => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw ParameterErrors.Invalid(parameter, value, forms),
    };

    /// <summary>
    /// Converts to a text; null stays null. A number, a GUID, an IP address and a file are errors, unlike for <see cref="ToText"/>.
    /// </summary>
    /// <param name="value">A text, or a value that is written as text, such as a <see cref="Uri"/> or a member of an enumeration.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="forms">The accepted forms, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not a text.</exception>
    internal static string? ToStrictText(object? value, string parameter, string forms) => PSValue.Unwrap(value) switch
    {
        null => null,
        string text => text,
        char character => character.ToString(),
        Uri url => url.OriginalString,
        Enum or Version or HttpMethod or StringBuilder => PSValue.Unwrap(value)!.ToString(),
        _ => throw ParameterErrors.Invalid(parameter, value, forms),
    };

    /// <summary>Converts to a text that must not be null, empty or blank.</summary>
    /// <param name="value">The value.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="forms">The forms that the parameter takes, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not such a text.</exception>
    internal static string ToRequiredText(object? value, string parameter, string forms = Forms) =>
        ToText(value, parameter, forms) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw ParameterErrors.Invalid(parameter, value, forms);

    /// <summary>Converts to texts; null stays null.</summary>
    /// <param name="value">A text or a list of texts.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="forms">The forms that the parameter takes, for the message.</param>
    /// <exception cref="InvalidParameterException">One of the values is not a text.</exception>
    internal static string[]? ToTexts(object? value, string parameter, string forms = "a text or a list of texts") =>
        PSValue.Unwrap(value) switch
        {
            null => null,
            IEnumerable list when PSValue.IsList(list) =>
            [
                .. list.Cast<object?>().Select(item =>
                    ToText(item, parameter, forms)
                        ?? throw ParameterErrors.Invalid($"An item of {ParameterErrors.GetLabel(parameter)}", item, forms)),
            ],
            var text => [ToText(text, parameter, forms)!],
        };

    /// <summary>Converts to a member of an enumeration.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="value">A member or its name.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not one of its members.</exception>
    internal static T ToMember<T>(object? value, string parameter)
        where T : struct, Enum => PSValue.Unwrap(value) switch
        {
            T member when Enum.IsDefined(member) => member,
            string name when name.Length > 0 && char.IsAsciiLetter(name.TrimStart().FirstOrDefault())
                && LanguagePrimitives.TryConvertTo<T>(name, CultureInfo.InvariantCulture, out var named) && Enum.IsDefined(named) => named,
            _ => throw ParameterErrors.Invalid(parameter, value, $"one of {string.Join(", ", Enum.GetNames<T>())}"),
        };

    /// <summary>Converts to a member of an enumeration; null stays null.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="value">A member or its name.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not one of its members.</exception>
    internal static T? ToOptionalMember<T>(object? value, string parameter)
        where T : struct, Enum => PSValue.Unwrap(value) is null ? null : ToMember<T>(value, parameter);
}
