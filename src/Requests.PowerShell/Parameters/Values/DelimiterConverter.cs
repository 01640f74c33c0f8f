namespace Requests.PowerShell;

/// <summary>Converts a value to the character between two fields of CSV.</summary>
internal static class DelimiterConverter
{
    private const string Forms = "one character, other than a quotation mark or a line end, such as ';' or \"`t\"";

    /// <summary>Converts to a character; null stays null.</summary>
    /// <param name="value">A text of one character.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not such a character.</exception>
    internal static char? ToDelimiter(object? value, string parameter) => TextConverter.ToStrictText(value, parameter, Forms) switch
    {
        null => null,
        [var delimiter] when delimiter is not ('"' or '\r' or '\n') => delimiter,
        _ => throw ParameterErrors.Invalid(parameter, value, Forms),
    };
}
