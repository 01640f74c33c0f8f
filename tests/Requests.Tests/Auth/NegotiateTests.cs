namespace Requests.Tests.Auth;

/// <summary>What a server's token may be; the conversations themselves are tested against a real KDC.</summary>
public class NegotiateTests
{
    [Fact]
    public void AProxyCannotBeAskedToProveItself()
    {
        var error = Assert.Throws<NegotiateException>(() => new ProxyAuth(new NegotiateAuth { MutualAuthentication = MutualAuthentication.Required }));
        Assert.Contains("proxy", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("TlRMTVNTUAACAAAAAAAAADgAAAA=")]
    public async Task ATokenThatIsNoneIsAnErrorOfOurs(string token)
    {
        using var server = RawServer.Start("HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n", $"HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM {token}\r\nContent-Length: 0\r\n\r\n");
        using var session = new RequestSession { TrustEnv = false };
        var request = new Request("GET", server.Url) { Auth = new NegotiateAuth("user", "password") { Package = NegotiatePackage.Ntlm } };
        var error = await Assert.ThrowsAsync<NegotiateException>(() => session.RequestAsync(request, options: null, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("password", error.ToString(), StringComparison.Ordinal);
    }
}
