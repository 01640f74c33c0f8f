using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Requests.TestServer;

/// <summary>
/// Represents a server with two ports that sends one of the given replies for each request and records the requests. In a reply, {a} and
/// {b} are the two authorities, {gzip:text}, {zlib:text}, {deflate:text} and {br:text} are encoded bodies, and {length} is the length of
/// the body. At the end of a reply, {close} closes the connection, {reset} resets it, and {hang} keeps it open without further data.
/// </summary>
internal sealed class ScriptedServer : SocketServer
{
    private readonly Queue<string> _replies;
    private readonly List<string> _seen = [];
    private readonly List<Task> _connections = [];

    internal ScriptedServer(IEnumerable<string> replies)
        : base(ports: 2)
    {
        _replies = new Queue<string>(replies);
        Listen();
    }

    internal string First => $"127.0.0.1:{GetPort(0)}";

    internal string Second => $"localhost:{GetPort(1)}";

    /// <summary>Stops the server, and reads what the clients have sent until then.</summary>
    /// <returns>The requests in the order of their arrival.</returns>
    internal async Task<string[]> StopAsync()
    {
        Dispose();
        Task[] connections;
        lock (_seen) connections = [.. _connections];
        await Task.WhenAll(connections).ContinueWith(static _ => { }, TaskScheduler.Default);
        lock (_seen) return [.. _seen];
    }

    /// <inheritdoc/>
    protected override Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        var connection = RespondAsync(client, cancellationToken);
        lock (_seen) _connections.Add(connection);
        return connection;
    }

    private async Task RespondAsync(TcpClient client, CancellationToken cancellationToken)
    {
        var input = new ScriptedInput(client.GetStream());
        while (await input.ReadRequestAsync(cancellationToken) is { } request)
        {
            string? reply;
            lock (_seen)
            {
                _seen.Add(request);
                if (!_replies.TryDequeue(out reply)) return;
            }

            var end = Array.Find(["{close}", "{reset}", "{hang}"], reply.EndsWith);
            await client.GetStream().WriteAsync(ScriptedBytes.From(reply[..^(end?.Length ?? 0)], First, Second), cancellationToken);
            if (end == "{hang}") await Task.Delay(Timeout.Infinite, cancellationToken);
            if (end == "{reset}") client.LingerState = new LingerOption(true, 0);
            if (end is not null) return;
        }
    }
}

/// <summary>Reads requests byte for byte: the header section, and the body by its Content-Length or its chunks.</summary>
internal sealed class ScriptedInput(Stream stream)
{
    private readonly StringBuilder _rest = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    /// <summary>Reads the next request.</summary>
    /// <returns>The request, decoded as Latin-1, or null at the end of the connection.</returns>
    internal async Task<string?> ReadRequestAsync(CancellationToken cancel)
    {
        while (true)
        {
            var text = _rest.ToString();
            if (Length(text) is { } length)
            {
                _rest.Remove(0, length);
                return text[..length];
            }

            var count = await ReadAsync(cancel);
            if (count == 0) return null;
            _rest.Append(Encoding.Latin1.GetString(_buffer, 0, count));
        }
    }

    /// <summary>Reads the next bytes. After the cancellation it reads those that have already arrived.</summary>
    private async Task<int> ReadAsync(CancellationToken cancel)
    {
        try
        {
            return await stream.ReadAsync(_buffer, cancel);
        }
        catch (OperationCanceledException) when (stream is NetworkStream { DataAvailable: true })
        {
            return await stream.ReadAsync(_buffer, CancellationToken.None);
        }
    }

    private static int? Length(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (end < 4) return null;
        if (text[..end].Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.OrdinalIgnoreCase))
        {
            var last = text.IndexOf("0\r\n\r\n", end, StringComparison.Ordinal);
            return last < 0 ? null : last + 5;
        }

        var at = text.IndexOf("\r\nContent-Length: ", StringComparison.OrdinalIgnoreCase) + 18;
        if (at < 18 || at > end) return end;
        var length = end + int.Parse(text.AsSpan(at, text.IndexOf('\r', at) - at), CultureInfo.InvariantCulture);
        return text.Length < length ? null : length;
    }
}
