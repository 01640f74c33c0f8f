using System.Collections;
using System.Collections.Specialized;
using System.Globalization;

namespace Requests.PowerShell;

/// <summary>Converts the settings of a cache that is not encrypted to a dictionary of plain values, and back.</summary>
internal static class SavedCache
{
    private const double NoEnd = -1;

    /// <summary>Converts the settings of a cache to a dictionary. The responses are not saved; those of a folder stay in it.</summary>
    /// <param name="cache">The cache.</param>
    internal static IDictionary Save(RequestCache cache)
    {
        var rules = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var rule in cache.Settings.TimeToLiveByUrl) rules[rule.Pattern] = ToSeconds(rule.TimeToLive);
        return new OrderedDictionary
        {
            ["Path"] = cache.Settings.Path,
            ["TimeToLive"] = ToSeconds(cache.Settings.TimeToLive),
            ["TimeToLiveByUrl"] = rules,
            ["StaleIfError"] = ToSeconds(cache.Settings.StaleIfError),
            ["MaximumSize"] = cache.Settings.MaximumSize,
            ["AllowAuthenticated"] = cache.Settings.AllowAuthenticated,
            ["IgnoreNoStore"] = cache.Settings.IgnoreNoStore,
            ["IgnoreCookies"] = cache.Settings.IgnoreCookies,
        };
    }

    /// <summary>Creates a cache from a dictionary. A folder is opened by the first request that uses it.</summary>
    /// <param name="saved">The saved settings.</param>
    internal static RequestCache Restore(IDictionary saved) => new(new RequestCacheSettings
    {
        Path = PSValue.Unwrap(saved["Path"]) as string,
        TimeToLive = ToTime(saved["TimeToLive"]),
        TimeToLiveByUrl = PSValue.Unwrap(saved["TimeToLiveByUrl"]) is IDictionary rules
            ? [.. rules.Cast<DictionaryEntry>().Select(static pair => new CacheTimeToLive($"{pair.Key}", ToTime(pair.Value)))]
            : [],
        StaleIfError = ToTime(saved["StaleIfError"]),
        MaximumSize = (long?)PSValue.Unwrap(saved["MaximumSize"]),
        AllowAuthenticated = PSValue.Unwrap(saved["AllowAuthenticated"]) is true,
        IgnoreNoStore = PSValue.Unwrap(saved["IgnoreNoStore"]) is true,
        IgnoreCookies = PSValue.Unwrap(saved["IgnoreCookies"]) is true,
    });

    private static double? ToSeconds(TimeSpan? time) => time == Timeout.InfiniteTimeSpan ? NoEnd : time?.TotalSeconds;

    private static TimeSpan? ToTime(object? seconds) => PSValue.Unwrap(seconds) is not { } value ? null
        : Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && number < 0 ? Timeout.InfiniteTimeSpan
        : TimeSpan.FromSeconds(number);
}
