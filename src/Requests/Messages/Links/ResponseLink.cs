namespace Requests;

/// <summary>Represents one link of a response's Link header (RFC 8288).</summary>
public sealed class ResponseLink
{
    private readonly Response? _response;

    internal ResponseLink(string url, string? rel, IReadOnlyDictionary<string, string?> parameters, Response? response = null)
    {
        _response = response;
        Url = url;
        Rel = rel;
        Parameters = parameters;
    }

    /// <summary>Gets the target as an absolute URL.</summary>
    public string Url { get; }

    /// <summary>Gets the relation of the target to the response, such as <c>next</c>; null when the link has no relation.</summary>
    public string? Rel { get; }

    /// <summary>Gets the title of the link, or null.</summary>
    public string? Title => Parameters.GetValueOrDefault("title");

    /// <summary>Gets all parameters by name, without case; a parameter without a value is null.</summary>
    public IReadOnlyDictionary<string, string?> Parameters { get; }

    /// <summary>Returns the target with its secrets redacted, for display; <see cref="Url"/> is the URL to request.</summary>
    public override string ToString() => Redact(UrlRedactor.WithoutSecrets(Url))!;

    /// <summary>Redacts the secrets of the exchange in a text of the link, because the server may repeat them in it.</summary>
    /// <param name="text">The text, or null.</param>
    internal string? Redact(string? text) => text is null || _response is null ? text : ExchangeRedactor.Create(_response).Redact(text);
}
