using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Requests.TestServer;

/// <summary>
/// Represents a server that sends invalid, hostile and endless responses. The first segment of the path is the name of the response in
/// <see cref="HostileReplies"/>. An endless response stops after five seconds; a slow one sends a byte every 50 milliseconds until then.
/// </summary>
internal sealed class HostileServer : SocketServer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<string> _seen = new();

    internal HostileServer() => Listen();

    internal string Url => $"http://{Authority}";

    /// <summary>Gets the requests in the order in which they arrived.</summary>
    internal string[] Seen => [.. _seen];

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

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        var stream = client.GetStream();
        var input = new ScriptedInput(stream);
        while (await input.ReadRequestAsync(cancellationToken) is { } request)
        {
            _seen.Enqueue(request);
            var target = request.Split(' ')[1];
            var name = target.Split('/', '?')[1];
            if (HostileReplies.GetFixed(name, target, request) is { } reply)
            {
                var bytes = Encoding.Latin1.GetBytes(reply.Replace("{self}", Url, StringComparison.Ordinal));
                await stream.WriteAsync(bytes, cancellationToken);
                if (!reply.Contains("Content-Length", StringComparison.Ordinal)) return;
                continue;
            }

            var slow = HostileReplies.GetSlow(name);
            var (head, piece) = slow ?? HostileReplies.GetEndless(name);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
            if (slow is null) await RepeatAsync(stream, piece, cancellationToken);
            else await DripAsync(stream, Encoding.Latin1.GetBytes(piece), cancellationToken);
        }
    }

    private static async Task DripAsync(NetworkStream stream, byte[] piece, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(5000);
        for (var at = 0; ; at = (at + 1) % piece.Length)
        {
            await stream.WriteAsync(piece.AsMemory(at, 1), limit.Token);
            await Task.Delay(Pause, limit.Token);
        }
    }
}
