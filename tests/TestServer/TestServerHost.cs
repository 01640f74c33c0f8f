using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Requests.TestServer;

/// <summary>Represents the test server: the routes of httpbin and further ones, on ports that the system chooses.</summary>
public sealed class TestServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerCertificates _certificates;
    private readonly Dictionary<string, ClosingServer> _closing = Enum.GetValues<Closing>()
        .ToDictionary(closing => closing.ToString(), closing => new ClosingServer(closing));


    private TestServerHost(WebApplication app, ServerCertificates certificates)
    {
        _app = app;
        _certificates = certificates;
    }

    /// <summary>Gets the URL for HTTP/1.1 without TLS.</summary>
    public string Url => _app.Urls.First(url => url.StartsWith("http:", StringComparison.Ordinal));

    /// <summary>Gets the URL for HTTP/1.1 and HTTP/2 with TLS.</summary>
    public string SecureUrl => _app.Urls.First(url => url.StartsWith("https:", StringComparison.Ordinal));

    /// <summary>Gets the URL that requires a client certificate.</summary>
    public string ClientCertificateUrl => SecureUrlAt(1);

    /// <summary>Gets the URL whose server certificate has expired.</summary>
    public string ExpiredUrl => SecureUrlAt(2);

    /// <summary>Gets the URL whose server certificate is for another host name. It has HTTP/1.1 alone.</summary>
    public string OtherNameUrl => SecureUrlAt(3);

    /// <summary>Gets the URL for HTTP/2 without TLS. HTTP/1.1 is not supported there.</summary>
    public string Http2Url => _app.Urls.Where(url => url.StartsWith("http://127", StringComparison.Ordinal)).ElementAt(1);

    /// <summary>Gets the path of the Unix socket for HTTP/1.1.</summary>
    public required string UnixSocket { get; init; }

    /// <summary>Gets the URLs of the servers that close their connections, by the name of the <see cref="Closing"/>.</summary>
    public IReadOnlyDictionary<string, string> ClosingUrls => _closing.ToDictionary(server => server.Key, server => server.Value.Url);

    /// <summary>Gets the path of the PEM file of the authority that issued the server certificates.</summary>
    public string CaFile => _certificates.CaFile;

    private string SecureUrlAt(int index) =>
        _app.Urls.Where(url => url.StartsWith("https:", StringComparison.Ordinal)).ElementAt(index);

    /// <summary>Starts the server.</summary>
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
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(certificates.OtherName);
            });
            kestrel.ListenUnixSocket(socket);
        });
        var app = builder.Build();
        EchoRoutes.Map(app);
        CiRoutes.Map(app);
        RedirectRoutes.Map(app);
        PageRoutes.Map(app);
        BodyRoutes.Map(app);
        ShapeRoutes.Map(app);
        TimeRoutes.Map(app);
        OperationRoutes.Map(app);
        AuthRoutes.Map(app);
        OAuth1Routes.Map(app);
        OAuth2Routes.Map(app);
        RegistryRoutes.Map(app);
        ManagedIdentityRoutes.Map(app);
        SigningRoutes.Map(app);
        ConnectionRoutes.Map(app);
        TogetherRoutes.Map(app);
        StreamRoutes.Map(app);
        FileRoutes.Map(app);
        ScriptRoutes.Map(app);
        ApiRoutes.Map(app);
        HostileRoutes.Map(app);
        HtmlRoutes.Map(app);
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
