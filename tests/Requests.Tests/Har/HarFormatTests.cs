using System.Text;

namespace Requests.Tests.Har;

/// <summary>Tests the error for a file that is not an archive, that is cut off, or that has a wrong field.</summary>
public class HarFormatTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("<html>", "not valid JSON")]
    [InlineData("{}", "no log")]
    [InlineData("{\"log\":[]}", "not an object")]
    [InlineData("{\"log\":{}}", "no entries")]
    [InlineData("{\"log\":{\"entries\":{}}}", "not a list")]
    [InlineData("{\"log\":{\"entries\":[]},\"log\":{\"entries\":[]}}", "two logs")]
    [InlineData("{\"log\":{\"entries\":[],\"entries\":[]}}", "two lists")]
    [InlineData("{\"log\":{\"entries\":[]}} x", "more than the archive")]
    [InlineData("{\"log\":{\"entries\":[],}}", "not valid JSON")]
    [InlineData("{\"log\":{\"entries\":[], \"version\": \"2.0\"}}", "version 2.0")]
    [InlineData("{\"log\":{\"entries\":[], \"version\": 2}}", "version 2")]
    [InlineData("{\"log\":{\"entries\":[], \"version\": {}}}", "not a text")]
    [InlineData("{\"log\":{\"entries\":[], \"creator\": 1}}", "creator is a number, not an object")]
    public void A_file_of_another_form_is_refused(string file, string expected)
    {
        var error = Refuse(file);

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Null(error.Entry);
    }

    [Theory]
    [InlineData("\"response\":{\"status\":\"200\"}", "response.status is a text, not a number")]
    [InlineData("\"response\":{\"status\":-1}", "response.status is not 0 or a status code")]
    [InlineData("\"response\":{\"status\":200.5}", "response.status is not 0 or a status code")]
    [InlineData("\"response\":[]", "response is a list, not an object")]
    [InlineData("\"response\":{\"headers\":{}}", "response.headers is an object, not a list")]
    [InlineData("\"response\":{\"headers\":[1]}", "response.headers[0] is a number, not an object")]
    [InlineData("\"response\":{\"headers\":[{\"name\":\"a\"},{\"value\":\"b\"}]}", "response.headers[1].name is missing")]
    [InlineData("\"response\":{\"content\":{\"text\":\"*\",\"encoding\":\"base64\"}}", "response.content.text is not Base64")]
    [InlineData("\"response\":{\"content\":{\"text\":1}}", "text is a number, not a text")]
    [InlineData("\"time\":\"1\"", "time is a text, not a number")]
    [InlineData("\"time\":1e999", "time is not in the range of numbers")]
    [InlineData("\"timings\":7", "timings is a number, not an object")]
    [InlineData("\"_error\":7", "_error is a number, not an object")]
    public void A_wrong_field_is_named_with_its_entry_and_place(string fields, string expected)
    {
        var file = HarSamples.Create(fields);

        var error = Refuse(file);

        Assert.Contains($"entry 1, {expected}", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.Entry);
        Assert.Equal(1, error.Line);
        Assert.InRange(error.Position, file.IndexOf(fields, StringComparison.Ordinal), file.Length);
    }

    [Theory]
    [InlineData("{}", "request.method is missing")]
    [InlineData("{\"request\":null}", "request.method is missing")]
    [InlineData("{\"request\":{\"method\":\"GET\"}}", "request.url is missing")]
    [InlineData("5", "the entry is a number, not an object")]
    public void A_request_needs_a_method_and_a_URL(string entry, string expected) =>
        Assert.Contains(expected, Refuse($"{{\"log\":{{\"entries\":[{entry}]}}}}").Message, StringComparison.Ordinal);

    [Fact]
    public void The_place_is_that_of_the_value()
    {
        var file = "{\n \"log\": {\n  \"entries\": [\n   {\"request\": {\"method\": \"GET\", \"url\": \"http://h/\"}},\n"
            + "   {\"request\": {\"method\": \"GET\",\n     \"url\": []}}\n  ]\n }\n}";

        var error = Refuse(file);

        Assert.Equal((2, 6), (error.Entry, error.Line));
        Assert.Equal(file.IndexOf("[]", StringComparison.Ordinal), error.Position);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        var file = Encoding.UTF8.GetBytes(HarSamples.Chrome);
        var second = HarSamples.Chrome.IndexOf("{\"_fromCache\"", StringComparison.Ordinal);
        for (var length = 1; length < file.Length; length++)
        {
            using var stream = new MemoryStream(file, 0, length);

            var error = Assert.Throws<HarFormatException>(() => HarReader.Read(stream));

            Assert.Contains("cut off", error.Message, StringComparison.Ordinal);
            Assert.Equal(length, error.Position);
            if (length > second + 5 && length < file.Length - 10) Assert.Equal(2, error.Entry);
        }
    }

    [Fact]
    public void The_entries_before_the_place_where_a_file_is_cut_off_are_returned()
    {
        var file = Encoding.UTF8.GetBytes(HarSamples.Chrome);
        using var stream = new MemoryStream(file, 0, file.Length - 40);
        var read = new List<HarEntry>();

        Assert.Throws<HarFormatException>(() => read.AddRange(HarReader.ReadEntries(stream).Select(static entry => entry)));
        stream.Position = 0;
        Assert.Equal("POST", HarReader.ReadEntries(stream).First().Request.Method);
    }

    [Fact]
    public void A_file_in_UTF_16_is_refused()
    {
        using var stream = new MemoryStream([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(HarSamples.Safari)]);

        Assert.Contains("UTF-16", Assert.Throws<HarFormatException>(() => HarReader.Read(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(HarSamples.Create("\"response\":{\"statusText\":\"ä\"}")));

        var error = Assert.Throws<HarFormatException>(() => HarReader.Read(stream));

        Assert.Equal(1, error.Entry);
    }

    [Fact]
    public void No_value_of_the_file_is_in_the_message()
    {
        var error = Refuse(HarSamples.Create("\"response\":{\"headers\":[{\"name\":\"Authorization\",\"value\":[\"hunter2\"]}]}"));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private static HarFormatException Refuse(string file) => Assert.Throws<HarFormatException>(() => HarReaderTests.Read(file));
}
