using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Requests.TestServer;

/// <summary>The server that tests talk to: httpbin's routes, on ports that the system chooses.</summary>
public sealed class TestServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerCertificates _certificates;

    private TestServerHost(WebApplication app, ServerCertificates certificates)
    {
        _app = app;
        _certificates = certificates;
    }

    public string Url => _app.Urls.First(url => url.StartsWith("http:", StringComparison.Ordinal));

    public string SecureUrl => _app.Urls.First(url => url.StartsWith("https:", StringComparison.Ordinal));

    /// <summary>Where HTTP/2 is spoken without TLS, and nothing else.</summary>
    public string Http2Url => _app.Urls.Where(url => url.StartsWith("http://127", StringComparison.Ordinal)).ElementAt(1);

    /// <summary>The path of a Unix socket where HTTP/1.1 is spoken.</summary>
    public required string UnixSocket { get; init; }

    /// <summary>The PEM file of the authority that signed the server's certificate.</summary>
    public string CaFile => _certificates.CaFile;

    public static async Task<TestServerHost> StartAsync()
    {
        var certificates = new ServerCertificates();
        var socket = Path.Combine(Path.GetTempPath(), $"requests-{Guid.NewGuid().ToString("N")[..12]}.sock");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificates.Server);
            });
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.ListenUnixSocket(socket);
        });
        var app = builder.Build();
        EchoRoutes.Map(app);
        RedirectRoutes.Map(app);
        BodyRoutes.Map(app);
        TimeRoutes.Map(app);
        AuthRoutes.Map(app);
        ConnectionRoutes.Map(app);
        TogetherRoutes.Map(app);
        StreamRoutes.Map(app);
        FileRoutes.Map(app);
        await app.StartAsync();
        return new TestServerHost(app, certificates) { UnixSocket = socket };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificates.Dispose();
    }
}
