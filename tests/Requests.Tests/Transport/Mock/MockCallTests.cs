using System.Text;

namespace Requests.Tests.Transport;

public class MockCallTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_has_the_fields_and_files_of_a_form()
    {
        using var mock = new MockAdapter(new MockReply());
        byte[] photo = [0, 13, 10, 13, 10, 45, 45, 255];
        var body = new MultipartBody(
            [KeyValuePair.Create<string, string?>("user", "Ålice"), KeyValuePair.Create<string, string?>("user", "Bob")],
            [
                KeyValuePair.Create("photo", FilePart.FromBytes(photo).With("mé.jpg", "image/jpeg", headers: null)),
                KeyValuePair.Create("note", FilePart.FromText("a\r\n\r\nb")),
            ]);

        var call = await Send(mock, body);

        Assert.Equal([KeyValuePair.Create("user", "Ålice"), KeyValuePair.Create("user", "Bob")], call.GetForm());
        Assert.Equal(
            [("photo", "mé.jpg", "image/jpeg"), ("note", "note", null)],
            call.Files.Select(file => (file.Name, file.FileName, file.ContentType)));
        Assert.Equal(photo, call.Files[0].Content);
        Assert.Equal("a\r\n\r\nb", call.Files[1].Text);
        Assert.Equal("photo: mé.jpg (8 bytes)", call.Files[0].ToString());
    }

    [Fact]
    public async Task A_call_has_the_fields_of_an_encoded_form_and_of_its_query()
    {
        using var mock = new MockAdapter(new MockReply());

        var call = await Send(mock, new FormBody([KeyValuePair.Create<string, string?>("a", "1 2&3")]), "http://h/?q=%C5%BE&q=2");

        Assert.Equal([KeyValuePair.Create("a", "1 2&3")], call.GetForm());
        Assert.Equal([KeyValuePair.Create("q", "ž"), KeyValuePair.Create("q", "2")], call.GetQuery());
        Assert.Empty(call.Files);
    }

    [Fact]
    public async Task A_call_without_a_form_has_neither_fields_nor_files()
    {
        using var mock = new MockAdapter(new MockReply());

        var call = await Send(mock, new BytesBody("a=1"));

        Assert.Empty(call.GetForm());
        Assert.Empty(call.Files);
        Assert.Empty(call.GetQuery());
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n", "a=1")]
    [InlineData("preamble\r\n--b\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--b--", "a=1")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--bc\r\n--b--", "a=--bc")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", "a=1")]
    [InlineData("--b\r\nno head", "")]
    [InlineData("--b--", "")]
    [InlineData("", "")]
    [InlineData("no form", "")]
    public void The_parts_of_a_form_are_read_also_where_it_is_not_valid(string body, string expected)
    {
        var parts = MultipartForm.Read(Encoding.UTF8.GetBytes(body), "b");

        Assert.Equal(expected, string.Join('&', parts.Select(part => $"{part.Name}={part.Text}")));
    }

    [Fact]
    public async Task Calls_are_found_by_the_conditions_of_a_reply()
    {
        using var mock = new MockAdapter(new MockReply());
        await Send(mock, new JsonBody("""{ "a": 1 }"""u8.ToArray()));
        await Send(mock, new JsonBody("""{ "a": 2 }"""u8.ToArray()));
        await Send(mock, new BytesBody("text"), "http://h/other");

        Assert.Equal(3, mock.FindCalls(new MockReply()).Count);
        Assert.Equal([mock.Calls[1]], mock.FindCalls(new MockReply { Method = "POST", Url = "/", RequestJson = """{"a":2}""" }));
        Assert.Equal([mock.Calls[2]], mock.FindCalls(new MockReply { RequestText = "te*" }));
        Assert.Empty(mock.FindCalls(new MockReply { Method = "GET" }));
    }

    [Theory]
    [InlineData("""{"a":1,"b":[1,{"c":2}]}""", """{"b":[1,{"c":2.0}],"a":1}""", null)]
    [InlineData("""{"a":1,"b":[1,{"c":2}]}""", """{"b":[1,{"c":3}],"a":1}""", "$.b[1].c differs")]
    [InlineData("""{"a":1}""", """{}""", "$.a is missing")]
    [InlineData("""{"a":null}""", """{}""", "$.a is missing")]
    [InlineData("""{}""", """{"a":1}""", "$.a is not expected")]
    [InlineData("""[1]""", """[1,2]""", "$ has 2 items in place of 1")]
    [InlineData("""[1]""", """{"a":1}""", "$ differs")]
    [InlineData("""null""", """1""", "$ differs")]
    [InlineData("""null""", """null""", null)]
    public void The_difference_of_JSON_has_its_path(string expected, string actual, string? difference)
    {
        var reply = new MockReply { RequestJson = expected };
        var request = new PreparedRequest("POST", "http://h/", []);

        var mismatch = MockMatcher.FindMismatch(reply, request, Encoding.UTF8.GetBytes(actual));

        Assert.Equal(difference is null ? null : $"the JSON body differs: {difference}", mismatch);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("""{"a":1,"a":2}""")]
    public void A_body_that_is_not_JSON_does_not_match(string body)
    {
        var reply = new MockReply { RequestJson = """{"a":1}""" };

        Assert.NotNull(MockMatcher.FindMismatch(reply, new PreparedRequest("POST", "http://h/", []), Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public async Task The_error_describes_the_nearest_of_many_replies()
    {
        using var mock = new MockAdapter(Enumerable.Range(0, 30).Select(index => new MockReply { Url = $"/{index}" }));
        mock.Add(new MockReply { Url = "/x", RequestText = "a" });

        var error = await Assert.ThrowsAsync<MockMismatchException>(() => Send(mock, new BytesBody("b"), "http://h/x"));

        var nearest = "\n  31. any method /x with a text body (used 0): the text of the body differs";
        Assert.Contains(nearest, error.Message, StringComparison.Ordinal);
        Assert.Contains("\n  … and 21 more", error.Message, StringComparison.Ordinal);
        Assert.Equal(12, error.Message.Split('\n').Length);
    }

    private static async Task<MockCall> Send(MockAdapter mock, RequestBody body, string url = "http://h/")
    {
        using var session = new RequestSession(AdapterRegistry.Create(mock));
        await session.RequestAsync(new Request("POST", url) { Body = body }, null, Stop);
        return mock.Calls[^1];
    }
}
