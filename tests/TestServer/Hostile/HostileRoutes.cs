using System.Collections.Concurrent;

namespace Requests.TestServer;

/// <summary>
/// Represents the routes that return the URLs of the hostile servers, which start with the first request for them, and the requests
/// that they have received.
/// </summary>
internal static class HostileRoutes
{
    internal static void Map(WebApplication app)
    {
        var server = new Lazy<HostileServer>(() => new HostileServer());
        var slow = new Lazy<SlowServer>(() => new SlowServer());
        var tls = new Lazy<HostileTlsServer>(() => new HostileTlsServer());
        var floods = new ConcurrentDictionary<string, Lazy<HostileHttp2Server>>(StringComparer.Ordinal);
        foreach (var flood in HostileHttp2Server.Floods) floods[flood] = new(() => new HostileHttp2Server(flood));
        app.MapGet("/hostile", () => Results.Json(new
        {
            url = server.Value.Url,
            slow = $"http://{slow.Value.Authority}",
            tls = tls.Value.SecureUrl,
            pem = tls.Value.Pem,
            http2 = floods.ToDictionary(flood => flood.Key, flood => flood.Value.Value.Url),
        }));
        app.MapGet("/hostile/seen", () => Results.Json(server.Value.Seen));
        app.Lifetime.ApplicationStopping.Register(() =>
        {
            if (server.IsValueCreated) server.Value.Dispose();
            if (slow.IsValueCreated) slow.Value.Dispose();
            if (tls.IsValueCreated) tls.Value.Dispose();
            foreach (var flood in floods.Values.Where(flood => flood.IsValueCreated)) flood.Value.Dispose();
        });
    }
}
