using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The parameters that say how requests are sent: of a call, or as a session's defaults.</summary>
public abstract class SendOptionsCmdlet : RequestCmdlet
{
    private readonly OptionParameters _options = new();

    /// <summary>Seconds to wait for the connection and for each next byte: one number, or two: connect, read. Default 100; $null or 0 waits for ever.</summary>
    [Parameter]
    [AllowNull]
    public object? Timeout { get => _options.Timeout?.Value; set => _options.Timeout = new(value); }

    /// <summary>Seconds that the whole exchange may take: redirects, retries, waits and the body included. Default: no limit; $null or 0 takes a session's away.</summary>
    [Parameter]
    [AllowNull]
    public object? TotalTimeout { get => _options.TotalTimeout?.Value; set => _options.TotalTimeout = new(value); }

    /// <summary>How many bytes a body may have once it is decoded. Default: no limit; $null takes a session's away. One line, event or item of JSON may have 64 MB, or this if it is more.</summary>
    [Parameter]
    [AllowNull]
    [ValueType(typeof(long))]
    public object? MaximumSize { get => _options.MaximumSize?.Value; set => _options.MaximumSize = new(value); }

    /// <summary>Whom to trust: $true, the default, the system's authorities or those that REQUESTS_CA_BUNDLE names; a path, those of a PEM file or folder; $false anybody, which protects from nobody.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(VerifyCompleter))]
    public object? Verify { get => _options.Verify?.Value; set => _options.Verify = new(value); }

    /// <summary>The certificate to prove oneself with: an X509Certificate2, the path of a PEM or PKCS #12 file, a pair of certificate and key, or a map with Path, Key and Password. $null takes a session's away.</summary>
    [Parameter]
    [AllowNull]
    public object? Cert { get => _options.Cert?.Value; set => _options.Cert = new(value); }

    /// <summary>Proxies: a URL for all, or a map by scheme, scheme://host or all. http, https, socks4, socks4a, socks5 (names are resolved here) and socks5h (by the proxy), with user:password@ where one is asked for. $null as value uses none. Default: HTTP_PROXY, HTTPS_PROXY and ALL_PROXY.</summary>
    [ArgumentCompleter(typeof(ProxyCompleter))]
    [Parameter]
    [AllowNull]
    public object? Proxies { get => _options.Proxies?.Value; set => _options.Proxies = new(value); }

    /// <summary>Hosts that no proxy is used for: names with all below them, addresses, networks such as 10.0.0.0/8, each with a port or without, or *. Default: NO_PROXY.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(NoProxyCompleter))]
    public object? NoProxy { get => _options.NoProxy?.Value; set => _options.NoProxy = new(value); }

    /// <summary>Specifies the version of HTTP: 1.1 or 2. With 2, an https server that does not know HTTP/2 is spoken to in 1.1, while an http server must know it (prior knowledge). Default: the adapter's, which is 1.1. $null removes a session's value.</summary>
    [ArgumentCompleter(typeof(HttpVersionCompleter))]
    [Parameter]
    [AllowNull]
    public object? HttpVersion { get => _options.HttpVersion?.Value; set => _options.HttpVersion = new(value); }

    /// <summary>Specifies the path of a Unix socket that the connection goes to, in place of the URL's host. The Host header, the name that TLS verifies and cookies stay those of the URL, and no proxy is used. Default: none. $null removes a session's value.</summary>
    [Parameter]
    [AllowNull]
    public object? UnixSocket { get => _options.UnixSocket?.Value; set => _options.UnixSocket = new(value); }

    /// <summary>Whether to follow redirects. Default: yes, but for HEAD; -AllowRedirects:$false returns the redirect itself.</summary>
    [Parameter]
    public SwitchParameter AllowRedirects { get => _options.AllowRedirects ?? false; set => _options.AllowRedirects = value; }

    /// <summary>How many redirects to follow. Default 30.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? MaximumRedirection { get => _options.MaximumRedirection?.Value; set => _options.MaximumRedirection = new(value); }

    /// <summary>Allows a redirect from https to http, which is refused otherwise.</summary>
    [Parameter]
    public SwitchParameter AllowInsecureRedirect { get => _options.AllowInsecureRedirect ?? false; set => _options.AllowInsecureRedirect = value; }

    /// <summary>Emits the response when its headers are there; the body is read when asked for. Close the response, or read it to its end.</summary>
    [Parameter]
    public SwitchParameter Stream { get => _options.Stream ?? false; set => _options.Stream = value; }

    /// <summary>Makes a status of 400 or more an error; its exception carries the response.</summary>
    [Parameter]
    public SwitchParameter RaiseForStatus { get => _options.RaiseForStatus ?? false; set => _options.RaiseForStatus = value; }

    /// <summary>Specifies when a request is sent again: how many times at most, or a policy of New-RetryPolicy. A number alone repeats 408, 429, 500, 502, 503 and 504 and failures to connect or to read: idempotent methods, and any method on 429 or 503 with Retry-After. It waits a random part of 1, 2, 4 seconds and so on, 30 at most, or as long as Retry-After says, up to an hour; a longer one ends the attempts. When they are used up, the last response is returned. Default: never. $null takes a session's policy away.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(RetryCompleter))]
    public object? Retry { get => _options.Retry?.Value; set => _options.Retry = new(value); }

    /// <summary>The options, over those of a session.</summary>
    internal SendOptions OptionsOver(SendOptions defaults, IExchangeObserver? log = null) => _options.ApplyTo(defaults, log, FullPath);
}
