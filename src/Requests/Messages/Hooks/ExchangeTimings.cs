namespace Requests;

/// <summary>
/// Represents the durations of the parts of one exchange. An exchange on an open connection has no name lookup, connect or TLS part.
/// </summary>
public sealed class ExchangeTimings
{
    internal ExchangeTimings()
    {
    }

    /// <summary>Gets the time when the request was passed to the adapter.</summary>
    public DateTimeOffset Started { get; internal set; }

    /// <summary>Gets the wait for the rate limit of the session, before <see cref="Started"/>; null without a wait.</summary>
    public TimeSpan? RateLimit { get; internal set; }

    /// <summary>Gets the duration of the name lookup, of the proxy where one is used; null where none was needed.</summary>
    public TimeSpan? NameLookup { get; internal set; }

    /// <summary>Gets the duration of connecting, to and through the proxy where one is used; null on an open connection.</summary>
    public TimeSpan? Connect { get; internal set; }

    /// <summary>Gets the duration of the TLS handshake; null on an open connection and for plain http.</summary>
    public TimeSpan? Tls { get; internal set; }

    /// <summary>
    /// Gets the duration from then until the headers of the response were received: sending the request and waiting for the server.
    /// </summary>
    public TimeSpan FirstByte { get; internal set; }

    /// <summary>Gets the duration from the headers until the body was read or closed; null until then.</summary>
    public TimeSpan? Body { get; internal set; }

    /// <summary>Gets the total duration, including the wait for the rate limit.</summary>
    public TimeSpan Total => (RateLimit ?? TimeSpan.Zero) + Opening + FirstByte + (Body ?? TimeSpan.Zero);

    /// <summary>Gets the duration of opening the connection.</summary>
    internal TimeSpan Opening => (NameLookup ?? TimeSpan.Zero) + (Connect ?? TimeSpan.Zero) + (Tls ?? TimeSpan.Zero);
}
