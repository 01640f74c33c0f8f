namespace Requests;

/// <summary>
/// Represents a function that receives an informational response (1xx, such as 103 Early Hints), which the server sends before the
/// response. It has a status, a reason phrase, headers and links, and no body.
/// </summary>
/// <param name="response">The informational response.</param>
/// <param name="options">The options that the request was sent with.</param>
public delegate void InformationalHook(Response response, SendOptions options);
