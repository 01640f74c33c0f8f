using System.Collections;

namespace Requests.Tests.Headers;

public class HeaderDictionaryTests
{
    [Fact]
    public void H20_H21_H22_H23_H38_H24_H35_The_last_spelling_and_value_count()
    {
        var headers = new HeaderDictionary([Pair("Accept", "application/json"), Pair("user-Agent", "requests")]);
        Assert.Equal(("application/json", "requests", 2), (headers["aCCEPT"], headers["USER-AGENT"], headers.Count));

        headers["ACCEPT"] = "x";

        Assert.Equal(["ACCEPT", "user-Agent"], headers.Keys);
        Assert.Equal(2, headers.Count);
    }

    [Fact]
    public void H25_H39_Any_spelling_removes() => Assert.True(new HeaderDictionary { ["Accept"] = "x" }.Remove("aCcEpT"));

    [Fact]
    public void H26_H27_A_missing_name_is_null_or_the_default()
    {
        var headers = new HeaderDictionary { ["Spam"] = "blueval" };

        Assert.True(headers.ContainsKey("SPAM"));
        Assert.Null(headers["missing"]);
        Assert.Null(((IDictionary)headers)["missing"]);
        Assert.Equal("default", headers.Get("missing", "default"));
        Assert.Equal("blueval", headers.Get("spam", "default"));
    }

    [Fact]
    public void H28_H29_H30_H34_H37_Updating_keeps_the_rest()
    {
        var headers = new HeaderDictionary { ["Foo"] = "foo", ["Bar"] = "bar" };
        headers.Update([Pair("FOO", "new")]);

        Assert.Equal([Pair("FOO", "new"), Pair("Bar", "bar")], headers);
    }

    [Fact]
    public void H31_H43_Equality_ignores_case()
    {
        var headers = new HeaderDictionary { ["Accept"] = "x" };

        Assert.True(headers.Equals(new HeaderDictionary { ["AccePT"] = "x" }));
        Assert.True(headers.Equals(new Hashtable { ["accept"] = "x" }));
        Assert.False(headers.Equals(new HeaderDictionary()));
        Assert.False(headers.Equals(null));
        Assert.False(headers.Equals("x"));
    }

    [Fact]
    public void H32_H33_H40_Helpers_are_there()
    {
        var headers = new HeaderDictionary { ["Accept"] = "x" };

        Assert.Equal("x", headers.SetDefault("ACCEPT", "y"));
        Assert.Equal("y", headers.SetDefault("Other", "y"));
        Assert.Equal(["accept", "other"], headers.LowerItems().Select(pair => pair.Key));
    }

    [Fact]
    public void H36_H42_A_copy_is_its_own()
    {
        var headers = new HeaderDictionary { ["Accept"] = "x" };
        var copy = headers.Copy();
        copy["Other"] = "y";

        Assert.Null(headers["Other"]);
        Assert.NotSame(headers, copy);
    }

    [Fact]
    public void H06_H08_What_has_no_text_is_refused_by_name()
    {
        IDictionary headers = new HeaderDictionary();
        headers["foo"] = 3;
        headers["list"] = new object[] { "a", 2 };

        Assert.Equal("3", headers["foo"]);
        Assert.Equal(["a", "2"], ((HeaderDictionary)headers).GetValues("list"));
        Assert.Contains("'bar'", Assert.Throws<InvalidHeaderException>(() => headers["bar"] = new Hashtable()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidHeaderException>(() => headers[1] = "x");
    }

    [Fact]
    public void H41_It_shows_names_and_no_values() => Assert.Equal("{Authorization}", new HeaderDictionary { ["Authorization"] = "secret" }.ToString());

    [Theory]
    [InlineData("foo", "bar baz qux")]
    [InlineData("bar", "")]
    [InlineData("q", "\u00e9")]
    public void H07_Legal_values_pass(string name, string value) => HeaderRules.Check(name, value);

    [Theory]
    [InlineData("foo", "bar\r\nbaz: qux")]
    [InlineData("foo", "bar\n\rbaz: qux")]
    [InlineData("foo", "bar\nbaz: qux")]
    [InlineData("foo", "bar\rbaz: qux")]
    [InlineData("fo\ro", "bar")]
    [InlineData("fo\r\no", "bar")]
    [InlineData("foo\n", "bar")]
    [InlineData("foo", "bar\n")]
    [InlineData("foo", "bar\r\n")]
    [InlineData("foo", "\n")]
    [InlineData("foo", "a\0b")]
    [InlineData("foo", " bar")]
    [InlineData("foo", "\tbar")]
    [InlineData(" foo", "bar")]
    [InlineData("\tfoo", "bar")]
    [InlineData(" ", "bar")]
    [InlineData("foo", "\u2713")]
    public void H09_H10_What_could_pass_for_more_is_refused(string name, string value)
    {
        var error = Assert.Throws<InvalidHeaderException>(() => HeaderRules.Check(name, value));
        if (value.Trim().Length > 2) Assert.DoesNotContain(value.Trim(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void H16_Lists_of_parameters_are_read()
    {
        Assert.Equal([Pair("foo", "is a fish"), Pair("bar", "as, well")], HeaderParameters.Parse("foo=\"is a fish\", bar=\"as, well\""));
        Assert.Equal([Pair("key_without_value", null)], HeaderParameters.Parse("key_without_value"));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("\"Test\"", "Test", false)]
    [InlineData("\"Test\\\\\"", "Test\\", false)]
    [InlineData("\"\\\\Comp\\Res\"", "\\Comp\\Res", false)]
    [InlineData("\"\\\\Comp\\Res\"", "\\\\Comp\\Res", true)]
    public void H17_H18_Quotes_are_undone(string? value, string? expected, bool isFileName) => Assert.Equal(expected, HeaderParameters.Unquote(value, isFileName));

    private static KeyValuePair<string, string?> Pair(string name, string? value) => KeyValuePair.Create(name, value);

    [Fact]
    public void Many_values_of_a_name_stay_apart_in_copies()
    {
        var headers = new HeaderDictionary();
        for (var i = 0; i < 20; i++) headers.Append("X", $"{i}");
        var copy = headers.Copy();
        var updated = new HeaderDictionary(headers);
        var values = headers.GetValues("x");

        headers.Append("X", "last");
        copy.Append("X", "other");

        Assert.Equal((21, 21, 20, 20), (headers.GetValues("X").Count, copy.GetValues("X").Count, updated.GetValues("X").Count, values.Count));
        Assert.Equal("last", headers.GetValues("X")[^1]);
        Assert.EndsWith("19, other", copy["X"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_great_many_values_of_a_name_are_added_without_copying_them_each_time()
    {
        var headers = new HeaderDictionary();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 20_000; i++) headers.Append("X", "v");

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4_000_000);
        Assert.Equal(20_000, headers.GetValues("X").Count);
    }
}
