using System.Net.Sockets;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests.Transport.Connections;

/// <summary>Represents a proxy that opens tunnels by CONNECT and by SOCKS 5, always to the same port of this machine.</summary>
/// <param name="port">The port.</param>
internal sealed class TunnelServer : SocketServer
{
    private readonly int _port;

    internal TunnelServer(int port)
    {
        _port = port;
        Listen();
    }

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        var stream = client.GetStream();
        var buffer = new byte[4096];
        var count = await stream.ReadAsync(buffer, cancellationToken);
        if (count > 0 && buffer[0] == 5)
        {
            await stream.WriteAsync(new byte[] { 5, 0 }, cancellationToken);
            await stream.ReadExactlyAsync(buffer.AsMemory(0, 10), cancellationToken);
            await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 127, 0, 0, 1, 0, 80 }, cancellationToken);
        }
        else
        {
            while (!Encoding.ASCII.GetString(buffer, 0, count).Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                count += await stream.ReadAsync(buffer.AsMemory(count), cancellationToken);
            }

            await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        using var target = new TcpClient();
        await target.ConnectAsync("127.0.0.1", _port, cancellationToken);
        await Task.WhenAny(
            stream.CopyToAsync(target.GetStream(), cancellationToken),
            target.GetStream().CopyToAsync(stream, cancellationToken));
    }
}
