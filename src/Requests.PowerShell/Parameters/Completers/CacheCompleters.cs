using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Requests.PowerShell;

/// <summary>Completes the cache of a session.</summary>
public sealed class CacheCompleter() : StaticCompleter(
[
    ("5m", "A cache in memory; responses without a lifetime of their own are fresh for 5 minutes."),
    ("1h", "A cache in memory; responses without a lifetime of their own are fresh for an hour."),
    ("'1d'", "A cache in memory; responses without a lifetime of their own are fresh for a day."),
    ("$true", "A cache in memory; the server decides how long responses are fresh."),
    ("(New-RequestCache -Path cache)", "A cache in a folder, which other processes can use, too."),
    ("$null", "No cache."),
]);

/// <summary>Completes times to live.</summary>
public sealed class TimeToLiveCompleter() : StaticCompleter(
[
    ("5m", "Responses without a lifetime of their own are fresh for 5 minutes."),
    ("1h", "Responses without a lifetime of their own are fresh for an hour."),
    ("'1d'", "Responses without a lifetime of their own are fresh for a day."),
    ("@{ '*/users*' = '1h' }", "The responses of some URLs are fresh for an hour, whatever the server says."),
    ("@{ '*/token*' = $null }", "The responses of some URLs are not stored."),
]);

/// <summary>Completes the URLs of the cache that the command line specifies; without a cache it completes nothing.</summary>
public sealed class CachedUrlCompleter : IArgumentCompleter
{
    private const int MaximumUrls = 200;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary? fakeBoundParameters)
    {
        var cache = PSValue.Unwrap(fakeBoundParameters?["Cache"]) switch
        {
            RequestCache given => given,
            RequestSession session => session.Cache,
            _ => null,
        };
        if (cache is null) return [];
        try
        {
            var urls = cache.GetResponses().Take(MaximumUrls)
                .Select(static response => response.Url)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal);
            return StaticCompleter.Match(urls, static url => url, wordToComplete)
                .Select(static url => new CompletionResult(
                    CommandText.Quote(url),
                    VisibleText.EscapeLine(url),
                    CompletionResultType.ParameterValue,
                    VisibleText.EscapeLine(url)))
                .ToArray();
        }
        catch (RequestCacheException)
        {
            // The folder cannot be read; the command will say so.
            return [];
        }
    }
}
