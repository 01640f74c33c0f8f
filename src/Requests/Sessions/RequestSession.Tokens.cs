namespace Requests;

/// <content>The revocation of tokens.</content>
public sealed partial class RequestSession
{
    /// <summary>
    /// Revokes the refresh token and the access token of an authentication, if it has any, and removes them from it. The next request
    /// with the authentication gets a new token.
    /// </summary>
    /// <param name="auth">The authentication.</param>
    /// <param name="revocationUri">
    /// The revocation endpoint: https, or http on this machine; null takes that of the client's issuer.
    /// </param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidUrlException">The URL is neither https nor on this machine.</exception>
    /// <exception cref="OAuth2Exception">The server refuses, or has no revocation endpoint.</exception>
    /// <exception cref="SessionClosedException">The session was closed.</exception>
    /// <remarks>RFC 7009.</remarks>
    public Task RevokeTokenAsync(
        OAuth2Auth auth,
        string? revocationUri = null,
        SendOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var uri = revocationUri is null ? null : AuthorizationEndpoint.Prepare(revocationUri);
        if (uri is null && auth.Client.Issuer is null)
        {
            throw new InvalidParameterException(
                "The client has no issuer that names the revocation endpoint: give the URL of the endpoint (RevocationUri).");
        }

        var request = new PreparedRequest("POST", uri ?? auth.Client.Issuer!, []);
        if (_closed) throw CreateClosedError(request);
        options ??= Defaults;
        return new RequestExchange(this, TrustEnv ? AddCaBundle(options) : options, cancellationToken)
            .RunForAuthAsync(request, (exchange, token) => auth.RevokeAsync(exchange, uri, token));
    }
}
