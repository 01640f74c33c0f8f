using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Requests;

/// <summary>Asks a SOCKS proxy for a connection to somebody else.</summary>
/// <remarks>SOCKS 4 and 4a; RFC 1928 and RFC 1929. <c>socks4</c> and <c>socks5</c> resolve names here, <c>socks4a</c> and <c>socks5h</c> leave that to the proxy, as in Requests.</remarks>
internal static class SocksTunnel
{
    /// <summary>Opens the tunnel; the stream then reaches the target.</summary>
    /// <param name="stream">The connection to the proxy.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="host">The target's host.</param>
    /// <param name="port">The target's port.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProxyException">The proxy refuses.</exception>
    internal static async Task OpenAsync(Stream stream, ProxyServer proxy, string host, int port, CancellationToken cancellationToken)
    {
        try
        {
            var address = IPAddress.TryParse(host, out var literal) ? literal : proxy.Scheme is "socks4" or "socks5" ? await ResolveAsync(host, proxy, cancellationToken).ConfigureAwait(false) : null;
            if (proxy.Scheme.StartsWith("socks4", StringComparison.Ordinal)) await OpenFourAsync(stream, proxy, host, address, port, cancellationToken).ConfigureAwait(false);
            else await OpenFiveAsync(stream, proxy, host, address, port, cancellationToken).ConfigureAwait(false);
        }
        catch (EndOfStreamException error)
        {
            throw new ProxyException($"The proxy '{proxy}' closed the connection without a complete response.", error);
        }
    }

    private static async Task<IPAddress> ResolveAsync(string host, ProxyServer proxy, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(host, proxy.Scheme == "socks4" ? AddressFamily.InterNetwork : AddressFamily.Unspecified, cancellationToken).ConfigureAwait(false);
            return found.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (SocketException error)
        {
            throw new ConnectionException($"The name '{host}' could not be resolved. Check its spelling and the DNS settings, or let the proxy resolve it: {proxy.Scheme}{(proxy.Scheme == "socks4" ? "a" : "h")}.", error) { IsBeforeSending = true };
        }
    }

    private static async Task OpenFourAsync(Stream stream, ProxyServer proxy, string host, IPAddress? address, int port, CancellationToken cancellationToken)
    {
        if (address is { AddressFamily: AddressFamily.InterNetworkV6 }) throw new ProxyException($"SOCKS 4 knows no IPv6: '{host}' cannot be reached through '{proxy}'.");
        if (proxy.UserName?.Contains('\0', StringComparison.Ordinal) == true) throw new ProxyException($"The user of the proxy '{proxy}' holds a zero, which ends a name in SOCKS 4.");
        byte[] command = [4, 1, 0, 0, .. address?.GetAddressBytes() ?? [0, 0, 0, 1], .. Encoding.UTF8.GetBytes(proxy.UserName ?? ""), 0, .. address is null ? [.. Encoding.ASCII.GetBytes(host), 0] : Array.Empty<byte>()];
        BinaryPrimitives.WriteUInt16BigEndian(command.AsSpan(2), (ushort)port);
        await stream.WriteAsync(command, cancellationToken).ConfigureAwait(false);
        var reply = new byte[8];
        await stream.ReadExactlyAsync(reply, cancellationToken).ConfigureAwait(false);
        if (reply[1] != 90) throw new ProxyException($"The proxy '{proxy}' refused a connection to '{host}' (SOCKS 4 answer {reply[1]}).");
    }

    private static async Task OpenFiveAsync(Stream stream, ProxyServer proxy, string host, IPAddress? address, int port, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(proxy.UserName is null ? new byte[] { 5, 1, 0 } : [5, 2, 0, 2], cancellationToken).ConfigureAwait(false);
        var method = new byte[2];
        await stream.ReadExactlyAsync(method, cancellationToken).ConfigureAwait(false);
        if (method[1] == 2) await SignInAsync(stream, proxy, cancellationToken).ConfigureAwait(false);
        else if (method[1] != 0) throw new ProxyException($"The proxy '{proxy}' wants to know who asks: give user and password in its URL.");

        if (address is null && host.Length > 255) throw new ProxyException($"The name '{host}' has more than the 255 bytes that SOCKS 5 allows.");
        byte[] place = address is null ? [3, (byte)host.Length, .. Encoding.ASCII.GetBytes(host)] : [(byte)(address.AddressFamily == AddressFamily.InterNetwork ? 1 : 4), .. address.GetAddressBytes()];
        await stream.WriteAsync((byte[])[5, 1, 0, .. place, (byte)(port >> 8), (byte)port], cancellationToken).ConfigureAwait(false);
        // A refusal may end after its code; the address behind it is nobody's.
        var reply = new byte[5];
        await stream.ReadExactlyAsync(reply.AsMemory(0, 4), cancellationToken).ConfigureAwait(false);
        if (reply[1] != 0) throw new ProxyException($"The proxy '{proxy}' refused a connection to '{host}': {Reason(reply[1])}.");
        await stream.ReadExactlyAsync(reply.AsMemory(4), cancellationToken).ConfigureAwait(false);
        var rest = new byte[reply[3] switch { 1 => 3, 4 => 15, _ => reply[4] } + 2];
        await stream.ReadExactlyAsync(rest, cancellationToken).ConfigureAwait(false);
    }

    private static async Task SignInAsync(Stream stream, ProxyServer proxy, CancellationToken cancellationToken)
    {
        var user = Encoding.UTF8.GetBytes(proxy.UserName ?? "");
        var password = Encoding.UTF8.GetBytes(proxy.Password ?? "");
        if (user.Length > 255 || password.Length > 255) throw new ProxyException($"User and password for the proxy '{proxy}' have more than the 255 bytes that SOCKS 5 allows.");
        await stream.WriteAsync((byte[])[1, (byte)user.Length, .. user, (byte)password.Length, .. password], cancellationToken).ConfigureAwait(false);
        var reply = new byte[2];
        await stream.ReadExactlyAsync(reply, cancellationToken).ConfigureAwait(false);
        if (reply[1] != 0) throw new ProxyException($"The proxy '{proxy}' refused user and password.");
    }

    private static string Reason(byte code) => code switch
    {
        2 => "its rules forbid it",
        3 => "there is no route to the network",
        4 => "there is no route to the host",
        5 => "nothing listens there",
        6 => "it took too long",
        8 => "it does not know that kind of address",
        _ => $"SOCKS 5 answer {code}",
    };
}
