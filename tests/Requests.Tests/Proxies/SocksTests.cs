using System.Globalization;

namespace Requests.Tests.Proxies;

/// <summary>Compares the messages of SOCKS proxies byte for byte.</summary>
public class SocksTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("socks4", "", "10.1.2.3", "005a000000000000", "040100500a01020300")]
    [InlineData("socks4", "me@", "10.1.2.3", "005a000000000000", "040100500a0102036d6500")]
    [InlineData("socks4a", "me@", "example.com", "005a000000000000", "04010050000000016d65006578616d706c652e636f6d00")]
    [InlineData("socks5", "", "10.1.2.3", "0500 05000001 7f0000010050", "050100 050100010a0102030050")]
    [InlineData(
        "socks5", "", "::1", "0500 05000004 000000000000000000000000000000010050", "050100 05010004000000000000000000000000000000010050")]
    [InlineData("socks5h", "", "example.com", "0500 05000003 01610050", "050100 050100030b6578616d706c652e636f6d0050")]
    [InlineData(
        "socks5h",
        "me:pw@",
        "example.com",
        "0502 0100 05000001 7f0000010050",
        "05020002 01026d65027077 050100030b6578616d706c652e636f6d0050")]
    [InlineData("socks5h", "me:pw@", "example.com", "0500 05000001 7f0000010050", "05020002 050100030b6578616d706c652e636f6d0050")]
    public async Task Each_version_writes_its_own_request(string scheme, string user, string host, string replies, string expected)
    {
        using var stream = new ScriptedStream(Convert.FromHexString(replies.Replace(" ", "", StringComparison.Ordinal)));

        await SocksTunnel.OpenAsync(stream, ProxyServer.Parse($"{scheme}://{user}proxy"), host, 80, family: null, Stop);

        Assert.Equal(
            expected.Replace(" ", "", StringComparison.Ordinal),
            Convert.ToHexString(stream.Written.ToArray()).ToLower(CultureInfo.InvariantCulture));
        Assert.Equal(0, stream.Left);
    }

    [Theory]
    [InlineData("socks4", "10.1.2.3", "005a000000000000", "04011f90")]
    [InlineData("socks5", "10.1.2.3", "050005000001 7f0000010050", "050100050100010a0102031f90")]
    public async Task A_port_is_sent_as_two_bytes_in_network_order(string scheme, string host, string replies, string expected)
    {
        using var stream = new ScriptedStream(Convert.FromHexString(replies.Replace(" ", "", StringComparison.Ordinal)));

        await SocksTunnel.OpenAsync(stream, ProxyServer.Parse($"{scheme}://proxy"), host, 8080, family: null, Stop);

        Assert.StartsWith(
            expected,
            Convert.ToHexString(stream.Written.ToArray()).ToLower(CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(255, 255, 255, true)]
    [InlineData(256, 1, 1, false)]
    [InlineData(1, 256, 1, false)]
    [InlineData(1, 1, 256, false)]
    public async Task Names_and_passwords_are_limited_to_255_bytes(int user, int password, int host, bool fits)
    {
        using var stream = new ScriptedStream(Convert.FromHexString("050201000500000301610050"));
        var proxy = ProxyServer.Parse($"socks5h://{new string('u', user)}:{new string('p', password)}@proxy");

        var opening = SocksTunnel.OpenAsync(stream, proxy, new string('h', host), 80, family: null, Stop);

        if (!fits)
        {
            Assert.Contains("255 bytes", (await Assert.ThrowsAsync<ProxyException>(() => opening)).Message, StringComparison.Ordinal);
        }

        await (fits ? opening : Task.CompletedTask);
        Assert.Equal(fits, stream.Written.Length == 4 + 3 + user + password + 5 + host + 2);
    }

    [Theory]
    [InlineData("socks5")]
    [InlineData("socks4")]
    public async Task A_locally_resolved_name_is_sent_as_an_address(string scheme)
    {
        using var stream = new ScriptedStream(Convert.FromHexString(scheme == "socks4" ? "005a000000000000" : "0500050000017f0000010050"));

        await SocksTunnel.OpenAsync(stream, ProxyServer.Parse($"{scheme}://proxy"), "localhost", 80, family: null, Stop);

        Assert.Equal(
            scheme == "socks4" ? "040100507f00000100" : "050100050100017f0000010050",
            Convert.ToHexString(stream.Written.ToArray()).ToLower(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(3, "no route to the network")]
    [InlineData(4, "no route to the host")]
    [InlineData(6, "took too long")]
    [InlineData(8, "type of address")]
    [InlineData(1, "SOCKS 5 reply 1")]
    public async Task Each_refusal_code_of_version_5_is_described(byte code, string reason)
    {
        using var stream = new ScriptedStream([5, 0, 5, code, 0, 1]);

        var error = await Assert.ThrowsAsync<ProxyException>(() =>
            SocksTunnel.OpenAsync(stream, ProxyServer.Parse("socks5h://proxy"), "h.example", 80, family: null, Stop));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socks4", "", "10.1.2.3", "005b000000000000", "SOCKS 4 reply 91")]
    [InlineData("socks4", "", "::1", "", "does not support IPv6")]
    [InlineData("socks4", "a%00b@", "10.1.2.3", "", "contains a NUL character")]
    [InlineData("socks5h", "", "example.com", "05ff", "requires authentication")]
    [InlineData("socks5h", "me:pw@", "example.com", "05020101", "refused user and password")]
    [InlineData("socks5h", "", "example.com", "050005020001", "its rules forbid it")]
    [InlineData("socks5h", "", "example.com", "050005050001", "nothing listens there")]
    [InlineData("socks5h", "", "example.com", "050005630001", "SOCKS 5 reply 99")]
    [InlineData("socks5h", "", "example.com", "0500", "without a complete response")]
    public async Task Each_failure_of_a_proxy_has_a_message(string scheme, string user, string host, string replies, string message)
    {
        using var stream = new ScriptedStream(Convert.FromHexString(replies));

        var error = await Assert.ThrowsAsync<ProxyException>(() =>
            SocksTunnel.OpenAsync(stream, ProxyServer.Parse($"{scheme}://{user}proxy"), host, 80, family: null, Stop));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socks4", "socks4a")]
    [InlineData("socks5", "socks5h")]
    public async Task A_local_name_error_suggests_resolving_by_the_proxy(string scheme, string other)
    {
        using var stream = new ScriptedStream([5, 0]);

        var error = await Assert.ThrowsAsync<ConnectionException>(() =>
            SocksTunnel.OpenAsync(
                stream,
                ProxyServer.Parse($"{scheme}://proxy"),
                "no-such-name.invalid",
                80,
                family: null,
                Stop));

        Assert.Contains(other, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Returns given bytes, and records the written bytes.</summary>
    private sealed class ScriptedStream(byte[] replies) : MemoryStream(replies)
    {
        internal MemoryStream Written { get; } = new();

        internal long Left => Length - Position;

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default) => Written.WriteAsync(buffer, cancellationToken);
    }
}
