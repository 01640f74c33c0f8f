using System.Net;
using System.Net.Sockets;

namespace Requests;

/// <summary>Finds the addresses of a host.</summary>
internal static class AddressLookup
{
    /// <summary>Resolves a host with the functions of the system; tests have other functions.</summary>
    /// <param name="host">The name.</param>
    /// <param name="family">The family of the addresses.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal delegate Task<IPAddress[]> Resolver(string host, AddressFamily family, CancellationToken cancellationToken);

    /// <summary>Returns the addresses of a host, of one family or of both.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="family">The family; null for both.</param>
    /// <param name="resolve">Resolves a name; null uses the system.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    /// <exception cref="ConnectionException">The name has addresses of the other family only.</exception>
    /// <exception cref="InvalidParameterException">The host is an address of the other family.</exception>
    internal static async Task<IPAddress[]> FindAsync(
        string host,
        IPAddressFamily? family,
        Resolver? resolve,
        CancellationToken cancellationToken)
    {
        resolve ??= Dns.GetHostAddressesAsync;
        if (family is not { } wanted)
        {
            return IPAddress.TryParse(host, out var any)
                ? [any]
                : await resolve(host, AddressFamily.Unspecified, cancellationToken).ConfigureAwait(false);
        }

        var system = wanted == IPAddressFamily.IPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        if (IPAddress.TryParse(host, out var literal))
        {
            return literal.AddressFamily == system ? [literal] : throw new InvalidParameterException(
                $"'{host}' is not an {wanted} address, and AddressFamily is {wanted}: leave out one of them.");
        }

        try
        {
            // A lookup of one family does not wait for the result of the other.
            var found = await resolve(host, system, cancellationToken).ConfigureAwait(false);
            if (found.Length > 0) return found;
            throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException error) when (error.SocketErrorCode != SocketError.TryAgain)
        {
            var others = await resolve(host, AddressFamily.Unspecified, cancellationToken).ConfigureAwait(false);
            if (others.Length == 0) throw;
            throw new ConnectionException(
                $"The name '{host}' has no {wanted} address, only {string.Join(", ", others.AsEnumerable())}. "
                + "Leave out AddressFamily, or set the other family.",
                error)
            {
                IsBeforeSending = true,
            };
        }
    }
}
