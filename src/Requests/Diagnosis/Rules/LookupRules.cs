using System.Net;

namespace Requests;

/// <summary>Judges the lookup of a host name.</summary>
internal static class LookupRules
{
    private const int MaximumAddresses = 4;

    /// <summary>Judges a lookup.</summary>
    /// <param name="lookup">The lookup.</param>
    internal static Verdict Judge(HostLookup lookup)
    {
        if (lookup.IsAddress) return Verdict.Skipped("The host is an address, which needs no lookup.");
        if (lookup.IPv4.Count + lookup.IPv6.Count > 0)
        {
            return Verdict.Passed($"{Describe("IPv4", lookup.IPv4)}; {Describe("IPv6", lookup.IPv6)}");
        }

        return lookup.IsInterrupted
            ? Verdict.Failed(
                $"The name '{lookup.Host}' could not be looked up: the name server did not respond.",
                "Check the network connection, the VPN and the DNS servers of this machine.")
            : Verdict.Failed($"The name '{lookup.Host}' has no address, neither for IPv4 nor for IPv6.", Advise(lookup.Host));
    }

    private static string Describe(string family, IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0) return $"no {family} address";
        var more = addresses.Count > MaximumAddresses ? $" and {addresses.Count - MaximumAddresses} more" : "";
        return $"{family} {string.Join(", ", addresses.Take(MaximumAddresses))}{more}";
    }

    private static string Advise(string host)
    {
        if (!host.TrimEnd('.').Contains('.', StringComparison.Ordinal))
        {
            return $"Write the full name in place of '{host}', with its domain, or check the search domains of DNS on this machine.";
        }

        return host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
            ? $"Names such as '{host}' are resolved by multicast DNS, or by the DNS of a company: check that this machine uses it."
            : $"Check the spelling of '{host}'. If it is a name of an internal network, connect the VPN or check the DNS servers.";
    }
}
