using System.Globalization;
using System.Net;

namespace Requests;

/// <summary>Creates requests, responses and errors from the entries of an archive.</summary>
internal static class HarReplay
{
    /// <summary>
    /// Creates the request of an entry, for a comparison or for sending it. Headers of HTTP/2 whose names begin with a colon are left out.
    /// </summary>
    /// <param name="entry">The entry.</param>
    internal static PreparedRequest CreateRequest(HarEntry entry) =>
        new(entry.Request.Method.ToUpperInvariant(), entry.Request.Url, CreateHeaders(entry.Request.Headers))
        {
            Body = entry.Request.Body?.GetBytes() is { } content ? new BytesBody(content) : null,
        };

    /// <summary>
    /// Creates the response of an entry. Its body has the content codings that its headers say; its Content-Length is that of its body. A
    /// body that the error of the entry has cut off ends with that error.
    /// </summary>
    /// <param name="entry">The entry, with a status above 0.</param>
    /// <param name="request">The request that the response is for.</param>
    internal static Response CreateResponse(HarEntry entry, PreparedRequest request)
    {
        var headers = CreateHeaders(entry.Response.Headers);
        var content = GetBody(entry);
        if (content is null)
        {
            headers.Remove("Content-Encoding");
            content = entry.Response.Body.GetBytes() ?? [];
        }

        // The response to HEAD and a 304 have the length of a body that they do not have (RFC 9110 section 8.6).
        var hasBody = request.Method != "HEAD" && entry.Response.Status != StatusCodes.NotModified && entry.Error is null;
        if (hasBody && headers.ContainsKey("Content-Length"))
        {
            headers["Content-Length"] = content.Length.ToString(CultureInfo.InvariantCulture);
        }

        return new Response(request, entry.Response.Status, CreateStream(entry, content))
        {
            Headers = headers,
            Reason = entry.Response.StatusText,
            HttpVersion = GetVersion(entry.Response.HttpVersion),
            Trailers = entry.Response.Trailers.Copy(),
        };
    }

    /// <summary>
    /// Creates the error of an entry whose request received no response: the one that was recorded or, for the archive of a browser, an
    /// error of the connection. Null for an entry with a response.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="request">The request that the error is for.</param>
    internal static RequestException? CreateError(HarEntry entry, PreparedRequest request)
    {
        if (entry.Response.Status > 0) return null;
        var error = entry.Error is { } recorded
            ? HarErrors.Create(recorded)
            : new ConnectionException(entry.Response.BrowserError is { Length: > 0 } text
                ? $"The archive has no response to this request, but an error: {text}."
                : "The archive has no response to this request.");
        error.Request = request;
        return error;
    }

    /// <summary>
    /// Gets the body of a response with the content codings that its headers say; null for a coding that cannot be applied. The compressed
    /// bytes are kept for the next call.
    /// </summary>
    /// <param name="entry">The entry.</param>
    internal static byte[]? GetBody(HarEntry entry)
    {
        var body = entry.Response.Body;
        var content = body.GetBytes() ?? [];
        return body.IsEncoded || content.Length == 0
            ? content
            : body.Coded ??= HarCodings.TryEncode(content, entry.Response.Headers["Content-Encoding"]);
    }

    private static Stream CreateStream(HarEntry entry, byte[] content) =>
        entry.Error is { } error ? new HarFailingStream(content, HarErrors.Create(error)) : new MemoryStream(content, writable: false);

    private static HeaderDictionary CreateHeaders(HeaderDictionary headers)
    {
        var copy = headers.Copy();
        foreach (var name in headers.Keys)
        {
            if (name.StartsWith(':')) copy.Remove(name);
        }

        return copy;
    }

    // Programs write HTTP/2.0, HTTP/2, http/2.0, h2, h3 and h3-29.
    private static Version GetVersion(string text) => text.ToUpperInvariant() switch
    {
        "HTTP/1.0" => HttpVersion.Version10,
        ['H', '2', ..] or ['H', 'T', 'T', 'P', '/', '2', ..] => HttpVersion.Version20,
        ['H', '3', ..] or ['H', 'T', 'T', 'P', '/', '3', ..] => HttpVersion.Version30,
        _ => HttpVersion.Version11,
    };
}
