using Requests.Dependencies;

namespace Requests;

/// <summary>Represents a link of a page: an a or area element with a target.</summary>
public sealed class HtmlLink
{
    private readonly Response _response;

    internal HtmlLink(HtmlPageLink link, string url, Response response)
    {
        _response = response;
        Url = url;
        Href = link.Href;
        Text = link.Text;
        Title = link.Title;
        Rel = link.Rel;
        Id = link.Id;
    }

    /// <summary>Gets the target as an absolute URL. The base element of the page is applied.</summary>
    public string Url { get; }

    /// <summary>Gets the target as the page has it.</summary>
    public string Href { get; }

    /// <summary>Gets the text, with one blank in place of white space; of an area its alternative text.</summary>
    public string Text { get; }

    /// <summary>Gets the title, or null.</summary>
    public string? Title { get; }

    /// <summary>Gets the relation as the page has it, such as <c>next</c>, or null.</summary>
    public string? Rel { get; }

    /// <summary>Gets the id, or null.</summary>
    public string? Id { get; }

    /// <summary>Returns the target with its secrets redacted, for display; <see cref="Url"/> is the URL to request.</summary>
    public override string ToString() => Redact(UrlRedactor.WithoutSecrets(Url));

    /// <summary>Redacts the secrets of the exchange in a text of the link, because the server may repeat them in it.</summary>
    /// <param name="text">The text.</param>
    internal string Redact(string text) => ExchangeRedactor.Create(_response).Redact(text);
}
