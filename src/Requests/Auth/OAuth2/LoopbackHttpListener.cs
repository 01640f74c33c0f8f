using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Requests;

/// <summary>
/// Listens on a port of this machine for the redirect of a browser, whose query carries the result. Other requests get status 404.
/// </summary>
/// <remarks>RFC 8252 section 7.3.</remarks>
internal sealed class LoopbackHttpListener : IDisposable
{
    private const int MaximumHead = 16 * 1024;

    private readonly List<TcpListener> _listeners = [];
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, string>> _received = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<IReadOnlyDictionary<string, string>, bool> _isExpected;
    private readonly string _path;

    private LoopbackHttpListener(Uri uri, Func<IReadOnlyDictionary<string, string>, bool> isExpected)
    {
        _path = uri.AbsolutePath;
        _isExpected = isExpected;
        var port = uri.IsDefaultPort ? 0 : uri.Port;
        var address = uri.HostNameType == UriHostNameType.IPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        Port = Listen(address, port);

        // A browser may resolve "localhost" to either address.
        if (uri.HostNameType == UriHostNameType.Dns && Socket.OSSupportsIPv6) Listen(IPAddress.IPv6Loopback, Port, isNeeded: false);
        RedirectUri = string.Create(CultureInfo.InvariantCulture, $"http://{uri.Host}:{Port}{_path}");
    }

    /// <summary>Gets the URL to redirect the browser to, port included.</summary>
    internal string RedirectUri { get; }

    private int Port { get; }

    public void Dispose()
    {
        _closed.Cancel();
        foreach (var listener in _listeners) listener.Dispose();
        _closed.Dispose();
    }

    /// <summary>Opens the port and starts to accept requests.</summary>
    /// <param name="uri">The redirect URI; without a port, or with port 0, a free port is taken.</param>
    /// <param name="isExpected">Returns whether the parameters of a query are the expected result.</param>
    /// <exception cref="ConnectionException">The port cannot be opened.</exception>
    internal static LoopbackHttpListener Start(Uri uri, Func<IReadOnlyDictionary<string, string>, bool> isExpected)
    {
        var listener = new LoopbackHttpListener(uri, isExpected);
        foreach (var item in listener._listeners) _ = Task.Run(() => listener.AcceptAsync(item, listener._closed.Token));
        return listener;
    }

    /// <summary>Waits for the expected result.</summary>
    /// <param name="timeout">The maximum time to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="TimeoutException">The result did not arrive in time.</exception>
    internal Task<IReadOnlyDictionary<string, string>> ReceiveAsync(
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        _received.Task.WaitAsync(timeout, time, cancellationToken);

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
            throw new ConnectionException(
                $"Port {port} of this machine, which the browser is redirected to, cannot be opened: {error.Message}",
                error);
        }
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        try
        {
            // Browsers open connections in advance without sending a request, so connections are served concurrently.
            while (true) _ = RespondAsync(await listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private async Task RespondAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var target = await ReadTargetAsync(stream, cancellationToken).ConfigureAwait(false);
                var (path, query) = UrlParts.CutQuery(target);
                var parameters = QueryDecoder.ToMap(query ?? "");
                var isExpected = path == _path && _isExpected(parameters);
                await stream.WriteAsync(CreateResponse(isExpected), cancellationToken).ConfigureAwait(false);
                if (isExpected) _received.TrySetResult(parameters);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The browser closed the connection, or the listener was closed.
            }
        }
    }

    private static byte[] CreateResponse(bool isExpected)
    {
        var (status, text) = isExpected
            ? ("200 OK", "You can close this window and go back to PowerShell.")
            : ("404 Not Found", "PowerShell does not expect this request.");
        var page = $"<!doctype html><meta charset=utf-8><title>Requests</title><p>{text}</p>";
        var head = $"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n";
        return Encoding.ASCII.GetBytes($"{head}Content-Length: {page.Length}\r\nConnection: close\r\n\r\n{page}");
    }

    private static async Task<string> ReadTargetAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var head = new MemoryStream();
        var piece = new byte[2048];
        while (head.Length < MaximumHead
            && !Encoding.Latin1.GetString(head.GetBuffer(), 0, (int)head.Length).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            head.Write(piece, 0, count);
        }

        var requestLine = Encoding.Latin1.GetString(head.ToArray()).Split("\r\n")[0].Split(' ');
        return requestLine is ["GET", var target, ..] ? target : "";
    }
}
