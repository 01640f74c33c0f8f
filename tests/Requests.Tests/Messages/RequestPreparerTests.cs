namespace Requests.Tests.Messages;

public class RequestPreparerTests
{
    [Theory]
    [InlineData("GET", null)]
    [InlineData("HEAD", null)]
    [InlineData("POST", "0")]
    [InlineData("PUT", "0")]
    [InlineData("PATCH", "0")]
    [InlineData("OPTIONS", "0")]
    [InlineData("DELETE", "0")]
    [InlineData("PURGE", "0")]
    public void A_method_that_may_have_a_body_sends_a_length_of_0_without_one(string method, string? length)
    {
        Assert.Equal(length, Prepare(new Request(method, "http://h/")).Headers["Content-Length"]);
        Assert.Equal(length, Prepare(new Request(method, "http://h/") { Body = new BytesBody("") }).Headers["Content-Length"]);
    }

    [Fact]
    public void A_length_by_hand_is_kept() =>
        Assert.Equal(
            "not zero",
            Prepare(new Request("POST", "http://h/") { Headers = new() { ["Content-Length"] = "not zero" } }).Headers["Content-Length"]);

    [Fact]
    public void A_known_length_replaces_the_one_by_hand() =>
        Assert.Equal(
            "1",
            Prepare(
                new Request("POST", "http://h/")
                {
                    Body = new BytesBody("x"),
                    Headers = new() { ["content-length"] = "99" },
                }).Headers["Content-Length"]);

    [Fact]
    public void The_length_counts_bytes_and_a_text_sets_no_type()
    {
        var prepared = Prepare(new Request("POST", "http://h/") { Body = new BytesBody("\u00f6\u00f6\u00f6") });

        Assert.Equal("6", prepared.Headers["Content-Length"]);
        Assert.Null(prepared.Headers["Content-Type"]);
    }

    [Fact]
    public void A_form_sets_its_type_unless_the_caller_did()
    {
        var form = new FormBody([KeyValuePair.Create("life", (string?)"42")]);

        Assert.Equal(
            "application/x-www-form-urlencoded",
            Prepare(new Request("POST", "http://h/") { Body = form }).Headers["Content-Type"]);
        Assert.Equal(
            "x/y",
            Prepare(
                new Request("POST", "http://h/") { Body = form, Headers = new() { ["content-type"] = "x/y" } }).Headers["Content-Type"]);
    }

    [Fact]
    public void A_body_of_unknown_length_goes_in_chunks()
    {
        var prepared = Prepare(
            new Request("POST", "http://h/") { Body = new StreamBody(new EqualPiecesStream([], 1)), Auth = new BasicAuth("u", "p") });

        Assert.Equal("chunked", prepared.Headers["Transfer-Encoding"]);
        Assert.Null(prepared.Headers["Content-Length"]);
    }

    [Fact]
    public void A_body_of_known_length_does_not()
    {
        var prepared = Prepare(
            new Request("POST", "http://h/") { Body = new StreamBody(new MemoryStream(new byte[9])), Auth = new BasicAuth("u", "p") });

        Assert.Equal("9", prepared.Headers["Content-Length"]);
        Assert.Null(prepared.Headers["Transfer-Encoding"]);
    }

    [Fact]
    public void The_method_is_sent_in_upper_case() => Assert.Equal("PATCH", Prepare(new Request("patch", "http://h/")).Method);

    [Fact]
    public void Userinfo_becomes_basic_auth_and_leaves_the_url()
    {
        var prepared = Prepare(new Request("GET", "http://user%25user:pass%20pass@h/a"));

        Assert.Equal("http://h/a", prepared.Url);
        Assert.Equal($"Basic {Convert.ToBase64String("user%user:pass pass"u8)}", prepared.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("http://alice:secret@h/", "alice:secret")]
    [InlineData("http://alice:@h/", "any:of-netrc")]
    [InlineData("http://:secret@h/", ":secret")]
    [InlineData("http://foo@h/", "foo:of-netrc")]
    [InlineData("http://unknown@h/", "unknown:")]
    [InlineData("http://h/", "any:of-netrc")]
    public void Credentials_of_the_url_take_precedence_over_netrc(string url, string expected)
    {
        var prepared = RequestPreparer.Prepare(
            new Request("GET", url),
            baseUri: null,
            sessionCookies: null,
            (_, user) => user == "unknown" ? null : new BasicAuth(user ?? "any", "of-netrc"));

        Assert.Equal($"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(expected))}", prepared.Headers["Authorization"]);
    }

    [Fact]
    public void A_copy_is_equal_and_then_its_own()
    {
        var prepared = Prepare(
            new Request("POST", "http://h/\u00f8?a=1") { Body = new BytesBody("x"), Headers = new() { ["Cookie"] = "a=b" } });
        var copy = prepared.Copy();

        Assert.Equal((prepared.Method, prepared.Url, prepared.Body), (copy.Method, copy.Url, copy.Body));
        Assert.Equal(prepared.Headers, copy.Headers);

        copy.Headers["X"] = "1";
        copy.Url = "http://other/";
        Assert.Null(prepared.Headers["X"]);
        Assert.Equal("http://h/%C3%B8?a=1", prepared.Url);
    }

    private static PreparedRequest Prepare(Request request) => RequestPreparer.Prepare(request, baseUri: null, sessionCookies: null);

    [Fact]
    public async Task A_body_changed_after_preparing_has_its_own_length()
    {
        using var session = FakeAdapter.Session(out var adapter, FakeAdapter.Reply(200), FakeAdapter.Reply(200), FakeAdapter.Reply(200));
        var prepared = session.PrepareRequest(new Request("POST", "http://h/") { Body = new BytesBody("four") });

        prepared.Body = new BytesBody("sixsix");
        await session.SendAsync(prepared);
        prepared.Body = new ChunkedBody(["x"]);
        await session.SendAsync(prepared);
        prepared.Body = null;
        await session.SendAsync(prepared);

        Assert.Equal(["6", null, "0"], adapter.Seen.Select(sent => sent.Headers["Content-Length"]));
        Assert.Equal([null, "chunked", null], adapter.Seen.Select(sent => sent.Headers["Transfer-Encoding"]));
    }

    [Fact]
    public async Task A_prepared_request_can_be_sent_twice()
    {
        using var session = FakeAdapter.Session(out var adapter, FakeAdapter.Reply(200), FakeAdapter.Reply(200));
        var prepared = session.PrepareRequest(
            new Request("POST", "http://h/") { Body = new StreamBody(new MemoryStream("data"u8.ToArray())) });

        await session.SendAsync(prepared);
        await session.SendAsync(prepared);

        Assert.Equal(["data", "data"], adapter.Bodies);
    }
}
