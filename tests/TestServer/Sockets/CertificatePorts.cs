using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Requests.TestServer;

/// <summary>Represents many TLS servers on ports of their own, whose certificates end after different numbers of days.</summary>
internal sealed class CertificatePorts : SocketServer
{
    private static readonly int[] Days = [-1, 10, 29, 31, 300];

    private readonly ServerCertificates _authority = new(days: 400);
    private readonly X509Certificate2[] _certificates;
    private readonly Dictionary<int, X509Certificate2> _byPort = [];
    private readonly int _count;

    internal CertificatePorts(int count)
        : base(count)
    {
        _count = count;
        _certificates = [.. Days.Select(days => _authority.Issue("localhost", DateTimeOffset.UtcNow.AddDays(days)))];
        Listen();
        for (var i = 0; i < count; i++) _byPort[GetPort(i)] = _certificates[i % Days.Length];
    }

    /// <summary>Gets the path of the PEM file of the authority.</summary>
    internal string CaFile => _authority.CaFile;

    /// <summary>Gets the URLs with the days until their certificates end; -1 for one that has ended.</summary>
    internal IEnumerable<(string Url, int Days)> Sites =>
        Enumerable.Range(0, _count).Select(index => ($"https://127.0.0.1:{GetPort(index)}/", Days[index % Days.Length]));

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        await using var stream = new SslStream(client.GetStream());
        try
        {
            var port = ((IPEndPoint)client.Client.LocalEndPoint!).Port;
            var options = new SslServerAuthenticationOptions { ServerCertificate = _byPort[port] };
            await stream.AuthenticateAsServerAsync(options, cancellationToken);
            if (await new RawRequestReader(stream).ReadAsync(cancellationToken) is null) return;
            await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken);
        }
        catch (AuthenticationException)
        {
            // The client refuses the certificate.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        foreach (var certificate in _certificates) certificate.Dispose();
        _authority.Dispose();
    }
}
