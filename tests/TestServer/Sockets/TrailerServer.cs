using System.Net.Sockets;

namespace Requests.TestServer;

/// <summary>Represents a server that sends a chunked body with trailer fields, which Kestrel sends over HTTP/2 only.</summary>
internal sealed class TrailerServer : SocketServer
{
    private static readonly byte[] Reply =
    [
        .. "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nTrailer: X-Length, X-Upload-Token\r\n\r\n"u8,
        .. "4\r\nthe \r\n4\r\nbody\r\n0\r\nX-Length: 8\r\nX-Upload-Token: secret-of-the-trailer\r\n\r\n"u8,
    ];

    internal TrailerServer() => Listen();

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        var input = new ScriptedInput(client.GetStream());
        while (await input.ReadRequestAsync(cancellationToken) is not null) await client.GetStream().WriteAsync(Reply, cancellationToken);
    }
}
