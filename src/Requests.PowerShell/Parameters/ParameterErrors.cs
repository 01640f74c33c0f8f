namespace Requests.PowerShell;

/// <summary>The error of a parameter that has a value of a kind that it does not take.</summary>
internal static class ParameterErrors
{
    /// <summary>Returns the error: the parameter, the kind of value that it was given, and the forms that it takes. The value itself may be a secret.</summary>
    /// <param name="parameter">The parameter, or another name that the caller wrote.</param>
    /// <param name="value">The value.</param>
    /// <param name="forms">The forms that it takes, to follow "give".</param>
    internal static InvalidParameterException Invalid(string parameter, object? value, string forms) => new($"{parameter} cannot be {Describe(value)}: give {forms}.");

    private static string Describe(object? value) => PSValue.Unwrap(value) switch
    {
        null => "$null",
        true => "$true",
        false => "$false",
        string text when string.IsNullOrWhiteSpace(text) => "an empty text",
        string => "this text",
        _ => PSValue.TypeName(value!),
    };
}
