using System.Management.Automation;
using System.Security.Authentication;

namespace Requests.PowerShell;

/// <summary>Makes an adapter that carries requests over HTTP in a way of its own.</summary>
/// <remarks>
/// <para>Add it to a session with Add-RequestAdapter. It has connections of its own and says how they are opened and how many are kept.</para>
/// <para>requests: HTTPAdapter.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Add-RequestAdapter $session https:// (New-HttpAdapter -SslProtocol Tls12, Tls13 -MaximumConnections 4)</code>Sets the versions of TLS and a limit on connections for all https URLs.</example>
/// <example><code>$session = New-RequestSession -Verify $false
/// Add-RequestAdapter $session https://device.example/ (New-HttpAdapter -Fingerprint 8A:0C:5E:1B:4D:77:90:2F:63:C1:18:DE:44:A9:B2:5C:70:F3:06:9D:EB:21:38:94:5A:CF:87:1E:D2:60:BB:49)</code>Trusts a device with a self-signed certificate by its fingerprint alone.</example>
/// <example><code>$session = New-RequestSession
/// Add-RequestAdapter $session http://docker/ (New-HttpAdapter -UnixSocket /var/run/docker.sock)</code>Talks to a service on a Unix socket.</example>
/// <seealso href="docs/guide/connections.md"/>
[Cmdlet(VerbsCommon.New, "HttpAdapter")]
[OutputType(typeof(HttpAdapter))]
public sealed class NewHttpAdapterCommand : RequestCmdlet
{
    /// <summary>The longest that a connection may live or wait, in seconds.</summary>
    private const double LongestTime = 86400.0 * 24;

    /// <summary>The versions of TLS to offer. Default: what the system finds safe.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SslProtocolCompleter))]
    [ValueType(typeof(SslProtocols[]))]
    public object? SslProtocol { get; set; }

    /// <summary>
    /// SHA-256 or SHA-1 fingerprints in hexadecimal, with colons or without. The server's own certificate has to have one of them, whatever else
    /// is verified; with -Verify $false they alone decide. Plain http is refused by such an adapter.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? Fingerprint { get; set; }

    /// <summary>Asks the authority whether it has revoked a certificate; where that cannot be found out, the certificate is refused. Default: nobody is asked.</summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>How many connections to one server may be open at once; further requests wait. Default: no limit.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? MaximumConnections { get; set; }

    /// <summary>How many bytes the headers of one response may have. Default 256KB.</summary>
    [Parameter]
    [ValueType(typeof(int))]
    public object? MaximumHeaderSize { get; set; } = 256 * 1024;

    /// <summary>Seconds that an unused connection stays open. Default 60; 0 keeps none.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? IdleTimeout { get; set; } = 60;

    /// <summary>Seconds that a connection is used at most. Default 900; 0 uses each once.</summary>
    [Parameter]
    [ValueType(typeof(double))]
    public object? ConnectionLifetime { get; set; } = 900;

    /// <summary>The address of this machine that connections come from. Default: the system chooses.</summary>
    [Parameter]
    [ValueType(typeof(System.Net.IPAddress))]
    public object? LocalAddress { get; set; }

    /// <summary>The version of HTTP: 1.1, the default, or 2. Over https the server may fall back to 1.1; over http it must know 2.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    [ArgumentCompleter(typeof(HttpVersionCompleter))]
    public object? HttpVersion { get; set; } = "1.1";

    /// <summary>The path of a Unix socket that all connections go to, whatever the URL's host.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? UnixSocket { get; set; }

    /// <summary>Headers that proxies are told: with each CONNECT, and with requests that they forward in the clear. No server sees them through a tunnel.</summary>
    [Parameter]
    public object? ProxyHeaders { get; set; }

    /// <summary>When to send again, where call and session say nothing: a policy, or how many times at most.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(RetryCompleter))]
    public object? Retry { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (UnixSocket is not null && LocalAddress is not null) throw Conflict("-UnixSocket and -LocalAddress exclude each other: a Unix socket has no address.");
        WriteOrThrow(() => new HttpAdapter(new HttpAdapterSettings
        {
            SslProtocols = AdapterConverter.ToProtocols(SslProtocol),
            Fingerprints = AdapterConverter.ToFingerprints(Has(nameof(Fingerprint)), Fingerprint),
            CheckRevocation = CheckRevocation,
            MaximumConnections = NumberConverter.ToCount<int>(MaximumConnections, nameof(MaximumConnections), minimum: 1),
            MaximumHeaderSize = NumberConverter.ToInt32(MaximumHeaderSize, nameof(MaximumHeaderSize), 1024),
            IdleTimeout = TimeSpan.FromSeconds(NumberConverter.ToDouble(IdleTimeout, nameof(IdleTimeout), 0, LongestTime)),
            ConnectionLifetime = TimeSpan.FromSeconds(NumberConverter.ToDouble(ConnectionLifetime, nameof(ConnectionLifetime), 0, LongestTime)),
            LocalAddress = AdapterConverter.ToAddress(LocalAddress),
            HttpVersion = ConnectionConverter.ToHttpVersion(HttpVersion) ?? new Version(1, 1),
            ProxyHeaders = ValueConverter.ToHeaders(ProxyHeaders, nameof(ProxyHeaders)) ?? [],
            UnixSocket = ConnectionConverter.ToUnixSocket(UnixSocket, FullPath),
        })
        {
            Retry = ValueConverter.ToRetry(Retry),
        });
    }
}
