using System.Collections.Concurrent;

namespace Requests.TestServer;

/// <summary>
/// Represents the routes that start a <see cref="ScriptedServer"/> with the posted replies, and that stop it and return the requests that
/// it has received.
/// </summary>
internal static class ScriptRoutes
{
    internal static void Map(WebApplication app)
    {
        var servers = new ConcurrentDictionary<string, ScriptedServer>(StringComparer.Ordinal);
        app.MapPost("/script", (string[] replies) =>
        {
            var server = new ScriptedServer(replies);
            servers[server.First] = server;
            return Results.Json(new { a = server.First, b = server.Second });
        });
        app.MapDelete(
            "/script/{authority}",
            async (string authority) => servers.TryRemove(authority, out var server)
                ? Results.Json(await server.StopAsync())
                : Results.NotFound());
    }
}
