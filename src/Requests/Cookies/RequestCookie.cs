namespace Requests;

/// <summary>Represents a cookie. It is immutable; a jar replaces it.</summary>
/// <remarks>requests: <c>http.cookiejar.Cookie</c>; the attributes are those of RFC 6265bis.</remarks>
public sealed record RequestCookie : ICookieValue
{
    private readonly string _value;

    /// <summary>Creates a cookie.</summary>
    /// <param name="name">The name, which can be empty.</param>
    /// <param name="value">The value as it is sent; quotes are a part of it.</param>
    /// <exception cref="InvalidCookieException">The name or the value contains a character that is not allowed.</exception>
    public RequestCookie(string name, string value)
    {
        if (!CookieRules.IsName(name))
        {
            throw new InvalidCookieException("A cookie's name cannot hold '=', ';', control characters or blanks at its ends.");
        }

        if (!CookieRules.IsValue(value))
        {
            throw new InvalidCookieException(
                $"The value of the cookie '{name}' cannot hold ';', control characters or blanks at its ends.");
        }

        Name = name;
        _value = value;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    string ICookieValue.Value => _value;

    /// <summary>Gets the value as it is sent.</summary>
    internal string Value => _value;

    /// <summary>
    /// Gets the host that set the cookie, or the domain that it is for, without a leading dot; null for a cookie that is sent to the host
    /// that the caller names.
    /// </summary>
    /// <exception cref="InvalidCookieException">
    /// The domain contains blanks, control characters, ';', ',' or '#', or has more than 253 characters.
    /// </exception>
    public string? Domain
    {
        get;
        init => field = value is null || CookieRules.IsDomain(value)
            ? value is null ? null : CookieRules.CanonicalizeDomain(value)
            : throw new InvalidCookieException(
                $"The domain of the cookie '{Name}' cannot hold blanks, control characters, ';', ',' or '#', "
                + "and no more than 253 characters.");
    }

    /// <summary>
    /// Gets a value that indicates whether the cookie is sent to the host <see cref="Domain"/> alone; false includes its subdomains.
    /// </summary>
    public bool HostOnly { get; init; }

    /// <summary>Gets the path that the cookie is for. Default <c>/</c>.</summary>
    /// <exception cref="InvalidCookieException">The path contains control characters or ';'.</exception>
    public string Path
    {
        get;
        init => field = CookieRules.IsPath(value)
            ? value
            : throw new InvalidCookieException($"The path of the cookie '{Name}' cannot hold ';' or control characters.");
    } = "/";

    /// <summary>Gets the time of expiry; null for a session cookie.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Gets a value that indicates whether the cookie is sent over https alone.</summary>
    public bool Secure { get; init; }

    /// <summary>Gets a value that indicates whether scripts in a browser must not read the cookie; it has no effect here.</summary>
    public bool HttpOnly { get; init; }

    /// <summary>Gets <c>Strict</c>, <c>Lax</c>, <c>None</c> or null, as the server sent it; it has no effect here.</summary>
    public string? SameSite { get; init; }

    /// <summary>Gets the position among cookies of equal path length: older cookies are sent first. The jar sets it.</summary>
    internal long Order { get; init; }

    /// <summary>
    /// Gets a value that indicates whether a server set the cookie, so that it may be removed when the server sets too many. The jar sets
    /// it.
    /// </summary>
    internal bool IsReceived { get; init; }

    /// <summary>
    /// Gets the cookies that servers have set or removed in place of this cookie without a domain, which is not sent there any more; null
    /// at first. The jar sets it.
    /// </summary>
    internal RequestCookie[]? ReplacedAt { get; init; }

    /// <summary>Returns name, domain and path, without the value.</summary>
    public override string ToString() => VisibleText.EscapeLine($"<Cookie {Name} for {Domain ?? "*"}{Path}>");
}
