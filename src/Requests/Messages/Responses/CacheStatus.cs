using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>
/// Represents what the cache of a session did with a request. Its text has the form of the field Cache-Status, such as
/// <c>Requests; hit; ttl=376</c> and <c>Requests; fwd=stale; fwd-status=304</c>.
/// </summary>
/// <remarks>RFC 9211 section 2.</remarks>
public sealed class CacheStatus
{
    internal CacheStatus()
    {
    }

    /// <summary>Gets a value that indicates whether a stored response was used and no request was sent.</summary>
    public bool Hit { get; internal init; }

    /// <summary>
    /// Gets why the request was sent: <c>uri-miss</c> (nothing stored for the URL), <c>vary-miss</c> (stored for other headers, credentials
    /// or cookies), <c>stale</c>, <c>request</c> (the request demands it), <c>method</c> or <c>bypass</c>. Null where no request was sent.
    /// </summary>
    public string? Forward { get; internal init; }

    /// <summary>
    /// Gets the status that the server responded with, where it is not that of the response, such as 304; null otherwise.
    /// </summary>
    public int? ForwardStatus { get; internal init; }

    /// <summary>
    /// Gets how long the response stays fresh; negative for a stale one, null where it is not from the store, and
    /// <see cref="TimeSpan.MaxValue"/> without an end.
    /// </summary>
    public TimeSpan? TimeToLive { get; internal init; }

    /// <summary>Gets a value that indicates whether the response was stored. Its body is stored when it was read to its end.</summary>
    public bool Stored { get; internal set; }

    /// <summary>Gets more about it, such as <c>stale-if-error</c>; null without.</summary>
    public string? Detail { get; internal init; }

    /// <summary>Gets a value that indicates whether the response is a stored one.</summary>
    internal bool IsStoredResponse { get; init; }

    /// <summary>Returns the value of the field Cache-Status.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("Requests");
        if (Hit) text.Append("; hit");
        if (Forward is not null) text.Append("; fwd=").Append(Forward);
        if (ForwardStatus is { } status) text.Append(CultureInfo.InvariantCulture, $"; fwd-status={status}");
        if (TimeToLive is { } time && time != TimeSpan.MaxValue)
        {
            text.Append(CultureInfo.InvariantCulture, $"; ttl={Math.Floor(time.TotalSeconds):0}");
        }

        if (Stored) text.Append("; stored");
        if (Detail is not null) text.Append("; detail=").Append(Detail);
        return text.ToString();
    }
}
