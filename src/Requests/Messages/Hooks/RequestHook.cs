namespace Requests;

/// <summary>
/// A function that sees a prepared request and the options it is sent with, just before, and may change it or return another in its
/// place.
/// </summary>
/// <param name="request">The request, or what the hook before returned.</param>
/// <param name="options">How it is sent.</param>
/// <returns>The request to send, or null to send the one given.</returns>
public delegate PreparedRequest? RequestHook(PreparedRequest request, SendOptions options);
