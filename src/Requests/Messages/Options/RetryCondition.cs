namespace Requests;

/// <summary>
/// Represents a function that decides whether a request is sent again. The body of the response may be read; it is delivered all the same
/// when no other attempt follows.
/// </summary>
/// <param name="response">The response; null when none was received.</param>
/// <param name="error">The error of the attempt; null when it has none.</param>
/// <returns>True to send the request again, false to end the attempts, null to leave the decision to the other rules.</returns>
public delegate bool? RetryCondition(Response? response, RequestException? error);
