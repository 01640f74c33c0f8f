using System.Globalization;

namespace Requests;

/// <summary>Reads the header Retry-After in both of its forms.</summary>
/// <remarks>RFC 9110 section 10.2.3.</remarks>
internal static class RetryAfter
{
    /// <summary>
    /// Returns the wait in seconds, which is negative for a date that has passed; returns null when the text has neither form.
    /// </summary>
    /// <param name="value">The value of the header, or null.</param>
    /// <param name="now">The time, for a date.</param>
    internal static double? GetSeconds(string? value, DateTimeOffset now)
    {
        if (value?.Trim() is not { Length: > 0 } text) return null;
        if (text.Length < 16 && !text.AsSpan().ContainsAnyExceptInRange('0', '9')) return double.Parse(text, CultureInfo.InvariantCulture);
        return HttpDate.Parse(text) is { } date ? (date - now).TotalSeconds : null;
    }
}
