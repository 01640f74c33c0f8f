using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Requests.TestServer;

/// <summary>
/// Represents a server that sends invalid, hostile and endless responses. The first segment of the path is the name of the response in
/// <see cref="HostileReplies"/>. An endless response stops after five seconds.
/// </summary>
internal sealed class HostileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _seen = new();

    internal HostileServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    internal string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>Gets the requests in the order in which they arrived.</summary>
    internal string[] Seen => [.. _seen];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <summary>Writes the same text until the client closes the connection or five seconds have passed.</summary>
    internal static async Task RepeatAsync(Stream stream, string piece, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(5000);
        if (piece.Length == 0) return;
        var times = Math.Max(1, 16_384 / piece.Length);
        var bytes = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(piece, times)));
        while (true) await stream.WriteAsync(bytes, limit.Token);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The server was disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var input = new ScriptedInput(stream);
                while (await input.ReadRequestAsync(_stop.Token) is { } request)
                {
                    _seen.Enqueue(request);
                    var target = request.Split(' ')[1];
                    var name = target.Split('/', '?')[1];
                    if (HostileReplies.GetFixed(name, target, request) is { } reply)
                    {
                        var bytes = Encoding.Latin1.GetBytes(reply.Replace("{self}", Url, StringComparison.Ordinal));
                        await stream.WriteAsync(bytes, _stop.Token);
                        if (!reply.Contains("Content-Length", StringComparison.Ordinal)) return;
                        continue;
                    }

                    var (head, piece) = HostileReplies.GetEndless(name);
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(head), _stop.Token);
                    await RepeatAsync(stream, piece, _stop.Token);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or IOException)
            {
                // The client closed the connection, or five seconds have passed.
            }
        }
    }
}
