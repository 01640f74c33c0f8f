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
