using System.Globalization;
using System.Net;

namespace Requests;

/// <summary>
/// Decides whether a list of exceptions keeps a host from its proxy. An entry is a name, which covers the names below it, an address or a
/// network, each with or without a port, or <c>*</c>. Entries are separated by commas or white space.
/// </summary>
/// <remarks>requests: <c>should_bypass_proxies</c>, <c>is_valid_cidr</c>, <c>address_in_network</c>.</remarks>
internal static class NoProxyRules
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    /// <summary>Returns whether the host is an exception.</summary>
    /// <param name="host">The host, without brackets.</param>
    /// <param name="port">The port.</param>
    /// <param name="list">The exceptions, separated by commas or white space; null is an empty list.</param>
    internal static bool Bypasses(string host, int port, string? list)
    {
        if (string.IsNullOrWhiteSpace(list)) return false;
        host = HostName.WithoutZone(host).TrimEnd('.');
        foreach (var entry in list.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*" || IsMatch(host, port, entry)) return true;
        }

        return false;
    }

    private static bool IsMatch(string host, int port, string entry)
    {
        var (name, entryPort) = Split(entry);
        if (entryPort is not null && entryPort != port) return false;
        if (IPAddress.TryParse(host, out var address))
        {
            return IsNetwork(name, out var network, out var bits)
                ? Contains(network, bits, address)
                : IPAddress.TryParse(name, out var same) && same.Equals(address);
        }

        name = (name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name).Trim('.');
        return name.Length > 0
            && host.EndsWith(name, StringComparison.OrdinalIgnoreCase)
            && (host.Length == name.Length || host[^(name.Length + 1)] == '.');
    }

    /// <summary>Splits an entry into name and port. The colons of a bare IPv6 address do not begin a port.</summary>
    private static (string Name, int? Port) Split(string entry)
    {
        if (entry.StartsWith('['))
        {
            var end = entry.IndexOf(']', StringComparison.Ordinal);
            if (end < 0) return (entry, null);
            var rest = entry[(end + 1)..];
            return rest.StartsWith('/') ? (entry[1..end] + rest, null) : (entry[1..end], GetPort(rest.TrimStart(':')));
        }

        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || colon != entry.LastIndexOf(':') ? (entry, null) : (entry[..colon], GetPort(entry[(colon + 1)..]));
    }

    private static int? GetPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static bool IsNetwork(string text, out IPAddress network, out int bits)
    {
        network = IPAddress.None;
        bits = 0;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && IPAddress.TryParse(text[..slash], out network!)
            && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out bits)
            && bits <= network.GetAddressBytes().Length * 8;
    }

    private static bool Contains(IPAddress network, int bits, IPAddress address)
    {
        var left = network.GetAddressBytes();
        var right = address.GetAddressBytes();
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length && bits > i * 8; i++)
        {
            var mask = (byte)(0xff << Math.Max(0, ((i + 1) * 8) - bits));
            if ((left[i] & mask) != (right[i] & mask)) return false;
        }

        return true;
    }
}
