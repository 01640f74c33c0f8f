using System.Net;
using System.Security;

namespace Requests;

/// <summary>
/// Represents the tokens that an authorization server issued. They are secure strings, so that no view, file or log shows them by chance.
/// </summary>
/// <remarks>RFC 6749 section 5.1.</remarks>
public sealed class OAuth2Token
{
    // A token is renewed this long before it expires, or a tenth of its lifetime before, whichever is shorter.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>Creates a token, such as one that was stored.</summary>
    /// <param name="accessToken">The access token; null or empty requests it with the refresh token.</param>
    /// <param name="refreshToken">The refresh token, or null.</param>
    /// <param name="expiresAt">The time at which the access token expires; null when it is not known.</param>
    public OAuth2Token(string? accessToken, string? refreshToken = null, DateTimeOffset? expiresAt = null)
    {
        Access = string.IsNullOrEmpty(accessToken) ? null : accessToken;
        Refresh = string.IsNullOrEmpty(refreshToken) ? null : refreshToken;
        ExpiresAt = expiresAt;
        RenewAt = expiresAt - Margin;
    }

    /// <summary>Gets the access token, or null.</summary>
    public SecureString? AccessToken => Secure(Access);

    /// <summary>Gets the refresh token, or null.</summary>
    public SecureString? RefreshToken => Secure(Refresh);

    /// <summary>Gets the OpenID Connect identity token, or null.</summary>
    public SecureString? IdToken => Secure(Identity);

    /// <summary>Gets the time at which the access token expires; null when it is not known.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Gets the scope of the token; empty when it is not known.</summary>
    public IReadOnlyList<string> Scope { get; private init; } = [];

    /// <summary>Gets the access token as text.</summary>
    internal string? Access { get; }

    /// <summary>Gets the value of the Authorization header, which is created once and not for each request.</summary>
    internal string Header => field ??= $"Bearer {Access}";

    /// <summary>Gets the refresh token as text.</summary>
    internal string? Refresh { get; }

    /// <summary>Gets the identity token as text.</summary>
    internal string? Identity { get; private init; }

    /// <summary>Gets the time at which to renew the token, shortly before it expires, so that it does not expire on the way.</summary>
    internal DateTimeOffset? RenewAt { get; private init; }

    /// <summary>Returns the time at which the token expires, without the token.</summary>
    public override string ToString() => ExpiresAt is { } end ? $"OAuth2Token (until {end:u})" : "OAuth2Token";

    /// <summary>Creates a token that is valid from now on.</summary>
    /// <param name="accessToken">The access token.</param>
    /// <param name="refreshToken">The refresh token, or null.</param>
    /// <param name="idToken">The identity token, or null.</param>
    /// <param name="now">The time.</param>
    /// <param name="lifetime">The time until the token expires; null when it is not known.</param>
    /// <param name="margin">
    /// How long before that time to renew the token, at most a tenth of the lifetime; null for 30 seconds.
    /// </param>
    internal static OAuth2Token From(
        string accessToken,
        string? refreshToken,
        string? idToken,
        DateTimeOffset now,
        TimeSpan? lifetime,
        TimeSpan? margin = null) =>
        new(accessToken, refreshToken, now + lifetime)
        {
            Identity = idToken,
            RenewAt = now + lifetime - (lifetime / 10 < (margin ?? Margin) ? lifetime / 10 : margin ?? Margin),
        };

    /// <summary>Returns the token with another time at which to renew it.</summary>
    /// <param name="renewAt">The time.</param>
    internal OAuth2Token WithRenewal(DateTimeOffset renewAt) =>
        new(Access, Refresh, ExpiresAt) { Identity = Identity, RenewAt = renewAt, Scope = Scope };

    /// <summary>Returns the token with a refresh token, for a server that issues no new one; null removes it.</summary>
    internal OAuth2Token With(string? refreshToken) =>
        new(Access, refreshToken, ExpiresAt) { Identity = Identity, RenewAt = RenewAt, Scope = Scope };

    /// <summary>Returns the token with a scope.</summary>
    internal OAuth2Token With(IReadOnlyList<string> scope) =>
        new(Access, Refresh, ExpiresAt) { Identity = Identity, RenewAt = RenewAt, Scope = scope };

    private static SecureString? Secure(string? text) => text is null ? null : new NetworkCredential("", text).SecurePassword;
}
