using System.Net;
using System.Text;
using CsCheck;

namespace Requests.Tests.EnvironmentSettings;

/// <summary>Tests that any netrc file and any NO_PROXY list is read, and unknown words are skipped.</summary>
[Trait(Property.Kind, Property.Name)]
public class EnvironmentPropertyTests
{
    private static readonly Grammar Files = new(
        [
            "machine h.example login alice password s3cret\n",
            "default login \"a b\" password \"c\\\"d\"\n",
            "machine a\nmacdef init\ncd /x\n\nmachine b login c account d # comment\n",
            "machine \"x y\" user u password p\\ q",
        ],
        "machine ", "default ", "login ", "password ", "macdef ", "account ", "\"", "\\", "#", "\n", "\n\n", " ", "\t", "h.example", "x");

    private static readonly Grammar Lists = new(
        [
            "localhost,127.0.0.1,.example.com",
            "10.0.0.0/8 192.168.1.0/24",
            "[::1]:8080,fe80::/10",
            "*.example.org:443, *",
            "b\u00fccher.example.",
        ],
        ",", " ", "*", ".", "*.", "/", "/8", "/129", ":", ":80", "[", "]", "::1", "10.0.0.1", "h.example", "-1");

    [Fact]
    public void Each_netrc_is_read_and_its_warnings_contain_no_value() => Property.Holds(Files.Texts, static text =>
    {
        var file = NetrcFile.Parse(text);
        foreach (var host in (string[])["h.example", "a", "x y"])
        {
            Property.FailsWithModuleErrors(() => Assert.DoesNotContain(':', file.GetCredentials(host)?.UserName ?? ""));
        }

        foreach (var warning in file.Warnings) Assert.DoesNotContain("s3cret", warning, StringComparison.Ordinal);
    });

    [Fact]
    public void An_entry_in_quotes_survives_a_round_trip() => Property.Holds(Gen.Select(Gen.String, Gen.String), static one =>
    {
        var (login, password) = (WellFormed(one.Item1), WellFormed(one.Item2));
        if (login.Contains(':', StringComparison.Ordinal) || login.Length + password.Length == 0) return;
        var found = NetrcFile.Parse(
            $"machine other login x password y\nmachine h.example login {Quoted(login)} password {Quoted(password)}\n"
                + "machine third").GetCredentials("H.EXAMPLE");
        Assert.NotNull(found);
        Assert.Equal(login, found.UserName);
        Assert.Contains(password, found.Secrets);
    });

    [Fact]
    public void A_netrc_of_any_length_is_read_in_linear_time() =>
        Property.IsLinear(Files, static text => NetrcFile.Parse(text).GetCredentials("h.example"));

    [Fact]
    public void Each_list_of_exceptions_is_read() => Property.Holds(Lists.Texts, static list =>
    {
        foreach (var host in (string[])["h.example", "a.example.com", "127.0.0.1", "::1", "fe80::1%eth0"])
        {
            var bypasses = NoProxyRules.Bypasses(host, 80, list);
            Assert.True(NoProxyRules.Bypasses(host, 80, $"{list},{host}:80") || host.Contains(':', StringComparison.Ordinal), host);
            Assert.True(!bypasses || NoProxyRules.Bypasses(host, 80, $"other.example, {list}"), host);
        }
    });

    [Fact]
    public void Networks_match_the_same_addresses_as_NET() => Property.Holds(Gen.Select(Gen.UInt, Gen.UInt, Gen.Int[0, 32]), static one =>
    {
        var network = new IPAddress(one.Item1);
        var address = new IPAddress((one.Item3 & 1) == 0 ? one.Item2 : one.Item1 ^ (1u << (one.Item3 & 31)));
        var expected = new IPNetwork(Masked(network, one.Item3), one.Item3).Contains(address);
        Assert.Equal(expected, NoProxyRules.Bypasses(address.ToString(), 80, $"{network}/{one.Item3}"));
    });

    [Fact]
    public void A_list_of_any_length_is_read_in_linear_time() =>
        Property.IsLinear(Lists, static list => NoProxyRules.Bypasses("h.example", 80, list));

    // A file that is read as UTF-8 has no half of a surrogate pair.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static IPAddress Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < 32; i++)
        {
            if (i >= bits) bytes[i / 8] &= (byte)~(0x80 >> (i % 8));
        }

        return new IPAddress(bytes);
    }
}
