using System.Net;
using System.Net.Sockets;

namespace Requests;

/// <summary>Represents an attempt to connect to one address.</summary>
/// <param name="Target">The address and the port, or the path of a Unix socket.</param>
internal sealed record ConnectAttempt(string Target)
{
    /// <summary>Gets the open connection; null after a failure.</summary>
    internal Stream? Stream { get; private init; }

    /// <summary>Gets why the connection could not be opened, or null.</summary>
    internal ConnectFailure? Failure { get; init; }

    /// <summary>Gets the message of the system about the failure; empty where there is no such message.</summary>
    internal string Message { get; init; } = "";

    /// <summary>Gets a value that indicates whether the address is one of IPv6.</summary>
    internal bool IsIPv6 { get; init; }

    /// <summary>Gets the duration of the attempt.</summary>
    internal TimeSpan Time { get; private init; }

    /// <summary>Connects to an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port.</param>
    /// <param name="local">The local address, or null.</param>
    /// <param name="time">The source of time.</param>
    /// <param name="timeout">Ends the attempt when it takes too long.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static Task<ConnectAttempt> OpenAsync(
        IPAddress address,
        int port,
        IPAddress? local,
        TimeProvider time,
        CancellationToken timeout,
        CancellationToken cancellationToken)
    {
        var target = new IPEndPoint(address, port);
        var attempt = new ConnectAttempt(target.ToString()) { IsIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6 };
        return attempt.RunAsync(
            async token => new NetworkStream(await ConnectAsync(target, local, token).ConfigureAwait(false), ownsSocket: true),
            time,
            timeout,
            cancellationToken);
    }

    /// <summary>Connects to a Unix socket or a named pipe.</summary>
    /// <param name="place">The socket or pipe.</param>
    /// <param name="time">The source of time.</param>
    /// <param name="timeout">Ends the attempt when it takes too long.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task<ConnectAttempt> OpenLocalAsync(
        ConnectionEndPoint place,
        TimeProvider time,
        CancellationToken timeout,
        CancellationToken cancellationToken)
    {
        var attempt = await new ConnectAttempt(place.UnixSocket ?? place.PipeName ?? "").RunAsync(
            async token => place.UnixSocket is { } path
                ? new NetworkStream(await SocketConnector.ConnectUnixAsync(path, token).ConfigureAwait(false), ownsSocket: true)
                : await PipeConnector.ConnectAsync(place.PipeName!, token).ConfigureAwait(false),
            time,
            timeout,
            cancellationToken).ConfigureAwait(false);
        return attempt.Failure is null or ConnectFailure.TimedOut or ConnectFailure.Refused
            ? attempt
            : attempt with { Failure = ConnectFailure.NoSocket };
    }

    /// <summary>Waits for attempts. When one is canceled, the connections that the others opened are closed.</summary>
    /// <param name="attempts">The attempts.</param>
    internal static async Task<ConnectAttempt[]> WaitForAllAsync(IReadOnlyList<Task<ConnectAttempt>> attempts)
    {
        try
        {
            return await Task.WhenAll(attempts).ConfigureAwait(false);
        }
        catch
        {
            foreach (var attempt in attempts.Where(static attempt => attempt.IsCompletedSuccessfully))
            {
                if ((await attempt.ConfigureAwait(false)).Stream is { } open) await open.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint target, IPAddress? local, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            if (local is not null) socket.Bind(new IPEndPoint(local, 0));
            await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ConnectFailure Classify(SocketError code) => code switch
    {
        SocketError.ConnectionRefused => ConnectFailure.Refused,
        SocketError.TimedOut => ConnectFailure.TimedOut,
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown =>
            ConnectFailure.NoRoute,
        SocketError.AddressNotAvailable => ConnectFailure.NoLocalAddress,
        _ => ConnectFailure.Other,
    };

    private async Task<ConnectAttempt> RunAsync(
        Func<CancellationToken, Task<Stream>> connect,
        TimeProvider time,
        CancellationToken timeout,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout, cancellationToken);
        try
        {
            var stream = await connect(either.Token).ConfigureAwait(false);
            return this with { Stream = stream, Time = time.GetElapsedTime(began) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return this with { Failure = ConnectFailure.TimedOut, Time = time.GetElapsedTime(began) };
        }
        catch (SocketException error)
        {
            return this with
            {
                Failure = Classify(error.SocketErrorCode),
                Message = error.Message,
                Time = time.GetElapsedTime(began),
            };
        }
        catch (ConnectionException error)
        {
            return this with { Failure = ConnectFailure.Other, Message = error.Message, Time = time.GetElapsedTime(began) };
        }
    }
}
