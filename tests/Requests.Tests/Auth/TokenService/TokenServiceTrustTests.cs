using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

/// <summary>The server names the token service, so the credentials are sent to a trusted one only.</summary>
public class TokenServiceTrustTests
{
    [Theory]
    [InlineData("https://registry-1.docker.io/v2/", "https://auth.docker.io/token")]
    [InlineData("https://quay.io/v2/", "https://quay.io/v2/auth")]
    [InlineData("https://registry.example.co.uk/", "https://login.example.co.uk/token")]
    [InlineData("https://10.0.0.5:5000/v2/", "https://10.0.0.5:5001/token")]
    [InlineData("http://registry.local:5000/v2/", "http://registry.local:5001/token")]
    [InlineData("http://registry.local:5000/v2/", "https://registry.local/token")]
    [InlineData("http://localhost:5000/v2/", "http://127.0.0.1:5001/token")]
    [InlineData("https://REGISTRY.example.com/v2/", "https://Auth.Example.COM/token")]
    public async Task A_service_in_the_domain_of_the_server_is_trusted(string url, string realm)
    {
        using var session = Session(out var adapter, Challenge(realm), ReplyText(200, "{\"token\":\"t\"}"), Reply(200));
        Assert.Equal(200, (await session.RequestAsync(new Request("GET", url) { Auth = new TokenServiceAuth("user", "pass") })).StatusCode);
        Assert.Equal(3, adapter.Seen.Count);
    }

    [Theory]
    [InlineData("https://registry.example.com/v2/", "https://attacker.example.net/token", "another domain")]
    [InlineData("https://registry.example.com/v2/", "http://auth.example.com/token", "not encrypted")]
    [InlineData("https://registry.example.com/v2/", "http://registry.example.com/token", "not encrypted")]
    [InlineData("https://registry.example.com/v2/", "http://169.254.169.254/latest/meta-data", "not encrypted")]
    [InlineData("https://registry.example.com/v2/", "https://169.254.169.254/token", "another domain")]
    [InlineData("https://registry.example.com/v2/", "https://127.0.0.1/token", "another domain")]
    [InlineData("https://registry.example.com/v2/", "https://registry.example.com@attacker.net/token", "another domain")]
    [InlineData("https://registry.example.com/v2/", "https://registry.example.com.attacker.net/token", "another domain")]
    [InlineData("https://one.co.uk/v2/", "https://two.co.uk/token", "another domain")]
    [InlineData("https://10.0.0.5/v2/", "https://10.0.0.6/token", "another domain")]
    [InlineData("http://registry.example.com/v2/", "http://auth.example.com/token", "not encrypted")]
    [InlineData("http://localhost:5000/v2/", "http://10.0.0.1/token", "not encrypted")]
    public async Task Another_service_receives_nothing(string url, string realm, string reason)
    {
        foreach (var auth in new[] { new TokenServiceAuth("user", "pass"), new TokenServiceAuth() })
        {
            using var session = Session(out var adapter, Challenge(realm));
            var error = await Assert.ThrowsAsync<UntrustedTokenServiceException>(
                () => session.RequestAsync(new Request("GET", url) { Auth = auth }));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(401, error.Response!.StatusCode);
            Assert.Single(adapter.Seen);
        }
    }

    [Theory]
    [InlineData("https://ghcr.io/token", "https://ghcr.io/token", true)]
    [InlineData("https://ghcr.io/token", "https://ghcr.io/token?tenant=1", true)]
    [InlineData("https://ghcr.io", "https://ghcr.io/token", true)]
    [InlineData("https://ghcr.io/token", "https://ghcr.io/other", false)]
    [InlineData("https://ghcr.io/token", "https://ghcr.io:8443/token", false)]
    [InlineData("https://ghcr.io/token", "https://auth.lscr.io/token", false)]
    public async Task The_named_service_is_the_only_one(string named, string realm, bool isTrusted)
    {
        using var session = Session(out var adapter, Challenge(realm), ReplyText(200, "{\"token\":\"t\"}"), Reply(200));
        var request = new Request("GET", "https://lscr.io/v2/") { Auth = new TokenServiceAuth { Realm = named } };
        if (isTrusted) Assert.Equal(200, (await session.RequestAsync(request)).StatusCode);
        else await Assert.ThrowsAsync<UntrustedTokenServiceException>(() => session.RequestAsync(request));
        Assert.Equal(isTrusted ? 3 : 1, adapter.Seen.Count);
    }

    [Fact]
    public async Task A_named_service_issues_tokens_for_the_first_server_outside_of_its_domain()
    {
        var challenge = Challenge("https://ghcr.io/token");
        var token = ReplyText(200, "{\"token\":\"t\"}");
        using var session = Session(
            out var adapter, challenge, token, Reply(200), challenge, Reply(200), challenge, token, Reply(200));
        session.Auth = new TokenServiceAuth("user", "pass") { Realm = "https://ghcr.io/token" };
        await session.RequestAsync(new Request("GET", "https://lscr.io/v2/"));

        var error = await Assert.ThrowsAsync<UntrustedTokenServiceException>(
            () => session.RequestAsync(new Request("GET", "https://attacker.example.net/v2/")));

        Assert.Contains("which this authentication uses for 'https://lscr.io'", error.Message, StringComparison.Ordinal);
        Assert.Null(adapter.Seen[3].Headers["Authorization"]);
        Assert.Equal(200, (await session.RequestAsync(new Request("GET", "https://lscr.io/v2/"))).StatusCode);
        Assert.Equal(200, (await session.RequestAsync(new Request("GET", "https://ghcr.io/v2/"))).StatusCode);
    }

    [Fact]
    public async Task A_token_of_one_server_is_not_sent_to_another()
    {
        var challenge = Challenge("https://auth.example.com/token");
        using var session = Session(
            out var adapter,
            challenge, ReplyText(200, "{\"token\":\"t1\"}"), Reply(200),
            challenge, ReplyText(200, "{\"token\":\"t2\"}"), Reply(200));
        session.Auth = new TokenServiceAuth("user", "pass");

        await session.RequestAsync(new Request("GET", "https://one.example.com/"));
        await session.RequestAsync(new Request("GET", "https://two.example.com/"));

        Assert.Equal("Bearer t2", adapter.Seen[^1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("http://auth.example.com/token")]
    [InlineData("ftp://auth.example.com/token")]
    [InlineData("auth")]
    public void A_named_service_that_is_not_encrypted_is_refused(string realm) =>
        Assert.ThrowsAny<InvalidRequestException>(() => new TokenServiceAuth { Realm = realm });

    [Theory]
    [InlineData("the registry")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/token")]
    [InlineData("https://")]
    [InlineData("https://[/token")]
    public async Task A_realm_that_is_not_a_URL_is_no_token_service(string realm)
    {
        using var session = Session(out var adapter, Challenge(realm));
        Assert.Equal(401, (await session.RequestAsync(new Request("GET", "https://h/") { Auth = new TokenServiceAuth() })).StatusCode);
        Assert.Single(adapter.Seen);
    }

    private static Func<PreparedRequest, Response> Challenge(string realm) =>
        Reply(401, ("WWW-Authenticate", $"Bearer realm=\"{realm}\",service=\"reg\""));
}
