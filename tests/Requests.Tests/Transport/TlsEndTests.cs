using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests.Transport;

/// <summary>Tests TLS connections that end with and without a close_notify.</summary>
public sealed class TlsEndTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Connection: close\r\n\r\nfirst half", true)]
    [InlineData("\r\nfirst half", true)]
    [InlineData("Content-Encoding: identity\r\n\r\n", true)]
    [InlineData("Content-Length: 5\r\n\r\nwhole", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n", false)]
    public async Task A_body_that_ends_with_the_connection_needs_a_close_notify(string rest, bool needsNotify)
    {
        foreach (var notifies in new[] { true, false })
        {
            foreach (var isSaved in new[] { false, true })
            {
                var path = Path.Combine(_folder, "file");
                var outcome = await Record.ExceptionAsync(() => AskAsync($"HTTP/1.1 200 OK\r\n{rest}", notifies, isSaved ? path : null));

                if (needsNotify && !notifies)
                {
                    Assert.Contains("close_notify", Assert.IsType<ChunkedEncodingException>(outcome).Message, StringComparison.Ordinal);
                }
                else Assert.Null(outcome);
                Assert.Equal(isSaved && outcome is null, File.Exists(path));
                File.Delete(path);
            }
        }
    }

    [Fact]
    public async Task The_bytes_before_the_truncation_can_be_streamed()
    {
        var read = new StringBuilder();

        await Assert.ThrowsAsync<ChunkedEncodingException>(() =>
            AskAsync("HTTP/1.1 200 OK\r\n\r\nfirst\nhalf", notifies: false, path: null, line => read.Append(line)));

        Assert.Equal("first", read.ToString());
    }

    private static async Task AskAsync(string reply, bool notifies, string? path, Action<string>? read = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var certificate = Issue();
        var serving = ServeAsync(listener, certificate, reply, notifies);
        using var session = new RequestSession { TrustEnv = false };
        var request = new Request("GET", $"https://{listener.LocalEndpoint}/");
        var options = new SendOptions { Tls = new TlsSettings(Verify: false), Stream = read is not null };
        try
        {
            if (path is not null)
            {
                var target = new DownloadTarget(path);
                await session.DownloadAsync(session.PrepareRequest(request, target), target, options);
                return;
            }

            var response = await session.RequestAsync(request, options);
            if (read is null) return;
            await foreach (var line in response.ReadLinesAsync()) read(line);
        }
        finally
        {
            await serving;
        }
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, string reply, bool notifies)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(certificate);
        Assert.NotEqual(0, await tls.ReadAsync(new byte[4096]));
        await tls.WriteAsync(Encoding.ASCII.GetBytes(reply));
        if (notifies) await tls.ShutdownAsync();
        client.Client.Shutdown(SocketShutdown.Send);
    }

    private static X509Certificate2 Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1));
        return ServerCertificates.Load(certificate.Export(X509ContentType.Pkcs12));
    }
}
