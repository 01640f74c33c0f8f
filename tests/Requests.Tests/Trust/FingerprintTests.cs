using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using Requests.TestServer;

namespace Requests.Tests.Trust;

public class FingerprintTests(TestServerFixture fixture)
{
    private static readonly SendOptions Unverified = new() { Tls = new TlsSettings(Verify: false) };

    [Theory]
    [InlineData("SHA256", ":")]
    [InlineData("SHA256", "")]
    [InlineData("SHA1", " ")]
    public async Task A_certificate_with_the_fingerprint_is_accepted(string algorithm, string between)
    {
        var server = fixture.Server;
        var digits = (await GetFingerprint(server, algorithm)).ToLowerInvariant();
        using var session = SessionWith(string.Join(between, digits.Chunk(2).Select(pair => new string(pair))), new string('0', 64));

        var alone = await session.RequestAsync(new Request("GET", $"{server.SecureUrl}/get"), Unverified);
        var verified = await session.RequestAsync(
            new Request("GET", $"{server.SecureUrl}/get"),
            new SendOptions { Tls = new TlsSettings(CaFile: server.CaFile) });

        Assert.Equal((200, 200), (alone.StatusCode, verified.StatusCode));
    }

    [Fact]
    public async Task A_certificate_with_another_fingerprint_is_refused_even_when_trusted()
    {
        var server = fixture.Server;
        using var session = SessionWith(new string('0', 64));

        foreach (var options in new[] { Unverified, new SendOptions { Tls = new TlsSettings(CaFile: server.CaFile) } })
        {
            var error = await Assert.ThrowsAsync<SslException>(() =>
                session.RequestAsync(new Request("GET", $"{server.SecureUrl}/get"), options));
            Assert.Contains(await GetFingerprint(server, "SHA256"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_fingerprint_does_not_replace_verification()
    {
        var server = fixture.Server;
        using var session = SessionWith(await GetFingerprint(server, "SHA256"));

        var error = await Assert.ThrowsAsync<SslException>(() => session.RequestAsync(new Request("GET", $"{server.SecureUrl}/get")));

        Assert.Contains("not trusted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_is_refused()
    {
        var server = fixture.Server;
        using var session = SessionWith(new string('0', 64));
        session.Adapters.Mount("http://", session.Adapters.GetAdapter("https://example.com/"));

        var error = await Assert.ThrowsAsync<SslException>(() => session.RequestAsync(new Request("GET", $"{server.Url}/get")));

        Assert.Contains("has no certificate", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00:11")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("zz11223344556677889900112233445566778899")]
    public void A_text_that_is_not_a_fingerprint_is_refused_at_once(string fingerprint) =>
        Assert.Throws<InvalidParameterException>(() => new HttpAdapterSettings { Fingerprints = [fingerprint] });

    private static RequestSession SessionWith(params string[] fingerprints)
    {
        var session = new RequestSession { TrustEnv = false };
        session.Adapters.Mount("https://", new HttpAdapter(new HttpAdapterSettings { Fingerprints = fingerprints }));
        return session;
    }

    private static async Task<string> GetFingerprint(TestServerHost server, string algorithm)
    {
        using var client = new TcpClient("127.0.0.1", new Uri(server.SecureUrl).Port);
        await using var tls = new SslStream(
            client.GetStream(),
            leaveInnerStreamOpen: false,
            (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync("127.0.0.1");
        return tls.RemoteCertificate!.GetCertHashString(new HashAlgorithmName(algorithm));
    }
}
