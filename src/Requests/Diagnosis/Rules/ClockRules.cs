using System.Globalization;

namespace Requests;

/// <summary>Judges the clock of this machine by the Date of a response.</summary>
internal static class ClockRules
{
    // Clocks that are synchronized differ by less; the Date has no fractions of a second.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>Judges the difference of the clocks.</summary>
    /// <param name="headers">The headers of the response.</param>
    /// <param name="began">When the request was sent, by the clock of this machine.</param>
    /// <param name="elapsed">The time until the headers arrived.</param>
    internal static Verdict Judge(HeaderDictionary headers, DateTimeOffset began, TimeSpan elapsed)
    {
        if (headers["Date"] is not { } text) return Verdict.Skipped("The response has no Date.");
        if (HttpDate.Parse(text) is not { } date)
        {
            return Verdict.Warning(
                "The Date of the response is not a date.",
                "Correct the Date header of the server (RFC 9110 section 6.6.1).");
        }

        var skew = GetSkew(date, began - GetAge(headers), elapsed);
        if (skew.Duration() < Tolerance) return Verdict.Passed("The clocks of the server and of this machine agree.");
        var difference = CertificateRules.DescribeSpan(skew.Duration());
        return Verdict.Warning(
            $"The clock of the server is {difference} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the clock of this machine.",
            "Synchronize the clock that is wrong (timedatectl, w32tm /resync). Signatures, tokens, Kerberos tickets and certificates fail "
            + "when the clocks differ, often by 5 minutes.");
    }

    /// <summary>
    /// Returns the smallest difference that explains the date: it was written at some moment between the request and the response, and
    /// has no fractions of a second.
    /// </summary>
    /// <param name="date">The time of the server.</param>
    /// <param name="began">When the request was sent, by the clock of this machine.</param>
    /// <param name="elapsed">The time until the headers arrived.</param>
    /// <returns>The difference; positive where the clock of the server is ahead.</returns>
    internal static TimeSpan GetSkew(DateTimeOffset date, DateTimeOffset began, TimeSpan elapsed)
    {
        var smallest = date - (began + elapsed);
        var largest = date - began + TimeSpan.FromSeconds(1);
        if (smallest > TimeSpan.Zero) return smallest;
        return largest < TimeSpan.Zero ? largest : TimeSpan.Zero;
    }

    /// <summary>Gets how long ago a cache received the response (RFC 9111 section 5.1).</summary>
    private static TimeSpan GetAge(HeaderDictionary headers) =>
        int.TryParse(headers["Age"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
}
