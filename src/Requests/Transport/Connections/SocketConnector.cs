using System.Net;
using System.Net.Sockets;

namespace Requests;

/// <summary>
/// Opens a TCP connection. The addresses of both families are tried alternately; the next attempt starts while a slow one is still pending.
/// </summary>
/// <remarks>RFC 8305 sections 4 and 5.</remarks>
internal static class SocketConnector
{
    // RFC 8305 section 8: the recommended delay between two attempts.
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects to a host.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The port.</param>
    /// <param name="local">The local address, or null; only addresses of its family are tried.</param>
    /// <param name="family">The family of the addresses; null for both.</param>
    /// <param name="timings">The timings that receive the duration of the name lookup.</param>
    /// <param name="time">The source of time.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task<Socket> ConnectAsync(
        string host,
        int port,
        IPAddress? local,
        IPAddressFamily? family,
        ExchangeTimings timings,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var found = await AddressLookup.FindAsync(host, family, resolve: null, cancellationToken).ConfigureAwait(false);
        if (!IPAddress.TryParse(host, out _)) timings.NameLookup = time.GetElapsedTime(began);
        var addresses = Interleave([.. found.Where(address => local is null || address.AddressFamily == local.AddressFamily)]);
        return addresses switch
        {
            [] => throw new SocketException((int)(found.Length == 0 ? SocketError.HostNotFound : SocketError.NetworkUnreachable)),
            [var only] => await AttemptAsync(only, port, local, cancellationToken).ConfigureAwait(false),
            _ =>
                await RaceAsync(
                    addresses,
                    (address, token) => AttemptAsync(address, port, local, token),
                    time,
                    cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Connects to a Unix socket.</summary>
    /// <param name="path">The path of the socket.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static Task<Socket> ConnectUnixAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new TargetSocket(new UnixDomainSocketEndPoint(path), ProtocolType.Unspecified);
        return ConnectAsync(socket, local: null, cancellationToken);
    }

    /// <summary>Records the addresses of both ends of a connection.</summary>
    /// <param name="socket">The connected socket.</param>
    /// <param name="connection">The facts of the connection.</param>
    internal static void RecordEndPoints(Socket socket, ConnectionFacts connection)
    {
        connection.IsConnected = true;
        connection.RemoteEndPoint = (socket as TargetSocket)?.Target;

        // The client's end of a connection over a Unix socket has no name.
        connection.LocalEndPoint = socket.AddressFamily == AddressFamily.Unix ? null : socket.LocalEndPoint;
    }

    /// <summary>Returns the path of a Unix socket if the system can have a socket there.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="InvalidParameterException">The path is empty, too long, or an abstract name.</exception>
    internal static string CheckUnixSocket(string path)
    {
        const string advice = "give the path of a Unix socket, with at most about 100 bytes.";
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidParameterException($"The path of a Unix socket cannot have a NUL character, as abstract names do: {advice}");
        }

        try
        {
            _ = new UnixDomainSocketEndPoint(path);
            return path;
        }
        catch (ArgumentException error)
        {
            throw new InvalidParameterException($"'{path}' is empty or too long for the path of a Unix socket: {advice}", error);
        }
        catch (PlatformNotSupportedException error)
        {
            throw new InvalidParameterException($"This system has no Unix sockets: {error.Message}", error);
        }
    }

    /// <summary>Orders the addresses so that their families alternate, beginning with the family of the first.</summary>
    /// <param name="addresses">The addresses in the resolver's order.</param>
    internal static IPAddress[] Interleave(IPAddress[] addresses)
    {
        if (addresses.Length < 2) return addresses;
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToArray();
        var second = addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily).ToArray();
        var mixed = new List<IPAddress>(addresses.Length);
        for (var i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            if (i < first.Length) mixed.Add(first[i]);
            if (i < second.Length) mixed.Add(second[i]);
        }

        return [.. mixed];
    }

    /// <summary>
    /// Tries addresses in order. An attempt starts after a delay, or as soon as the previous one has failed; the first that connects wins.
    /// </summary>
    /// <param name="addresses">The addresses, at least one.</param>
    /// <param name="attempt">Connects to an address.</param>
    /// <param name="time">The source of time.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task<Socket> RaceAsync(
        IPAddress[] addresses,
        Func<IPAddress, CancellationToken, Task<Socket>> attempt,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<Socket>>();
        var waiting = new Queue<IPAddress>(addresses);
        Exception? firstFailure = null;
        while (true)
        {
            if (waiting.TryDequeue(out var next)) running.Add(attempt(next, race.Token));
            var done = await NextAsync(running, waiting.Count > 0, time, race.Token).ConfigureAwait(false);
            if (done is null) continue;
            running.Remove(done);
            if (done.IsCompletedSuccessfully)
            {
                await race.CancelAsync().ConfigureAwait(false);
                foreach (var loser in running) _ = CloseAsync(loser);
                return await done.ConfigureAwait(false);
            }

            firstFailure ??= done.Exception?.InnerException;
            if (running.Count > 0 || waiting.Count > 0) continue;
            cancellationToken.ThrowIfCancellationRequested();
            throw firstFailure ?? new SocketException((int)SocketError.HostUnreachable);
        }
    }

    /// <summary>Returns the attempt that ended first, or null when it is time to start another.</summary>
    private static async Task<Task<Socket>?> NextAsync(
        List<Task<Socket>> running,
        bool more,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var any = Task.WhenAny(running);
        if (!more) return await any.ConfigureAwait(false);
        await Task.WhenAny(any, Task.Delay(AttemptDelay, time, cancellationToken)).ConfigureAwait(false);
        return any.IsCompleted ? await any.ConfigureAwait(false) : null;
    }

    private static async Task<Socket> AttemptAsync(IPAddress address, int port, IPAddress? local, CancellationToken cancellationToken)
    {
        var socket = new TargetSocket(new IPEndPoint(address, port), ProtocolType.Tcp) { NoDelay = true };
        return await ConnectAsync(socket, local, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Socket> ConnectAsync(TargetSocket socket, IPAddress? local, CancellationToken cancellationToken)
    {
        try
        {
            if (local is not null) socket.Bind(new IPEndPoint(local, 0));
            await socket.ConnectAsync(socket.Target, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task CloseAsync(Task<Socket> attempt)
    {
        try
        {
            (await attempt.ConfigureAwait(false)).Dispose();
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // Another attempt has connected. The failure of this one does not matter.
        }
    }

    /// <summary>
    /// Represents a socket that knows the address of the other end. The system no longer has that address when the other end
    /// has reset the connection.
    /// </summary>
    private sealed class TargetSocket(EndPoint target, ProtocolType protocol) : Socket(target.AddressFamily, SocketType.Stream, protocol)
    {
        internal EndPoint Target => target;
    }
}
