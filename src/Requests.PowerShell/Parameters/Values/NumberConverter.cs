using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;

namespace Requests.PowerShell;

/// <summary>Converts parameters to numbers. A value that is not a number, such as $true or an empty text, is an error.</summary>
internal static class NumberConverter
{
    /// <summary>Converts to a whole number within limits.</summary>
    /// <param name="value">The value.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="minimum">The least number that is allowed.</param>
    /// <param name="maximum">The greatest number that is allowed.</param>
    /// <exception cref="InvalidParameterException">The value is not such a number.</exception>
    internal static int ToInt32(object? value, string parameter, int minimum, int maximum = int.MaxValue) =>
        TryConvert<int>(value, out var number) && number >= minimum && number <= maximum
            ? number
            : throw Invalid(value, parameter, minimum, maximum, maximum == int.MaxValue);

    /// <summary>Converts to a number within limits, which may have a fraction.</summary>
    /// <param name="value">The value.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="minimum">The least number that is allowed.</param>
    /// <param name="maximum">The greatest number that is allowed.</param>
    /// <exception cref="InvalidParameterException">The value is not such a number.</exception>
    internal static double ToDouble(object? value, string parameter, double minimum, double maximum) =>
        TryConvert<double>(value, out var number) && number >= minimum && number <= maximum
            ? number
            : throw Invalid(value, parameter, minimum, maximum, isOpen: false);

    /// <summary>Converts to a count; null stays null, which sets no limit.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="minimum">The least number that is allowed. Default: 0.</param>
    /// <exception cref="InvalidParameterException">The value is neither null nor such a number.</exception>
    internal static T? ToCount<T>(object? value, string parameter, int minimum = 0)
        where T : struct, INumber<T>
    {
        if (PSValue.Unwrap(value) is null) return null;
        return TryConvert<T>(value, out var number) && number >= T.CreateChecked(minimum)
            ? number
            : throw Invalid(value, parameter, $"a whole number, {minimum} or more, or $null for no limit");
    }

    /// <summary>Converts to whole numbers within limits.</summary>
    /// <param name="value">A number, a list of numbers, or null for an empty result.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="minimum">The least number that is allowed.</param>
    /// <param name="maximum">The greatest number that is allowed.</param>
    /// <exception cref="InvalidParameterException">One of the values is not such a number.</exception>
    internal static int[] ToInt32s(object? value, string parameter, int minimum, int maximum) => PSValue.Unwrap(value) switch
    {
        null => [],
        IList list when PSValue.IsList(list) => [.. list.Cast<object?>().Select(item => ToInt32(item, parameter, minimum, maximum))],
        var number => [ToInt32(number, parameter, minimum, maximum)],
    };

    private static bool TryConvert<T>(object? value, out T number)
        where T : struct
    {
        switch (PSValue.Unwrap(value))
        {
            case T same:
                number = same;
                return true;
            case string text when string.IsNullOrWhiteSpace(text):
            case bool or char or DateTime or DBNull:
                break;
            case IConvertible or BigInteger:
                return LanguagePrimitives.TryConvertTo(PSValue.Unwrap(value), CultureInfo.InvariantCulture, out number);
        }

        number = default;
        return false;
    }

    private static InvalidParameterException Invalid(
        object? value,
        string parameter,
        IFormattable minimum,
        IFormattable maximum,
        bool isOpen) => Invalid(
            value,
            parameter,
            isOpen
                ? string.Create(CultureInfo.InvariantCulture, $"a whole number, {minimum} or more")
                : string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}"));

    /// <summary>Creates the error. Its message contains a number, because numbers are not secrets.</summary>
    private static InvalidParameterException Invalid(object? value, string parameter, string forms) =>
        TryConvert<double>(value, out var number)
            ? new InvalidParameterException(string.Create(
                CultureInfo.InvariantCulture,
                $"{ParameterErrors.GetLabel(parameter)} cannot be {number}: give {forms}."))
            : ParameterErrors.Invalid(parameter, value, forms);
}
