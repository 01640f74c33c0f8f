using System.Collections;

namespace Requests.Tests.Headers;

public class HeaderDictionaryTests
{
    [Fact]
    public void The_last_spelling_and_value_are_kept()
    {
        var headers = new HeaderDictionary([Pair("Accept", "application/json"), Pair("user-Agent", "requests")]);
        Assert.Equal(("application/json", "requests", 2), (headers["aCCEPT"], headers["USER-AGENT"], headers.Count));

        headers["ACCEPT"] = "x";

        Assert.Equal(["ACCEPT", "user-Agent"], headers.Keys);
        Assert.Equal(2, headers.Count);
    }

    [Fact]
    public void A_header_is_removed_by_any_spelling() => Assert.True(new HeaderDictionary { ["Accept"] = "x" }.Remove("aCcEpT"));

    [Fact]
    public void A_missing_name_is_null_or_the_default()
    {
        var headers = new HeaderDictionary { ["Spam"] = "blueval" };

        Assert.True(headers.ContainsKey("SPAM"));
        Assert.Null(headers["missing"]);
        Assert.Null(((IDictionary)headers)["missing"]);
        Assert.Equal("default", headers.Get("missing", "default"));
        Assert.Equal("blueval", headers.Get("spam", "default"));
    }

    [Fact]
    public void Updating_keeps_the_other_headers()
    {
        var headers = new HeaderDictionary { ["Foo"] = "foo", ["Bar"] = "bar" };
        headers.Update([Pair("FOO", "new")]);

        Assert.Equal([Pair("FOO", "new"), Pair("Bar", "bar")], headers);
    }

    [Fact]
    public void Equality_ignores_the_case_of_names()
    {
        var headers = new HeaderDictionary { ["Accept"] = "x" };

        Assert.True(headers.Equals(new HeaderDictionary { ["AccePT"] = "x" }));
        Assert.True(headers.Equals(new Hashtable { ["accept"] = "x" }));
        Assert.False(headers.Equals(new HeaderDictionary()));
        Assert.False(headers.Equals(null));
        Assert.False(headers.Equals("x"));
    }

    [Fact]
    public void The_helper_methods_work_as_in_Requests()
    {
        var headers = new HeaderDictionary { ["Accept"] = "x" };

        Assert.Equal("x", headers.SetDefault("ACCEPT", "y"));
        Assert.Equal("y", headers.SetDefault("Other", "y"));
        Assert.Equal(["accept", "other"], headers.LowerItems().Select(pair => pair.Key));
    }

    [Fact]
    public void A_copy_is_independent()
    {
        var headers = new HeaderDictionary { ["Accept"] = "x" };
        var copy = headers.Copy();
        copy["Other"] = "y";

        Assert.Null(headers["Other"]);
        Assert.NotSame(headers, copy);
    }

    [Fact]
    public void A_value_that_is_not_text_is_refused_with_the_name_of_the_header()
    {
        IDictionary headers = new HeaderDictionary();
        headers["foo"] = 3;
        headers["list"] = new object[] { "a", 2 };

        Assert.Equal("3", headers["foo"]);
        Assert.Equal(["a", "2"], ((HeaderDictionary)headers).GetValues("list"));
        Assert.Contains(
            "'bar'",
            Assert.Throws<InvalidHeaderException>(() => headers["bar"] = new Hashtable()).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidHeaderException>(() => headers[1] = "x");
    }

    [Fact]
    public void A_value_is_tried_for_by_a_name_in_any_case()
    {
        var headers = new HeaderDictionary { ["A"] = "1", ["B"] = "2" };

        Assert.True(headers.TryGetValue("a", out var first));
        Assert.True(headers.TryGetValue("b", out var second));
        Assert.False(headers.TryGetValue("c", out var third));
        Assert.Equal(("1", "2", null), (first, second, third));
    }

    [Fact]
    public void The_untyped_dictionary_can_be_changed()
    {
        IDictionary headers = new HeaderDictionary { ["a"] = "1" };

        Assert.False(headers.IsFixedSize || headers.IsReadOnly || headers.IsSynchronized);
        headers.Add("b", 2);
        headers.Remove("a");
        Assert.Throws<ArgumentException>(() => headers.Add("B", "3"));
        Assert.Equal((false, true), (headers.Contains("a"), headers.Contains("b")));
    }

    [Fact]
    public void The_text_of_the_object_has_names_and_no_values() =>
        Assert.Equal("{Authorization}", new HeaderDictionary { ["Authorization"] = "secret" }.ToString());

    [Theory]
    [InlineData("foo", "bar baz qux")]
    [InlineData("bar", "")]
    [InlineData("q", "\u00e9")]
    public void Legal_values_are_accepted(string name, string value) => HeaderRules.Check(name, value);

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
    public void A_value_that_could_be_read_as_another_header_is_refused(string name, string value)
    {
        var error = Assert.Throws<InvalidHeaderException>(() => HeaderRules.Check(name, value));
        if (value.Trim().Length > 2) Assert.DoesNotContain(value.Trim(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_name_is_shown_without_its_controls() =>
        Assert.Contains(
            "'a b??c?'",
            Assert.Throws<InvalidHeaderException>(() => HeaderRules.Check("a b\r\nc\u0001", "x")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Lists_of_parameters_are_parsed()
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
    public void Quotes_and_escapes_are_removed(string? value, string? expected, bool isFileName) =>
        Assert.Equal(expected, HeaderParameters.Unquote(value, isFileName));

    private static KeyValuePair<string, string?> Pair(string name, string? value) => KeyValuePair.Create(name, value);

    [Fact]
    public void Copies_do_not_share_the_values_of_a_name()
    {
        var headers = new HeaderDictionary();
        for (var i = 0; i < 20; i++) headers.Append("X", $"{i}");
        var copy = headers.Copy();
        var updated = new HeaderDictionary(headers);
        var values = headers.GetValues("x");

        headers.Append("X", "last");
        copy.Append("X", "other");

        Assert.Equal(
            (21, 21, 20, 20),
            (headers.GetValues("X").Count, copy.GetValues("X").Count, updated.GetValues("X").Count, values.Count));
        Assert.Equal("last", headers.GetValues("X")[^1]);
        Assert.EndsWith("19, other", copy["X"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_to_add_values_to_a_name_grows_linearly()
    {
        var headers = new HeaderDictionary();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 20_000; i++) headers.Append("X", "v");

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4_000_000);
        Assert.Equal(20_000, headers.GetValues("X").Count);
    }
}
