using System.Globalization;

namespace Requests;

/// <summary>Represents the wait of a request for the rate limit of its session.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Wait">The wait, estimated from the requests that wait before it.</param>
/// <param name="IsRequiredByServer">Whether the server has allowed no more requests until then.</param>
public sealed record RateLimitWait(RateLimit Limit, TimeSpan Wait, bool IsRequiredByServer)
{
    /// <summary>Returns a text such as <c>Waiting 2.5 s for the limit of 10 requests a second</c>.</summary>
    public override string ToString()
    {
        var wait = string.Create(CultureInfo.InvariantCulture, $"Waiting {Wait.TotalSeconds:0.###} s");
        return IsRequiredByServer ? $"{wait}: the server allows no requests until then" : $"{wait} for the limit of {Limit}";
    }
}
