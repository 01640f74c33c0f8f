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
internal sealed class ClosingServer : SocketServer
{
    private readonly Closing _closing;

    /// <summary>Starts the server.</summary>
    /// <param name="closing">When connections are closed.</param>
    internal ClosingServer(Closing closing)
    {
        _closing = closing;
        Listen();
    }

    public string Url => $"http://{Authority}";

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        client.NoDelay = true;
        var stream = client.GetStream();
        var reader = new RawRequestReader(stream);
        do
        {
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (_closing == Closing.WhenIdle) idle.CancelAfter(TimeSpan.FromSeconds(1));
            if (await reader.ReadAsync(idle.Token) is not { } request) return;
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Respond(request)), cancellationToken);
        }
        while (_closing == Closing.WhenIdle);
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
        var rest = _closing switch
        {
            Closing.OldVersion => "\r\n",
            Closing.Announced => $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n",
            Closing.Unannounced => $"Content-Length: {body.Length}\r\n\r\n",
            _ => $"Content-Length: {body.Length}\r\nKeep-Alive: timeout=1\r\n\r\n",
        };
        return $"HTTP/1.{(_closing == Closing.OldVersion ? 0 : 1)} {status}\r\n{headers}{rest}{body}";
    }
}
