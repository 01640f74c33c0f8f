namespace Requests;

/// <summary>
/// Finds the exchange whose request is being written to a connection. The handler chooses the connection and does not report it.
/// </summary>
/// <remarks>
/// The handler writes a request with no body, or with a body in memory, on the thread on which it called back for the encoding of its
/// headers. Other requests carry their exchange in the execution context, which costs an allocation. HTTP/2 writes requests on a task of
/// the connection; see <see cref="Http2Reader"/>.
/// </remarks>
internal static class CurrentExchange
{
    private static readonly ThreadLocal<ExchangeTimeouts?> OnThread = new();

    private static readonly AsyncLocal<ExchangeTimeouts?> InContext = new();

    /// <summary>Prepares an exchange that is about to be sent, in an asynchronous method, so that its caller is not affected.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="body">The body of the request, or null.</param>
    /// <param name="version">The version of HTTP that is offered.</param>
    internal static void Prepare(ExchangeTimeouts exchange, RequestBody? body, Version version)
    {
        exchange.Connection = null;
        var carried = version.Major == 1 && IsInMemory(body) ? null : exchange;

        // The code that produces the body of another exchange can send this one, and the context of that exchange is not the right one.
        if (InContext.Value != carried) InContext.Value = carried;
    }

    /// <summary>Notes that the head of a request is being written on this thread.</summary>
    /// <param name="exchange">The exchange.</param>
    internal static void OnHeadWriting(ExchangeTimeouts exchange) => OnThread.Value = exchange;

    /// <summary>Sets the connection of the exchange whose request is being written.</summary>
    /// <param name="connection">The connection.</param>
    internal static void SetConnection(ConnectionFacts connection)
    {
        var exchange = InContext.Value ?? OnThread.Value;
        OnThread.Value = null;
        if (exchange is not null) exchange.Connection = connection.GetInfo(exchange.Timings);
    }

    // A class that derives from one of these can write its bytes later.
    private static bool IsInMemory(RequestBody? body) =>
        body is null or JsonBody or FormBody || body.GetType() == typeof(BytesBody) || body.GetType() == typeof(XmlBody);
}
