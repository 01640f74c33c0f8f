using System.Net;
using System.Net.Sockets;

namespace Requests;

/// <summary>Represents the addresses of a host, looked up for each family by itself.</summary>
/// <param name="Host">The name or the address.</param>
/// <param name="IPv4">The IPv4 addresses.</param>
/// <param name="IPv6">The IPv6 addresses.</param>
internal sealed record HostLookup(string Host, IReadOnlyList<IPAddress> IPv4, IReadOnlyList<IPAddress> IPv6)
{
    /// <summary>Gets a value that indicates whether the host is an address, which needs no lookup.</summary>
    internal bool IsAddress { get; private init; }

    /// <summary>Gets a value that indicates whether a name server did not respond, so that the name may have an address.</summary>
    internal bool IsInterrupted { get; init; }

    /// <summary>Gets the addresses in the order in which a call tries them.</summary>
    internal IPAddress[] Addresses => SocketConnector.Interleave([.. IPv6, .. IPv4]);

    /// <summary>Returns the addresses that a call may connect to.</summary>
    /// <param name="family">The family of the options; null for both.</param>
    /// <param name="local">The local address, whose family is used, or null.</param>
    internal IEnumerable<IPAddress> GetAddresses(IPAddressFamily? family, IPAddress? local) => Addresses.Where(address =>
        (family is null || (address.AddressFamily == AddressFamily.InterNetworkV6) == (family == IPAddressFamily.IPv6))
            && (local is null || address.AddressFamily == local.AddressFamily));

    /// <summary>Looks up a host.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="limit">The time limit, or null.</param>
    /// <param name="time">The source of time.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task<HostLookup> FindAsync(string host, TimeSpan? limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            IPAddress[] own = [literal];
            return literal.AddressFamily == AddressFamily.InterNetworkV6
                ? new HostLookup(host, [], own) { IsAddress = true }
                : new HostLookup(host, own, []) { IsAddress = true };
        }

        using var timer = limit is { } wait ? new CancellationTokenSource(wait, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var four = FindAsync(host, AddressFamily.InterNetwork, either.Token);
        var six = FindAsync(host, AddressFamily.InterNetworkV6, either.Token);
        var (fours, isFourInterrupted) = await four.ConfigureAwait(false);
        var (sixes, isSixInterrupted) = await six.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new HostLookup(host, fours, sixes) { IsInterrupted = isFourInterrupted || isSixInterrupted };
    }

    private static async Task<(IPAddress[] Addresses, bool IsInterrupted)> FindAsync(
        string host,
        AddressFamily family,
        CancellationToken cancellationToken)
    {
        try
        {
            // Where the system cannot cancel a lookup, it completes in the background.
            var looking = Dns.GetHostAddressesAsync(host, family, cancellationToken);
            return (await looking.WaitAsync(cancellationToken).ConfigureAwait(false), false);
        }
        catch (SocketException error)
        {
            return ([], error.SocketErrorCode == SocketError.TryAgain);
        }
        catch (OperationCanceledException)
        {
            return ([], true);
        }
        catch (ArgumentException)
        {
            // The name is longer than a name in DNS can be.
            return ([], false);
        }
    }
}
