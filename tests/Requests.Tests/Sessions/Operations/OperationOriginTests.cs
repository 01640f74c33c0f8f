using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Operations;

public class OperationOriginTests
{
    private const string Succeeded = """{"status":"Succeeded"}""";

    [Fact]
    public async Task Another_origin_gets_no_credentials_and_the_first_one_gets_them_again()
    {
        using var session = Session(
            out var adapter, Reply(202, ("Operation-Location", "http://other/o")), ReplyText(200, Succeeded), Reply(200));
        session.Headers["X-Api-Key"] = "secret";
        session.Headers["X-Tenant"] = "seven";
        session.Cookies["sid"] = "secret";
        session.Auth = new BasicAuth("user", "secret");

        await OperationTests.Follow(session, new Request("PUT", "http://h/thing"));

        foreach (var name in (string[])["Authorization", "X-Api-Key", "Cookie"])
        {
            Assert.Equal([true, false, true], adapter.Seen.Select(sent => sent.Headers.ContainsKey(name)));
        }

        Assert.All(adapter.Seen, sent => Assert.Equal("seven", sent.Headers["X-Tenant"]));
    }

    [Fact]
    public async Task A_poll_has_no_header_that_belongs_to_the_method_or_the_body()
    {
        using var session = Session(out var adapter, Reply(202, ("Operation-Location", "/o")), ReplyText(200, Succeeded));
        var headers = new HeaderDictionary
        {
            ["If-Match"] = "*",
            ["If-None-Match"] = "*",
            ["Prefer"] = "respond-async",
            ["X-HTTP-Method-Override"] = "DELETE",
            ["Content-Type"] = "application/json",
            ["Accept"] = "application/json",
            ["X-Request-Id"] = "7",
        };

        await OperationTests.Follow(session, new Request("DELETE", "http://h/") { Headers = headers, Body = new BytesBody("{}") });

        Assert.Equal(
            ["Accept", "X-Request-Id"],
            adapter.Seen[1].Headers.Keys.Where(name => headers.ContainsKey(name)).Order(StringComparer.Ordinal));
        Assert.Null(adapter.Seen[1].Headers["Content-Length"]);
    }

    [Fact]
    public async Task From_https_to_http_is_refused_unless_the_options_allow_it()
    {
        Func<PreparedRequest, Response>[] replies = [Reply(202, ("Location", "http://h/o")), Reply(200)];
        using var refusing = Session(out var adapter, replies);
        refusing.Adapters.Mount("https://", adapter);
        var error = await Assert.ThrowsAsync<InsecureRedirectException>(
            () => OperationTests.Follow(refusing, new Request("POST", "https://h/")));
        Assert.Equal(202, error.Response?.StatusCode);
        Assert.Single(adapter.Seen);

        using var allowing = Session(out adapter, replies);
        allowing.Adapters.Mount("https://", adapter);
        allowing.Auth = new BasicAuth("user", "secret");
        allowing.Defaults = new SendOptions { AllowInsecureRedirect = true };
        await OperationTests.Follow(allowing, new Request("POST", "https://h/"));
        Assert.Null(adapter.Seen[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task After_a_redirect_to_another_origin_the_credentials_stay_with_the_first()
    {
        using var session = Session(
            out var adapter,
            Redirect(307, "http://other/start"),
            Reply(202, ("Operation-Location", "/o")),
            ReplyText(200, """{"status":"Succeeded","resourceLocation":"http://h/thing"}"""),
            Reply(200));
        session.Auth = new BasicAuth("user", "secret");

        await OperationTests.Follow(session, new Request("POST", "http://h/start"));

        Assert.Equal(
            ["http://h/start", "http://other/start", "http://other/o", "http://h/thing"], adapter.Seen.Select(sent => sent.Url));
        Assert.Equal([true, false, false, true], adapter.Seen.Select(sent => sent.Headers.ContainsKey("Authorization")));
    }

    [Fact]
    public async Task Secrets_of_the_call_are_redacted_in_the_words_of_another_origin()
    {
        using var session = Session(
            out _,
            Reply(202, ("Operation-Location", "http://other/o")),
            ReplyText(200, """{"status":"Failed","error":{"code":"A","message":"the key canary-1234 is wrong"}}"""));
        session.Headers["X-Api-Key"] = "canary-1234";

        var error = await Assert.ThrowsAsync<OperationFailedException>(
            () => OperationTests.Follow(session, new Request("POST", "http://h/")));

        Assert.DoesNotContain("canary", error.Message + error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_from_a_response_is_sent_with_its_session_also_that_of_a_single_call()
    {
        using var session = Session(out _, Reply(200));
        var stop = TestContext.Current.CancellationToken;
        var response = await session.RequestAsync(new Request("GET", "http://h/"), cancellationToken: stop);
        Assert.Same(session, RequestSession.GetSessionOf(response));

        using var stateless = RequestSession.CreateStateless();
        stateless.Adapters.Mount("http://", new FakeAdapter(Reply(202, ("Set-Cookie", "node=7"))));
        response = await stateless.RequestAsync(new Request("GET", "http://h/"), cancellationToken: stop);
        var next = RequestSession.GetSessionOf(response);
        Assert.Same(stateless, next);
        Assert.Equal("node=7", next.PrepareRequest(new Request("GET", "http://h/")).Headers["Cookie"]);

        response.Session = null;
        next = RequestSession.GetSessionOf(response);
        Assert.Equal("node=7", next.PrepareRequest(new Request("GET", "http://h/")).Headers["Cookie"]);
    }

    [Fact]
    public async Task The_result_is_streamed_where_the_options_say_so_and_the_polls_are_not()
    {
        using var session = Session(
            out var adapter, Reply(202, ("Operation-Location", "/o")), ReplyText(200, Succeeded), ReplyText(200, "large"));
        var response = await session.RequestAsync(
            new Request("PUT", "http://h/"), new SendOptions { Stream = true }, TestContext.Current.CancellationToken);

        var result = await session.WaitForOperationAsync(
            response,
            new WaitOptions { Every = TimeSpan.Zero },
            new SendOptions { Stream = true },
            TestContext.Current.CancellationToken);

        Assert.Equal([true, false, true], adapter.Options.Select(options => options.Stream));
        Assert.False(result.IsContentRead);
        Assert.Equal("large", result.Text);
    }
}
