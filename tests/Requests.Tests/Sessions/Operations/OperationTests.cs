using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Operations;

public class OperationTests
{
    private const string Running = """{"status":"Running","percentComplete":40}""";
    private const string Succeeded = """{"status":"Succeeded"}""";

    [Theory]
    [InlineData("PUT", "http://h/thing/1?v=2")]
    [InlineData("PATCH", "http://h/thing/1?v=2")]
    [InlineData("POST", "http://h/result")]
    [InlineData("DELETE", "http://h/thing/status")]
    public async Task A_status_url_ends_in_the_resource_the_location_or_the_last_status(string method, string last)
    {
        foreach (var header in (string[])["Operation-Location", "Azure-AsyncOperation"])
        {
            using var session = Session(
                out var adapter,
                Reply(202, (header, "status"), ("Location", "/result")),
                ReplyText(200, Running),
                ReplyText(200, Succeeded),
                ReplyText(200, "result"));

            var result = await Follow(session, new Request(method, "http://h/thing/1?v=2") { Body = new BytesBody("{}") });

            Assert.Equal(last, result.Url);
            Assert.Equal([method, "GET", "GET"], adapter.Seen.Take(3).Select(sent => sent.Method));
            Assert.All(adapter.Seen.Skip(1).Take(2), sent => Assert.Equal("http://h/thing/status", sent.Url));
            Assert.Equal(method == "DELETE" ? 3 : 4, adapter.Seen.Count);
            Assert.All(adapter.Bodies.Skip(1), Assert.Empty);
        }
    }

