using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The base class with the parameters that define how requests are sent, for a call or as defaults of a session.</summary>
public abstract partial class SendOptionsCmdlet : RequestCmdlet
{
    // Most calls set none of these parameters.
    private OptionParameters? _options;

    /// <summary>
    /// Specifies the timeout in seconds: one number for connecting and for each read, or two numbers, connect and read. Default: 100;
    /// $null or 0 means no timeout.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the timeout in seconds for connecting and for each read, as one number or a pair.")]
    [AllowNull]
    public object? Timeout { get => _options?.Timeout?.Value; set => Options.Timeout = new(value); }

    /// <summary>
    /// Specifies the time limit in seconds for the whole exchange, including redirects, retries, waits and the body. Default: no limit;
    /// $null or 0 removes a session's limit.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the time limit in seconds for the whole exchange.")]
    [AllowNull]
    public object? TotalTimeout { get => _options?.TotalTimeout?.Value; set => Options.TotalTimeout = new(value); }

    /// <summary>
    /// Specifies the maximum size in bytes of a body after decoding. A single line, event or JSON item may have 64 MB, or this size if it
    /// is larger. Default: no limit; $null removes a session's limit.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the maximum size of a body in bytes.")]
    [AllowNull]
    [ValueType(typeof(long))]
    public object? MaximumSize { get => _options?.MaximumSize?.Value; set => Options.MaximumSize = new(value); }

    /// <summary>
    /// Specifies how the server certificate is verified. $true uses the authorities of the system, or those that REQUESTS_CA_BUNDLE
    /// names. A path names a PEM file or a folder of PEM files. $false turns verification off and is not safe. Default: $true.
    /// </summary>
    [Parameter(HelpMessage = "Specifies whether the server certificate is verified, or a path to root certificates.")]
    [AllowNull]
    [ArgumentCompleter(typeof(VerifyCompleter))]
    public object? Verify { get => _options?.Verify?.Value; set => Options.Verify = new(value); }

    /// <summary>
    /// Specifies the client certificate: an X509Certificate2, the path of a PEM or PKCS #12 file, a pair of certificate and key, or a map
    /// with Path, Key and Password. $null removes a session's certificate.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the client certificate, as an object or a path.")]
    [AllowNull]
    public object? Cert { get => _options?.Cert?.Value; set => Options.Cert = new(value); }

    /// <summary>
    /// Specifies the proxies: one URL for all requests, or a map whose keys are a scheme, scheme://host or all. A proxy URL has the
    /// scheme http, https, socks4, socks4a, socks5 (this machine resolves host names) or socks5h (the proxy resolves them), and contains
    /// user:password@ if the proxy requires it. A map is merged with the session's proxies. $null as a value uses no proxy; $null for the
    /// parameter removes all proxies. Default: HTTP_PROXY, HTTPS_PROXY and ALL_PROXY.
    /// </summary>
    [ArgumentCompleter(typeof(ProxyCompleter))]
    [Parameter(HelpMessage = "Specifies a proxy URL, or a map of schemes and proxy URLs.")]
    [AllowNull]
    public object? Proxies { get => _options?.Proxies?.Value; set => Options.Proxies = new(value); }

    /// <summary>
    /// Specifies the hosts for which no proxy is used: names, which include all subdomains, addresses, networks such as 10.0.0.0/8, each
    /// with or without a port, or *. Default: NO_PROXY.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the hosts for which no proxy is used.")]
    [AllowNull]
    [ArgumentCompleter(typeof(NoProxyCompleter))]
    public object? NoProxy { get => _options?.NoProxy?.Value; set => Options.NoProxy = new(value); }

    /// <summary>
    /// Specifies the HTTP version: 1.1, 2, or both. With 2, a server that does not support HTTP/2 is an error; an http server must support
    /// it without negotiation (prior knowledge). With 2, 1.1, an https server gets the higher version that it supports, and an http server
    /// gets 1.1. Authentication that is bound to a connection, such as Negotiate, uses 1.1. Default: the adapter's version, which is 1.1
    /// unless New-HttpAdapter sets another; $null removes a session's value.
    /// </summary>
    [ArgumentCompleter(typeof(HttpVersionCompleter))]
    [Parameter(HelpMessage = "Specifies the HTTP version: 1.1, 2, or both.")]
    [AllowNull]
    public object? HttpVersion { get => _options?.HttpVersion?.Value; set => Options.HttpVersion = new(value); }

    /// <summary>
    /// Specifies the path of a Unix socket to which the connection is opened, instead of the URL's host. The Host header, the name that
    /// TLS verifies and the cookies are still those of the URL. No proxy is used. Default: none; $null removes a session's value.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the path of a Unix socket to connect to.")]
    [AllowNull]
    public object? UnixSocket { get => _options?.UnixSocket?.Value; set => Options.UnixSocket = new(value); }

