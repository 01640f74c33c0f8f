using System.Runtime.CompilerServices;

namespace Requests.Tests.Auth;

/// <summary>Every authentication stops when a server repeats its challenge.</summary>
public class AuthBoundTests
{
    [Fact]
    public async Task Digest_responds_to_one_stale_nonce_and_then_returns_the_401()
    {
        var server = new Challenger("Digest realm=\"r\", qop=\"auth\", stale=true, nonce=");
        using var session = Session(server);

        var auth = new DigestAuth("u", "p");
        var first = await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth });
        Assert.Equal((401, 3), (first.StatusCode, server.Requests));

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth });
        Assert.Equal(6, server.Requests);
    }

    [Theory]
    [InlineData("Digest realm=\"r\", qop=\"auth\", stale=true, nonce=")]
    [InlineData("Digest realm=\"r\", qop=\"auth\", stale=TRUE, nonce=")]
    [InlineData("Basic realm=\"r\", Digest realm=\"r\", stale=true, nonce=")]
    [InlineData("Basic realm=\"r\", charset=")]
    public async Task Guess_authentication_stops_after_repeated_challenges(string challenge)
    {
        var server = new Challenger(challenge);
        using var session = Session(server);

        Assert.Equal(401, (await session.RequestAsync(new Request("GET", "http://h/") { Auth = new GuessAuth("u", "p") })).StatusCode);
        Assert.InRange(server.Requests, 2, 4);
    }

    [Fact]
    public async Task Negotiate_authentication_stops_after_repeated_challenges()
    {
        var server = new Challenger("Negotiate ");
        using var session = Session(server);

        var auth = new NegotiateAuth("u", "p") { Package = NegotiatePackage.Ntlm };
        await Record.ExceptionAsync(() => session.RequestAsync(new Request("GET", "http://h/") { Auth = auth }));
        Assert.InRange(server.Requests, 1, 6);
    }

    [Fact]
    public async Task A_custom_flow_stops_after_repeated_challenges()
    {
        var server = new Challenger("Own ");
        using var session = Session(server);

        var endless = await session.RequestAsync(new Request("GET", "http://h/") { Auth = new EndlessFlow() });
        Assert.Equal((401, RequestExchange.MaximumAuthRequests), (endless.StatusCode, server.Requests));
        Assert.Equal(RequestExchange.MaximumAuthRequests - 1, endless.History.Count);

        var responding = await session.RequestAsync(new Request("GET", "http://h/") { Auth = new EndlessResponder() });
        Assert.Equal(401, responding.StatusCode);
        Assert.Equal(RequestExchange.MaximumAuthRequests + 11, server.Requests);
    }

    private static RequestSession Session(Challenger server) => new(AdapterRegistry.Create(server)) { TrustEnv = false };

    /// <summary>Refuses every request, with a new nonce each time.</summary>
    private sealed class Challenger(string challenge) : TransportAdapter
    {
        internal int Requests { get; private set; }

        public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            var headers = new HeaderDictionary();
            headers.Append("WWW-Authenticate", $"{challenge}\"{++Requests}\"");
            return Task.FromResult(new Response(request, 401, new MemoryStream()) { Headers = headers });
        }
    }

    private sealed class EndlessFlow : AuthBase
    {
        public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
            AuthExchange exchange,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            while (exchange.LastResponse is not { StatusCode: 200 }) yield return exchange.Request.Copy();
        }
    }

    private sealed class EndlessResponder : AuthBase
    {
        public override PreparedRequest? Respond(Response response) => response.Request.Copy();
    }
}
