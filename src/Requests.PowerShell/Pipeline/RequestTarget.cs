namespace Requests.PowerShell;

/// <summary>What an error is about: method and URL, without anything secret.</summary>
/// <param name="method">The method.</param>
/// <param name="url">The URL in any state.</param>
public sealed class RequestTarget(string method, string url)
{
    /// <summary>The method.</summary>
    public string Method { get; } = method.ToUpperInvariant();

    /// <summary>The URL without userinfo, query and fragment.</summary>
    public string Url { get; } = VisibleText.EscapeLine(UrlRedactor.Redact(url));

    /// <summary>The request of a response; a redirect may have led to a URL that repeats a secret.</summary>
    /// <param name="response">The response.</param>
    internal static RequestTarget Of(Response response) => new(response.Request.Method, ExchangeRedactor.Create(response).Redact(UrlRedactor.Redact(response.Url)));

    /// <summary>Such as <c>GET https://example.com/</c>.</summary>
    public override string ToString() => $"{Method} {Url}";
}