    /// <summary>
    /// Specifies where connections are opened, instead of the host and port of the URL. A host, an address, host:port or :port applies to
    /// the host of the given URL alone; a redirect to another host connects to that host. A map applies to all requests: its keys are
    /// host:port, host, :port, or * for all, in this order of precedence, and its values are targets. The Host header, the name that TLS
    /// verifies, cookies and credentials stay those of the URL. A proxy opens a tunnel to the target, also for http. A map is merged with
    /// the session's map; $null as a value removes an entry. Excludes -UnixSocket. Default: none; $null removes a session's value.
    /// </summary>
    [ArgumentCompleter(typeof(ConnectToCompleter))]
    [Parameter(HelpMessage = "Specifies the host and port to connect to, or a map of hosts and targets.")]
    [AllowNull]
    public object? ConnectTo { get => _options?.ConnectTo?.Value; set => Options.ConnectTo = new(value); }

    /// <summary>
    /// Specifies the family of the addresses to connect to, IPv4 or IPv6: those of the server, or those of the proxy if one is used. A
    /// host without an address of the family is an error. Default: both; $null removes a session's value.
    /// </summary>
    [ArgumentCompleter(typeof(AddressFamilyCompleter))]
    [Parameter(HelpMessage = "Specifies whether connections use IPv4 or IPv6.")]
    [AllowNull]
    public object? AddressFamily { get => _options?.AddressFamily?.Value; set => Options.AddressFamily = new(value); }

    /// <summary>
    /// Indicates that the cmdlet follows redirects. Default: yes, except for HEAD; -AllowRedirects:$false returns the redirect itself.
    /// </summary>
    [Parameter(HelpMessage = "Follows redirects, which is the default; :$false returns the redirect.")]
    public SwitchParameter AllowRedirects { get => _options?.AllowRedirects ?? false; set => Options.AllowRedirects = value; }

    /// <summary>Specifies the maximum number of redirects to follow. Default: 30.</summary>
    [Parameter(HelpMessage = "Specifies the maximum number of redirects.")]
    [ValueType(typeof(int))]
    public object? MaximumRedirection { get => _options?.MaximumRedirection?.Value; set => Options.MaximumRedirection = new(value); }

    /// <summary>
    /// Indicates that the cmdlet follows a redirect from https to http. Without this switch such a redirect is an error.
    /// </summary>
    [Parameter(HelpMessage = "Follows a redirect from https to http.")]
    public SwitchParameter AllowInsecureRedirect
    {
        get => _options?.AllowInsecureRedirect ?? false;
        set => Options.AllowInsecureRedirect = value;
    }

    /// <summary>
    /// Indicates that the cmdlet emits the response as soon as its headers have arrived. The body is read when a member of the response
    /// requires it. Close the response, or read it to its end.
    /// </summary>
    [Parameter(HelpMessage = "Emits the response before its body has been read.")]
    public SwitchParameter Stream { get => _options?.Stream ?? false; set => Options.Stream = value; }

    /// <summary>Indicates that the cmdlet reports a status of 400 or more as an error. The exception contains the response.</summary>
    [Parameter(HelpMessage = "Reports a status of 400 or more as an error.")]
    public SwitchParameter RaiseForStatus { get => _options?.RaiseForStatus ?? false; set => Options.RaiseForStatus = value; }

    /// <summary>
    /// Specifies the statuses that are expected: numbers from 100 to 999, classes such as 2xx, ranges such as 200-299, or names such as
    /// NotFound. Any other status is an error, as with -RaiseForStatus. An expected status is not an error, also with -As, which then
    /// emits the body, and with -OutFile, which saves nothing for a status of 400 or more. Takes precedence over
    /// -RaiseForStatus. Default: none; $null removes a session's value.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the statuses that are not errors, such as 200, 404 or 2xx.")]
    [AllowNull]
    [ArgumentCompleter(typeof(ExpectStatusCompleter))]
    public object? ExpectStatus { get => _options?.ExpectStatus?.Value; set => Options.ExpectStatus = new(value); }

    /// <summary>
    /// Specifies when a request is sent again: the maximum number of retries, or a policy of New-RetryPolicy. A number alone retries the
    /// statuses 408, 429, 500, 502, 503 and 504 and failures to connect or to read: idempotent methods, and any method on 429 or 503 with
    /// Retry-After. It waits a random part of 1, 2, 4 seconds and so on, up to 30 seconds, or as long as Retry-After requires, up to an
    /// hour; a longer Retry-After ends the attempts. When the retries are used up, the last response is returned. Default: no retries;
    /// $null removes a session's policy.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the number of retries, or a policy of New-RetryPolicy.")]
    [AllowNull]
    [ArgumentCompleter(typeof(RetryCompleter))]
    public object? Retry { get => _options?.Retry?.Value; set => Options.Retry = new(value); }

    private OptionParameters Options => _options ??= new OptionParameters();

    /// <summary>Returns the defaults of a session with the bound parameters applied.</summary>
    internal SendOptions MergeOptions(SendOptions defaults, IExchangeObserver? log = null) =>
        _options is null && log is null ? defaults : Options.ApplyTo(defaults, log, FullPath);
}
