using System.Net;
using System.Net.Sockets;

namespace Requests.TestServer;

/// <summary>Represents a server over plain sockets, which handles each connection on its own until it is disposed.</summary>
public abstract class SocketServer : IDisposable
{
    private readonly TcpListener[] _ports;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Creates a server, which listens and accepts connections after <see cref="Listen"/>.</summary>
    /// <param name="ports">The number of ports.</param>
    /// <param name="address">The address; null means 127.0.0.1.</param>
    protected SocketServer(int ports = 1, IPAddress? address = null) =>
        _ports = [.. Enumerable.Range(0, ports).Select(_ => new TcpListener(address ?? IPAddress.Loopback, 0))];

    /// <summary>Gets the address and the number of the first port.</summary>
    public string Authority => $"{_ports[0].LocalEndpoint}";

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gets the number of a port.</summary>
    /// <param name="index">The index of the port.</param>
    protected int GetPort(int index) => ((IPEndPoint)_ports[index].LocalEndpoint).Port;

    /// <summary>Starts to listen. A derived class calls it when it can handle connections.</summary>
    protected void Listen()
    {
        foreach (var port in _ports)
        {
            port.Start(512);
            _ = AcceptAsync(port);
        }
    }

    /// <summary>Handles a connection. It is closed when the method returns or throws.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="cancellationToken">Cancels the operation when the server is disposed.</param>
    protected abstract Task ServeAsync(TcpClient client, CancellationToken cancellationToken);

    /// <summary>Stops listening and closes the connections.</summary>
    /// <param name="disposing">Whether the server is disposed.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _stop.Cancel();
        foreach (var port in _ports) port.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener port)
    {
        var stop = _stop.Token;
        try
        {
            while (true) _ = CloseAfterAsync(await port.AcceptTcpClientAsync(stop), stop);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The server was disposed.
        }
    }

    private async Task CloseAfterAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client, stop);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or IOException)
            {
                // The client has closed the connection, or the server was disposed.
            }
        }
    }
}
