using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests;

/// <summary>Represents an HTTP/2 server in cleartext that handles each request as the test specifies (RFC 9113).</summary>
internal sealed class Http2Server : SocketServer
{
    private readonly Func<int, int, Handling> _handlingFor;
    private int _connections;

    /// <summary>Starts the server.</summary>
    /// <param name="handlingFor">Returns how to handle a request, by the number of its connection and its number there.</param>
    internal Http2Server(Func<int, int, Handling> handlingFor)
    {
        _handlingFor = handlingFor;
        Listen();
    }

    /// <summary>Specifies how the server handles a request.</summary>
    internal enum Handling
    {
        /// <summary>Processes the request and responds.</summary>
        Process,

        /// <summary>Refuses the stream without processing the request.</summary>
        Refuse,

        /// <summary>Sends a GOAWAY for this and later streams, and closes the connection when the earlier streams are done.</summary>
        GoAway,

        /// <summary>Processes the request, and resets the stream in place of a response.</summary>
        Fail,

        /// <summary>Processes the request, and closes the connection in place of a response.</summary>
        Drop,

        /// <summary>Sends fewer bytes than the Content-Length.</summary>
        CutShort,

        /// <summary>Sends two Content-Length headers.</summary>
        TwoLengths,

        /// <summary>Processes it, and responds with the status 299, which has no name.</summary>
        Unnamed,

        /// <summary>Refuses the stream, because the request has to be sent with HTTP/1.1.</summary>
        RequireHttp11,
    }

    internal string Url => $"http://{Authority}/";

    internal int Connections => _connections;

    /// <summary>Gets the bodies of the processed requests.</summary>
    internal ConcurrentQueue<string> Processed { get; } = new();

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        var connection = Interlocked.Increment(ref _connections);
        var stream = client.GetStream();
        var bodies = new Dictionary<int, StringBuilder>();
        var begun = 0;
        var going = int.MaxValue;
        await stream.ReadExactlyAsync(new byte[24], cancellationToken);
        await SendAsync(stream, 4, 0, 0, []);
        while (true)
        {
            var head = new byte[9];
            await stream.ReadExactlyAsync(head, cancellationToken);
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await stream.ReadExactlyAsync(payload, cancellationToken);
            var (type, flags, id) = (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)));
            if (type == 4 && (flags & 1) == 0) await SendAsync(stream, 4, 1, 0, []);
            if (type == 6 && (flags & 1) == 0) await SendAsync(stream, 6, 1, 0, payload);
            if (type == 1) bodies[id] = new StringBuilder();
            if (type == 0 && bodies.TryGetValue(id, out var text)) text.Append(Encoding.Latin1.GetString(payload));
            if (type is not (0 or 1) || (flags & 1) == 0 || id >= going) continue;
            // A second GOAWAY could only lower the last stream.
            var handling = going == int.MaxValue ? _handlingFor(connection, ++begun) : Handling.Process;
            if (handling is not (Handling.Refuse or Handling.GoAway or Handling.RequireHttp11)) Processed.Enqueue(bodies[id].ToString());
            if (handling == Handling.Drop) return;
            if (handling == Handling.GoAway) going = id;
            await DoAsync(stream, handling, id);
        }
    }

    private static Task DoAsync(NetworkStream stream, Handling handling, int id) => handling switch
    {
        Handling.Refuse => SendAsync(stream, 3, 0, id, [0, 0, 0, 7]),
        Handling.Fail => SendAsync(stream, 3, 0, id, [0, 0, 0, 2]),
        Handling.RequireHttp11 => SendAsync(stream, 3, 0, id, [0, 0, 0, 13]),
        Handling.GoAway => SendAsync(stream, 7, 0, 0, [0, 0, (byte)(Math.Max(id - 2, 0) >> 8), (byte)Math.Max(id - 2, 0), 0, 0, 0, 0]),
        Handling.CutShort => RespondAsync(stream, id, "9"),
        Handling.TwoLengths => RespondAsync(stream, id, "2, 3"),
        Handling.Unnamed => RespondAsync(stream, id, "2", [8, 3, .. "299"u8]),
        _ => RespondAsync(stream, id, "2"),
    };

    /// <summary>Status 200 from the static table, or another, and a length as a literal that is not indexed.</summary>
    private static async Task RespondAsync(NetworkStream stream, int id, string length, byte[]? status = null)
    {
        await SendAsync(stream, 1, 4, id, [.. status ?? [0x88], 0x0f, 0x0d, (byte)length.Length, .. Encoding.ASCII.GetBytes(length)]);
        await SendAsync(stream, 0, 1, id, "ok"u8.ToArray());
    }

    private static async Task SendAsync(NetworkStream stream, byte type, byte flags, int id, byte[] payload)
    {
        byte[] length = [0, (byte)(payload.Length >> 8), (byte)payload.Length];
        byte[] streamId = [(byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id];
        byte[] frame = [.. length, type, flags, .. streamId, .. payload];
        await stream.WriteAsync(frame);
    }
}
