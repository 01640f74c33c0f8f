namespace Requests;

/// <summary>Dates as servers write them in cookies: any order of time, day, month and year (RFC 6265bis section 5.1.1).</summary>
internal static class CookieDate
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>The date, or null when the text is none.</summary>
    /// <param name="text">Such as <c>Thu, 01-Jan-1970 00:00:01 GMT</c>.</param>
    internal static DateTimeOffset? Parse(string text)
    {
        (int Hour, int Minute, int Second)? time = null;
        int? day = null, month = null, year = null;
        foreach (var token in Tokens(text))
        {
            if (time is null && Time(token) is { } found) time = found;
            else if (day is null && Digits(token, 1, 2) is { } dayOfMonth) day = dayOfMonth;
            else if (month is null && Month(token) is { } name) month = name;
            else if (year is null && Digits(token, 2, 4) is { } number) year = number switch { >= 70 and <= 99 => number + 1900, <= 69 => number + 2000, _ => number };
        }

        if (time is not { } at || day is not { } d || month is not { } m || year is not { } y) return null;
        if (d is < 1 || y is < 1601 or > 9999 || d > DateTime.DaysInMonth(y, m) || at is not { Hour: <= 23, Minute: <= 59, Second: <= 59 }) return null;
        return new DateTimeOffset(y, m, d, at.Hour, at.Minute, at.Second, TimeSpan.Zero);
    }

    private static IEnumerable<string> Tokens(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !IsDelimiter(text[i])) continue;
            if (i > start) yield return text[start..i];
            start = i + 1;
        }
    }

    private static bool IsDelimiter(char one) => one is '\t' or (>= ' ' and <= '/') or (>= ';' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');

    private static int? Month(string token) =>
        token.Length >= 3 && Array.FindIndex(Months, name => token.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? index + 1 : null;

    private static (int Hour, int Minute, int Second)? Time(string token)
    {
        var parts = token.Split(':');
        if (parts.Length != 3) return null;
        return Digits(parts[0], 1, 2, toTheEnd: true) is { } hour && Digits(parts[1], 1, 2, toTheEnd: true) is { } minute && Digits(parts[2], 1, 2) is { } second
            ? (hour, minute, second)
            : null;
    }

    /// <summary>The number that a token begins with, when it has so many digits.</summary>
    private static int? Digits(string token, int least, int most, bool toTheEnd = false)
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
