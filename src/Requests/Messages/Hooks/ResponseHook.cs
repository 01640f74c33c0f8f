namespace Requests;

/// <summary>Represents a function that receives a response and the options of its request, and may replace the response.</summary>
/// <param name="response">The response, or the one that the previous hook returned.</param>
/// <param name="options">The options that the request was sent with.</param>
/// <returns>The response to continue with, or null to keep the given one.</returns>
public delegate Response? ResponseHook(Response response, SendOptions options);
