namespace Requests;

/// <summary>Represents an event of a <c>text/event-stream</c>.</summary>
/// <param name="Event">The type; <c>message</c> when the server names no type.</param>
/// <param name="Data">The data. Several lines are joined by LF.</param>
/// <param name="Id">The id that the server sent last, with this event or before it; empty when it sent no id.</param>
/// <param name="Retry">The delay before the next connection, in milliseconds, when this event sets it; otherwise null.</param>
/// <remarks>WHATWG HTML, server-sent events.</remarks>
public sealed record ServerSentEvent(string Event, string Data, string Id, int? Retry);
