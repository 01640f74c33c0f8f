using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Requests;

/// <summary>A port of this machine that a browser is sent to, once, with an answer in the query. Whatever else comes is turned away.</summary>
/// <remarks>RFC 8252 section 7.3.</remarks>
internal sealed class LoopbackHttpListener : IDisposable
{
    private const int LargestHead = 16 * 1024;

    private readonly List<TcpListener> _listeners = [];
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, string>> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<IReadOnlyDictionary<string, string>, bool> _isExpected;
    private readonly string _path;

    private LoopbackHttpListener(Uri uri, Func<IReadOnlyDictionary<string, string>, bool> isExpected)
    {
        _path = uri.AbsolutePath;
        _isExpected = isExpected;
        var port = uri.IsDefaultPort ? 0 : uri.Port;
        var address = uri.HostNameType == UriHostNameType.IPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        Port = Listen(address, port);

        // A browser may take "localhost" for either.
        if (uri.HostNameType == UriHostNameType.Dns && Socket.OSSupportsIPv6) Listen(IPAddress.IPv6Loopback, Port, isNeeded: false);
        RedirectUri = string.Create(CultureInfo.InvariantCulture, $"http://{uri.Host}:{Port}{_path}");
    }

    /// <summary>The URL to send the browser to, port included.</summary>
    internal string RedirectUri { get; }

    private int Port { get; }

    public void Dispose()
    {
        _closed.Cancel();
        foreach (var listener in _listeners) listener.Dispose();
        _closed.Dispose();
    }

    /// <summary>Opens the port; from now on it answers.</summary>
    /// <param name="uri">The redirect URI; without a port, or with port 0, a free one is taken.</param>
    /// <param name="isExpected">Whether a query is the answer that is waited for.</param>
    /// <exception cref="ConnectionException">The port cannot be opened.</exception>
    internal static LoopbackHttpListener Start(Uri uri, Func<IReadOnlyDictionary<string, string>, bool> isExpected)
    {
        var listener = new LoopbackHttpListener(uri, isExpected);
        foreach (var one in listener._listeners) _ = Task.Run(() => listener.ServeAsync(one, listener._closed.Token));
        return listener;
    }

    /// <summary>Waits for the answer.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    internal Task<IReadOnlyDictionary<string, string>> ReceiveAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) =>
        _received.Task.WaitAsync(patience, time, cancellationToken);

    private int Listen(IPAddress address, int port, bool isNeeded = true)
    {
        var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            _listeners.Add(listener);
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException error)
        {
            listener.Dispose();
            if (!isNeeded) return port;
            Dispose();
            throw new ConnectionException($"Port {port} of this machine, where the browser is to come back, cannot be opened: {error.Message}", error);
        }
    }

    private async Task ServeAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        try
        {
            // Browsers open connections ahead and say nothing on them, so none waits for another.
            while (true) _ = AnswerAsync(await listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    private async Task AnswerAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var target = await ReadTargetAsync(stream, cancellationToken).ConfigureAwait(false);
                var query = target.IndexOf('?', StringComparison.Ordinal) is var at && at < 0 ? "" : target[(at + 1)..];
                var answer = QueryDecoder.ToMap(query);
                var isExpected = target.Split('?')[0] == _path && _isExpected(answer);
                var (status, words) = isExpected ? ("200 OK", "You can close this window and go back to PowerShell.") : ("404 Not Found", "This is not what PowerShell waits for.");
                var page = $"<!doctype html><meta charset=utf-8><title>Requests</title><p>{words}</p>";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Length: {page.Length}\r\nConnection: close\r\n\r\n{page}"), cancellationToken).ConfigureAwait(false);
                if (isExpected) _received.TrySetResult(answer);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // A visitor who left, or came too late.
            }
        }
    }

    private static async Task<string> ReadTargetAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var head = new MemoryStream();
        var piece = new byte[2048];
        while (head.Length < LargestHead && !Encoding.Latin1.GetString(head.GetBuffer(), 0, (int)head.Length).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            head.Write(piece, 0, count);
        }

        var words = Encoding.Latin1.GetString(head.ToArray()).Split("\r\n")[0].Split(' ');
        return words is ["GET", var target, ..] ? target : "";
    }
}
