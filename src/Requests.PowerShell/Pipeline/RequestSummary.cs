namespace Requests.PowerShell;

/// <summary>Represents the method and the URL of a request, without secrets: the target object of an error record.</summary>
/// <param name="method">The method, in any case.</param>
/// <param name="url">The URL; it need not be valid and may contain secrets.</param>
public sealed class RequestSummary(string method, string url)
{
    /// <summary>Gets the method in upper case.</summary>
    public string Method { get; } = method.ToUpperInvariant();

    /// <summary>Gets the URL without userinfo, query and fragment.</summary>
    public string Url { get; } = VisibleText.EscapeLine(UrlRedactor.Redact(url));

    /// <summary>
    /// Creates the summary of the request of a response. The secrets of the request are removed from the URL, because the URL of a redirect
    /// may repeat them.
    /// </summary>
    /// <param name="response">The response.</param>
    internal static RequestSummary FromResponse(Response response) =>
        new(response.Request.Method, ExchangeRedactor.Create(response).Redact(UrlRedactor.Redact(response.Url)));

    /// <summary>Returns the method and the URL, such as <c>GET https://example.com/</c>.</summary>
    public override string ToString() => $"{Method} {Url}";
}
