namespace Requests;

/// <summary>Represents what a cache does with a request, and why.</summary>
/// <param name="Action">What it does.</param>
internal readonly record struct CacheDecision(CacheAction Action)
{
    /// <summary>Gets the stored response that is used or validated; null without one.</summary>
    internal StoredResponse? Response { get; init; }

    /// <summary>Gets the reason for sending the request, in the words of RFC 9211 section 2.2; null where it is not sent.</summary>
    internal string? Reason { get; init; }

    /// <summary>Gets the age of the stored response.</summary>
    internal TimeSpan Age { get; init; }

    /// <summary>Gets how long the stored response stays fresh; negative where it is stale.</summary>
    internal TimeSpan Rest { get; init; }
}
