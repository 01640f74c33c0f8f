namespace Requests;

/// <summary>Represents what is known about an exchange whose response is examined.</summary>
/// <param name="Response">The last response.</param>
internal sealed record ExaminedExchange(Response Response)
{
    /// <summary>Gets the statuses that the call expects, or null.</summary>
    internal ExpectedStatuses? Expected { get; init; }

    /// <summary>Gets the version of HTTP that the call offered, or null where it is not known.</summary>
    internal Version? OfferedVersion { get; init; }

    /// <summary>Gets a value that indicates whether the server chose HTTP/2 in a handshake; null where that was not tested.</summary>
    internal bool? HasHttp2 { get; init; }

    /// <summary>Gets why parts of the responses were ignored, such as a cookie.</summary>
    internal IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Gets the error that the exchange ended with, or null.</summary>
    internal RequestException? Error { get; init; }

    /// <summary>Gets the duration of the exchange; null takes that of the response.</summary>
    internal TimeSpan? Time { get; init; }
}
