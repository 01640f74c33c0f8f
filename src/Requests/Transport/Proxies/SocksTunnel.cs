using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Requests;

/// <summary>Opens connections through SOCKS proxies.</summary>
/// <remarks>
/// SOCKS 4 and 4a; RFC 1928 and RFC 1929. As in Requests, <c>socks4</c> and <c>socks5</c> resolve names on this machine, <c>socks4a</c> and
/// <c>socks5h</c> let the proxy resolve them.
/// </remarks>
internal static class SocksTunnel
{
    /// <summary>Opens the tunnel. Afterwards the stream reaches the target.</summary>
    /// <param name="stream">The connection to the proxy.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="host">The target's host.</param>
    /// <param name="port">The target's port.</param>
    /// <param name="family">The family of the target's address where this machine resolves its name; null prefers IPv4.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ProxyException">The proxy refuses.</exception>
    internal static async Task OpenAsync(
        Stream stream,
        ProxyServer proxy,
        string host,
        int port,
        IPAddressFamily? family,
        CancellationToken cancellationToken)
    {
        try
        {
            if (!IPAddress.TryParse(host, out var address) && proxy.Scheme is "socks4" or "socks5")
            {
                address = await ResolveAsync(host, proxy, family, cancellationToken).ConfigureAwait(false);
            }

            var isSocks4 = proxy.Scheme.StartsWith("socks4", StringComparison.Ordinal);
            var opening = isSocks4
                ? OpenSocks4Async(stream, proxy, host, address, port, cancellationToken)
                : OpenSocks5Async(stream, proxy, host, address, port, cancellationToken);
            await opening.ConfigureAwait(false);
        }
        catch (EndOfStreamException error)
        {
            throw new ProxyException($"The proxy '{proxy}' closed the connection without a complete response.", error);
        }
    }

    private static async Task<IPAddress> ResolveAsync(
        string host,
        ProxyServer proxy,
        IPAddressFamily? family,
        CancellationToken cancellationToken)
    {
        try
        {
            var found = await AddressLookup.FindAsync(host, family, resolve: null, cancellationToken).ConfigureAwait(false);
            return Array.Find(found, static address => address.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (SocketException error)
        {
            var remote = proxy.Scheme == "socks4" ? "socks4a" : "socks5h";
            throw new ConnectionException(
                $"The name '{host}' could not be resolved. Check its spelling and the DNS settings, or let the proxy resolve it: {remote}.",
                error)
            {
                IsBeforeSending = true,
            };
        }
    }

    private static async Task OpenSocks4Async(
        Stream stream,
        ProxyServer proxy,
        string host,
        IPAddress? address,
        int port,
        CancellationToken cancellationToken)
    {
        if (address is { AddressFamily: AddressFamily.InterNetworkV6 })
        {
            throw new ProxyException(
                $"SOCKS 4 does not support IPv6: '{host}' cannot be reached through '{proxy}'. Use socks5 or socks5h.");
        }

        if (proxy.UserName?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw new ProxyException($"The user name for the proxy '{proxy}' contains a NUL character, which ends a name in SOCKS 4.");
        }

        // An address of 0.0.0.1 tells a SOCKS 4a proxy that the name follows.
        byte[] target = address?.GetAddressBytes() ?? [0, 0, 0, 1];
        byte[] name = address is null ? [.. Encoding.ASCII.GetBytes(host), 0] : [];
        byte[] command = [4, 1, 0, 0, .. target, .. Encoding.UTF8.GetBytes(proxy.UserName ?? ""), 0, .. name];
        BinaryPrimitives.WriteUInt16BigEndian(command.AsSpan(2), (ushort)port);
        await stream.WriteAsync(command, cancellationToken).ConfigureAwait(false);
        var reply = new byte[8];
        await stream.ReadExactlyAsync(reply, cancellationToken).ConfigureAwait(false);
        if (reply[1] != 90) throw new ProxyException($"The proxy '{proxy}' refused a connection to '{host}' (SOCKS 4 reply {reply[1]}).");
    }

    private static async Task OpenSocks5Async(
        Stream stream,
        ProxyServer proxy,
        string host,
        IPAddress? address,
        int port,
        CancellationToken cancellationToken)
    {
        await stream.WriteAsync(proxy.UserName is null ? new byte[] { 5, 1, 0 } : [5, 2, 0, 2], cancellationToken).ConfigureAwait(false);
        var method = new byte[2];
        await stream.ReadExactlyAsync(method, cancellationToken).ConfigureAwait(false);
        if (method[1] == 2) await AuthenticateAsync(stream, proxy, cancellationToken).ConfigureAwait(false);
        else if (method[1] != 0)
        {
            throw new ProxyException($"The proxy '{proxy}' requires authentication: give user and password in its URL.");
        }

        if (address is null && host.Length > 255)
        {
            throw new ProxyException($"The name '{host}' has more than the 255 bytes that SOCKS 5 allows.");
        }

        byte[] target = address is null
            ? [3, (byte)host.Length, .. Encoding.ASCII.GetBytes(host)]
            : [(byte)(address.AddressFamily == AddressFamily.InterNetwork ? 1 : 4), .. address.GetAddressBytes()];
        await stream.WriteAsync((byte[])[5, 1, 0, .. target, (byte)(port >> 8), (byte)port], cancellationToken).ConfigureAwait(false);

        // A refusal may end after its code. The bound address of a success is read and not used.
        var reply = new byte[5];
        await stream.ReadExactlyAsync(reply.AsMemory(0, 4), cancellationToken).ConfigureAwait(false);
        if (reply[1] != 0) throw new ProxyException($"The proxy '{proxy}' refused a connection to '{host}': {Describe(reply[1])}.");
        await stream.ReadExactlyAsync(reply.AsMemory(4), cancellationToken).ConfigureAwait(false);
        var rest = new byte[reply[3] switch { 1 => 3, 4 => 15, _ => reply[4] } + 2];
        await stream.ReadExactlyAsync(rest, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AuthenticateAsync(Stream stream, ProxyServer proxy, CancellationToken cancellationToken)
    {
        var user = Encoding.UTF8.GetBytes(proxy.UserName ?? "");
        var password = Encoding.UTF8.GetBytes(proxy.Password ?? "");
        if (user.Length > 255 || password.Length > 255)
        {
            throw new ProxyException($"User and password for the proxy '{proxy}' have more than the 255 bytes that SOCKS 5 allows.");
        }

        byte[] request = [1, (byte)user.Length, .. user, (byte)password.Length, .. password];
        await stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        var reply = new byte[2];
        await stream.ReadExactlyAsync(reply, cancellationToken).ConfigureAwait(false);
        if (reply[1] != 0) throw new ProxyException($"The proxy '{proxy}' refused user and password.");
    }

    private static string Describe(byte code) => code switch
    {
        2 => "its rules forbid it",
        3 => "there is no route to the network",
        4 => "there is no route to the host",
        5 => "nothing listens there",
        6 => "it took too long",
        8 => "it does not support this type of address",
        _ => $"SOCKS 5 reply {code}",
    };
}
