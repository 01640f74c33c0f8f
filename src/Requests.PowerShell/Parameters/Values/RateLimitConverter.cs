using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts to the rate limit of a session.</summary>
internal static class RateLimitConverter
{
    private const string Forms = "requests a second, more than 0 and at most 1000000, or a limit of New-RateLimit";

    /// <summary>Converts to a rate limit; null stays null.</summary>
    /// <param name="value">A limit, or the number of requests a second.</param>
    /// <exception cref="InvalidParameterException">The value is neither, or out of range.</exception>
    internal static RateLimit? ToRateLimit(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        RateLimit limit => limit,
        _ => new RateLimit(ToRequests(value, "RateLimit", Forms)),
    };

    /// <summary>Converts to a number of requests.</summary>
    /// <param name="value">The number, which may have a fraction.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <param name="forms">The accepted forms, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not such a number.</exception>
    internal static double ToRequests(
        object? value,
        string parameter,
        string forms = "a number of requests, more than 0 and at most 1000000")
    {
        var number = PSValue.Unwrap(value) switch
        {
            bool or char or DateTime or Enum or DBNull => null,
            string text when string.IsNullOrWhiteSpace(text) => null,
            IConvertible given when LanguagePrimitives.TryConvertTo<double>(given, CultureInfo.InvariantCulture, out var converted) =>
                converted,
            _ => (double?)null,
        };
        return number switch
        {
            > 0 and <= RateLimit.Largest => number.Value,
            { } other => throw new InvalidParameterException(
                string.Create(CultureInfo.InvariantCulture, $"-{parameter} cannot be {other}: give {forms}.")),
            null => throw ParameterErrors.Invalid(parameter, value, forms),
        };
    }

    /// <summary>Converts to the time in which the requests may be sent.</summary>
    /// <param name="value">Seconds or a time span, from a millisecond to 24 days.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, or out of range.</exception>
    internal static TimeSpan ToPer(object? value)
    {
        if (PSValue.Unwrap(value) is not TimeSpan span)
        {
            span = TimeSpan.FromSeconds(NumberConverter.ToDouble(value, "Per", 0.001, RateLimit.LongestPer.TotalSeconds));
        }

        return span >= TimeSpan.FromMilliseconds(1) && span <= RateLimit.LongestPer
            ? span
            : throw new InvalidParameterException(
                string.Create(CultureInfo.InvariantCulture, $"-Per cannot be {span}: give seconds or a time span up to 24 days."));
    }
}
