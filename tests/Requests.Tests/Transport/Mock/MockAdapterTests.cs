using System.Text;

namespace Requests.Tests.Transport;

public class MockAdapterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://h/a", "http://h/a?x=1", true)]
    [InlineData("http://h", "http://h/", true)]
    [InlineData("http://h/a", "http://h/A", false)]
    [InlineData("http://h/a?x=1", "http://h/a?x=1", true)]
    [InlineData("http://h/a?x=1", "http://h/a?x=2", false)]
    [InlineData("http://*/users/*", "http://h.example/users/7/x", true)]
    [InlineData("/users/*", "http://h.example:81/users/7?x", true)]
    [InlineData("/users", "http://h.example/users/7", false)]
    [InlineData("http://h/š", "http://h/%C5%A1", true)]
    public async Task The_url_is_compared_in_its_wire_form(string pattern, string url, bool fits)
    {
        using var session = Session(new MockReply { Url = pattern });
        if (fits) Assert.Equal(200, (await Get(session, url)).StatusCode);
        else await Assert.ThrowsAsync<MockMismatchException>(() => Get(session, url));
    }

    [Fact]
    public void A_reply_tells_what_it_is_for()
    {
        Assert.Equal("any method any URL (used 0)", new MockReply().ToString());
        Assert.Equal(
            "GET http://h/* with a query with headers X-A, X-B with a JSON body with a form (used 0 of 2)",
            new MockReply
            {
                Method = "get",
                Url = "http://h/*",
                Query = new QueryParams { { "a", "1" } },
                RequestHeaders = new() { ["X-A"] = "1", ["X-B"] = "2" },
                RequestJson = "{}",
                RequestForm = new QueryParams { { "a", "1" } },
                Times = 2,
            }.ToString());
    }

    [Fact]
    public async Task Query_headers_json_and_form_have_to_match()
    {
        using var session = Session(
            new MockReply { Query = new QueryParams { { "a", "1 2" } }, StatusCode = 201 },
            new MockReply { RequestHeaders = new() { ["x-key"] = "ab*" }, StatusCode = 202 },
            new MockReply { RequestJson = """{"b":[1,2],"a":null}""", StatusCode = 203 },
            new MockReply { RequestForm = new QueryParams { { "a", "1" }, { "a", "ž" } }, StatusCode = 206 });

        Assert.Equal(201, (await Get(session, "http://h/?z=0&a=1+2")).StatusCode);
        Assert.Equal(
            202,
            (await session.RequestAsync(new Request("GET", "http://h/") { Headers = new() { ["X-Key"] = "abc" } }, null, Stop)).StatusCode);
        Assert.Equal(203, (await Post(session, new JsonBody("""{ "a" : null, "b": [1, 2] }"""u8.ToArray()))).StatusCode);
        Assert.Equal(206, (await Post(session, new BytesBody("a=%C5%BE&a=1"))).StatusCode);
        await Assert.ThrowsAsync<MockMismatchException>(() => Post(session, new BytesBody("a=1")));
        await Assert.ThrowsAsync<MockMismatchException>(() => Post(session, new BytesBody("a=1&a=%C5%BE&b=2")));
    }

    [Fact]
    public async Task The_registered_replies_are_listed_when_no_reply_matches()
    {
        using var session = Session(new MockReply { Method = "post", Url = "http://h/a" }, new MockReply { Url = "http://h/*", Times = 1 });
        await Get(session, "http://h/b");

        var error = await Assert.ThrowsAsync<MockMismatchException>(() =>
            session.RequestAsync(new Request("GET", "http://h/b?token=secret"), new SendOptions { Retry = new RetryPolicy() }, Stop));

        Assert.Equal(

            "No reply of the mock fits GET http://h/b. Registered:\n  1. POST http://h/a (used 0): the method differs\n"
                + "  2. any method http://h/* (used 1 of 1): it is used up",
            error.Message);
    }

    [Fact]
    public async Task In_ordered_mode_each_reply_responds_once()
    {
        using var mock = new MockAdapter(new MockReply { Url = "/a", StatusCode = 201 }, new MockReply { Url = "/b", StatusCode = 202 })
        {
            Ordered = true,
        };
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        var early = await Assert.ThrowsAsync<MockMismatchException>(() => Get(session, "http://h/b"));
        Assert.Equal(201, (await Get(session, "http://h/a")).StatusCode);
        Assert.Equal(202, (await Get(session, "http://h/b")).StatusCode);
        await Assert.ThrowsAsync<MockMismatchException>(() => Get(session, "http://h/a"));

        Assert.Contains("its turn has not come", early.Message, StringComparison.Ordinal);
        Assert.Equal(["http://h/b", "http://h/a", "http://h/b", "http://h/a"], mock.Calls.Select(call => call.Url));
        Assert.Equal([null, 201, 202, null], mock.Calls.Select(call => call.Reply?.StatusCode));
    }

    [Fact]
    public async Task The_next_matching_reply_responds_when_one_is_used_up()
    {
        using var session = Session(new MockReply { StatusCode = 503, Times = 2 }, new MockReply { Body = "there"u8.ToArray() });

        var response = await session.RequestAsync(
            new Request("GET", "http://h/"),
            new SendOptions { Retry = new RetryPolicy { StatusList = [503] } },
            Stop);

        Assert.Equal(("there", "OK", 2), (response.Text, response.Reason, response.Retries.Count));
    }

    [Fact]
    public async Task A_callback_or_an_exception_replaces_the_response()
    {
        var time = new JumpingTime();
        using var mock = new MockAdapter(
            time,
            new MockReply
            {
                Url = "/call",
                Callback = (request, _) => new Response(request, 299, new MemoryStream(Encoding.UTF8.GetBytes(request.Method))),
            },
            new MockReply { Url = "/throw", Exception = new ConnectTimeoutException("mine") },
            new MockReply { Url = "/wait", Delay = TimeSpan.FromSeconds(30) });
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        Assert.Equal("GET", (await Get(session, "http://h/call")).Text);
        Assert.Equal("mine", (await Assert.ThrowsAsync<ConnectTimeoutException>(() => Get(session, "http://h/throw"))).Message);
        Assert.Equal(30, (await Get(session, "http://h/wait")).Elapsed.TotalSeconds, 1);
        await Assert.ThrowsAsync<ReadTimeoutException>(() =>
            session.RequestAsync(new Request("GET", "http://h/wait"), new SendOptions { Timeout = RequestTimeout.FromSeconds(5) }, Stop));
        Assert.Equal([30, 5], time.Waits);
    }

    [Fact]
    public async Task An_exception_thrown_twice_has_the_request_of_each_time()
    {
        using var session = Session(new MockReply { Exception = new ConnectionException("down") });
        await Assert.ThrowsAsync<ConnectionException>(() =>
            session.RequestAsync(new Request("GET", "http://h/a"), new SendOptions { Retry = RetryPolicy.FromTotal(1) }, Stop));

        var second = await Assert.ThrowsAsync<ConnectionException>(() => Get(session, "http://h/b"));

        Assert.Equal("http://h/b", second.Request!.Url);
        Assert.Empty(second.Retries);
    }

    [Fact]
    public async Task Pass_through_hosts_are_sent_over_the_network()
    {
        using var server = RawServer.Start(RawServer.Ok("real"));
        using var mock = new MockAdapter(new MockReply { Body = "mock"u8.ToArray() }) { PassThrough = ["127.0.0.1"] };
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        Assert.Equal("real", (await Get(session, server.Url)).Text);
        Assert.Equal("mock", (await Get(session, "http://elsewhere/")).Text);
        Assert.Equal(2, mock.Calls.Count);
    }

    [Fact]
    public async Task The_log_keeps_requests_as_they_were()
    {
        using var mock = new MockAdapter(new MockReply());
        using var session = new RequestSession(AdapterRegistry.Create(mock));
        var request = session.PrepareRequest(new Request("POST", "http://h/?q=1") { Body = new BytesBody("body") });

        await session.SendAsync(request, null, Stop);
        request.Headers["X-Later"] = "1";

        var call = mock.Calls.Single();
        Assert.Equal(("POST", "http://h/?q=1", "body", null), (call.Method, call.Url, call.Text, call.Request.Headers["X-Later"]));
        Assert.DoesNotContain("q=1", call.ToString(), StringComparison.Ordinal);
    }

    private static RequestSession Session(params MockReply[] replies) => new(AdapterRegistry.Create(new MockAdapter(replies)));

    private static Task<Response> Get(RequestSession session, string url) => session.RequestAsync(new Request("GET", url), null, Stop);

    private static Task<Response> Post(RequestSession session, RequestBody body) =>
        session.RequestAsync(new Request("POST", "http://h/") { Body = body }, null, Stop);
}
