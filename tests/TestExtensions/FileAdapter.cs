namespace Requests.TestExtensions;

/// <summary>Represents an adapter for file: URLs, as in the Python package requests-file. PUT writes a file.</summary>
/// <remarks>All other methods read it.</remarks>
public sealed class FileAdapter : TransportAdapter
{
    /// <inheritdoc/>
    public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
    {
        var path = new Uri(request.Url).LocalPath;
        if (request is { Method: "PUT", Body: { } body })
        {
            await using var file = File.Create(path);
            await body.WriteToAsync(file, cancellationToken);
            return new Response(request, 201, Stream.Null) { Reason = "Created" };
        }

        if (!File.Exists(path)) return new Response(request, 404, Stream.Null) { Reason = "Not Found" };
        var headers = new HeaderDictionary { ["Content-Type"] = "text/plain", ["Content-Length"] = $"{new FileInfo(path).Length}" };
        return new Response(request, 200, File.OpenRead(path)) { Reason = "OK", Headers = headers };
    }
}
