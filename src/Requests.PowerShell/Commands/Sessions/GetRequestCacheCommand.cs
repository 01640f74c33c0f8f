using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Gets the responses that a cache keeps.</summary>
/// <remarks>
/// <para>Each response has Url, Method, StatusCode, ContentType, Size, StoredAt, Expires, IsExpired and Vary, but not its body. The
/// secrets of URLs are redacted. The responses have no particular order.</para>
/// <para>Python equivalent: requests_cache.BaseCache.filter.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Cache 1h
/// $null = Invoke-Request https://api.example.com/get -Session $session
/// Get-RequestCache $session | Select-Object Method, Url, Size</code>Lists the responses in the cache of a session.</example>
/// <example><code>$cache = New-RequestCache -TimeToLive 1h
/// $session = New-RequestSession -Cache $cache
/// $null = Invoke-Request https://api.example.com/get -Session $session
/// Get-RequestCache $cache */get* | Where-Object IsExpired</code>Lists the responses of some URLs that are no longer fresh.</example>
/// <seealso href="docs/guide/caching.md"/>
[Cmdlet(VerbsCommon.Get, "RequestCache")]
[OutputType(typeof(CachedResponse))]
public sealed class GetRequestCacheCommand : RequestCmdlet
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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var responses = OrThrow(() => CacheConverter.ToRequiredCache(Cache).GetResponses(CacheConverter.ToPattern(Url)).GetEnumerator());
        using (responses)
        {
            while (!IsStopped && OrThrow(responses.MoveNext)) WriteObject(responses.Current);
        }
    }
}
