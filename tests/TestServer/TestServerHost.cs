using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Requests.TestServer;

/// <summary>The server that tests talk to: httpbin's routes, on ports that the system chooses.</summary>
public sealed class TestServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerCertificates _certificates;
    private readonly Dictionary<string, ClosingServer> _closing = Enum.GetValues<Closing>().ToDictionary(when => when.ToString(), when => new ClosingServer(when).Start());

    private TestServerHost(WebApplication app, ServerCertificates certificates)
    {
        _app = app;
        _certificates = certificates;
    }

    public string Url => _app.Urls.First(url => url.StartsWith("http:", StringComparison.Ordinal));

    public string SecureUrl => _app.Urls.First(url => url.StartsWith("https:", StringComparison.Ordinal));

    /// <summary>Where clients prove themselves.</summary>
    public string ClientCertificateUrl => SecureUrlAt(1);

    /// <summary>Where the certificate has expired.</summary>
    public string ExpiredUrl => SecureUrlAt(2);

    /// <summary>Where the certificate is for another name.</summary>
    public string StrangerUrl => SecureUrlAt(3);

    /// <summary>Where HTTP/2 is spoken without TLS, and nothing else.</summary>
    public string Http2Url => _app.Urls.Where(url => url.StartsWith("http://127", StringComparison.Ordinal)).ElementAt(1);

    /// <summary>The path of a Unix socket where HTTP/1.1 is spoken.</summary>
    public required string UnixSocket { get; init; }

    /// <summary>Servers over plain sockets, each with a way of its own to close connections.</summary>
    public IReadOnlyDictionary<string, string> ClosingUrls => _closing.ToDictionary(one => one.Key, one => one.Value.Url);

    /// <summary>The PEM file of the authority that signed the server's certificate.</summary>
    public string CaFile => _certificates.CaFile;

    private string SecureUrlAt(int index) => _app.Urls.Where(url => url.StartsWith("https:", StringComparison.Ordinal)).ElementAt(index);

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
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificates.Server);
            });
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificates.Server, https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.AllowAnyClientCertificate();
            }));
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificates.Expired));
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificates.Stranger));
            kestrel.ListenUnixSocket(socket);
        });
        var app = builder.Build();
        EchoRoutes.Map(app);
        PipelineRoutes.Map(app);
        RedirectRoutes.Map(app);
        BodyRoutes.Map(app);
        TimeRoutes.Map(app);
        AuthRoutes.Map(app);
        OAuth1Routes.Map(app);
        OAuth2Routes.Map(app);
        ConnectionRoutes.Map(app);
        TogetherRoutes.Map(app);
        StreamRoutes.Map(app);
        FileRoutes.Map(app);
        ScriptRoutes.Map(app);
        HostileRoutes.Map(app);
        await app.StartAsync();
        return new TestServerHost(app, certificates) { UnixSocket = socket };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _closing.Values) server.Dispose();
        await _app.DisposeAsync();
        _certificates.Dispose();
    }
}
