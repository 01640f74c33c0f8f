namespace Requests;

/// <summary>One cookie. It never changes; a jar replaces it.</summary>
/// <remarks>requests: <c>http.cookiejar.Cookie</c>; the attributes are those of RFC 6265bis.</remarks>
public sealed record RequestCookie : ICookieValue
{
    private readonly string _value;

    /// <summary>Creates a cookie.</summary>
    /// <param name="name">The name; perhaps empty.</param>
    /// <param name="value">The value as it is sent; quotes are part of it.</param>
    /// <exception cref="InvalidCookieException">Name or value hold what no cookie can.</exception>
    public RequestCookie(string name, string value)
    {
        if (!CookieRules.IsName(name)) throw new InvalidCookieException("A cookie's name cannot hold '=', ';', control characters or blanks at its ends.");
        if (!CookieRules.IsValue(value)) throw new InvalidCookieException($"The value of the cookie '{name}' cannot hold ';', control characters or blanks at its ends.");
        Name = name;
        _value = value;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    string ICookieValue.Value => _value;

    /// <summary>The value as it is sent.</summary>
    internal string Value => _value;

    /// <summary>The host that set it, or the domain it is for, without a leading dot; null for one put in by hand for whatever host the caller names.</summary>
    /// <exception cref="InvalidCookieException">It holds blanks, control characters, ';', ',' or '#', or more than 253 characters.</exception>
    public string? Domain
    {
        get;
        init => field = value is null || CookieRules.IsDomain(value)
            ? value is null ? null : CookieRules.Canonical(value)
            : throw new InvalidCookieException($"The domain of the cookie '{Name}' cannot hold blanks, control characters, ';', ',' or '#', and no more than 253 characters.");
    }

    /// <summary>True when it goes to the host <see cref="Domain"/> alone, false when to its subdomains too.</summary>
    public bool HostOnly { get; init; }

    /// <summary>The path it is for. Default <c>/</c>.</summary>
    /// <exception cref="InvalidCookieException">It holds control characters or ';'.</exception>
    public string Path
    {
        get;
        init => field = CookieRules.IsPath(value) ? value : throw new InvalidCookieException($"The path of the cookie '{Name}' cannot hold ';' or control characters.");
    } = "/";

    /// <summary>When it ends; null ends it with the session.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>True when it goes over https alone.</summary>
    public bool Secure { get; init; }

    /// <summary>True when scripts in a browser must not see it; kept as data.</summary>
    public bool HttpOnly { get; init; }

    /// <summary><c>Strict</c>, <c>Lax</c>, <c>None</c> or null, as the server said; kept as data.</summary>
    public string? SameSite { get; init; }

    /// <summary>Where it stands among cookies of equal path length: older ones are sent first. Set by the jar.</summary>
    internal long Order { get; init; }

    /// <summary>Whether a server set it, so that it may be dropped when the server sets too many. Set by the jar.</summary>
    internal bool IsReceived { get; init; }

    /// <summary>What servers have set or removed since in the place of a cookie without a domain, which goes there no more; null at first. Set by the jar.</summary>
    internal RequestCookie[]? ReplacedAt { get; init; }

    /// <summary>Name, domain and path, never the value.</summary>
    public override string ToString() => VisibleText.EscapeLine($"<Cookie {Name} for {Domain ?? "*"}{Path}>");
}
