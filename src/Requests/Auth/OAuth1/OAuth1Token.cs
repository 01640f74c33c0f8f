using System.Net;
using System.Security;

namespace Requests;

/// <summary>
/// Represents a token of OAuth 1 with its secret. Both are secure strings, so that no view, file or log shows them by chance.
/// </summary>
/// <remarks>RFC 5849 section 2.3.</remarks>
public sealed class OAuth1Token
{
    /// <summary>Creates a token, such as one that was stored.</summary>
    /// <param name="token">The token.</param>
    /// <param name="secret">The secret of the token.</param>
    public OAuth1Token(string token, string secret)
    {
        Key = token;
        SharedSecret = secret;
    }

    /// <summary>Gets the token.</summary>
    public SecureString Token => new NetworkCredential("", Key).SecurePassword;

    /// <summary>Gets the secret of the token.</summary>
    public SecureString Secret => new NetworkCredential("", SharedSecret).SecurePassword;

    /// <summary>Gets the further values that the server returned with the token, such as the name of the user.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; internal init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the token as text.</summary>
    internal string Key { get; }

    /// <summary>Gets the secret as text.</summary>
    internal string SharedSecret { get; }

    /// <summary>Returns <c>OAuth1Token</c>, without the token.</summary>
    public override string ToString() => "OAuth1Token";
}
