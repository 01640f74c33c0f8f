namespace Requests;

/// <summary>
/// How long the parts of one exchange took. On a connection that was open already there is no lookup, no connecting and no TLS.
/// </summary>
public sealed class ExchangeTimings
{
    internal ExchangeTimings()
    {
    }

    /// <summary>When the request was handed to the adapter.</summary>
    public DateTimeOffset Started { get; internal set; }

    /// <summary>The lookup of the name, the proxy's where there is one; null where none was needed.</summary>
    public TimeSpan? NameLookup { get; internal set; }

    /// <summary>Connecting, to the proxy and through it where there is one; null on an open connection.</summary>
    public TimeSpan? Connect { get; internal set; }

    /// <summary>Agreeing on TLS; null on an open connection and for plain http.</summary>
    public TimeSpan? Tls { get; internal set; }

    /// <summary>From then until the headers of the answer were there: sending, and the server's thinking.</summary>
    public TimeSpan FirstByte { get; internal set; }

    /// <summary>From the headers until the body was read or closed; null until then.</summary>
    public TimeSpan? Body { get; internal set; }

    /// <summary>All of it.</summary>
    public TimeSpan Total => Opening + FirstByte + (Body ?? TimeSpan.Zero);

    /// <summary>What it took to have a connection.</summary>
    internal TimeSpan Opening => (NameLookup ?? TimeSpan.Zero) + (Connect ?? TimeSpan.Zero) + (Tls ?? TimeSpan.Zero);
}
