namespace Requests;

/// <summary>Authenticates by a bearer token, such as that of OAuth 2.</summary>
/// <remarks>RFC 6750 section 2.1.</remarks>
public sealed class BearerAuth : AuthBase
{
    private readonly string _token;

    /// <summary>Creates the authentication by a token.</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="InvalidHeaderException">The token is empty, or holds a character that a token cannot have.</exception>
    public BearerAuth(string token)
    {
        if (token.Length == 0 || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new InvalidHeaderException(
                "The bearer token is not valid: it must have at least one character, and visible ASCII characters only. Check it for a "
                + "line end.");
        }

        _token = token;
    }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_token];

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => true;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <inheritdoc/>
    public override void Apply(PreparedRequest request) => request.Headers["Authorization"] = $"Bearer {_token}";

    /// <summary>Returns <c>Bearer</c>, without the token.</summary>
    public override string ToString() => "Bearer";
}
