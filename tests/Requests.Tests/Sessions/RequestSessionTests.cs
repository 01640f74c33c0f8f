using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

public class RequestSessionTests
{
    [Fact]
    public void A_header_set_to_null_on_the_session_is_not_sent()
    {
        using var session = new RequestSession();
        session.Headers["Accept-Encoding"] = null;

        Assert.DoesNotContain("Accept-Encoding", session.PrepareRequest(new Request("GET", "http://h/")).Headers.Keys);
    }

    [Fact]
    public void A_call_removes_a_header_of_its_session_in_any_case()
    {
        using var session = new RequestSession();
        session.Headers["foo"] = "bar";

        var prepared = session.PrepareRequest(new Request("GET", "http://h/") { Headers = new() { ["FOO"] = null } });

        Assert.DoesNotContain("foo", prepared.Headers.Keys);
        Assert.Equal("bar", session.Headers["foo"]);
    }

    [Fact]
    public void Names_of_params_are_case_sensitive()
    {
        using var session = new RequestSession { Params = new([KeyValuePair.Create("foo", (string?)"bar")]) };

        var prepared = session.PrepareRequest(
            new Request("GET", "http://h/") { Params = new([KeyValuePair.Create("FOO", (string?)"bar")]) });

        Assert.Equal("http://h/?foo=bar&FOO=bar", prepared.Url);
    }

    [Fact]
    public void Order_is_the_sessions_then_the_calls_and_an_override_keeps_its_place()
    {
        using var session = new RequestSession { Headers = new() { ["Accept-Encoding"] = "identity", ["First"] = "1", ["Second"] = "2" } };

        var prepared = session.PrepareRequest(new Request("GET", "http://h/")
        {
            Headers = new() { ["Third"] = "3", ["Fourth"] = "4", ["Fifth"] = "5", ["Second"] = "222" },
        });

        Assert.Equal(["Accept-Encoding", "First", "Second", "Third", "Fourth", "Fifth"], prepared.Headers.Keys);
        Assert.Equal("222", prepared.Headers["Second"]);
    }

