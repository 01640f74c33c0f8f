namespace Requests.Tests.Trust;

public class TlsTests(TestServerFixture fixture)
{
    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_with_a_reason()
    {
        var server = fixture.Server;
        using var session = new RequestSession();

        var error = await Assert.ThrowsAsync<SslException>(() => session.RequestAsync(new Request("GET", $"{server.SecureUrl}/get")));

        Assert.Contains("not trusted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unverified_connection_is_not_reused_by_a_call_that_verifies()
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
    public async Task The_certificate_is_verified_for_the_host_of_the_url_not_of_the_header()
    {
        var server = fixture.Server;
        using var session = new RequestSession();

        var response = await session.RequestAsync(
            new Request("GET", $"{server.SecureUrl}/headers") { Headers = new() { ["Host"] = "elsewhere.example" } },
            new SendOptions { Tls = new TlsSettings(CaFile: server.CaFile) });

        Assert.Contains("elsewhere.example", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_trusts_the_certificates_that_its_file_has_now()
    {
        var server = fixture.Server;
        var file = Path.GetTempFileName();
        using var session = new RequestSession();
        session.Adapters.Mount("https://", new HttpAdapter(new HttpAdapterSettings { ConnectionLifetime = TimeSpan.Zero }));
        var options = new SendOptions { Tls = new TlsSettings(CaFile: file) };
        try
        {
            File.Copy(server.CaFile, file, overwrite: true);
            var trusted = await session.RequestAsync(new Request("GET", $"{server.SecureUrl}/get"), options);
            Assert.Equal(200, trusted.StatusCode);

            File.WriteAllText(file, "");
            await Assert.ThrowsAsync<SslException>(() => session.RequestAsync(new Request("GET", $"{server.SecureUrl}/get"), options));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
