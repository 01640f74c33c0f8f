using System.Security.Cryptography;
using System.Text;

namespace Requests.TestExtensions;

/// <summary>Answers a challenge <c>Nonce value</c> with the hash of value and secret, once.</summary>
/// <param name="secret">The secret.</param>
public sealed class NonceAuth(string secret) : AuthBase
{
    private const string Scheme = "Nonce ";

    /// <inheritdoc/>
    public override PreparedRequest? Respond(Response response)
    {
        if (response.StatusCode != 401 || response.Headers["WWW-Authenticate"] is not { } challenge || !challenge.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        if (response.Request.Headers.ContainsKey("Authorization")) return null;
        var next = response.Request.Copy();
        next.Headers["Authorization"] = Scheme + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(challenge[Scheme.Length..] + secret)));
        return next;
    }
}
