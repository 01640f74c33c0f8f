namespace Requests;

/// <summary>
/// Represents a function that receives a prepared request and its options immediately before sending, and may change or replace the
/// request.
/// </summary>
/// <param name="request">The request, or the one that the previous hook returned.</param>
/// <param name="options">The options that the request is sent with.</param>
/// <returns>The request to send, or null to send the given one.</returns>
public delegate PreparedRequest? RequestHook(PreparedRequest request, SendOptions options);
