namespace Requests;

/// <summary>Decides by the status what a cache does with a response.</summary>
internal static class CacheableStatuses
{
    /// <summary>Returns whether a response without a lifetime may be reused by a heuristic (RFC 9110 section 15.1).</summary>
    /// <param name="status">The status.</param>
    internal static bool IsHeuristicallyCacheable(int status) =>
        status is 200 or 203 or 204 or 300 or 301 or 308 or 404 or 405 or 410 or 414 or 501;

    /// <summary>
    /// Returns whether the time to live of the caller applies. It does not apply to an error that may be corrected within that time.
    /// </summary>
    /// <param name="status">The status.</param>
    internal static bool AllowsTimeToLive(int status) => status is 200 or 203 or 204 or 300 or 301 or 308 or 410;

    /// <summary>
    /// Returns whether a response with the status must not be stored, whatever its headers say: parts of a resource, validations,
    /// challenges, and the statuses for which their definition says so (RFC 6585, RFC 9110 section 15.5.20).
    /// </summary>
    /// <param name="status">The status.</param>
    internal static bool IsNeverStored(int status) =>
        status is < 200 or > 599 or 206 or 304 or 401 or 407 or 421 or 425 or 428 or 429 or 431 or 511;

    /// <summary>Returns whether the cache knows the requirements of the status, for <c>must-understand</c>.</summary>
    /// <param name="status">The status.</param>
    internal static bool IsUnderstood(int status) =>
        IsHeuristicallyCacheable(status) || status is 201 or 202 or 205 or 302 or 303 or 307 or (>= 400 and <= 417) or 422 or 426
            or (>= 500 and <= 505);

    /// <summary>Returns whether a status is a failure that a stale response may replace (RFC 5861 section 4).</summary>
    /// <param name="status">The status.</param>
    internal static bool IsFailure(int status) => status is 500 or 502 or 503 or 504;
}
