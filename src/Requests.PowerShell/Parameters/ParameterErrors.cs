namespace Requests.PowerShell;

/// <summary>Creates the errors of parameters that were bound to a value of a kind that they do not accept.</summary>
internal static class ParameterErrors
{
    /// <summary>
    /// Creates the error. Its message names the parameter, the kind of the value and the accepted forms. It does not contain the value,
    /// which may be a secret.
    /// </summary>
    /// <param name="parameter">The name of the parameter, or of a part of its value.</param>
    /// <param name="value">The value.</param>
    /// <param name="forms">The accepted forms, as they follow "give" in the message.</param>
    internal static InvalidParameterException Invalid(string parameter, object? value, string forms) =>
        new($"{GetLabel(parameter)} cannot be {Describe(value)}: give {forms}.");

    /// <summary>Returns a parameter as messages name it: with a hyphen, unless the text is a phrase, such as "The file 'a.txt'".</summary>
    /// <param name="parameter">The name of the parameter, or a phrase.</param>
    internal static string GetLabel(string parameter) => parameter.All(char.IsAsciiLetterOrDigit) ? $"-{parameter}" : parameter;

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
