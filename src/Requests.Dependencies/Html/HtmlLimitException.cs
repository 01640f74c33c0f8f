namespace Requests.Dependencies;

/// <summary>A page nests elements too deeply, or needs too much memory. Parsing it would take a very long time.</summary>
/// <param name="message">Which limit the page exceeds.</param>
public sealed class HtmlLimitException(string message) : Exception(message);
