using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Requests.PowerShell;

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
                    VisibleText.EscapeLine($"The stored responses for {url}.")))
                .ToArray();
        }
        catch (RequestCacheException)
        {
            // The folder cannot be read; the command will say so.
            return [];
        }
    }
}
