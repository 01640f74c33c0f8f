using System.Net.Sockets;

namespace Requests.TestServer;

/// <summary>
/// Represents a server that sends one byte every 300 milliseconds and never completes: of a TLS handshake, of the reply of an HTTP proxy
/// or of a SOCKS proxy, by the first byte of the client. It closes a connection after five seconds.
/// </summary>
internal sealed class SlowServer : SocketServer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    internal SlowServer() => Listen();

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(5000);
        var stream = client.GetStream();
        var first = new byte[1];
        if (await stream.ReadAsync(first, limit.Token) == 0) return;
        _ = stream.CopyToAsync(Stream.Null, limit.Token);
        byte[] reply = first[0] switch
        {
            // A record of 16,384 bytes with a ServerHello.
            0x16 => [0x16, 3, 3, 0x40, 0, 2, 0, 0x3f, 0xfc, 3, 3],
            // No password; then, to the request, the connection to a host whose name has 255 letters.
            5 => [5, 0, 5, 0, 0, 3, 255],
            4 => [0, 90],
            _ => "HTTP/1.1 200 OK\r\nX-Slow: "u8.ToArray(),
        };
        for (var i = 0; ; i++)
        {
            await stream.WriteAsync(i < reply.Length ? reply.AsMemory(i, 1) : new byte[] { (byte)'a' }, limit.Token);
            await Task.Delay(Pause, limit.Token);
        }
    }
}
