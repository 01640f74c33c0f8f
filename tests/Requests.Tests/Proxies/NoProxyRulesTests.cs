namespace Requests.Tests.Proxies;

public class NoProxyRulesTests
{
    private const string Networks = "192.168.0.0/24,127.0.0.1,localhost.localdomain,172.16.1.1, google.com:6000";
    private const string Names = "localhost, anotherdomain.com, newdomain.com:1234, .d.o.t";

    [Theory]
    [InlineData("192.168.0.1", 80, true)]
    [InlineData("192.168.0.1", 5000, true)]
    [InlineData("192.168.1.1", 80, false)]
    [InlineData("172.16.1.1", 80, true)]
    [InlineData("172.16.1.12", 80, false)]
    [InlineData("localhost.localdomain", 5000, true)]
    [InlineData("www.requests.com", 80, false)]
    [InlineData("google.com", 6000, true)]
    [InlineData("google.com", 5000, false)]
    public void Networks_addresses_and_ports(string host, int port, bool expected) =>
        Assert.Equal(expected, NoProxyRules.Bypasses(host, port, Networks));

    [Theory]
    [InlineData("localhost", 80, true)]
    [InlineData("anotherdomain.com", 8888, true)]
    [InlineData("newdomain.com", 1234, true)]
    [InlineData("www.newdomain.com", 1234, true)]
    [InlineData("newdomain.com", 1235, false)]
    [InlineData("foo.d.o.t", 80, true)]
    [InlineData("d.o.t", 80, true)]
    [InlineData("prelocalhost", 80, false)]
    [InlineData("preanotherdomain.com", 80, false)]
    [InlineData("ANOTHERDOMAIN.com", 80, true)]
    public void An_entry_matches_whole_labels_only(string host, int port, bool expected) =>
        Assert.Equal(expected, NoProxyRules.Bypasses(host, port, Names));

    [Theory]
    [InlineData("h", "*", true)]
    [InlineData("h", "", false)]
    [InlineData("h", null, false)]
    [InlineData("h", " , ,", false)]
    [InlineData("b", "a b\tc", true)]
    [InlineData("c", "a, b , c", true)]
    [InlineData("x", "a b\tc", false)]
    [InlineData("www.example.com", "*.example.com", true)]
    [InlineData("wwwexample.com", "*.example.com", false)]
    [InlineData("www.example.com", "example.com.", true)]
    [InlineData("www.example.com.", ".example.com", true)]
    [InlineData("example.com.", "example.com.", true)]
    [InlineData("example.com", "*.example.com.:80", true)]
    [InlineData("example.com", ". .. *.", false)]
    [InlineData("fe80::1", "[fe80::]/10", true)]
    [InlineData("fe80::1%25eth0", "[fe80::1]", true)]
    [InlineData("::1", "[::1]:80", true)]
    [InlineData("::1", "[::1]:81", false)]
    [InlineData("::1", "0:0:0:0:0:0:0:1", true)]
    [InlineData("::1", "[::1]", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("fe80::1", "fe80::/10", true)]
    [InlineData("8.8.8.8", "/a,/128,/-1,192.168.1.999/24,8.8.8.8.8", false)]
    [InlineData("192.168.1.1", "192.168.1.0/24", true)]
    [InlineData("192.168.1.1", "192.168.1.1/32", true)]
    [InlineData("192.168.1.2", "192.168.1.1/32", false)]
    [InlineData("192.168.1.1", "192.168.1.1/33", false)]
    [InlineData("8.8.8.8", "0.0.0.0/0", true)]
    [InlineData("::1", "::1/128", true)]
    [InlineData("::2", "::1/128", false)]
    [InlineData("172.16.0.1", "192.168.1.0/24", false)]
    [InlineData("10.1.2.3", "10.9.9.9/8", true)]
    [InlineData("10.1.2.200", "10.1.2.128/25", true)]
    [InlineData("10.1.2.100", "10.1.2.128/25", false)]
    public void Odd_entries_are_ignored(string host, string? list, bool expected) =>
        Assert.Equal(expected, NoProxyRules.Bypasses(host, 80, list));
}
