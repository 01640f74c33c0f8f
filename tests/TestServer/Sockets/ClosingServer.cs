using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Requests.TestServer;

/// <summary>Specifies when a <see cref="ClosingServer"/> closes its connections.</summary>
internal enum Closing
{
    /// <summary>Uses HTTP/1.0: the end of the connection ends the body.</summary>
    OldVersion,

    /// <summary>Sends <c>Connection: close</c> with each response.</summary>
    Announced,

    /// <summary>Closes the connection after each response without <c>Connection: close</c>.</summary>
    Unannounced,

    /// <summary>Sends <c>Keep-Alive: timeout=1</c> and closes a connection that was idle for one second.</summary>
    WhenIdle,
}

/// <summary>
/// Represents a server over a plain socket that closes its connections in a given way. Its routes are those that bench/Soak.ps1 calls.
/// </summary>
/// <param name="closing">When connections are closed.</param>
internal sealed class ClosingServer(Closing closing) : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public string Url => $"http://{_listener.LocalEndpoint}";

    public ClosingServer Start()
    {
        _listener.Start(512);
        _ = AcceptAsync();
        return this;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The server was disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var accepted = client;
        client.NoDelay = true;
        var stream = client.GetStream();
        var reader = new RawRequestReader(stream);
        try
        {
            do
            {
                using var idle = new CancellationTokenSource(
                    closing == Closing.WhenIdle ? TimeSpan.FromSeconds(1) : Timeout.InfiniteTimeSpan);
                if (await reader.ReadAsync(idle.Token) is not { } request) return;
                await stream.WriteAsync(Encoding.Latin1.GetBytes(Respond(request)));
            }
            while (closing == Closing.WhenIdle);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The client closed the connection, or the connection was idle for too long.
        }
    }

    private string Respond(RawRequest request)
    {
        var path = request.Path.Split('/');
        var (status, headers, body) = path[1] switch
        {
            "redirect" => ("302 Found", $"Location: /number/{path[2]}\r\n", "moved"),
            "cookies" => ("200 OK", $"Set-Cookie: {path[2]}={path[3]}; Path=/\r\n", request.Cookie),
            "length" => ("200 OK", "", $"{request.BodyLength}"),
            _ => ("200 OK", "", path[^1]),
        };
        var rest = closing switch
        {
            Closing.OldVersion => "\r\n",
            Closing.Announced => $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n",
            Closing.Unannounced => $"Content-Length: {body.Length}\r\n\r\n",
            _ => $"Content-Length: {body.Length}\r\nKeep-Alive: timeout=1\r\n\r\n",
        };
        return $"HTTP/1.{(closing == Closing.OldVersion ? 0 : 1)} {status}\r\n{headers}{rest}{body}";
    }
}
