namespace Requests.Tests.Auth;

/// <summary>Tests the tokens of servers without a KDC. The exchanges are tested with a real KDC by Pester.</summary>
public class NegotiateTests
{
    [Fact]
    public void A_proxy_cannot_be_required_to_authenticate_itself()
    {
        var error = Assert.Throws<NegotiateException>(
            () => new ProxyAuth(new NegotiateAuth { MutualAuthentication = MutualAuthentication.Required }));
        Assert.Contains("proxy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_of_a_proxy_is_the_user_of_its_authentication()
    {
        Assert.Equal("user", new ProxyAuth(new NegotiateAuth("user", "password")).UserName);
        Assert.Null(new ProxyAuth(new NegotiateAuth()).UserName);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("TlRMTVNTUAACAAAAAAAAADgAAAA=")]
    public async Task A_token_of_the_server_that_is_not_valid_is_an_error(string token)
    {
        using var server = RawServer.Start(
            "HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n",
            $"HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM {token}\r\nContent-Length: 0\r\n\r\n");
        using var session = new RequestSession { TrustEnv = false };
        var request = new Request("GET", server.Url) { Auth = new NegotiateAuth("user", "password") { Package = NegotiatePackage.Ntlm } };
        var error = await Assert.ThrowsAsync<NegotiateException>(
            () => session.RequestAsync(request, options: null, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("password", error.ToString(), StringComparison.Ordinal);
    }
}
