namespace Requests;

/// <summary>One link that an answer's Link header names (RFC 8288).</summary>
public sealed class ResponseLink
{
    internal ResponseLink(string url, string? rel, IReadOnlyDictionary<string, string?> parameters)
    {
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
    public override string ToString() => UrlRedactor.WithoutSecrets(Url);
}
