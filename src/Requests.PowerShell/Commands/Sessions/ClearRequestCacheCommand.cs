using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Removes responses from a cache.</summary>
/// <remarks>
/// <para>Without -Url and -Expired, all responses are removed. It is not an error if no response matches. Other processes that use
/// the same folder see the change immediately.</para>
/// <para>Python equivalent: requests_cache.BaseCache.clear and delete.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Cache 1h
/// $null = Invoke-Request https://api.example.com/get -Session $session
/// Clear-RequestCache $session
/// @(Get-RequestCache $session).Count</code>Removes all responses from the cache of a session.</example>
/// <example><code>$cache = New-RequestCache -TimeToLive 1h
/// Clear-RequestCache $cache -Url */users* -Expired -Verbose</code>Removes the responses of some URLs that are no longer fresh.</example>
/// <seealso href="docs/guide/caching.md"/>
[Cmdlet(VerbsCommon.Clear, "RequestCache", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ClearRequestCacheCommand : RequestCmdlet
{
    /// <summary>Specifies the cache, or a session that has one.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the cache, or a session that has one.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Cache { get; set; }

    /// <summary>Specifies the URL, as text. Wildcards are allowed. Case matters. Default: all URLs.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CachedUrlCompleter))]
    [ValueType(typeof(string))]
    public object? Url { get; set; }

    /// <summary>Indicates that only responses that are no longer fresh are removed.</summary>
    [Parameter(HelpMessage = "Removes only responses that are no longer fresh.")]
    public SwitchParameter Expired { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var cache = OrThrow(() => CacheConverter.ToRequiredCache(Cache));
        var pattern = OrThrow(() => CacheConverter.ToPattern(Url));
        var what = $"Remove {(Expired ? "the expired responses" : "the responses")}{(pattern is null ? "" : $" of {pattern}")}";
        if (!ShouldProcess(VisibleText.EscapeLine(cache.ToString()), VisibleText.EscapeLine(what))) return;
        OrThrow(cache, cache => Remove(cache, pattern));
    }

    private void Remove(RequestCache cache, string? pattern)
    {
        if (pattern is null && !Expired)
        {
            cache.Clear();
            return;
        }

        foreach (var response in cache.GetResponses(pattern))
        {
            if (IsStopped) return;
            if (response.IsExpired || !Expired) cache.Remove(response);
        }
    }
}
