using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts the arguments of methods to true or false.</summary>
internal static class BooleanConverter
{
    /// <summary>Converts to true or false; null is false.</summary>
    /// <param name="value">The value.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is neither true nor false.</exception>
    internal static bool ToFlag(object? value, string parameter) => PSValue.Unwrap(value) switch
    {
        null => false,
        bool flag => flag,
        SwitchParameter flag => flag.IsPresent,
        _ => throw ParameterErrors.Invalid(parameter, value, "$true or $false"),
    };
}
