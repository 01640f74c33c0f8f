namespace Requests.Tests.Trust;

public class TlsTests(TestServerFixture fixture)
{
    [Fact]
    public async Task A_certificate_of_a_stranger_is_refused_in_words()
    {
        var server = fixture.Server;
        using var session = new RequestSession();

        var error = await Assert.ThrowsAsync<SslException>(() => session.RequestAsync(new Request("GET", $"{server.SecureUrl}/get")));

        Assert.Contains("not trusted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_was_not_verified_serves_no_call_that_verifies()
    {
        var server = fixture.Server;
        using var session = new RequestSession();
        var request = new Request("GET", $"{server.SecureUrl}/get");

        var trusting = await session.RequestAsync(request, new SendOptions { Tls = new TlsSettings(Verify: false) });
        await Assert.ThrowsAsync<SslException>(() => session.RequestAsync(request));
        var verified = await session.RequestAsync(request, new SendOptions { Tls = new TlsSettings(CaFile: server.CaFile) });

        Assert.Equal((200, 200), (trusting.StatusCode, verified.StatusCode));
    }

    [Fact]
    public async Task The_name_that_is_proved_is_the_urls_and_not_a_host_headers()
    {
        var server = fixture.Server;
        using var session = new RequestSession();

        var response = await session.RequestAsync(
            new Request("GET", $"{server.SecureUrl}/headers") { Headers = new() { ["Host"] = "elsewhere.example" } },
            new SendOptions { Tls = new TlsSettings(CaFile: server.CaFile) });

        Assert.Contains("elsewhere.example", response.Text, StringComparison.Ordinal);
    }
}
