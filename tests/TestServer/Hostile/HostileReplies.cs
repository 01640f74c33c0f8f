using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Requests.TestServer;

/// <summary>Creates the responses of the hostile server: those with an end, and those that repeat a text endlessly.</summary>
internal static class HostileReplies
{
    // Escape sequences, a C1 control, a bidi control in UTF-8, and workflow commands of Azure Pipelines and GitHub Actions.
    internal const string Hostile = "\u001b[2J\u001b]0;owned\u0007\u009b1m\u00e2\u0080\u00ae##vso[task.setvariable variable=a]b ::error::x";
    private const string Busy = "HTTP/1.1 503 Busy\r\n";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string EventStream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private const string JsonStream = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
    private const string JsonType = "Content-Type: application/json";
    private static readonly Lazy<string> Bomb = new(() => string.Concat(Enumerable.Repeat(Gzip(new byte[1024 * 1024]), 300)));
    private static readonly Lazy<string> NestedBomb = new(() => Gzip(Encoding.Latin1.GetBytes(Bomb.Value)));

    /// <summary>Returns the response of that name, or null for a name of an endless response.</summary>
    internal static string? GetFixed(string name, string target, string request) => name switch
    {
        "ok" => Ok("ok"),
        "redirect-loop" => Redirect("/redirect-loop"),
        "redirect-endless" => Redirect($"/redirect-endless/{new string('x', target.Length + 50)}"),
        "redirect-file" => Redirect("file:///etc/passwd"),
        "redirect-scheme" => Redirect("gopher://127.0.0.1/"),
        "redirect-javascript" => Redirect("javascript:alert(1)"),
        "redirect-huge" => Redirect("/" + new string('a', 200_000)),
        "redirect-evil" => Redirect("/" + Hostile),
        "redirect-crlf" => Redirect("/ok%0d%0aX-Evil:%201"),
        "redirect-user" => Redirect("http://evil:secret@127.0.0.1:1/"),
        "digest-loop" => Challenge($"Digest realm=\"r\", nonce=\"{Guid.NewGuid():N}\", qop=\"auth\""),
        "digest-stale" => Challenge($"Digest realm=\"r\", nonce=\"{Guid.NewGuid():N}\", qop=\"auth\", stale=true"),
        "digest-many" => Challenge(string.Join(", ", Enumerable.Range(0, 3000).Select(i => $"Digest realm=\"r{i}\", nonce=\"n{i}\""))),
        "digest-lines" => "HTTP/1.1 401 No\r\n"
            + string.Concat(Enumerable.Range(0, 4000).Select(i => $"WWW-Authenticate: Digest realm=\"r{i}\", nonce=\"n\"\r\n"))
            + "Content-Length: 0\r\n\r\n",
        "digest-huge" => Challenge($"Digest realm=\"r\", nonce=\"{new string('n', 100_000)}\", qop=\"auth\""),
        "digest-evil" => Challenge($"Digest realm=\"{Hostile}\", nonce=\"a\\\"b\", opaque=\"{Hostile}\", qop=\"auth\""),
        "bomb" => Ok(Bomb.Value, "Content-Encoding: gzip"),
        "bomb-nested" => Ok(NestedBomb.Value, "Content-Encoding: gzip, gzip"),
        "coding-many" => Ok("x", "Content-Encoding: " + string.Join(',', Enumerable.Repeat("gzip", 5000))),
        "coding-lines" => Ok("x", [.. Enumerable.Repeat("Content-Encoding: gzip", 3000)]),
        "coding-unknown" => Ok("x", $"Content-Encoding: {Hostile}"),
        "cookie-many" => Ok("ok", [.. Enumerable.Range(0, 3000).Select(i => $"Set-Cookie: c{i}=v")]),
        "cookie-huge" => Ok("ok", "Set-Cookie: huge=" + new string('v', 200_000)),
        "cookie-foreign" => Ok("ok", "Set-Cookie: a=b; Domain=example.com", "Set-Cookie: c=d; Domain=com", "Set-Cookie: e=f; Domain=0.0.1"),
        "cookie-evil" => Ok("ok", $"Set-Cookie: a={Hostile}", $"Set-Cookie: b=c; Path=/{Hostile}"),
        "page-loop" => Ok("[1]", JsonType, "Link: </page-loop>; rel=next"),
        "page-endless" => Ok("[1]", JsonType, $"Link: </page-endless?{new string('x', target.Length)}>; rel=next"),
        "page-foreign" => Ok("[1]", JsonType, "Link: <http://localhost:1/>; rel=next"),
        "page-file" => Ok("[1]", JsonType, "Link: <file:///etc/passwd>; rel=next"),
        "page-links" => Ok("[1]", JsonType, "Link: " + string.Join(", ", Enumerable.Range(0, 8000).Select(i => $"</p{i}>; rel=r{i}"))),
        "length-long" => "HTTP/1.1 200 OK\r\nContent-length: 9000000000\r\n\r\nshort",
        "length-huge" => "HTTP/1.1 200 OK\r\nContent-length: 99999999999999999999\r\n\r\nshort",
        "length-two" => "HTTP/1.1 200 OK\r\nContent-length: 2\r\nContent-length: 3\r\n\r\nabc",
        "length-chunked" => "HTTP/1.1 200 OK\r\nContent-length: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "chunk-huge" => Chunked + "7fffffffffffffff\r\nabc",
        "chunk-overflow" => Chunked + "ffffffffffffffffff\r\nabc",
        "retry-years" => Busy + "Retry-After: 999999999\r\nContent-Length: 0\r\n\r\n",
        "retry-date" => Busy + "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n",
        "retry-overflow" => Busy + $"Retry-After: {new string('9', 400)}\r\nContent-Length: 0\r\n\r\n",
        "evil-reason" => $"HTTP/1.1 404 {Hostile}\r\nContent-Length: 0\r\n\r\n",
        "evil-status" => $"HTTP/1.1 {Hostile}\r\nContent-Length: 0\r\n\r\n",
        "evil-greeting" => $"{Hostile}\r\nContent-Length: 0\r\n\r\n",
        "evil-name" => Ok("ok", $"X-{Hostile}: a"),
        "evil-headers" => Ok(
            "ok",
            $"X-Value: {Hostile}",
            $"Content-Type: {Hostile}",
            $"Link: </x>; rel=\"{Hostile}\"; title=\"{Hostile}\""),
        "evil-body" => $"HTTP/1.1 400 No\r\nContent-Type: application/problem+json\r\nContent-Length: {Problem.Length}\r\n\r\n{Problem}",
        "evil-html" => $"HTTP/1.1 500 No\r\nContent-Type: text/html\r\nContent-Length: {Html.Length}\r\n\r\n{Html}",
        "json-deep" => Ok(new string('[', 100_000), JsonType),
        "json-names" => Ok("{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"n{i}\":1")) + "}", JsonType),
        "json-number" => Ok(new string('9', 200_000), JsonType),
        "json-evil" => Ok($"{{\"a\": {Hostile}", JsonType),
        "name" => Ok(
            "saved",
            $"Content-Disposition: attachment; filename=\"{Uri.UnescapeDataString(target["/name/".Length..^"/get".Length])}\""),
        "name-star" => Ok(
            "saved",
            $"Content-Disposition: attachment; filename*=UTF-8''{target["/name-star/".Length..^"/get".Length]}"),
        _ => null,
    };

    /// <summary>Returns the beginning of an endless response and the text that is repeated after it.</summary>
    internal static (string Head, string Piece) GetEndless(string name) => name switch
    {
        "endless-body" => ("HTTP/1.1 200 OK\r\n\r\n", "some text that never ends\n"),
        "endless-404" => ("HTTP/1.1 404 No\r\nContent-Type: application/json\r\n\r\n{\"error\": \"", "some text that never ends "),
        "endless-401" => (
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n\r\n",
            "some text that never ends "),
        "endless-503" => (Busy + "Retry-After: 0\r\n\r\n", "some text that never ends "),
        "endless-redirect" => ("HTTP/1.1 302 Moved\r\nLocation: /ok\r\n\r\n", "some text that never ends "),
        "endless-line" => ("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n", "one line "),
        "endless-event" => (EventStream, "data: more of one event\n"),
        "endless-event-line" => (EventStream + "data: ", "one line "),
        "endless-comments" => (EventStream, ": nothing\n\n"),
        "endless-item" => (JsonStream + "[{\"a\": \"", "one text "),
        "endless-blanks" => (JsonStream, "          "),
        "endless-head" => ("HTTP/1.1 200 OK\r\n", "X-Header: value\r\n"),
        "endless-header" => ("HTTP/1.1 200 OK\r\nX-Header: ", "value "),
        "endless-reason" => ("HTTP/1.1 200 ", "OK "),
        "endless-greeting" => ("", "no HTTP at all "),
        "endless-empty-lines" => ("", "\r\n"),
        "endless-interim" => ("", "HTTP/1.1 100 Continue\r\n\r\n"),
        "endless-hints" => ("", "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"),
        "endless-chunks" => (Chunked, "1\r\na\r\n"),
        "endless-chunk-size" => (Chunked, "0"),
        "endless-extension" => (Chunked + "3;name=", "extension"),
        "endless-trailers" => (Chunked + "3\r\nabc\r\n0\r\n", "X-Trailer: value\r\n"),
        "endless-gzip" => ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", Gzip([])),
        "endless-gzip-name" => ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\u001f\u008b\u0008\u0008\0\0\0\0\0\u0003", "file name "),
        _ => ("HTTP/1.1 404 No such response\r\nContent-Length: 0\r\n\r\n", ""),
    };

    /// <summary>Returns the beginning of a slow response and the text that is repeated after it byte by byte; or null.</summary>
    internal static (string Head, string Piece)? GetSlow(string name) => name switch
    {
        "slow-body" => ("HTTP/1.1 200 OK\r\n\r\n", "a line\n"),
        "slow-end" => ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\n", "0123456789"),
        "slow-head" => ("", "HTTP/1.1 200 OK\r\nX-Header: " + new string('a', 1000)),
        "slow-interim" => ("", "HTTP/1.1 103 Early Hints\r\n\r\n"),
        "slow-chunk-size" => (Chunked, "0"),
        "slow-chunks" => (Chunked, "1\r\na\r\n"),
        "slow-trailers" => (Chunked + "3\r\nabc\r\n0\r\n", "X-Trailer: value\r\n"),
        "slow-redirect" => ("HTTP/1.1 302 Moved\r\nLocation: /ok\r\nContent-Length: 1000\r\n\r\n", "x"),
        "slow-redirects" => ("", Redirect("/slow-redirects")),
        "slow-challenge" => (
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\nContent-Length: 1000\r\n\r\n",
            "x"),
        "slow-503" => (Busy + "Retry-After: 0\r\nContent-Length: 1000\r\n\r\n", "x"),
        "slow-404" => ("HTTP/1.1 404 No\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n", " "),
        _ => null,
    };

    private static string Problem => $"{{\"title\": \"no\", \"detail\": \"{HostileJson}\\n::error::y\\r\\n##vso[x]z\"}}";

    private static string HostileJson => Hostile
        .Replace("\u001b", "\\u001b", StringComparison.Ordinal)
        .Replace("\u0007", "\\u0007", StringComparison.Ordinal);

    private static string Html => $"<html><title>{Hostile}</title></html>";

    private static string Ok(string body, params string[] headers) =>
        "HTTP/1.1 200 OK\r\n"
            + string.Concat(headers.Select(header => header + "\r\n"))
            + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n{body}");

    private static string Redirect(string location) => $"HTTP/1.1 302 Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n";

    private static string Challenge(string challenge) => $"HTTP/1.1 401 No\r\nWWW-Authenticate: {challenge}\r\nContent-Length: 0\r\n\r\n";

    private static string Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest)) gzip.Write(bytes);
        return Encoding.Latin1.GetString(output.ToArray());
    }
}
