using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

public class HookTests
{
    [Fact]
    public async Task A_hook_receives_the_response_and_the_options()
    {
        using var session = Session(out _, Reply(200));
        var options = new SendOptions { Timeout = RequestTimeout.FromSeconds(1, 2), Stream = true };
        (Response? Response, SendOptions? Options) seen = default;

        var response = await session.RequestAsync(With((sent, used) => { seen = (sent, used); return null; }), options);

        Assert.Same(response, seen.Response);
        Assert.Equal(options, seen.Options);
    }

    [Fact]
    public async Task A_call_without_hooks_has_its_sessions_and_one_with_hooks_has_only_its_own()
    {
        using var session = Session(out _, Reply(200), Reply(200));
        var log = new List<string>();
        session.Hooks = new RequestHooks([(_, _) => { log.Add("session"); return null; }]);

        await session.RequestAsync(new Request("GET", "http://h/"));
        await session.RequestAsync(With((_, _) => { log.Add("call"); return null; }));

        Assert.Equal(["session", "call"], log);
    }

    [Fact]
    public async Task Each_event_is_the_calls_where_it_names_it_and_the_sessions_where_it_does_not()
    {
        using var session = Session(out _, Reply(200), Reply(200));
        var log = new List<string>();
        session.Hooks = new RequestHooks(
            [(_, _) => { log.Add("response"); return null; }],
            [(_, _) => { log.Add("request"); return null; }]);

        await session.RequestAsync(
            new Request("GET", "http://h/") { Hooks = new RequestHooks(request: [(_, _) => { log.Add("mine"); return null; }]) });
        await session.RequestAsync(new Request("GET", "http://h/") { Hooks = new RequestHooks(response: []) });

        Assert.Equal(["mine", "response", "request"], log);
    }

    [Fact]
    public async Task A_request_hook_changes_or_replaces_what_is_sent_on_every_hop()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Reply(200));
        var hooks = new RequestHooks(request: [
            (request, options) => { request.Headers["X-Hook"] = $"{request.Url} {options.Stream}"; return null; },
            (request, _) => { var other = request.Copy(); other.Headers["X-Other"] = "1"; return other; }]);

        var response = await session.RequestAsync(new Request("POST", "http://h/a") { Hooks = hooks, Body = new BytesBody("x") });

        Assert.Equal(["http://h/a False", "http://h/b False"], adapter.Seen.Select(sent => sent.Headers["X-Hook"]));
        Assert.Equal("1", response.Request.Headers["X-Other"]);
    }

    [Fact]
    public async Task A_request_hook_that_throws_sends_nothing()
    {
        using var session = Session(out var adapter);
        var request = new Request("GET", "http://h/") { Hooks = new RequestHooks(request: [(_, _) => throw new RequestException("no")]) };

        await Assert.ThrowsAsync<RequestException>(() => session.RequestAsync(request));
        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task A_hook_may_call_the_session()
    {
        using var session = Session(out var adapter, Reply(200), Reply(201));
        Task<Response>? inner = null;

        await session.RequestAsync(With((_, _) => { inner ??= session.RequestAsync(new Request("GET", "http://h/inner")); return null; }));

        Assert.Equal(201, (await inner!).StatusCode);
        Assert.Equal("http://h/inner", adapter.Seen[1].Url);
    }

    [Fact]
    public async Task Hooks_of_a_prepared_request_run()
    {
        using var session = Session(out _, Reply(200));
        var prepared = session.PrepareRequest(new Request("GET", "http://h/"));
        var other = new Response(prepared, 299);
        prepared.Hooks = new RequestHooks([(_, _) => other]);

        Assert.Same(other, await session.SendAsync(prepared));
    }

    [Fact]
    public async Task Each_hook_gets_the_result_of_the_previous_one_and_null_keeps_it()
    {
        using var session = Session(out _, Reply(200));
        var request = new Request("GET", "http://h/")
        {
            Hooks = new RequestHooks(
            [
                (received, _) => new Response(received.Request, received.StatusCode + 1),
                (_, _) => null,
                (received, _) => new Response(received.Request, received.StatusCode + 1),
            ]),
        };

        Assert.Equal(202, (await session.RequestAsync(request)).StatusCode);
    }

    [Fact]
    public void A_session_starts_without_hooks() => Assert.Empty(new RequestSession().Hooks.Response);

    [Fact]
    public async Task Hooks_receive_every_response_of_an_exchange()
    {
        using var session = Session(out _, Redirect(302, "/b"), Reply(200));
        var seen = new List<int>();

        await session.RequestAsync(With((received, _) => { seen.Add(received.StatusCode); return null; }));

        Assert.Equal([302, 200], seen);
    }

    private static Request With(ResponseHook hook) => new("GET", "http://h/") { Hooks = new RequestHooks([hook]) };
}