    [Fact]
    public void The_last_value_of_a_header_counts_in_any_case()
    {
        using var session = new RequestSession();
        session.Headers["ACCEPT"] = "BOGUS";
        session.Headers["accept"] = "application/json";

        var prepared = session.PrepareRequest(new Request("GET", "http://h/"));

        Assert.Single(prepared.Headers.Keys, name => name.Equals("accept", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("application/json", prepared.Headers["Accept"]);
    }

    [Fact]
    public void The_defaults_are_those_of_requests()
    {
        using var session = new RequestSession();

        var headers = session.PrepareRequest(new Request("GET", "http://h/")).Headers;

        Assert.Equal(["User-Agent", "Accept-Encoding", "Accept", "Connection"], headers.Keys);
        Assert.StartsWith("requests-powershell/", headers["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_setting_of_a_call_stays_in_the_session()
    {
        using var session = Session(out var adapter, Reply(200), Reply(200));
        var defaults = session.Defaults;

        await session.RequestAsync(
            new Request("GET", "http://h/")
            {
                Headers = new() { ["X"] = "1" },
                Params = new("a=1"),
                Auth = new BasicAuth("u", "p"),
                Hooks = new RequestHooks([(_, _) => null]),
            },
            defaults with { Timeout = RequestTimeout.FromSeconds(1), Stream = true });
        await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal("http://h/", adapter.Seen[1].Url);
        Assert.Equal(["User-Agent", "Accept-Encoding", "Accept", "Connection"], adapter.Seen[1].Headers.Keys);
        Assert.Empty(adapter.Seen[1].Hooks.Response);
        Assert.Equal(defaults, adapter.Options[1]);
    }

    [Fact]
    public async Task A_status_is_an_error_only_when_requested()
    {
        using var session = Session(out _, Reply(404), ReplyText(404, "gone"), ReplyText(500, "boom"));
        var raise = new SendOptions { RaiseForStatus = true };

        var plain = await session.RequestAsync(new Request("GET", "http://h/x?token=secret"));
        var client = await Assert.ThrowsAsync<HttpErrorException>(
            () => session.RequestAsync(new Request("GET", "http://h/x?token=secret"), raise));
        var server = await Assert.ThrowsAsync<HttpErrorException>(
            () => session.RequestAsync(new Request("GET", "http://h/"), raise with { Stream = true }));

        Assert.False(plain.Ok);
        Assert.Throws<HttpErrorException>(plain.RaiseForStatus);
        Assert.Equal("gone", client.Response!.Text);
        Assert.DoesNotContain("secret", client.Message, StringComparison.Ordinal);
        Assert.Equal("boom", server.Response!.Text);
    }

    [Fact]
    public async Task A_closed_session_throws_and_sends_nothing()
    {
        var session = Session(out var adapter, Reply(200));
        session.Dispose();

        await Assert.ThrowsAsync<SessionClosedException>(() => session.RequestAsync(new Request("GET", "http://h/")));
        Assert.True(adapter.Closed);
        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task A_stateless_session_leaves_the_shared_connections_open()
    {
        var first = RequestSession.CreateStateless();
        first.Adapters.Mount("http://only.first/", new FakeAdapter());
        first.Dispose();

        using var second = RequestSession.CreateStateless();

        Assert.Equal(2, second.Adapters.Count);
        await Assert.ThrowsAsync<ConnectionException>(() => second.RequestAsync(new Request("GET", "http://127.0.0.1:1/")));
    }

    [Fact]
    public async Task A_scheme_without_an_adapter_is_refused()
    {
        using var session = new RequestSession();

        foreach (var url in new[] { "localhost:3128", "localhost.localdomain:3128/", "10.122.1.1:3128/", "file:///etc/passwd" })
        {
            var error = await Assert.ThrowsAnyAsync<RequestException>(() => session.RequestAsync(new Request("GET", url)));
            Assert.IsType<InvalidSchemaException>(error);
        }
    }

    [Fact]
    public async Task A_header_that_auth_or_a_caller_slipped_in_is_checked_before_sending()
    {
        using var session = Session(out var adapter, Reply(200));
        var prepared = session.PrepareRequest(new Request("GET", "http://h/"));
        prepared.Headers["X"] = "a\r\nB: c";

        await Assert.ThrowsAsync<InvalidHeaderException>(() => session.SendAsync(prepared));
        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task A_failed_send_names_its_request()
    {
        using var session = Session(out _, _ => throw new ConnectionException("down"));

        var error = await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", "http://h/a")));

        Assert.Equal("http://h/a", error.Request!.Url);
    }

    [Fact]
    public async Task An_observer_receives_every_request_and_response()
    {
        using var session = Session(out _, Redirect(302, "/b"), Reply(200));
        var observer = new Log();

        await session.RequestAsync(new Request("GET", "http://h/a"), new SendOptions { Observer = observer });

        Assert.Equal(["> http://h/a", "< 302", "= 0", "> http://h/b", "< 200", "= 0"], observer.Lines);
    }

    private sealed class Log : IExchangeObserver
    {
        public List<string> Lines { get; } = [];

        public void Sending(PreparedRequest request) => Lines.Add($"> {request.Url}");

        public void Received(Response response) => Lines.Add($"< {response.StatusCode}");

        public void Read(Response response) => Lines.Add($"= {response.Content!.Length}");
    }

    [Fact]
    public async Task A_request_prepared_by_hand_is_sent_by_a_session()
    {
        using var session = Session(out var adapter, Reply(200));

        var response = await session.SendAsync(new PreparedRequest("GET", "http://h/get", []), session.Defaults);

        Assert.Equal(200, response.StatusCode);
        Assert.Equal("http://h/get", Assert.Single(adapter.Seen).Url);
    }

    [Fact]
    public void A_request_runs_callers_code_when_anything_but_the_engine_has_a_say()
    {
        using var session = new RequestSession();
        PreparedRequest Prepared(Action<Request>? change = null)
        {
            var request = new Request("GET", "http://h/");
            change?.Invoke(request);
            return session.PrepareRequest(request);
        }

        Assert.False(session.RequiresCallerContext(Prepared()));
        Assert.False(session.RequiresCallerContext(Prepared(request => request.Auth = new BasicAuth("u", "p"))));
        Assert.False(session.RequiresCallerContext(Prepared(request => request.Auth = AuthBase.None)));
        Assert.True(session.RequiresCallerContext(Prepared(request => request.Auth = new OwnAuth())));
        Assert.True(session.RequiresCallerContext(Prepared(request => request.Hooks = new RequestHooks([(response, _) => response]))));
        Assert.True(session.RequiresCallerContext(Prepared(request => request.Hooks = new RequestHooks(request: [(sent, _) => sent]))));
        Assert.True(session.RequiresCallerContext(Prepared(), new SendOptions { Observer = new Silent() }));
        session.Adapters.Mount("mock://", new FakeAdapter());
        Assert.True(session.RequiresCallerContext(Prepared()));
        session.Adapters.Remove("mock://");
        session.RedirectTarget = _ => null;
        Assert.True(session.RequiresCallerContext(Prepared()));
    }

    private sealed class OwnAuth : AuthBase;

    private sealed class Silent : IExchangeObserver
    {
        public void Sending(PreparedRequest request)
        {
        }

        public void Received(Response response)
        {
        }

        public void Read(Response response)
        {
        }
    }
}
