namespace Requests;

/// <summary>One event of a <c>text/event-stream</c>.</summary>
/// <param name="Event">Its type; <c>message</c> where the server names none.</param>
/// <param name="Data">Its data; several lines are one text, with LF between.</param>
/// <param name="Id">The last id that the server gave, with this event or before it; empty when there was none.</param>
/// <param name="Retry">How long to wait before the next connection, in milliseconds, where this event's lines say so.</param>
/// <remarks>WHATWG HTML, server-sent events.</remarks>
public sealed record ServerSentEvent(string Event, string Data, string Id, int? Retry);
