namespace Requests;

/// <summary>Represents what the rules of a cache need to know of a response that was received.</summary>
/// <param name="StatusCode">The status.</param>
/// <param name="Headers">The headers.</param>
/// <param name="RequestTime">The time when the request was sent.</param>
/// <param name="ResponseTime">The time when the headers were received.</param>
internal readonly record struct ReceivedResponse(
    int StatusCode,
    HeaderDictionary Headers,
    DateTimeOffset RequestTime,
    DateTimeOffset ResponseTime)
{
    /// <summary>Gets the reason phrase.</summary>
    internal string Reason { get; init; } = "";

    /// <summary>Gets the version of HTTP.</summary>
    internal Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;
}
