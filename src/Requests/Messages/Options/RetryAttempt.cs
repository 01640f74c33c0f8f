namespace Requests;

/// <summary>One attempt that was followed by another: what was asked, how it failed and how long was waited.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The URL, without userinfo, query and fragment.</param>
/// <param name="StatusCode">The status of its answer; null when there was none.</param>
/// <param name="Error">Why there was no answer; null when there was one.</param>
/// <param name="Wait">How long was waited before the next attempt.</param>
/// <remarks>urllib3: <c>RequestHistory</c>.</remarks>
public sealed record RetryAttempt(string Method, string Url, int? StatusCode, RequestException? Error, TimeSpan Wait);
