using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Requests.PowerShell;

/// <summary>Completes the name of a header to a map with that name and a common value.</summary>
public sealed class HeaderCompleter : IArgumentCompleter
{
    private static readonly (string Name, string[] Values)[] Common =
    [
        ("Accept", ["application/json", "application/xml", "text/html", "text/csv", "text/event-stream", "*/*"]),
        ("Accept-Encoding", ["gzip, deflate, br", "identity"]),
        ("Accept-Language", ["en", "en-US,en;q=0.9"]),
        ("Authorization", ["Bearer …"]),
        ("Cache-Control", ["no-cache", "no-store", "max-age=0"]),
        (
            "Content-Type",
            ["application/json", "application/xml", "application/x-www-form-urlencoded", "application/octet-stream", "text/plain"]
        ),
        ("Expect", ["100-continue"]),
        ("If-Match", ["\"…\"", "*"]),
        ("If-Modified-Since", ["Mon, 01 Jan 2024 00:00:00 GMT"]),
        ("If-None-Match", ["\"…\"", "*"]),
        ("Origin", ["https://…"]),
        ("Prefer", ["respond-async", "return=minimal", "return=representation"]),
        ("Range", ["bytes=0-"]),
        ("Referer", ["https://…"]),
        ("User-Agent", ["…"]),
        ("X-Api-Key", ["…"]),
        ("X-Request-Id", ["…"]),
        ("X-Requested-With", ["XMLHttpRequest"]),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.TrimStart('@', '{', ' ', '\'', '"');
        return StaticCompleter.Match(Common, static header => header.Name, word)
            .SelectMany(header => header.Values.Select(value => new CompletionResult(
                $"@{{ '{header.Name}' = '{value}' }}",
                $"{header.Name}: {value}",
                CompletionResultType.ParameterValue,
                $"{header.Name}: {value}")));
    }
}
