using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Requests.PowerShell;

/// <summary>Completes the name of a header to a map with that name and a common value.</summary>
public sealed class HeaderCompleter : IArgumentCompleter
{
    private static readonly (string Name, string ToolTip, string[] Values)[] Common =
    [
        (
            "Accept",
            "The media types that the response may have.",
            ["application/json", "application/xml", "text/html", "text/csv", "text/event-stream", "*/*"]
        ),
        ("Accept-Encoding", "The content codings that the response may have.", ["gzip, deflate, br, zstd", "identity"]),
        ("Accept-Language", "The languages that the response may have.", ["en", "en-US,en;q=0.9"]),
        ("Authorization", "The credentials; -Auth sends them too, and protects them.", ["Bearer …"]),
        ("Cache-Control", "How caches between this machine and the server handle the request.", ["no-cache", "no-store", "max-age=0"]),
        (
            "Content-Type",
            "The media type of the body; -ContentType sets it too.",
            ["application/json", "application/xml", "application/x-www-form-urlencoded", "application/octet-stream", "text/plain"]
        ),
        ("Expect", "Makes the server confirm before the body is sent.", ["100-continue"]),
        ("If-Match", "Sends only if the resource still has this entity tag.", ["\"…\"", "*"]),
        ("If-Modified-Since", "Returns 304 unless the resource was changed after this date.", ["Mon, 01 Jan 2024 00:00:00 GMT"]),
        ("If-None-Match", "Returns 304 if the resource still has this entity tag.", ["\"…\"", "*"]),
        ("Origin", "The origin that the request comes from (CORS).", ["https://…"]),
        ("Prefer", "How the server should process the request (RFC 7240).", ["respond-async", "return=minimal", "return=representation"]),
        ("Range", "The part of the content to return; -Resume sets it too.", ["bytes=0-"]),
        ("Referer", "The URL of the page that led to the request.", ["https://…"]),
        ("User-Agent", "The name and version of the program that sends the request.", ["…"]),
        ("X-Api-Key", "The key of an API. It is redacted in logs and errors.", ["…"]),
        ("X-Request-Id", "An identifier that finds the request in the logs of the server.", ["…"]),
        ("X-Requested-With", "Marks a request as one of a script, which some servers require.", ["XMLHttpRequest"]),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete?.TrimStart('@', '{', ' ', '\'', '"');
        return StaticCompleter.Match(Common, static header => header.Name, word)
            .SelectMany(header => header.Values.Select(value => new CompletionResult(
                $"@{{ '{header.Name}' = '{value}' }}",
                $"{header.Name}: {value}",
                CompletionResultType.ParameterValue,
                header.ToolTip)));
    }
}
