using System.Net;

namespace Requests.Tests.Proxies;

public class SystemProxyTests
{
    [Theory]
    [InlineData("http://user:pw@host.example:8080/path?token=1", "http://proxy.example:3128/")]
    [InlineData("http://direct.example/", null)]
    [InlineData("http://bypassed.example/", null)]
    public void The_system_proxy_receives_only_the_origin(string url, string? expected)
    {
        var proxy = new Recorder();

        Assert.Equal(expected, SystemProxy.GetProxy(proxy, url.Replace("user:pw@", "", StringComparison.Ordinal)));

        Assert.DoesNotContain(proxy.Requested, url => url.PathAndQuery != "/" || url.UserInfo.Length > 0);
    }

    [Fact]
    public void The_system_proxy_applies_last_and_NO_PROXY_precedes_it()
    {
        Assert.Equal(
            "proxy.example",
            ProxySelector.SelectProxy("http://host.example/", ProxySettings.None, trustEnv: true, _ => "http://proxy.example:3128/")?.Host);
        Assert.Null(
            ProxySelector.SelectProxy(
                "http://host.example/",
                ProxySettings.None with { NoProxy = "host.example;" },
                trustEnv: true,
                _ => null));
        Assert.Null(
            ProxySelector.SelectProxy(
                "http://host.example/",
                ProxySettings.None with { NoProxy = "example" },
                trustEnv: true,
                _ => "http://proxy.example:3128/"));
        Assert.Null(ProxySelector.SelectProxy(
            "http://host.example/",
            ProxySettings.None,
            trustEnv: false,
            _ => "http://proxy.example:3128/"));
    }

    private sealed class Recorder : IWebProxy
    {
        internal List<Uri> Requested { get; } = [];

        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination)
        {
            Requested.Add(destination);
            return destination.Host == "direct.example" ? destination : new Uri("http://proxy.example:3128");
        }

        public bool IsBypassed(Uri host)
        {
            Requested.Add(host);
            return host.Host == "bypassed.example";
        }
    }
}
