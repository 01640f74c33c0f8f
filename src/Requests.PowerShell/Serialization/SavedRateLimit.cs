using System.Collections;
using System.Collections.Specialized;
using System.Globalization;

namespace Requests.PowerShell;

/// <summary>Converts a rate limit to a dictionary of plain values, and back.</summary>
internal static class SavedRateLimit
{
    /// <summary>Converts a rate limit to a dictionary.</summary>
    /// <param name="limit">The limit.</param>
    internal static IDictionary Save(RateLimit limit) => new OrderedDictionary
    {
        ["Requests"] = limit.Requests,
        ["Per"] = limit.Per.TotalSeconds,
        ["Burst"] = limit.Burst,
        ["By"] = limit.By.ToString(),
    };

    /// <summary>Creates a rate limit from a dictionary.</summary>
    /// <param name="saved">The saved limit.</param>
    internal static RateLimit Restore(IDictionary saved) => new(RateLimitConverter.ToRequests(saved["Requests"], "RateLimit"))
    {
        Per = RateLimitConverter.ToPer(saved["Per"]),
        Burst = Convert.ToInt32(PSValue.Unwrap(saved["Burst"]), CultureInfo.InvariantCulture),
        By = TextConverter.ToOptionalMember<RateLimitScope>(saved["By"], "By") ?? RateLimitScope.Session,
    };
}
