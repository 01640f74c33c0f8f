using System.Runtime.CompilerServices;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

/// <summary>Tests that an exchange that fails releases the connections and the bodies that it holds.</summary>
public class ReleaseTests
{
    private const string Challenge = "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dedicated_connection_is_closed_when_its_authentication_fails(bool failsWhileSending)
    {
        using var server = RawServer.StartHanging(Challenge);
        using var session = new RequestSession { TrustEnv = false };
        var request = new Request("GET", server.Url) { Auth = new FailingAuth(failsWhileSending) };

        await Assert.ThrowsAnyAsync<RequestException>(() => SendAsync(session, request));

        await server.Closed.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        GC.KeepAlive(session);
    }

    [Fact]
    public async Task A_connection_to_a_proxy_is_closed_when_its_authentication_fails_and_the_next_exchange_gets_another()
    {
        const string Body = "Content-Length: 5\r\n\r\nhello";
        using var server = RawServer.StartHanging(
            $"HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM abc\r\n{Body}",
            RawServer.Ok("done"));
        using var session = new RequestSession { TrustEnv = false };
        var options = new SendOptions { Proxies = GetProxies(server.Url) };
        var auth = new ProxyAuth(new NegotiateAuth("user", "password") { Package = NegotiatePackage.Ntlm });
        var request = new Request("GET", "http://target.invalid/") { Auth = auth };

        await Assert.ThrowsAsync<NegotiateException>(() => SendAsync(session, request, options));

        await server.Closed.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        var response = await SendAsync(session, request, options);
        Assert.Equal("done", response.Text);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_file_of_authorities_that_is_missing_opens_no_connection_to_a_proxy()
    {
        using var server = RawServer.StartHanging();
        using var session = new RequestSession { TrustEnv = false };
        var options = new SendOptions
        {
            Proxies = GetProxies($"https://{server.Authority}"),
            Tls = new TlsSettings(CaFile: "/missing/authorities.pem"),
        };

        var error = await Assert.ThrowsAsync<ProxyException>(
            () => SendAsync(session, new Request("GET", "http://target.invalid/"), options));

        Assert.Contains("authorities.pem", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData(nameof(IExchangeObserver.Received))]
    [InlineData(nameof(IExchangeObserver.Ignored))]
    public async Task A_response_is_closed_when_the_observer_of_the_exchange_fails(string method)
    {
        var body = new ObservedStream();
        using var session = Session(out _, request => new Response(request, 200, body)
        {
            Headers = new HeaderDictionary { ["Set-Cookie"] = "a=b; Domain=other.example" },
        });
        var options = new SendOptions { Stream = true, Observer = new FailingObserver(method) };

        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(session, new Request("GET", "http://h.example/"), options));

        Assert.True(body.IsClosed, "The body of the response is still open.");
    }

    [Fact]
    public async Task A_response_that_a_hook_returned_is_closed_when_the_next_hook_fails()
    {
        var body = new ObservedStream();
        using var session = Session(out _, Reply(200));
        var hooks = new RequestHooks(response:
        [
            (response, _) => new Response(response.Request, 200, body),
            (_, _) => throw new InvalidOperationException("The hook failed."),
        ]);
        var request = new Request("GET", "http://h/") { Hooks = hooks };

        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(session, request, new SendOptions { Stream = true }));

        Assert.True(body.IsClosed, "The body of the response is still open.");
    }

    private static ProxySettings GetProxies(string url) => new() { ByTarget = new Dictionary<string, string> { ["http"] = url } };

    private static Task<Response> SendAsync(RequestSession session, Request request, SendOptions? options = null) =>
        session.RequestAsync(request, options, TestContext.Current.CancellationToken);

    private sealed class FailingAuth(bool failsWhileSending) : AuthBase
    {
        public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
            AuthExchange exchange,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            exchange.ConnectionIdentity = "user";
            yield return exchange.Request;
            if (!failsWhileSending) throw new NegotiateException("The token of the server is not valid.");
            var next = exchange.Request.Copy();
            next.Headers["Authorization"] = "a\r\nb";
            yield return next;
        }
    }

    private sealed class FailingObserver(string method) : IExchangeObserver
    {
        public void Sending(PreparedRequest request) => Fail(nameof(Sending));

        public void Received(Response response) => Fail(nameof(Received));

        public void Read(Response response) => Fail(nameof(Read));

        public void Ignored(Response response, string reason) => Fail(nameof(Ignored));

        private void Fail(string called)
        {
            if (called == method) throw new InvalidOperationException($"{called} failed.");
        }
    }

    private sealed class ObservedStream : MemoryStream
    {
        internal bool IsClosed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
