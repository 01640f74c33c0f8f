namespace Requests;

/// <summary>Parses the dates of cookies: time, day, month and year in any order (RFC 6265bis section 5.1.1).</summary>
internal static class CookieDate
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Parses a date; returns null when the text is not a date.</summary>
    /// <param name="text">A date, such as <c>Thu, 01-Jan-1970 00:00:01 GMT</c>.</param>
    internal static DateTimeOffset? Parse(string text)
    {
        (int Hour, int Minute, int Second)? time = null;
        int? day = null, month = null, year = null;
        foreach (var token in SplitTokens(text))
        {
            if (time is null && ParseTime(token) is { } found) time = found;
            else if (day is null && ParseNumber(token, 1, 2) is { } dayOfMonth) day = dayOfMonth;
            else if (month is null && ParseMonth(token) is { } name) month = name;
            else if (year is null && ParseNumber(token, 2, 4) is { } number) year = GetYear(number);
        }

        if (time is not { } at || day is not { } d || month is not { } m || year is not { } y) return null;
        if (d is < 1 || y is < 1601 or > 9999 || d > DateTime.DaysInMonth(y, m)) return null;
        if (at is not { Hour: <= 23, Minute: <= 59, Second: <= 59 }) return null;
        return new DateTimeOffset(y, m, d, at.Hour, at.Minute, at.Second, TimeSpan.Zero);
    }

    private static int GetYear(int number) => number switch { >= 70 and <= 99 => number + 1900, <= 69 => number + 2000, _ => number };

    private static IEnumerable<string> SplitTokens(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !IsDelimiter(text[i])) continue;
            if (i > start) yield return text[start..i];
            start = i + 1;
        }
    }

    private static bool IsDelimiter(char character) =>
        character is '\t' or (>= ' ' and <= '/') or (>= ';' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');

    private static int? ParseMonth(string token)
    {
        if (token.Length < 3) return null;
        var index = Array.FindIndex(Months, name => token.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index + 1 : null;
    }

    private static (int Hour, int Minute, int Second)? ParseTime(string token)
    {
        var parts = token.Split(':');
        if (parts.Length != 3) return null;
        if (ParseNumber(parts[0], 1, 2, toTheEnd: true) is not { } hour) return null;
        if (ParseNumber(parts[1], 1, 2, toTheEnd: true) is not { } minute) return null;
        return ParseNumber(parts[2], 1, 2) is { } second ? (hour, minute, second) : null;
    }

    /// <summary>Returns the number at the beginning of a token, or null when its count of digits is out of range.</summary>
    private static int? ParseNumber(string token, int least, int most, bool toTheEnd = false)
    {
        var count = 0;
        var number = 0;
        while (count < token.Length && char.IsAsciiDigit(token[count]))
        {
            if (count == most) return null;
            number = (number * 10) + (token[count++] - '0');
        }

        return count < least || (toTheEnd && count < token.Length) ? null : number;
    }
}
