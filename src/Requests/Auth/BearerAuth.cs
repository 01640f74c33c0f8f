namespace Requests;

/// <summary>A token that proves its bearer, such as OAuth 2's.</summary>
/// <remarks>RFC 6750 section 2.1.</remarks>
public sealed class BearerAuth : AuthBase
{
    private readonly string _token;

    /// <summary>Creates the proof.</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="InvalidHeaderException">It is empty, or holds what no token can.</exception>
    public BearerAuth(string token)
    {
        if (token.Length == 0 || token.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new InvalidHeaderException("A bearer token is not empty and holds visible ASCII characters only; this one has others, perhaps the end of a line.");
        _token = token;
    }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_token];

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <inheritdoc/>
    public override void Apply(PreparedRequest request) => request.Headers["Authorization"] = $"Bearer {_token}";

    /// <summary><c>Bearer</c>; never the token.</summary>
    public override string ToString() => "Bearer";
}
