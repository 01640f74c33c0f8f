using System.Net;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Exchanges;

/// <summary>Tests the hooks for informational responses (RFC 9110 section 15.2, RFC 8297).</summary>
public class InformationalTests
{
    private const string EarlyHints =
        "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\nLink: </b.js>; rel=modulepreload\r\n"
            + "X-Folded: a\r\n b\r\n\r\n";

    [Fact]
    public async Task They_are_received_in_order_before_the_response()
    {
        using var server = RawServer.Start($"HTTP/1.1 100 Continue\r\n\r\n{EarlyHints}HTTP/1.1 199\r\n\r\n{RawServer.Ok("text")}");
        using var session = new RequestSession { TrustEnv = false };
        var seen = new List<string>();
        Response? hints = null;
        var hooks = new RequestHooks(
            [(response, _) => { seen.Add($"{response.StatusCode}"); return null; }],
            informational:
            [
                (response, _) =>
                {
                    seen.Add($"{response.StatusCode} {response.Reason}");
                    if (response.StatusCode == 103) hints = response;
                },
            ]);

        var response = await session.RequestAsync(new Request("GET", server.Url) { Hooks = hooks });

        Assert.Equal("text", response.Text);
        Assert.Equal(["100 Continue", "103 Early Hints", "199 ", "200"], seen);
        Assert.Equal(2, hints!.Headers.GetValues("Link").Count);
        Assert.Equal("a b", hints.Headers["X-Folded"]);
        Assert.Equal($"{server.Url}style.css", hints.Links["preload"].Url);
        Assert.Empty(response.History);
        Assert.DoesNotContain("1xx", server.Seen[0], StringComparison.Ordinal);
        Assert.DoesNotContain("1xx", string.Join(',', response.Request.Headers.Keys), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_is_called_when_the_response_has_not_come_yet()
    {
        using var server = RawServer.StartHanging(EarlyHints);
        using var session = new RequestSession { TrustEnv = false };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var hooks = new RequestHooks(informational: [(_, _) => stop.Cancel()]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            session.RequestAsync(new Request("GET", server.Url) { Hooks = hooks }, null, stop.Token));
    }

    [Fact]
    public async Task Each_hop_and_each_attempt_has_its_own()
    {
        using var server = RawServer.Start(
            $"{EarlyHints}HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
            $"{EarlyHints}HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
            $"{EarlyHints}{RawServer.Ok("end")}");
        using var session = new RequestSession { TrustEnv = false };
        var seen = new List<string>();
        session.Hooks = new RequestHooks(informational: [(response, _) => seen.Add(response.Url)]);

        var response = await session.RequestAsync(
            new Request("GET", server.Url),
            new SendOptions { Retry = new RetryPolicy { Total = 1, StatusList = [503] } });

        Assert.Equal("end", response.Text);
        Assert.Equal([server.Url, $"{server.Url}b", $"{server.Url}b"], seen);
    }

    [Fact]
    public async Task A_body_and_a_request_without_hooks_are_sent_as_before()
    {
        using var server = RawServer.Start($"{EarlyHints}{RawServer.Ok("one")}", $"{EarlyHints}{RawServer.Ok("two")}");
        using var session = new RequestSession { TrustEnv = false };
        var seen = 0;
        var request = new Request("POST", server.Url)
        {
            Body = new BytesBody("body"),
            Hooks = new RequestHooks(informational: [(_, _) => seen++]),
        };

        Assert.Equal("one", (await session.RequestAsync(request)).Text);
        Assert.Equal("two", (await session.RequestAsync(new Request("GET", server.Url))).Text);

        Assert.Equal(1, seen);
        Assert.EndsWith("\r\n\r\nbody", server.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exception_of_a_hook_is_that_of_the_call()
    {
        using var server = RawServer.Start($"{EarlyHints}{RawServer.Ok("text")}", RawServer.Ok("next"));
        using var session = new RequestSession { TrustEnv = false };
        var hooks = new RequestHooks(informational: [(_, _) => throw new InvalidOperationException("no")]);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            session.RequestAsync(new Request("GET", server.Url) { Hooks = hooks }));

        Assert.Equal("no", error.Message);
        Assert.Equal("next", (await session.RequestAsync(new Request("GET", server.Url))).Text);
    }

    [Fact]
    public async Task The_exception_of_a_hook_cancels_a_request_whose_response_has_not_come()
    {
        using var server = RawServer.StartHanging(EarlyHints);
        using var session = new RequestSession { TrustEnv = false };
        var hooks = new RequestHooks(informational: [(_, _) => throw new InvalidOperationException("no")]);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            session.RequestAsync(new Request("GET", server.Url) { Hooks = hooks }));

        await server.Closed.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_body_that_is_streamed_after_them_is_canceled_by_the_caller()
    {
        using var server = RawServer.StartHanging($"{EarlyHints}HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        using var session = new RequestSession { TrustEnv = false };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var request = new Request("GET", server.Url) { Hooks = new RequestHooks(informational: [(_, _) => { }]) };

        var response = await session.RequestAsync(request, new SendOptions { Stream = true }, stop.Token);
        var reading = response.ReadContentAsync(CancellationToken.None);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => reading);
        await server.Closed.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task HTTP_2_has_none_and_no_mark()
    {
        using var server = new Http2Server((_, _) => Http2Server.Handling.Process);
        using var session = new RequestSession { TrustEnv = false };
        var request = new Request("GET", server.Url) { Hooks = new RequestHooks(informational: [(_, _) => Assert.Fail()]) };

        var response = await session.RequestAsync(request, new SendOptions { HttpVersion = HttpVersion.Version20 });

        Assert.Equal("ok", response.Text);
    }

    [Fact]
    public async Task An_adapter_of_the_caller_needs_nothing_for_them()
    {
        using var session = Session(out _, Reply(200));
        var request = new Request("GET", "http://h/") { Hooks = new RequestHooks(informational: [(_, _) => Assert.Fail()]) };

        Assert.Equal(200, (await session.RequestAsync(request)).StatusCode);
        Assert.True(session.RequiresCallerContext(session.PrepareRequest(request)));
    }

    [Fact]
    public async Task Heads_beyond_the_limit_are_an_error()
    {
        var many = string.Concat(Enumerable.Repeat(EarlyHints, 20));
        using var server = RawServer.Start($"{many}{RawServer.Ok()}");
        using var session = new RequestSession(AdapterRegistry.Create(new HttpAdapter(new() { MaximumHeaderSize = 1024 })));
        session.TrustEnv = false;
        var request = new Request("GET", server.Url) { Hooks = new RequestHooks(informational: [(_, _) => { }]) };

        await Assert.ThrowsAsync<InvalidResponseHeaderException>(() => session.RequestAsync(request));
    }
}
