namespace Requests;

/// <summary>A function that sees an answer and the options it was sent with, and may return another answer in its place.</summary>
/// <param name="response">The answer, or what the hook before returned.</param>
/// <param name="options">How the request was sent.</param>
/// <returns>The answer to go on with, or null to keep the one given.</returns>
public delegate Response? ResponseHook(Response response, SendOptions options);
