namespace Requests;

/// <summary>One link that an answer's Link header names (RFC 8288).</summary>
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

    /// <summary>The target, absolute.</summary>
    public string Url { get; }

    /// <summary>How the target relates to the answer, such as <c>next</c>; null when the link does not say.</summary>
    public string? Rel { get; }

    /// <summary>The link's title, or null.</summary>
    public string? Title => Parameters.GetValueOrDefault("title");

    /// <summary>All parameters by name, in any case; one without a value has null.</summary>
    public IReadOnlyDictionary<string, string?> Parameters { get; }

    /// <summary>Gets the target for people, its secrets redacted; <see cref="Url"/> is what can be requested.</summary>
    public override string ToString() => Redact(UrlRedactor.WithoutSecrets(Url))!;

    /// <summary>A text of the link without the secrets of the exchange, which the server may repeat in it.</summary>
    /// <param name="text">The text, or null.</param>
    internal string? Redact(string? text) => text is null || _response is null ? text : ExchangeRedactor.Create(_response).Redact(text);
}
