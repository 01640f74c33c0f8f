using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts to times of a cache, such as how long a response is fresh.</summary>
internal static class CacheTimeConverter
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private const string Forms = "seconds, a time span, or text such as '90s', '30m', '1h', '1h30m', '7d' or '2w'";

    // 10,000 years of 365 days; a longer time is a mistake.
    private const double LongestSeconds = 10_000d * 365 * 86_400;

    /// <summary>Converts to a time that is not negative; <see cref="Timeout.InfiniteTimeSpan"/> stays, and does not end.</summary>
    /// <param name="value">Seconds, a time span, or text with units.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <exception cref="InvalidParameterException">The value is not such a time.</exception>
    internal static TimeSpan ToTime(object? value, string parameter)
    {
        var time = PSValue.Unwrap(value) switch
        {
            TimeSpan span => span,

            // PowerShell reads the argument 1d as the number 1 with the suffix of a decimal number, and 10y as a byte.
            decimal or sbyte => FromLiteral(value) ?? throw new InvalidParameterException(
                $"{ParameterErrors.GetLabel(parameter)} cannot be a decimal number, which PowerShell also makes of 1d without quotation "
                + $"marks: give {Forms}."),
            string text => Parse(text),
            bool or char or DateTime or Enum or DBNull or null => null,
            IConvertible number when LanguagePrimitives.TryConvertTo<double>(number, CultureInfo.InvariantCulture, out var seconds) =>
                FromSeconds(seconds),
            _ => (TimeSpan?)null,
        };
        if (time is { } found && (found >= TimeSpan.Zero || found == Timeout.InfiniteTimeSpan)) return found;
        throw ParameterErrors.Invalid(parameter, value, Forms);
    }

    /// <summary>Converts the times of a cache: one for all URLs, or a map from patterns of URLs to times.</summary>
    /// <param name="value">A time, a map whose values are times or $null, or null.</param>
    /// <param name="parameter">The parameter, for the message.</param>
    /// <returns>The time of all URLs, and the rules of some.</returns>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static (TimeSpan? Usual, CacheTimeToLive[] Rules) ToTimes(object? value, string parameter)
    {
        switch (PSValue.Unwrap(value))
        {
            case null: return (null, []);
            case IDictionary map:
                var rules = new List<CacheTimeToLive>(map.Count);
                foreach (DictionaryEntry pair in map) rules.Add(ToRule(pair, parameter));
                return (null, rules.ToArray());
            default: return (ToTime(value, parameter), []);
        }
    }

    private static CacheTimeToLive ToRule(DictionaryEntry pair, string parameter)
    {
        if (pair.Key is not string { Length: > 0 } pattern)
        {
            var key = $"A key of {ParameterErrors.GetLabel(parameter)}";
            throw ParameterErrors.Invalid(key, pair.Key, "a pattern of URLs, such as '*/users*'");
        }

        var name = $"The value of '{pattern}' in {ParameterErrors.GetLabel(parameter)}";
        return new CacheTimeToLive(pattern, PSValue.Unwrap(pair.Value) is null ? null : ToTime(pair.Value, name));
    }

    /// <summary>Reads a number as it was typed; null for one that was not typed as an argument.</summary>
    private static TimeSpan? FromLiteral(object? value) =>
        value is PSObject && LanguagePrimitives.TryConvertTo<string>(value, CultureInfo.InvariantCulture, out var typed)
            && typed.Length > 0 && char.IsAsciiLetter(typed[^1]) ? Parse(typed) : null;

    private static TimeSpan? FromSeconds(double seconds) =>
        seconds is >= 0 and <= LongestSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty) return null;
        if (rest.Contains(':')) return TimeSpan.TryParse(rest, CultureInfo.InvariantCulture, out var span) ? span : null;
        if (TryReadNumber(rest, out var plain)) return FromSeconds(plain);
        var seconds = 0d;
        while (!rest.IsEmpty)
        {
            var unit = rest.IndexOfAnyExcept(Digits);
            if (unit <= 0 || !TryReadNumber(rest[..unit], out var number) || GetUnit(rest[unit]) is not { } length) return null;
            seconds += number * length;
            rest = rest[(unit + 1)..].TrimStart();
        }

        return FromSeconds(seconds);
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static int? GetUnit(char unit) => unit switch
    {
        's' or 'S' => 1,
        'm' or 'M' => 60,
        'h' or 'H' => 3600,
        'd' or 'D' => 86_400,
        'w' or 'W' => 7 * 86_400,
        _ => null,
    };
}
