using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Requests.TestServer;

/// <summary>Represents the routes of a file that has an entity tag, ranges and a file name.</summary>
internal static class FileRoutes
{
    internal static void Map(WebApplication app)
    {
        // The query digest adds a Repr-Digest: that of the content for "right", and that of another content for any other value.
        app.MapGet("/file/{n:int}", (HttpContext context, int n, string? name, string? tag, DateTimeOffset? modified, string? digest) =>
        {
            var content = GetContent(n);
            if (digest is not null)
            {
                var hash = Convert.ToBase64String(SHA256.HashData(digest == "right" ? content : []));
                context.Response.Headers["Repr-Digest"] = $"sha-256=:{hash}:";
            }

            return Results.Bytes(
                content,
                "application/octet-stream",
                name,
                enableRangeProcessing: true,
                lastModified: modified,
                entityTag: new EntityTagHeaderValue($"\"{tag ?? "v1"}\""));
        });

        // The checksums of some of these files, in the forms of GNU and BSD, and files that are not right.
        app.MapGet("/sums/{form}", (string form) => Results.Text(form switch
        {
            "SHA256SUMS" => string.Concat(Sizes.Select(static n => $"{GetHash(n)}  {n}\n")),
            "CHECKSUM.bsd" => string.Concat(Sizes.Select(static n => $"# {n} bytes\r\nSHA256 ({n}) = {GetHash(n)}\r\n")),
            "1000.sha256" => $"{GetHash(1000)}\n",
            "wrong" => string.Concat(Sizes.Select(static n => $"{GetHash(n + 1)}  {n}\n")),
            "twice" => $"{GetHash(1000)}  1000\n{GetHash(2000)}  1000\n",
            _ => "<!DOCTYPE html><html><body>Sign in</body></html>",
        }));

        // Aborts the connection in the middle of the body, unless the request has a Range header.
        app.MapGet("/breaking-file/{n:int}", async (HttpContext context, int n) =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            var content = GetContent(n);
            if (context.Request.Headers.Range.ToString() is { Length: > 0 } range)
            {
                var from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
                context.Response.StatusCode = 206;
                context.Response.Headers.ContentRange = $"bytes {from}-{n - 1}/{n}";
                await context.Response.Body.WriteAsync(content.AsMemory(from));
                return;
            }

            context.Response.ContentLength = n;
            await context.Response.Body.WriteAsync(content.AsMemory(0, n / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
    }

    private static readonly int[] Sizes = [10, 100, 1000, 2000];

    private static string GetHash(int n) => Convert.ToHexString(SHA256.HashData(GetContent(n))).ToLowerInvariant();

    private static byte[] GetContent(int n)
    {
        var content = new byte[n];
        for (var i = 0; i < n; i++) content[i] = (byte)(i % 251);
        return content;
    }
}
