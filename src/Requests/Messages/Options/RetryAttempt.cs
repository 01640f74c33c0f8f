namespace Requests;

/// <summary>Represents an attempt that was followed by another: its request, its failure and the wait after it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The URL, without userinfo, query and fragment.</param>
/// <param name="StatusCode">The status of its response; null when no response was received.</param>
/// <param name="Error">The error; null when a response was received.</param>
/// <param name="Wait">The wait before the next attempt.</param>
/// <remarks>urllib3: <c>RequestHistory</c>.</remarks>
public sealed record RetryAttempt(string Method, string Url, int? StatusCode, RequestException? Error, TimeSpan Wait);
