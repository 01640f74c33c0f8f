using System.Net.Sockets;

namespace Requests;

/// <summary>Represents where connections are opened, if not to the addresses of the host of the URL.</summary>
/// <param name="Target">The host and port in place of those of the URL, or null.</param>
/// <param name="Family">The family of the addresses; null for both.</param>
/// <param name="UnixSocket">The path of the Unix socket, or null.</param>
/// <param name="PipeName">The name of the named pipe, or null.</param>
internal sealed record ConnectionEndPoint(HostAndPort? Target, IPAddressFamily? Family, string? UnixSocket, string? PipeName)
{
    /// <summary>Gets a value that indicates whether it is on this machine, so that no proxy is used.</summary>
    internal bool IsLocal => UnixSocket is not null || PipeName is not null;

    /// <summary>
    /// Returns the end point of a request; null for the addresses of the host of its URL. The options take precedence over the settings of
    /// the adapter.
    /// </summary>
    /// <param name="options">The options of sending.</param>
    /// <param name="settings">The settings of the adapter.</param>
    /// <exception cref="InvalidParameterException">The options and the settings contradict each other.</exception>
    internal static ConnectionEndPoint? Create(SendOptions options, HttpAdapterSettings settings)
    {
        if (options.UnixSocket is { } socket) return new ConnectionEndPoint(null, null, SocketConnector.CheckUnixSocket(socket), null);
        if (options.Route.Target is null && (settings.UnixSocket ?? settings.PipeName) is not null)
        {
            return new ConnectionEndPoint(null, null, settings.UnixSocket, settings.PipeName);
        }

        if (options is { Route.Target: null, AddressFamily: null }) return null;
        var isIPv6 = settings.LocalAddress?.AddressFamily == AddressFamily.InterNetworkV6;
        if (settings.LocalAddress is { } local && options.AddressFamily is { } family && isIPv6 != (family == IPAddressFamily.IPv6))
        {
            throw new InvalidParameterException(
                $"No connection from the local address '{local}' of the adapter leads to an {family} address: leave out one of them.");
        }

        return new ConnectionEndPoint(options.Route.Target, options.AddressFamily, null, null);
    }
}
