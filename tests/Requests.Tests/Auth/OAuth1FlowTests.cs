using System.Net;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests.Auth;

/// <summary>Tests the three steps to a token, and signed requests, with a provider that verifies them.</summary>
public sealed class OAuth1FlowTests(TestServerFixture fixture) : IDisposable
{
    private readonly RequestSession _session = new() { TrustEnv = false };
    private readonly RequestSession _browser = new() { TrustEnv = false };
    private readonly TestServerHost _server = fixture.Server;

    public void Dispose()
    {
        _session.Dispose();
        _browser.Dispose();
    }

    [Theory]
    [InlineData("http://127.0.0.1/back")]
    [InlineData(OAuth1Authorization.OutOfBand)]
    public async Task An_authorized_token_signs_requests(string callback)
    {
        var token = await Way(callback).RunAsync(_session, uri =>
        {
            var page = _browser.RequestAsync(new Request("GET", uri));
            return callback == OAuth1Authorization.OutOfBand ? $" {page.GetAwaiter().GetResult().Text}\n" : null;
        });
        Assert.Equal("J\u00fcrgen M", token.Parameters["screen_name"]);
        Assert.DoesNotContain(new NetworkCredential("", token.Secret).Password, token.ToString(), StringComparison.Ordinal);

        var auth = new OAuth1Auth(new OAuth1Client("key", "secret"), token);
        foreach (var request in new[]
        {
            new Request("GET", $"{_server.Url}/oauth1/resource") { Params = new([new("q", "a b+\u00fc*~"), new("q", "")]) },
            new Request("POST", $"{_server.Url}/oauth1/resource") { Body = new FormBody([new("a", "1 +\u20ac"), new("a", "")]) },
            new Request("POST", $"{_server.Url}/oauth1/resource")
            {
                Body = new StreamBody(new MemoryStream("a=1&b=+x"u8.ToArray())),
                Headers = new() { ["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8" },
            },
            new Request("PUT", $"{_server.Url}/oauth1/resource") { Body = new BytesBody("{}") },
            new Request("POST", $"{_server.Url}/oauth1/moved") { Body = new FormBody([new("a", "1")]) },
        })
        {
            request.Auth = auth;
            var response = await _session.RequestAsync(request);
            Assert.Equal(200, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_denied_authorization_is_an_error()
    {
        var way = new OAuth1Authorization(
            new OAuth1Client("key", "secret"),
            $"{_server.Url}/oauth1/request",
            $"{_server.Url}/oauth1/authorize?no=1",
            $"{_server.Url}/oauth1/access");

        var error = await Assert.ThrowsAsync<OAuth1Exception>(
            () => way.RunAsync(_session, uri => _ = _browser.RequestAsync(new Request("GET", uri)).ToString()));

        Assert.Contains("denied the access", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_has_the_problem_that_the_server_names()
    {
        var wrong = new OAuth1Authorization(
            new OAuth1Client("key", "hunter2"),
            $"{_server.Url}/oauth1/request",
            $"{_server.Url}/oauth1/authorize",
            $"{_server.Url}/oauth1/access");
        var error = await Assert.ThrowsAsync<OAuth1Exception>(() => wrong.RunAsync(_session, _ => null));
        Assert.Contains("signature_invalid", error.Message, StringComparison.Ordinal);
        Assert.Equal(401, error.Response!.StatusCode);

        var guessed = await Assert.ThrowsAsync<OAuth1Exception>(
            () => Way(OAuth1Authorization.OutOfBand).RunAsync(_session, _ => "guessed"));
        Assert.Contains("verifier_invalid", guessed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OAuth1Exception>(() => Way(OAuth1Authorization.OutOfBand).RunAsync(_session, _ => null));

        var old = new OAuth1Authorization(
            new OAuth1Client("key", "secret"),
            $"{_server.Url}/oauth1/request?old=1",
            $"{_server.Url}/oauth1/authorize",
            $"{_server.Url}/oauth1/access")
        {
            CallbackUri = OAuth1Authorization.OutOfBand,
        };
        Assert.Contains(
            "confirm",
            (await Assert.ThrowsAsync<OAuth1Exception>(() => old.RunAsync(_session, _ => "any"))).Message,
            StringComparison.Ordinal);

        var page = new OAuth1Authorization(
            new OAuth1Client("key", "secret"),
            $"{_server.Url}/get",
            $"{_server.Url}/oauth1/authorize",
            $"{_server.Url}/oauth1/access");
        await Assert.ThrowsAsync<OAuth1Exception>(() => page.RunAsync(_session, _ => null));
    }

    [Theory]
    [InlineData(200, "oauth_token=hf7eh3%2Fk9", "Fine hf7eh3/k9")]
    [InlineData(200, "oauth_token_secret=hf7eh3%2Fk9", "Fine hf7eh3%2fk9")]
    [InlineData(403, "oauth_token=a&oauth_token_secret=hf7eh3%2Fk9&oauth_problem=not+hf7eh3%2Fk9", "Bad aGY3ZWgzL2s5")]
    public async Task A_token_that_the_server_repeats_in_a_refusal_is_redacted(int status, string body, string reason)
    {
        using var session = FakeAdapter.Session(
            out _,
            request => new Response(request, status, new MemoryStream(Encoding.UTF8.GetBytes(body))) { Reason = reason });
        var way = new OAuth1Authorization(new OAuth1Client("key", "secret"), "https://h/request", "https://h/authorize", "https://h/access")
        {
            CallbackUri = OAuth1Authorization.OutOfBand,
        };

        var error = await Assert.ThrowsAsync<OAuth1Exception>(() => way.RunAsync(session, _ => null));

        Assert.Contains($"{status} {reason[..4].Trim()} {SensitiveNames.Redacted}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf7eh3", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("aGY3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/request", "http://127.0.0.1/")]
    [InlineData("https://example.com/request", "https://example.com/back")]
    public void Endpoints_and_callbacks_that_cannot_be_used_are_refused(string uri, string callback) =>
        Assert.Throws<InvalidUrlException>(
            () => new OAuth1Authorization(new OAuth1Client("key", "secret"), uri, uri, uri) { CallbackUri = callback });

    private OAuth1Authorization Way(string callback) =>
        new(
            new OAuth1Client("key", "secret"),
            $"{_server.Url}/oauth1/request",
            $"{_server.Url}/oauth1/authorize",
            $"{_server.Url}/oauth1/access")
        {
            CallbackUri = callback,
        };
}
