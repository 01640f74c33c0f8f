using System.Management.Automation;
using System.Security.Authentication;

namespace Requests.PowerShell;

/// <summary>Creates an adapter that sends requests over HTTP with its own connection settings.</summary>
/// <remarks>
/// <para>Add the adapter to a session with Add-RequestAdapter. It has its own connections, and its settings define how they are opened
/// and how many are kept.</para>
/// <para>Python equivalent: requests.adapters.HTTPAdapter.</para>
/// </remarks>
/// <example>
/// <code>$session = New-RequestSession
/// Add-RequestAdapter $session https:// (New-HttpAdapter -SslProtocol Tls12, Tls13 -MaximumConnections 4)</code>
/// Sets the TLS versions and limits the connections for all https URLs.
/// </example>
/// <example>
/// <code>$session = New-RequestSession -Verify $false
/// $fingerprint = '8A:0C:5E:1B:4D:77:90:2F:63:C1:18:DE:44:A9:B2:5C:70:F3:06:9D:EB:21:38:94:5A:CF:87:1E:D2:60:BB:49'
/// Add-RequestAdapter $session https://device.example/ (New-HttpAdapter -Fingerprint $fingerprint)</code>
/// Trusts a device with a self-signed certificate by its fingerprint alone.
/// </example>
/// <example>
/// <code>$session = New-RequestSession
/// Add-RequestAdapter $session http://docker/ (New-HttpAdapter -UnixSocket /var/run/docker.sock)</code>
/// Sends requests to a service on a Unix socket.
/// </example>
/// <example>
/// <code>$session = New-RequestSession
/// Add-RequestAdapter $session http://docker/ (New-HttpAdapter -PipeName docker_engine)</code>
/// Sends requests to a service on a named pipe, here Docker on Windows.
/// </example>
/// <seealso href="docs/guide/connections.md"/>
[Cmdlet(VerbsCommon.New, "HttpAdapter")]
[OutputType(typeof(HttpAdapter))]
public sealed class NewHttpAdapterCommand : RequestCmdlet
{
    /// <summary>The maximum of the connection times, in seconds.</summary>
    private const double LongestTime = 86400.0 * 24;

    /// <summary>
    /// Specifies the TLS versions to offer, such as Tls12 and Tls13. Default: the versions that the system considers safe.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SslProtocolCompleter))]
    [ValueType(typeof(SslProtocols[]))]
    public object? SslProtocol { get; set; }

    /// <summary>
    /// Specifies SHA-256 or SHA-1 fingerprints of the server certificate, in hexadecimal digits, with or without colons. The server's
    /// certificate must have one of them, in addition to any other verification; with -Verify $false only the fingerprint is verified.
    /// Requests over plain http are refused.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? Fingerprint { get; set; }

    /// <summary>
    /// Indicates that the adapter checks with the authority whether a certificate is revoked. A certificate whose status cannot be
    /// determined is refused. Default: no check.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>Specifies the maximum number of open connections to one server; further requests wait. Default: no limit.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? MaximumConnections { get; set; }

    /// <summary>Specifies the maximum size in bytes of the headers of one response, at least 1024. Default: 256KB.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? MaximumHeaderSize { get; set; } = 256 * 1024;

    /// <summary>
    /// Specifies how long a connection that no request uses is kept open, in seconds. 0 closes a connection when no request waits for it.
    /// Default: 60.
    /// </summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? IdleTimeout { get; set; } = 60;

    /// <summary>
    /// Specifies how long after its opening a connection accepts requests, in seconds. 0 opens a connection for each request. Default: 900.
    /// </summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? ConnectionLifetime { get; set; } = 900;

    /// <summary>
    /// Specifies the IP address of this machine from which connections are opened. Excludes -UnixSocket. Default: the system chooses.
    /// </summary>
    [Parameter]
    [ValueType(typeof(System.Net.IPAddress))]
    public object? LocalAddress { get; set; }

    /// <summary>
    /// Specifies the HTTP version: 1.1, 2, or both. With 2, a server that does not support HTTP/2 is an error; an http server must support
    /// it without negotiation. With 2, 1.1, an https server gets the higher version that it supports, and an http server gets 1.1.
    /// Default: 1.1.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    [ArgumentCompleter(typeof(HttpVersionCompleter))]
    public object? HttpVersion { get; set; } = "1.1";

    /// <summary>
    /// Specifies the path of a Unix socket that all connections use, instead of the host of the URL. Excludes -LocalAddress.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? UnixSocket { get; set; }

    /// <summary>
    /// Specifies the name of a named pipe that all connections use, instead of the host of the URL, or its path, such as
    /// \\.\pipe\docker_engine. No proxy is used. On other systems than Windows, .NET has named pipes as Unix sockets in the folder for
    /// temporary files. Excludes -UnixSocket and -LocalAddress.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? PipeName { get; set; }

    /// <summary>
    /// Specifies headers that are sent to proxies, as a map or a list of pairs: with each CONNECT, and with requests that a proxy
    /// forwards unencrypted. No server receives them through a tunnel.
    /// </summary>
    [Parameter]
    public object? ProxyHeaders { get; set; }

    /// <summary>
    /// Specifies when a request is sent again, if neither the call nor the session sets it: a policy of New-RetryPolicy, or the maximum
    /// number of retries.
    /// </summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(RetryCompleter))]
    public object? Retry { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (UnixSocket is not null && LocalAddress is not null)
        {
            ThrowConflict("-UnixSocket and -LocalAddress exclude each other: a Unix socket has no address.");
        }

        if (PipeName is not null && (UnixSocket ?? LocalAddress) is not null)
        {
            ThrowConflict("-PipeName excludes -UnixSocket and -LocalAddress: all connections use the pipe.");
        }

        WriteResult(CreateAdapter);
    }

    private HttpAdapter CreateAdapter()
    {
        var (version, allowsLower) = ConnectionConverter.ToHttpVersion(HttpVersion);
        return new HttpAdapter(new HttpAdapterSettings
        {
            SslProtocols = AdapterConverter.ToProtocols(SslProtocol),
            Fingerprints = AdapterConverter.ToFingerprints(Has(nameof(Fingerprint)), Fingerprint),
            CheckRevocation = CheckRevocation,
            MaximumConnections = NumberConverter.ToCount<int>(MaximumConnections, nameof(MaximumConnections), minimum: 1),
            MaximumHeaderSize = NumberConverter.ToInt32(MaximumHeaderSize, nameof(MaximumHeaderSize), 1024),
            IdleTimeout = TimeSpan.FromSeconds(NumberConverter.ToDouble(IdleTimeout, nameof(IdleTimeout), 0, LongestTime)),
            ConnectionLifetime = TimeSpan.FromSeconds(
                NumberConverter.ToDouble(ConnectionLifetime, nameof(ConnectionLifetime), 0, LongestTime)),
            LocalAddress = AdapterConverter.ToAddress(LocalAddress),
            HttpVersion = version ?? new Version(1, 1),
            AllowLowerHttpVersion = allowsLower,
            ProxyHeaders = ValueConverter.ToHeaders(ProxyHeaders, nameof(ProxyHeaders)) ?? [],
            UnixSocket = ConnectionConverter.ToUnixSocket(UnixSocket, FullPath),
            PipeName = ConnectionConverter.ToPipeName(PipeName),
        })
        {
            Retry = ValueConverter.ToRetry(Retry),
        };
    }
}
