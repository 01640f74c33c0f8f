using CsCheck;

namespace Requests.Tests.Caching;

/// <summary>Tests how Cache-Control is read.</summary>
[Trait(Property.Kind, Property.Name)]
public class CacheDirectivesTests
{
    private static readonly Grammar Lines = new(
        [
            "no-cache, max-age=60, private=\"Set-Cookie, X\"", "max-age=\"60\", stale-if-error=5", "public, s-maxage=0060;x, no-store",
            "max-stale, min-fresh=1, only-if-cached", "a=\"b, no-store\", must-understand"
        ],
        ",", "=", "\"", "\\\"", " ", "\t", "no-store", "NO-CACHE", "max-age", "private", "-1", "1.5", "9999999999999999999");

    [Theory]
    [InlineData("max-age=60", 60)]
    [InlineData("MaX-AgE=60", 60)]
    [InlineData("max-age=\"60\"", 60)]
    [InlineData("max-age = 60", 60)]
    [InlineData("max-age=0060", 60)]
    [InlineData("x=\"max-age=1\", max-age=60", 60)]
    [InlineData("max-age=60, x=\"\\\", max-age=1\"", 60)]
    [InlineData("max-age=99999999999", int.MaxValue)]
    [InlineData("max-age=60, max-age=60", 60)]
    [InlineData("max-age=60, max-age=30", 0)]
    [InlineData("max-age=30, max-age=60", 0)]
    [InlineData("max-age=-1", 0)]
    [InlineData("max-age=60.0", 0)]
    [InlineData("max-age='60'", 0)]
    [InlineData("max-age=60a", 0)]
    [InlineData("max-age", 0)]
    [InlineData("x-max-age=60", null)]
    [InlineData("", null)]
    public void A_lifetime_is_a_number_of_seconds_or_makes_the_response_stale(string line, int? seconds) =>
        Assert.Equal(seconds, (int?)Parse(line).MaxAge?.TotalSeconds);

    [Theory]
    [InlineData("no-store")]
    [InlineData("nO-StOrE")]
    [InlineData(" , no-store ,")]
    [InlineData("x=\"open, no-store")]
    [InlineData("no-store=x")]
    public void A_directive_is_found_whatever_surrounds_it(string line) => Assert.True(Parse(line).NoStore);

    [Fact]
    public void A_directive_within_a_quoted_string_is_not_one() => Assert.False(Parse("x=\"a, no-store, b\"").NoStore);

    [Fact]
    public void Several_lines_are_read_one_by_one()
    {
        var directives = Parse("private=\"a", "no-cache", "max-age=5, stale-if-error=9, stale-if-error=7");

        Assert.Equal((true, true, 5, 7), (
            directives.Private,
            directives.NoCache,
            directives.MaxAge!.Value.TotalSeconds,
            directives.StaleIfError!.Value.TotalSeconds));
    }

    [Fact]
    public void Pragma_counts_without_cache_control()
    {
        Assert.True(CacheDirectives.Parse(new HeaderDictionary { ["Pragma"] = "x, No-Cache" }).NoCache);
        Assert.False(CacheDirectives.Parse(new HeaderDictionary { ["Pragma"] = "no-cache", ["Cache-Control"] = "max-age=1" }).NoCache);
    }

    [Fact]
    public void A_request_may_accept_any_staleness()
    {
        Assert.Equal(int.MaxValue, Parse("max-stale").MaxStale!.Value.TotalSeconds);
        Assert.Equal(5, Parse("max-stale=5").MaxStale!.Value.TotalSeconds);
    }

    [Fact]
    public void Any_text_is_read() => Property.Holds(Lines.Texts, static text =>
    {
        var directives = Parse(text);

        Assert.True(directives.MaxAge is null or { Ticks: >= 0 });
        Assert.True(directives.StaleIfError is null or { Ticks: >= 0 });
        if (!text.Contains('"', StringComparison.Ordinal))
        {
            var names = text.Split(',').Select(static item => item.Split('=')[0].Trim(' ', '\t'));
            Assert.Equal(names.Contains("no-store", StringComparer.OrdinalIgnoreCase), directives.NoStore);
        }
    });

    [Fact]
    public void A_directive_after_any_text_without_quotes_is_found() => Property.Holds(Lines.Texts, static text =>
        Assert.True(Parse($"{text.Replace("\"", "", StringComparison.Ordinal)}, no-store").NoStore));

    private static CacheDirectives Parse(params string[] lines)
    {
        var headers = new HeaderDictionary();
        headers.SetValues("Cache-Control", lines);
        return CacheDirectives.Parse(headers);
    }
}
