namespace Requests.TestServer;

/// <summary>
/// Represents the RPC of Transmission: a request without the current session identifier gets status 409 and the identifier in a header.
/// </summary>
internal static class TransmissionRoutes
{
    private const string Header = "X-Transmission-Session-Id";

    internal static void Map(WebApplication app)
    {
        // A path with "secure" requires Basic credentials first, as Transmission does when it has a password.
        app.MapPost("/transmission/{session}/{access}/rpc", async (HttpContext context, string session, string access) =>
        {
            var request = context.Request;
            if (access == "secure" && request.Headers.Authorization != "Basic dXNlcjpwYXNz")
            {
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"Transmission\"";
                return Results.Text("<h1>401: Unauthorized</h1>", "text/html", statusCode: 401);
            }

            if (request.Headers[Header] != session)
            {
                context.Response.Headers[Header] = session;
                return Results.Text("<h1>409: Conflict</h1>", "text/html", statusCode: 409);
            }

            var call = await ApiItems.ReadObjectAsync(request);
            return Results.Json(new { result = "success", arguments = new { method = (string?)call["method"] } });
        });
    }
}
