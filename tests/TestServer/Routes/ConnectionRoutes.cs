using System.Security.Authentication;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections.Features;

namespace Requests.TestServer;

/// <summary>Represents the route that describes the connection of its request, and the route that opens ports with certificates.</summary>
internal static class ConnectionRoutes
{
    internal static void Map(WebApplication app)
    {
        app.Map("/connection", Describe);
        app.Map("/certificates/{count:int}", (int count) =>
        {
            var ports = new CertificatePorts(count);
            app.Lifetime.ApplicationStopping.Register(ports.Dispose);
            var sites = ports.Sites.Select(static site => (JsonNode)new JsonObject { ["url"] = site.Url, ["days"] = site.Days });
            var opened = new JsonObject { ["ca"] = ports.CaFile, ["sites"] = new JsonArray([.. sites]) };
            return Results.Text(opened.ToJsonString(), "application/json");
        });
    }

    private static IResult Describe(HttpContext context)
    {
        var tls = context.Features.Get<ITlsHandshakeFeature>()?.Protocol ?? SslProtocols.None;
        var seen = new JsonObject
        {
            ["id"] = context.Connection.Id.Split(':')[0],
            ["protocol"] = context.Request.Protocol,
            ["remote"] = context.Connection.RemoteIpAddress?.ToString(),
            ["port"] = context.Connection.RemotePort,
            ["tls"] = tls.ToString(),
            ["client"] = context.Connection.ClientCertificate?.Subject,
        };
        return Results.Text(seen.ToJsonString(), "application/json");
    }
}
