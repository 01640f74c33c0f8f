using System.Net;

namespace Requests.Tests.Sessions.Redirects;

/// <summary>Tests what each origin receives on the wire. Different addresses and ports of loopback are different origins.</summary>
public class RedirectSafetyTests
{
    private static readonly string[] Secrets = ["\r\nAuthorization:", "\r\nX-Api-Key:", "by=hand"];

    [Theory]
    [InlineData("127.0.0.1", 302)]
    [InlineData("127.0.0.2", 302)]
    [InlineData("127.0.0.2", 307)]
    public async Task Another_port_or_address_sees_no_credentials(string address, int status)
    {
        using var target = RawServer.StartAt(IPAddress.Parse(address), RawServer.Ok("there"));
        using var origin = RawServer.Start(
            $"HTTP/1.1 {status} Go\r\nLocation: {target.Url}there\r\nSet-Cookie: set=here\r\nContent-Length: 0\r\n\r\n");
        using var session = SessionWithSecrets();

        var response = await session.RequestAsync(RequestTo(origin));

        Assert.Equal("there", response.Text);
        Assert.All(Secrets, secret => Assert.Contains(secret, origin.Seen[0], StringComparison.Ordinal));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, target.Seen[0], StringComparison.Ordinal));
        Assert.All([origin, target], server => Assert.DoesNotContain("Proxy-Authorization", server.Seen[0], StringComparison.Ordinal));
        Assert.DoesNotContain("user", target.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_origin_sees_them_again()
    {
        using var origin = RawServer.Start("HTTP/1.1 302 Go\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n", RawServer.Ok("there"));
        using var session = SessionWithSecrets();

        await session.RequestAsync(RequestTo(origin));

        Assert.All(Secrets, secret => Assert.Contains(secret, origin.Seen[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_to_another_origin_and_back_does_not_send_credentials()
    {
        using var back = RawServer.Start(RawServer.Ok("back"));
        using var other = RawServer.StartAt(
            IPAddress.Parse("127.0.0.2"),
            $"HTTP/1.1 302 Go\r\nLocation: {back.Url}\r\nContent-Length: 0\r\n\r\n");
        using var origin = RawServer.Start($"HTTP/1.1 302 Go\r\nLocation: {other.Url}\r\nContent-Length: 0\r\n\r\n");
        using var session = SessionWithSecrets();

        await session.RequestAsync(RequestTo(origin));

        Assert.DoesNotContain("\r\nAuthorization:", back.Seen[0], StringComparison.Ordinal);
        Assert.DoesNotContain("X-Api-Key", back.Seen[0], StringComparison.Ordinal);
    }

    private static RequestSession SessionWithSecrets() => new() { TrustEnv = false, Auth = new BasicAuth("user", "pass") };

    private static Request RequestTo(RawServer server) => new("GET", server.Url)
    {
        Headers = new() { ["X-Api-Key"] = "key", ["Proxy-Authorization"] = "Basic dXNlcjpwYXNz", ["Cookie"] = "by=hand" },
    };
}
