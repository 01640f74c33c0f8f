using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests.Diagnosis;

/// <summary>Represents a TLS server with given options, which sends one reply to each request.</summary>
internal sealed class DiagnosisServer : SocketServer
{
    private readonly SslServerAuthenticationOptions _options;
    private int _requests;

    internal DiagnosisServer(SslServerAuthenticationOptions options)
    {
        _options = options;
        Listen();
    }

    internal string Url => $"https://localhost:{GetPort(0)}/";

    /// <summary>Gets the number of requests, and of connections that sent anything after the handshake.</summary>
    internal int Requests => _requests;

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(_options, cancellationToken);
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, cancellationToken) > 0)
            {
                Interlocked.Increment(ref _requests);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), cancellationToken);
            }
        }
        catch (AuthenticationException)
        {
            // The client refused the certificate, or has no version or certificate that fits.
        }
    }
}
