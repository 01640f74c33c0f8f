using System.Security.Cryptography;
using System.Text;

namespace Requests.TestExtensions;

/// <summary>
/// Represents a scheme that answers the challenge <c>Nonce value</c> with the SHA-256 hash of the value and a secret, once for each
/// request.
/// </summary>
/// <param name="secret">The secret.</param>
public sealed class NonceAuth(string secret) : AuthBase
{
    private const string Scheme = "Nonce ";

    /// <inheritdoc/>
    public override PreparedRequest? Respond(Response response)
    {
        if (response.StatusCode != 401 || response.Request.Headers.ContainsKey("Authorization")) return null;
        if (response.Headers["WWW-Authenticate"] is not { } challenge) return null;
        if (!challenge.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var next = response.Request.Copy();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(challenge[Scheme.Length..] + secret));
        next.Headers["Authorization"] = Scheme + Convert.ToHexString(hash);
        return next;
    }
}
