using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a cache that keeps responses and reuses them.</summary>
/// <remarks>
/// <para>Pass the cache to a session with -Cache. Several sessions and runspaces can share it. A time alone, as in -Cache 1h, is a cache
/// in memory with that -TimeToLive. A response is reused as RFC 9111 allows: as long as it is fresh, and after that when the server says
/// that it has not changed. FromCache and CacheStatus of a response say where it came from.</para>
/// <para>With -Path, the cache is a folder that several processes can use at the same time. A file that was damaged is dropped and its
/// response received anew. Only the current user can read the files. They contain the bodies of responses: with -EncryptionKey they are
/// encrypted. Without it, responses to requests with credentials are not stored, unless -AllowAuthenticated is set.</para>
/// <para>A folder that is full or read-only is an error of the request whose response cannot be stored. Use Get-RequestCache to list the
/// responses and Clear-RequestCache to remove them.</para>
/// </remarks>
/// <example>
/// <code>$cache = New-RequestCache -Path (Join-Path $HOME cache) -TimeToLive @{ '*/get*' = '1h' } -StaleIfError -MaximumSize 500MB
/// $session = New-RequestSession -Cache $cache
/// $first = Invoke-Request https://api.example.com/get -Session $session
/// (Invoke-Request https://api.example.com/get -Session $session).FromCache</code>
/// Stores responses in a folder. Those of some URLs are reused for an hour, whatever the server says.
/// </example>
/// <example>
/// <code>$key = ConvertTo-SecureString 'a long password' -AsPlainText -Force
/// $cache = New-RequestCache -Path (Join-Path $HOME encrypted) -EncryptionKey $key -TimeToLive 1h
/// $session = New-RequestSession -Cache $cache -Auth (New-BearerAuth token)
/// (Invoke-Request https://api.example.com/bearer -Session $session).StatusCode</code>
/// Encrypts what is stored, so that responses to requests with credentials are stored, too.
/// </example>
/// <seealso href="docs/guide/caching.md"/>
[Cmdlet(VerbsCommon.New, "RequestCache")]
[OutputType(typeof(RequestCache))]
public sealed class NewRequestCacheCommand : RequestCmdlet
{
    /// <summary>
    /// Specifies the folder of the cache. It is created if it does not exist; a folder with other files is an error. Default: none, which
    /// keeps the responses in memory.
    /// </summary>
    [Parameter(Position = 0, HelpMessage = "Specifies the folder of the cache, instead of the memory.")]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>
    /// Specifies how long a response is fresh: seconds, a time span, or text such as '30m', '1h' or '7d'. One time applies to responses
    /// that do not say it themselves. A map from patterns of URLs to times applies whatever the server says except no-store; the longest
    /// pattern that matches decides, and $null as a time stores no response. Default: the server or its Last-Modified decides.
    /// </summary>
    [Parameter(HelpMessage = "Specifies how long a response is fresh, as a time or as a map from patterns of URLs to times.")]
    [ArgumentCompleter(typeof(TimeToLiveCompleter))]
    public object? TimeToLive { get; set; }

    /// <summary>
    /// Indicates that a stale response is used when the server cannot be reached, does not respond in time, or responds with 500, 502, 503
    /// or 504. Default: only where the server allows it with stale-if-error.
    /// </summary>
    [Parameter(HelpMessage = "Uses a stale response when the request fails.")]
    public SwitchParameter StaleIfError { get; set; }

    /// <summary>
    /// Specifies how long after its end a stale response can be used with -StaleIfError: seconds, a time span, or text such as '7d'.
    /// Default: no limit.
    /// </summary>
    [Parameter(HelpMessage = "Specifies how long after its end a stale response can be used with -StaleIfError.")]
    public object? MaximumStale { get; set; }

    /// <summary>
    /// Specifies the maximum number of bytes that the cache keeps, such as 500MB. Above it the responses that were not used for the longest
    /// time are dropped. A response that is larger than half of it is not stored. Default: 100 MB in memory, 1 GB in a folder.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the maximum number of bytes that the cache keeps, such as 500MB.")]
    [ValueType(typeof(long))]
    public object? MaximumSize { get; set; }

    /// <summary>
    /// Specifies the secret with which the files are encrypted: a password as a secure string, a text or a credential, or at least 16
    /// random bytes. The same folder needs the same key each time. Requires -Path. Default: the files are not encrypted.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the secret with which the files are encrypted, as a secure string, text or bytes.")]
    public object? EncryptionKey { get; set; }

    /// <summary>
    /// Indicates that responses to requests with credentials are stored in a folder that is not encrypted. They are reused for the same
    /// credentials only. In memory and with -EncryptionKey they are stored in any case.
    /// </summary>
    [Parameter(HelpMessage = "Stores responses to requests with credentials in a folder that is not encrypted.")]
    public SwitchParameter AllowAuthenticated { get; set; }

    /// <summary>Indicates that responses with no-store are stored where -TimeToLive has a pattern for their URL.</summary>
    [Parameter(HelpMessage = "Stores responses with no-store where -TimeToLive has a pattern for their URL.")]
    public SwitchParameter IgnoreNoStore { get; set; }

    /// <summary>
    /// Indicates that a response is reused for requests with other cookies, also if the server calls it private or its time to live is
    /// yours.
    /// </summary>
    [Parameter(HelpMessage = "Reuses a response for requests with other cookies.")]
    public SwitchParameter IgnoreCookies { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var path = Has(nameof(Path)) ? FullPath(TextConverter.ToRequiredText(Path, nameof(Path), "the path of a folder")) : null;
        var key = CacheConverter.ToKey(EncryptionKey, nameof(EncryptionKey));
        if (key is not null && path is null) ThrowConflict("-EncryptionKey encrypts the files of a folder: add -Path.");
        var stale = MaximumStale is null ? Timeout.InfiniteTimeSpan : CacheTimeConverter.ToTime(MaximumStale, nameof(MaximumStale));
        if (MaximumStale is not null && !StaleIfError) ThrowConflict("-MaximumStale limits the use of stale responses: add -StaleIfError.");
        var (usual, rules) = CacheTimeConverter.ToTimes(TimeToLive, nameof(TimeToLive));
        var cache = new RequestCache(new RequestCacheSettings
        {
            Path = path,
            TimeToLive = usual,
            TimeToLiveByUrl = rules,
            StaleIfError = StaleIfError ? stale : null,
            MaximumSize = NumberConverter.ToCount<long>(MaximumSize, nameof(MaximumSize), minimum: 1),
            EncryptionKey = key,
            AllowAuthenticated = AllowAuthenticated,
            IgnoreNoStore = IgnoreNoStore,
            IgnoreCookies = IgnoreCookies,
        });
        cache.Open();
        return cache;
    });
}
