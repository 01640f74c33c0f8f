using System.Net;
using System.Security;

namespace Requests;

/// <summary>What an authorization server gave. Its secrets are secure strings: no view, file or log shows them by chance.</summary>
/// <remarks>RFC 6749 section 5.1.</remarks>
public sealed class OAuth2Token
{
    // A token is asked for anew so long before its end, or a tenth of its life before, whichever is shorter.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>Creates a token, such as one that was stored.</summary>
    /// <param name="accessToken">The access token; null or empty has it asked for with the refresh token.</param>
    /// <param name="refreshToken">The refresh token, or null.</param>
    /// <param name="expiresAt">When the access token ends; null when nobody said.</param>
    public OAuth2Token(string? accessToken, string? refreshToken = null, DateTimeOffset? expiresAt = null)
    {
        Access = string.IsNullOrEmpty(accessToken) ? null : accessToken;
        Refresh = string.IsNullOrEmpty(refreshToken) ? null : refreshToken;
        ExpiresAt = expiresAt;
        RenewAt = expiresAt - Margin;
    }

    /// <summary>The access token, or null.</summary>
    public SecureString? AccessToken => Secure(Access);

    /// <summary>The refresh token, or null.</summary>
    public SecureString? RefreshToken => Secure(Refresh);

    /// <summary>The OpenID Connect identity token, or null.</summary>
    public SecureString? IdToken => Secure(Identity);

    /// <summary>When the access token ends; null when nobody said.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>What it is good for, where the server said so.</summary>
    public IReadOnlyList<string> Scope { get; private init; } = [];

    /// <summary>The access token itself.</summary>
    internal string? Access { get; }

    /// <summary>The refresh token itself.</summary>
    internal string? Refresh { get; }

    /// <summary>The identity token itself.</summary>
    internal string? Identity { get; private init; }

    /// <summary>When to ask for the next one: a little before the end, so that it does not end on the way.</summary>
    internal DateTimeOffset? RenewAt { get; private init; }

    /// <summary>When it ends; never what it is.</summary>
    public override string ToString() => ExpiresAt is { } end ? $"OAuth2Token (until {end:u})" : "OAuth2Token";

    /// <summary>A token that holds from now on.</summary>
    internal static OAuth2Token From(string accessToken, string? refreshToken, string? idToken, DateTimeOffset now, TimeSpan? life) =>
        new(accessToken, refreshToken, now + life) { Identity = idToken, RenewAt = now + life - (life / 10 < Margin ? life / 10 : Margin) };

    /// <summary>This token with the refresh token that stays good where the server gave no other.</summary>
    internal OAuth2Token With(string refreshToken) => new(Access, refreshToken, ExpiresAt) { Identity = Identity, RenewAt = RenewAt, Scope = Scope };

    /// <summary>This token with what it is good for.</summary>
    internal OAuth2Token With(IReadOnlyList<string> scope) => new(Access, Refresh, ExpiresAt) { Identity = Identity, RenewAt = RenewAt, Scope = scope };

    private static SecureString? Secure(string? text) => text is null ? null : new NetworkCredential("", text).SecurePassword;
}