    [Fact]
    public async Task A_post_without_a_location_ends_in_the_last_status()
    {
        using var session = Session(
            out _, Reply(202, ("Operation-Location", "/o")), ReplyText(200, """{"status":"succeeded","result":7}"""));
        Assert.Contains("7", (await Follow(session, new Request("POST", "http://h/"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_location_comes_first()
    {
        using var session = Session(
            out var adapter,
            Reply(201, ("Operation-Location", "http://h/a/o")),
            ReplyText(200, """{"Status":"SUCCEEDED","resourceLocation":"made"}"""),
            Reply(200));
        await Follow(session, new Request("PUT", "http://h/thing"));
        Assert.Equal("http://h/a/made", adapter.Seen[2].Url);
    }

    [Fact]
    public async Task A_status_url_may_move_and_name_the_location_later()
    {
        using var session = Session(
            out var adapter,
            Reply(202, ("Azure-AsyncOperation", "/o/1")),
            ReplyText(202, "", ("Azure-AsyncOperation", "/o/2"), ("Location", "/done")),
            ReplyText(200, Succeeded),
            Reply(200));
        await Follow(session, new Request("POST", "http://h/"));
        Assert.Equal(["/", "/o/1", "/o/2", "/done"], adapter.Seen.Select(sent => new Uri(sent.Url).AbsolutePath));
    }

    [Theory]
    [InlineData("PartiallyCompleted")]
    [InlineData("partiallySucceeded")]
    [InlineData("Done")]
    public async Task An_operation_can_succeed_in_parts(string status)
    {
        using var session = Session(
            out _,
            Reply(202, ("Operation-Location", "/o")),
            ReplyText(200, """{"status":"Ready"}"""),
            ReplyText(200, $$"""{"status":"{{status}}"}"""));
        Assert.Contains(status, (await Follow(session, new Request("POST", "http://h/"))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", 200)]
    [InlineData("DELETE", 204)]
    public async Task A_location_alone_responds_with_202_until_the_result_is_there(string method, int status)
    {
        using var session = Session(
            out var adapter,
            Reply(202, ("Location", "/1")),
            Reply(202, ("Location", "/2")),
            Reply(202),
            Reply(status));

        var result = await Follow(session, new Request(method, "http://h/"));

        Assert.Equal(status, result.StatusCode);
        Assert.Equal(["/", "/1", "/2", "/2"], adapter.Seen.Select(sent => new Uri(sent.Url).AbsolutePath));
    }

    [Fact]
    public async Task The_status_of_a_result_at_a_location_is_its_own()
    {
        using var session = Session(out _, Reply(202, ("Location", "/job")), ReplyText(200, """{"status":"Failed"}"""));
        Assert.Equal("http://h/job", (await Follow(session, new Request("POST", "http://h/"))).Url);
    }

    [Theory]
    [InlineData("""{"properties":{"provisioningState":"Creating"}}""", """{"properties":{"provisioningState":"Succeeded"}}""")]
    [InlineData("""{"provisioningState":"Creating"}""", "{}")]
    [InlineData("""{"provisioningState":"Creating"}""", """{"provisioningState":"Ready"}""")]
    public async Task A_resource_that_is_provisioned_is_requested_until_it_is_ready(string before, string after)
    {
        using var session = Session(
            out var adapter,
            ReplyText(201, before, ("Content-Type", "application/json")),
            ReplyText(200, before),
            ReplyText(200, after));

        var result = await Follow(session, new Request("PUT", "http://h/thing"));

        Assert.Equal(after, result.Text);
        Assert.All(adapter.Seen, sent => Assert.Equal("http://h/thing", sent.Url));
    }

    [Theory]
    [InlineData(200, "GET", "{}")]
    [InlineData(200, "PUT", """{"properties":{"provisioningState":"Succeeded"}}""")]
    [InlineData(202, "POST", """{"provisioningState":"Creating"}""")]
    [InlineData(404, "GET", "")]
    [InlineData(302, "GET", "")]
    public async Task Another_response_is_returned_unchanged(int status, string method, string body)
    {
        using var session = Session(
            out var adapter,
            ReplyText(status, body, ("Content-Type", "application/json"), (status == 202 ? "X-Location" : "Location", "/next")));
        var response = await session.RequestAsync(
            new Request(method, "http://h/"), new SendOptions { AllowRedirects = false }, TestContext.Current.CancellationToken);

        Assert.Same(response, await session.WaitForOperationAsync(response, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Single(adapter.Seen);
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("canceled")]
    [InlineData("CANCELLED")]
    [InlineData("rejected")]
    [InlineData("ValidationFailed")]
    [InlineData("aborted")]
    [InlineData("Error")]
    [InlineData("TimedOut")]
    public async Task A_failure_has_what_the_server_reports(string status)
    {
        var error = await Fails<OperationFailedException>(
            Reply(202, ("Operation-Location", "/o?sig=secret")),
            ReplyText(200, $$$"""{"status":"{{{status}}}","error":{"code":"Conflict","message":"The name is taken."} }"""));

        Assert.Equal((status, "Conflict", "The name is taken."), (error.Status, error.ErrorCode, error.ErrorMessage));
        Assert.Equal($"The operation 'http://h/o' ended with {status}: Conflict: The name is taken.", error.Message);
        Assert.Equal("http://h/o?sig=secret", error.Response?.Url);
    }

    [Theory]
    [InlineData("""{"error":{"code":"A","message":{"value":"text"}}}""", "A", "text")]
    [InlineData("""{"error":"text"}""", null, "text")]
    [InlineData("""{"statusMessage":"text"}""", null, "text")]
    [InlineData("""{"properties":{"statusMessage":{"error":{"code":"A","message":"text"}}}}""", "A", "text")]
    [InlineData("""{"properties":{"error":{"code":"A"}}}""", "A", null)]
    [InlineData("""{"error":null,"statusMessage":"text"}""", null, "text")]
    [InlineData(
        """{"error":{"code":"A","message":"outer","details":[{"message":"b","details":[{"code":"C","message":"c"}]},{"message":"d"}]}}""",
        "A",
        "outer C: c d")]
    [InlineData("""{"error":{"code":7,"message":"\ud800"}}""", null, null)]
    [InlineData("[1]", null, null)]
    [InlineData("<html>", null, null)]
    public void The_error_message_is_found(string json, string? code, string? message)
    {
        var report = OperationReport.Read(Loaded(json));
        Assert.Equal((code, message), (report.ErrorCode, report.ErrorMessage));
    }

    [Theory]
    [InlineData("""{"percentComplete":40}""", 40.0)]
    [InlineData("""{"percentComplete":"40.5"}""", 40.5)]
    [InlineData("""{"percentageComplete":7}""", 7.0)]
    [InlineData("""{"percentComplete":140}""", null)]
    [InlineData("""{"percentComplete":"x"}""", null)]
    public void The_progress_is_read(string json, double? percent) =>
        Assert.Equal(percent, OperationReport.Read(Loaded(json)).PercentComplete);

    [Theory]
    [InlineData(409)]
    [InlineData(500)]
    public async Task An_error_status_at_a_location_is_a_failure_of_the_operation(int status)
    {
        var error = await Fails<OperationFailedException>(
            Reply(202, ("Location", "/l")), ReplyText(status, """{"error":{"code":"A","message":"text"}}"""));
        Assert.Null(error.Status);
        Assert.Equal("text", error.ErrorMessage);
    }

    [Theory]
    [InlineData("Operation-Location", 500)]
    [InlineData("Azure-AsyncOperation", 404)]
    [InlineData("Location", 401)]
    [InlineData("Location", 429)]
    public async Task An_error_status_of_the_request_for_the_status_is_an_error_of_http(string header, int status) =>
        Assert.Equal(
            status,
            (await Fails<HttpErrorException>(Reply(202, (header, "/o")), Reply(status))).Response?.StatusCode);

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_busy_server_is_sent_the_request_again(int status)
    {
        using var session = Session(
            out var adapter,
            Reply(202, ("Operation-Location", "/o")),
            Reply(status, ("Retry-After", "0")),
            ReplyText(200, Succeeded));
        await Follow(session, new Request("DELETE", "http://h/"));
        Assert.Equal(3, adapter.Seen.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"status":7}""")]
    public async Task A_status_url_without_a_status_is_an_error(string body) =>
        Assert.NotNull((await Fails<OperationStatusException>(Reply(202, ("Operation-Location", "/o")), ReplyText(200, body))).Response);

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task An_error_status_is_not_the_result_unless_it_is_expected(int status)
    {
        var replies = new[]
        {
            Reply(202, ("Operation-Location", "/o")),
            ReplyText(200, Succeeded),
            Reply(503, ("Retry-After", "0")),
            Reply(status),
        };
        using var session = Session(out var adapter, replies);
        await Assert.ThrowsAsync<HttpErrorException>(() => Follow(session, new Request("PUT", "http://h/")));
        Assert.Equal(4, adapter.Seen.Count);

        using var expecting = Session(out _, replies);
        expecting.Defaults = expecting.Defaults with { ExpectStatus = new ExpectedStatuses($"{status}", "202") };
        Assert.Equal(status, (await Follow(expecting, new Request("PUT", "http://h/"))).StatusCode);
    }

    [Fact]
    public async Task The_query_of_an_authentication_is_written_once()
    {
        using var session = Session(
            out var adapter, Reply(202, ("Operation-Location", "/o?v=1")), ReplyText(200, Succeeded), Reply(200));
        session.Auth = new QueryAuth();
        await Follow(session, new Request("PUT", "http://h/thing?a=1"));
        Assert.Equal(
            ["http://h/thing?a=1&key=1", "http://h/o?v=1&key=1", "http://h/thing?a=1&key=1"], adapter.Seen.Select(sent => sent.Url));
    }

    [Fact]
    public async Task Several_urls_are_an_error() =>
        await Fails<OperationStatusException>(Reply(202, ("Operation-Location", "/1"), ("Operation-Location", "/2")));

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://:x/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_url_of_another_scheme_or_none_is_refused(string url) =>
        await Fails<InvalidUrlException>(Reply(202, ("Operation-Location", url)));

    [Fact]
    public async Task The_waits_and_their_status_are_reported()
    {
        var observer = new Waits();
        var time = new JumpingTime();
        var adapter = new FakeAdapter(
            Reply(202, ("Operation-Location", "/o?sig=secret"), ("Retry-After", "3")), ReplyText(200, Running), ReplyText(200, Succeeded));
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { Time = time, TrustEnv = false };
        var response = await session.RequestAsync(
            new Request("POST", "http://h/"), new SendOptions { Observer = observer }, TestContext.Current.CancellationToken);

        await session.WaitForOperationAsync(response, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            ["http://h/o 202: waiting 3 s, then request 1", "http://h/o Running, 40 %: waiting 5 s, then request 2"],
            observer.Seen);
        Assert.Equal([3, 5], time.Waits);
    }

    private static Response Loaded(string text)
    {
        var response = ReplyText(200, text)(new PreparedRequest("GET", "http://h/", []));
        _ = response.Content;
        return response;
    }

    private static async Task<T> Fails<T>(params Func<PreparedRequest, Response>[] replies)
        where T : RequestException
    {
        using var session = Session(out _, replies);
        return await Assert.ThrowsAsync<T>(() => Follow(session, new Request("POST", "http://h/")));
    }

    internal static async Task<Response> Follow(RequestSession session, Request request)
    {
        var response = await session.RequestAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        return await session.WaitForOperationAsync(
            response, new WaitOptions { Every = TimeSpan.Zero }, cancellationToken: TestContext.Current.CancellationToken);
    }

    private sealed class QueryAuth : AuthBase
    {
        public override void Apply(PreparedRequest request) => request.Url += "&key=1";
    }

    private sealed class Waits : IExchangeObserver
    {
        internal List<string> Seen { get; } = [];

        public void Sending(PreparedRequest request)
        {
        }

        public void Received(Response response)
        {
        }

        public void Read(Response response)
        {
        }

        public void Polling(PollWait wait) => Seen.Add($"{wait.Url} {wait}");
    }
}
