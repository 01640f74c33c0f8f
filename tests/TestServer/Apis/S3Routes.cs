using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace Requests.TestServer;

/// <summary>
/// Represents a store with the interface of S3: buckets, objects, pages with a token and uploads in parts. It requires a signature in the
/// header or in the query, and does not verify it.
/// </summary>
internal static class S3Routes
{
    internal static void Map(WebApplication app)
    {
        var group = app.MapGroup("/s3/{store}").AddEndpointFilter(RequireSignature);
        group.MapPut("/{bucket}", () => Results.Ok());
        group.MapGet("/{bucket}", List);
        group.MapGet("/{bucket}/{**key}", (string store, string bucket, string key) =>
            GetFiles(store).Files.TryGetValue($"{bucket}/{key}", out var content)
                ? Results.Bytes(content)
                : CreateError(404, "NoSuchKey", "The specified key does not exist."));
        group.MapPut("/{bucket}/{**key}", async (HttpContext context, string store, string bucket, string key) =>
        {
            var content = Decode(context.Request, await ApiItems.ReadBytesAsync(context.Request));
            var part = context.Request.Query["uploadId"].ToString();
            var name = part.Length == 0 ? $"{bucket}/{key}" : GetPart(part, ApiItems.Number(context.Request, "partNumber", 0));
            GetFiles(store).Files[name] = content;
            context.Response.Headers.ETag = $"\"{Convert.ToHexString(SHA256.HashData(content))[..32]}\"";
            return Results.Ok();
        });
        group.MapPost("/{bucket}/{**key}", (HttpContext context, string store, string bucket, string key) =>
        {
            if (context.Request.Query.ContainsKey("uploads"))
            {
                return CreateXml($"<InitiateMultipartUploadResult><UploadId>{Guid.NewGuid():n}</UploadId></InitiateMultipartUploadResult>");
            }

            var (files, id) = (GetFiles(store).Files, context.Request.Query["uploadId"].ToString());
            var parts = new List<byte[]>();
            while (files.TryRemove(GetPart(id, parts.Count + 1), out var part)) parts.Add(part);
            if (parts.Count == 0) return CreateError(404, "NoSuchUpload", "The specified multipart upload does not exist.");
            files[$"{bucket}/{key}"] = [.. parts.SelectMany(static part => part)];
            return CreateXml($"<CompleteMultipartUploadResult><Key>{SecurityElement.Escape(key)}</Key></CompleteMultipartUploadResult>");
        });
        group.MapDelete("/{bucket}/{**key}", (string store, string bucket, string key) =>
        {
            GetFiles(store).Files.TryRemove($"{bucket}/{key}", out _);
            return Results.NoContent();
        });
    }

    private static IResult List(HttpContext context, string store, string bucket)
    {
        var query = context.Request.Query;
        var after = Encoding.UTF8.GetString(Convert.FromBase64String(query["continuation-token"].ToString()));
        var keys = GetFiles(store).Files.Keys.Where(name => name.StartsWith($"{bucket}/{query["prefix"]}", StringComparison.Ordinal))
            .Select(name => name[(bucket.Length + 1)..])
            .Where(key => string.CompareOrdinal(key, after) > 0)
            .Order(StringComparer.Ordinal)
            .ToList();
        var page = keys.Take(ApiItems.Number(context.Request, "max-keys", 1000)).ToList();
        var contents = string.Concat(page.Select(static key => $"<Contents><Key>{SecurityElement.Escape(key)}</Key></Contents>"));
        var isTruncated = page.Count < keys.Count;
        var token = isTruncated ? Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1])) : "";
        return CreateXml(
            $"<ListBucketResult><IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>"
            + $"<NextContinuationToken>{token}</NextContinuationToken>{contents}</ListBucketResult>");
    }

    /// <summary>Returns the bytes of a body that was sent in signed chunks: size, signature, bytes.</summary>
    private static byte[] Decode(HttpRequest request, byte[] body)
    {
        if (request.Headers["X-Amz-Content-Sha256"] != "STREAMING-AWS4-HMAC-SHA256-PAYLOAD") return body;
        var content = new List<byte>();
        for (var rest = body.AsSpan(); ;)
        {
            var head = Encoding.ASCII.GetString(rest[..rest.IndexOf("\r\n"u8)]);
            var size = int.Parse(head.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0) return [.. content];
            content.AddRange(rest.Slice(head.Length + 2, size));
            rest = rest[(head.Length + 2 + size + 2)..];
        }
    }

    private static async ValueTask<object?> RequireSignature(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var isSigned = request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal)
            || request.Query.ContainsKey("X-Amz-Signature");
        return isSigned ? await next(context) : CreateError(403, "AccessDenied", "Access Denied");
    }

    private static ApiItems GetFiles(string store) => ApiItems.Get($"s3 {store}", 0, static _ => []);

    private static string GetPart(string upload, int number) => string.Create(CultureInfo.InvariantCulture, $"#{upload} {number}");

    private static IResult CreateXml(string xml, int status = 200) => Results.Content(xml, "application/xml", Encoding.UTF8, status);

    private static IResult CreateError(int status, string code, string message) =>
        CreateXml($"<Error><Code>{code}</Code><Message>{message}</Message></Error>", status);
}
