using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Requests.Tests.Trust;

/// <summary>Tests the descriptions of TLS failures.</summary>
public class TlsFailureTests
{
    [Theory]
    [InlineData("15030300020246", "none of the versions of TLS that were offered (TLS 1.2)")]
    [InlineData("15030300020228", "no cipher suite in common, or the server requires a client certificate")]
    [InlineData("15030300020270", "does not know the host's name")]
    [InlineData(
        "485454502F312E31203430302042616420526571756573740D0A0D0A",
        "does not use TLS on this port. If it uses plain http, use http://127.0.0.1:")]
    [InlineData("", "the server closed the connection during the handshake")]
    public async Task The_alert_of_a_failed_handshake_is_described(string reply, string message)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();
        using var session = new RequestSession();
        session.Adapters.Mount("https://", new HttpAdapter(new HttpAdapterSettings { SslProtocols = SslProtocols.Tls12 }));

        var error = await Assert.ThrowsAsync<SslException>(() =>
            session.RequestAsync(new Request("GET", $"https://{listener.LocalEndpoint}/")));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("inner exception", error.Message, StringComparison.Ordinal);
        await serving;

        async Task ServeAsync()
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            Assert.True(await stream.ReadAsync(new byte[4096]) > 0);
            await stream.WriteAsync(Convert.FromHexString(reply));
            client.Client.Shutdown(SocketShutdown.Send);
        }
    }

    [Fact]
    public async Task Plain_http_to_a_port_with_tls_is_described()
    {
        using var server = RawServer.Start("\u0015\u0003\u0001\0\u0002\u0002F");
        using var session = new RequestSession();

        Assert.Contains(
            "uses TLS; use https",
            (await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", server.Url)))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "error:0A00045C:SSL routines::tlsv13 alert certificate required",
        "the server requires a client certificate (-Cert): tlsv13 alert certificate required.")]
    [InlineData(
        "error:0A000418:SSL routines::tlsv1 alert unknown ca",
        "the server does not trust the authority of the client certificate: tlsv1 alert unknown ca.")]
    [InlineData(
        "error:0A000412:SSL routines::sslv3 alert bad certificate",
        "the server refuses the client certificate: sslv3 alert bad certificate.")]
    [InlineData("error:0A000438:SSL routines::tlsv1 alert internal error", "tlsv1 alert internal error.")]
    public void An_alert_after_the_handshake_is_a_reason(string alert, string message) =>
        Assert.Equal(
            message,
            TlsFailure.DescribeLater(
                new IOException(
                    "The decryption operation failed, see inner exception.",
                    new InvalidOperationException("Decrypt failed.", new InvalidOperationException(alert)))));

    [Fact]
    public void A_reset_is_not_described_as_a_tls_failure() =>
        Assert.Null(TlsFailure.DescribeLater(new IOException("alert", new SocketException((int)SocketError.ConnectionReset))));
}
