using System.Net;
using System.Net.Sockets;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests;

/// <summary>
/// Sends the given replies, one per request, and records the received bytes. A null reply closes the connection without a response.
/// </summary>
internal sealed class RawServer : SocketServer
{
    private readonly Queue<string?> _replies;
    private readonly List<string> _seen = [];
    private int _connections;

    private RawServer(string?[] replies, IPAddress? address = null)
        : base(address: address)
    {
        _replies = new Queue<string?>(replies);
        Listen();
    }

    /// <summary>Gets whether the connection stays open and silent after a reply; false closes it when the replies are used up.</summary>
    internal bool Hangs { get; init; }

    /// <summary>Gets whether the connection is closed after each reply without <c>Connection: close</c>.</summary>
    internal bool ClosesEachTime { get; init; }

    internal string Url => $"http://{Authority}/";

    internal int Connections => _connections;

    internal string[] Seen
    {
        get
        {
            lock (_seen) return [.. _seen];
        }
    }

    /// <summary>Completes when the first reply was written.</summary>
    internal TaskCompletionSource Replied { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a client has closed its connection.</summary>
    internal TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal static RawServer Start(params string?[] replies) => new(replies);

    internal static RawServer StartAt(IPAddress address, params string?[] replies) => new(replies, address);

    internal static RawServer StartHanging(params string?[] replies) => new(replies) { Hangs = true };

    internal static RawServer StartClosing(params string?[] replies) => new(replies) { ClosesEachTime = true };

    internal static string Ok(string body = "") => $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _connections);
        while (await ReadRequestAsync(client.GetStream(), cancellationToken) is { } request)
        {
            string? reply;
            lock (_seen)
            {
                _seen.Add(request);
                if (!_replies.TryDequeue(out reply)) return;
            }

            if (reply is null) return;
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(reply), cancellationToken);
            Replied.TrySetResult();
            if (ClosesEachTime || (!Hangs && _replies.Count == 0)) return;
        }
    }

    /// <summary>Reads one request, its body by length or chunks; returns null at the end of the connection.</summary>
    private async Task<string?> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(text.ToString()))
        {
            var count = await ReadAsync(stream, buffer, cancellationToken);
            if (count == 0)
            {
                Closed.TrySetResult();
                return null;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    /// <summary>Reads bytes; a connection that the client resets has ended, too.</summary>
    private static async Task<int> ReadAsync(NetworkStream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        if (text.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            return text.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        }

        var at = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        return at < 0
            || at > end
            || text.Length - end - 4 >= int.Parse(
                text.AsSpan(at + 16, text.IndexOf("\r\n", at, StringComparison.Ordinal) - at - 16),
                System.Globalization.CultureInfo.InvariantCulture);
    }
}
