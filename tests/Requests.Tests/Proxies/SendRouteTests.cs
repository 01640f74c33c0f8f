namespace Requests.Tests;

/// <summary>The way that one request is sent is chosen for that request alone.</summary>
public class SendRouteTests
{
    [Fact]
    public async Task Options_that_an_adapter_kept_do_not_keep_the_proxy_of_their_request()
    {
        using var adapter = new FakeAdapter(static request => new Response(request, 200), static request => new Response(request, 200));
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false };
        session.Defaults = session.Defaults with
        {
            Proxies = new ProxySettings { ByTarget = new Dictionary<string, string> { ["all"] = "http://proxy.example:3128" } },
        };

        await session.RequestAsync(new Request("GET", "http://h.example/"), cancellationToken: TestContext.Current.CancellationToken);
        session.Defaults = adapter.Options[0] with { Proxies = session.Defaults.Proxies with { NoProxy = "*" } };
        await session.RequestAsync(new Request("GET", "http://h.example/"), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["proxy.example", null], adapter.Options.Select(static one => one.Route.Proxy?.Host));
    }

    [Fact]
    public async Task An_adapter_that_passes_the_options_on_keeps_the_proxy()
    {
        using var proxy = RawServer.Start(RawServer.Ok());
        using var session = new RequestSession(AdapterRegistry.Create(new PassingAdapter())) { TrustEnv = false };
        session.Defaults = session.Defaults with
        {
            Proxies = new ProxySettings { ByTarget = new Dictionary<string, string> { ["http"] = $"http://{proxy.Authority}" } },
        };

        using var response = await session.RequestAsync(
            new Request("GET", "http://h.example/a"),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(200, response.StatusCode);
        Assert.StartsWith("GET http://h.example/a HTTP/1.1", proxy.Seen[0], StringComparison.Ordinal);
    }

    private sealed class PassingAdapter : TransportAdapter
    {
        private readonly HttpAdapter _inner = new();

        public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken) =>
            _inner.SendAsync(request, options with { MaximumRedirects = 1 }, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing) _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
