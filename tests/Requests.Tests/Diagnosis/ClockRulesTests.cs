namespace Requests.Tests.Diagnosis;

public class ClockRulesTests
{
    private static readonly DateTimeOffset Began = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Mon, 01 Jun 2026 12:00:00 GMT", null, DiagnosisResult.Passed, "agree")]
    [InlineData("Mon, 01 Jun 2026 12:00:31 GMT", null, DiagnosisResult.Passed, "agree")]
    [InlineData("Mon, 01 Jun 2026 12:00:33 GMT", null, DiagnosisResult.Warning, "31 seconds ahead of")]
    [InlineData("Mon, 01 Jun 2026 11:59:28 GMT", null, DiagnosisResult.Warning, "31 seconds behind")]
    [InlineData("Mon, 01 Jun 2026 12:20:02 GMT", null, DiagnosisResult.Warning, "20 minutes ahead of")]
    [InlineData("Mon, 01 Jun 2026 11:00:00 GMT", "3600", DiagnosisResult.Passed, "agree")]
    [InlineData("Monday, 01-Jun-26 12:00:00 GMT", null, DiagnosisResult.Passed, "agree")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", "60", DiagnosisResult.Warning, "ahead of")]
    [InlineData("yesterday", null, DiagnosisResult.Warning, "not a date")]
    [InlineData(null, null, DiagnosisResult.Skipped, "no Date")]
    public void The_date_is_compared_with_the_clock(string? date, string? age, DiagnosisResult result, string detail)
    {
        var headers = new HeaderDictionary();
        if (date is not null) headers["Date"] = date;
        if (age is not null) headers["Age"] = age;

        var verdict = ClockRules.Judge(headers, Began, TimeSpan.FromSeconds(2));

        Assert.Equal(result, verdict.Result);
        Assert.Contains(detail, verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_response_explains_a_difference() =>
        Assert.Equal(TimeSpan.Zero, ClockRules.GetSkew(Began.AddSeconds(50), Began, TimeSpan.FromSeconds(60)));
}
