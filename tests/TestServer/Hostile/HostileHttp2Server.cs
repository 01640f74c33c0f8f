using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Requests.TestServer;

/// <summary>
/// Represents an HTTP/2 server without TLS that floods each connection with one kind of frame, for at most five seconds.
/// </summary>
internal sealed class HostileHttp2Server : SocketServer
{
    /// <summary>The names of the floods. With <c>ok</c> the server sends one complete response.</summary>
    internal static readonly string[] Floods =
    [
        "ok", "ping", "settings", "reset", "continuation", "header-bomb", "data", "window", "unknown", "push", "interim", "goaway",
        "huge-frame",
    ];

    private readonly string _flood;

    internal HostileHttp2Server(string flood)
    {
        _flood = flood;
        Listen();
    }

    internal string Url => $"http://{Authority}";

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        var stream = client.GetStream();
        await stream.WriteAsync(Frame(4, 0, 0, []), cancellationToken);
        await AwaitRequestAsync(stream, cancellationToken);
        _ = stream.CopyToAsync(Stream.Null, cancellationToken);
        var (first, repeated) = GetFrames(_flood);
        await stream.WriteAsync(first, cancellationToken);
        if (repeated.Length > 0) await HostileServer.RepeatAsync(stream, Encoding.Latin1.GetString(repeated), cancellationToken);
        else await Task.Delay(5000, cancellationToken);
    }

    /// <summary>Reads frames up to the first HEADERS frame.</summary>
    private static async Task AwaitRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var preface = new byte[24];
        await stream.ReadExactlyAsync(preface, cancellationToken);
        var head = new byte[9];
        while (true)
        {
            await stream.ReadExactlyAsync(head, cancellationToken);
            var body = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await stream.ReadExactlyAsync(body, cancellationToken);
            if (head[3] == 1) return;
        }
    }

    private static (byte[] First, byte[] Repeated) GetFrames(string flood)
    {
        // :status 200 is entry 8 of the static table (RFC 7541 appendix A). The other fields are literals without indexing.
        byte[] status = [0x88];
        var large = Literal("x-bomb", new string('b', 15_000));
        return flood switch
        {
            "ok" => ([.. Frame(1, 4, 1, status), .. Frame(0, 1, 1, "ok"u8.ToArray())], []),
            "ping" => ([], Frame(6, 0, 0, new byte[8])),
            "settings" => ([], Frame(4, 0, 0, [0, 3, 0, 0, 0, 100])),
            "reset" => ([], Frame(3, 0, 1, [0, 0, 0, 7])),
            "continuation" => (Frame(1, 0, 1, status), Frame(9, 0, 1, Literal("x-more", "value"))),
            "header-bomb" => (Frame(1, 0, 1, status), Frame(9, 0, 1, large)),
            "data" => (Frame(1, 4, 1, status), Frame(0, 0, 1, new byte[16_000])),
            "window" => ([], Frame(8, 0, 1, [0x7f, 0xff, 0xff, 0xff])),
            "unknown" => ([], Frame(200, 0, 1, new byte[100])),
            "push" => ([], Frame(5, 4, 1, [0, 0, 0, 2, .. status])),
            "interim" => ([], Frame(1, 4, 1, [0x08, 3, (byte)'1', (byte)'0', (byte)'3'])),
            "goaway" => ([], Frame(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])),
            _ => ([0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1], new byte[16_000]),
        };
    }

    private static byte[] Literal(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. Length(value.Length), .. Encoding.ASCII.GetBytes(value)];

    private static byte[] Length(int length)
    {
        if (length < 127) return [(byte)length];
        var bytes = new List<byte> { 127 };
        for (length -= 127; length >= 128; length >>= 7) bytes.Add((byte)((length & 127) | 128));
        return [.. bytes, (byte)length];
    }

    private static byte[] Frame(byte kind, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        frame[1] = (byte)(payload.Length >> 8);
        frame[2] = (byte)payload.Length;
        frame[3] = kind;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }
}
