namespace Requests;

/// <summary>Represents a response that a <see cref="RequestCache"/> keeps, as a list of them shows it.</summary>
public sealed class CachedResponse
{
    internal CachedResponse(StoredResponse stored) => Stored = stored;

    /// <summary>Gets the URL of the request, without its fragment; secrets of the query are redacted.</summary>
    public string Url => UrlRedactor.WithoutSecrets(Stored.Url);

    /// <summary>Gets the method of the request: GET or HEAD.</summary>
    public string Method => Stored.Method;

    /// <summary>Gets the status.</summary>
    public int StatusCode => Stored.StatusCode;

    /// <summary>Gets the media type with its parameters, as the server sent it; null without one.</summary>
    public string? ContentType => Stored.Headers["Content-Type"];

    /// <summary>Gets the number of bytes of the body as they arrived, with their content coding.</summary>
    public long Size => Stored.BodyLength;

    /// <summary>Gets the time at which the response was received or last validated.</summary>
    public DateTimeOffset StoredAt => Stored.ResponseTime;

    /// <summary>
    /// Gets the time until which the response is reused without the server; it may have passed. Null where this has no end.
    /// </summary>
    public DateTimeOffset? Expires { get; internal init; }

    /// <summary>Gets a value that indicates whether that time has passed. The response is then validated, or received anew.</summary>
    public bool IsExpired { get; internal init; }

    /// <summary>Gets the names of the header fields of the request that the response was selected by; empty without Vary.</summary>
    public IReadOnlyList<string> Vary => Stored.VaryNames;

    /// <summary>
    /// Gets a value that indicates whether the response is reused for requests with the same credentials or cookies only.
    /// </summary>
    public bool IsAuthenticated => Stored.IsPersonal;

    /// <summary>Gets the response in the store.</summary>
    internal StoredResponse Stored { get; }

    /// <summary>Returns the method, the URL and the status.</summary>
    public override string ToString() => $"{Method} {Url} [{StatusCode}]";
}
