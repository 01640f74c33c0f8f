using System.Net;

namespace Requests;

/// <summary>Judges an attempt to connect to an address.</summary>
internal static class ConnectRules
{
    /// <summary>Judges an attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="port">The port; null for a Unix socket.</param>
    /// <param name="hasOther">Whether another address of the same host can be reached.</param>
    internal static Verdict Judge(ConnectAttempt attempt, int? port, bool hasOther)
    {
        if (attempt.Failure is not { } failure) return Verdict.Passed("The connection was opened.");
        var detail = Describe(attempt, failure);
        if (!hasOther) return Verdict.Failed(detail, Advise(failure, port));
        if (failure == ConnectFailure.NoRoute && attempt.IsIPv6)
        {
            return Verdict.Skipped("This machine has no route to IPv6 addresses. Calls use IPv4.");
        }

        return Verdict.Warning(
            detail,
            "Calls use another address of the host, and may lose time with this one: remove it from DNS, or start the service there.");
    }

    /// <summary>Judges a host that has no address of the family that the call uses.</summary>
    /// <param name="family">The family of the options, or null.</param>
    /// <param name="local">The local address, or null.</param>
    internal static Verdict JudgeFamily(IPAddressFamily? family, IPAddress? local) => family is not null
        ? Verdict.Failed($"The host has no {family} address.", "Leave out -AddressFamily, or give the other family.")
        : Verdict.Failed(
            $"The host has no address of the family of the local address {local}.",
            "Choose a -LocalAddress of New-HttpAdapter of the other family, or leave it out.");

    private static string Describe(ConnectAttempt attempt, ConnectFailure failure) => failure switch
    {
        ConnectFailure.Refused => $"The connection to {attempt.Target} was refused.",
        ConnectFailure.TimedOut => $"The connection to {attempt.Target} was not opened in time.",
        ConnectFailure.NoRoute => $"There is no route to {attempt.Target}.",
        ConnectFailure.NoLocalAddress => $"The connection to {attempt.Target} cannot come from the local address of the adapter.",
        ConnectFailure.NoSocket => $"There is no socket or pipe {attempt.Target} that can be opened.",
        _ => $"The connection to {attempt.Target} failed: {attempt.Message.TrimEnd('.')}.",
    };

    private static string Advise(ConnectFailure failure, int? port) => failure switch
    {
        ConnectFailure.Refused when port is null => "Start the service that listens at the socket, or correct -UnixSocket.",
        ConnectFailure.Refused =>
            $"Check that the service runs and listens at port {port}. A firewall can refuse connections, too.",
        ConnectFailure.TimedOut =>
            "A firewall drops the packets, or the machine is off: check the address, the VPN and the firewall. "
            + "Some networks reach the internet through a proxy only: set it with -Proxies.",
        ConnectFailure.NoRoute => "Check the network connection of this machine, the VPN and the gateway.",
        ConnectFailure.NoLocalAddress =>
            "The -LocalAddress of New-HttpAdapter is not an address of this machine: correct it, or leave it out.",
        ConnectFailure.NoSocket => "Check the path of the socket, and that this user may open it.",
        _ => "Check the host, the port and the network.",
    };
}
