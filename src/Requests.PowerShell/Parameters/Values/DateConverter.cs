using System.Globalization;

namespace Requests.PowerShell;

/// <summary>Converts parameters to points in time.</summary>
internal static class DateConverter
{
    /// <summary>Converts to a point in time; null and an empty text are null.</summary>
    /// <param name="value">A date and time, or its text.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not a date and time.</exception>
    internal static DateTimeOffset? ToDate(object? value, string parameter)
    {
        switch (PSValue.Unwrap(value))
        {
            case null or "": return null;
            case DateTimeOffset date: return date;
            case DateTime date when date.Kind == DateTimeKind.Utc || (date.Year > 1 && date.Year < 9999): return new DateTimeOffset(date);
            case DateTime date: return new DateTimeOffset(DateTime.SpecifyKind(date, DateTimeKind.Utc));
            case string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date):
                return date;
            default: throw ParameterErrors.Invalid(parameter, value, "a date and time");
        }
    }
}
