using System.Net;
using System.Net.Sockets;

namespace Requests.Tests.Transport.Connections;

/// <summary>Tests which addresses of a host are connected to.</summary>
public class AddressLookupTests
{
    private static readonly IPAddress Four = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Six = IPAddress.Parse("2001:db8::1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "2001:db8::1, 192.0.2.1")]
    [InlineData(IPAddressFamily.IPv4, "192.0.2.1")]
    [InlineData(IPAddressFamily.IPv6, "2001:db8::1")]
    public async Task The_addresses_of_the_family_are_found_with_one_lookup(IPAddressFamily? family, string expected)
    {
        var lookups = 0;

        var found = await AddressLookup.FindAsync("both.example", family, Resolve, Stop);

        Assert.Equal(expected, string.Join(", ", found.AsEnumerable()));
        Assert.Equal(1, lookups);

        Task<IPAddress[]> Resolve(string host, AddressFamily wanted, CancellationToken token)
        {
            lookups++;
            return ResolveAmong([Six, Four], wanted);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_name_without_an_address_of_the_family_is_an_error_that_names_the_others(bool throws)
    {
        var error = await Assert.ThrowsAsync<ConnectionException>(() => AddressLookup.FindAsync(
            "four.example",
            IPAddressFamily.IPv6,
            (_, wanted, _) => ResolveAmong([Four], wanted, throws),
            Stop));

        Assert.Equal(
            "The name 'four.example' has no IPv6 address, only 192.0.2.1. Leave out AddressFamily, or set the other family.",
            error.Message);
        Assert.True(error.IsBeforeSending);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.TryAgain)]
    public async Task A_name_that_does_not_exist_is_the_error_of_the_system(SocketError code)
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => AddressLookup.FindAsync(
            "none.example",
            IPAddressFamily.IPv4,
            (_, _, _) => Task.FromException<IPAddress[]>(new SocketException((int)code)),
            Stop));

        Assert.Equal(code, error.SocketErrorCode);
    }

    [Theory]
    [InlineData("127.0.0.1", IPAddressFamily.IPv6)]
    [InlineData("::1", IPAddressFamily.IPv4)]
    public async Task An_address_of_the_other_family_is_refused(string host, IPAddressFamily family)
    {
        var error = await Assert.ThrowsAsync<InvalidParameterException>(() =>
            AddressLookup.FindAsync(host, family, (_, _, _) => throw new InvalidOperationException("No lookup is needed."), Stop));

        Assert.Contains($"'{host}' is not an {family} address", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_the_family_is_used_as_it_is() => Assert.Equal(
        [Six],
        await AddressLookup.FindAsync(
            $"{Six}",
            IPAddressFamily.IPv6,
            (_, _, _) => throw new InvalidOperationException("No lookup is needed."),
            Stop));

    private static Task<IPAddress[]> ResolveAmong(IPAddress[] all, AddressFamily wanted, bool throws = false)
    {
        var found = Array.FindAll(all, address => wanted == AddressFamily.Unspecified || address.AddressFamily == wanted);
        return throws && found.Length == 0
            ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))
            : Task.FromResult(found);
    }
}
