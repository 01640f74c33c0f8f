using System.Security.Authentication;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections.Features;

namespace Requests.TestServer;

/// <summary>Represents the route that describes the connection of its request.</summary>
internal static class ConnectionRoutes
{
    internal static void Map(WebApplication app) => app.Map("/connection", (HttpContext context) =>
    {
        var tls = context.Features.Get<ITlsHandshakeFeature>()?.Protocol ?? SslProtocols.None;
        var seen = new JsonObject
        {
            ["id"] = context.Connection.Id.Split(':')[0],
            ["protocol"] = context.Request.Protocol,
            ["remote"] = context.Connection.RemoteIpAddress?.ToString(),
            ["tls"] = tls.ToString(),
            ["client"] = context.Connection.ClientCertificate?.Subject,
        };
        return Results.Text(seen.ToJsonString(), "application/json");
    });
}
