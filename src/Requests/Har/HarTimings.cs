namespace Requests;

/// <summary>Represents the durations of the phases in milliseconds; -1 for a phase that did not take place or is not known.</summary>
/// <param name="Blocked">The wait for the rate limit of the session, in a browser the wait for a connection.</param>
/// <param name="Dns">The lookup of the name.</param>
/// <param name="Connect">The opening of the connection, that of TLS included.</param>
/// <param name="Ssl">The opening of TLS.</param>
/// <param name="Send">The sending of the request.</param>
/// <param name="Wait">The wait for the first byte of the response.</param>
/// <param name="Receive">The reading of the body.</param>
/// <remarks>HAR 1.2: <c>timings</c>.</remarks>
internal sealed record HarTimings(double Blocked, double Dns, double Connect, double Ssl, double Send, double Wait, double Receive)
{
    /// <summary>Gets the durations of an exchange that was not measured.</summary>
    public static HarTimings None { get; } = new(-1, -1, -1, -1, 0, 0, 0);

    /// <summary>Gets the fields that this library does not interpret, in their order.</summary>
    public IReadOnlyList<HarField> Fields { get; init; } = [];
}
