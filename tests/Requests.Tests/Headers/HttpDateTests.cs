using System.Globalization;

namespace Requests.Tests.Headers;

public class HttpDateTests
{
    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    [InlineData("  SUN, 06 NOV 1994 08:49:37 GMT ")]
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Monday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Mon Nov  6 08:49:37 1994")]
    public void The_three_forms_are_read_whatever_their_day_is(string text) =>
        Assert.Equal(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero), HttpDate.Parse(text));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(24, 24)]
    [InlineData(49, 49)]
    [InlineData(51, -49)]
    public void A_year_of_two_digits_is_at_most_fifty_years_ahead(int ahead, int expected)
    {
        var year = ProcessTime.Shared.GetUtcNow().Year;
        var text = string.Create(CultureInfo.InvariantCulture, $"Sunday, 06-Nov-{(year + ahead) % 100:00} 08:49:37 GMT");

        Assert.Equal(year + expected, HttpDate.Parse(text)?.Year);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 94 08:49:37 GMT")]
    [InlineData("Sun, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 8:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08.49.37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 CET")]
    [InlineData("Sun, 31 Nov 1994 08:49:37 GMT")]
    [InlineData("Xyz, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun,")]
    [InlineData("Sun ")]
    [InlineData(",")]
    public void Another_text_is_not_a_date(string text) => Assert.Null(HttpDate.Parse(text));
}
