using System.Net;
using System.Security;

namespace Requests;

/// <summary>A token of OAuth 1 with its secret. Both are secure strings: no view, file or log shows them by chance.</summary>
/// <remarks>RFC 5849 section 2.3.</remarks>
public sealed class OAuth1Token
{
    /// <summary>Creates a token, such as one that was stored.</summary>
    /// <param name="token">The token.</param>
    /// <param name="secret">Its secret.</param>
    public OAuth1Token(string token, string secret)
    {
        Key = token;
        SharedSecret = secret;
    }

    /// <summary>The token.</summary>
    public SecureString Token => new NetworkCredential("", Key).SecurePassword;

    /// <summary>Its secret.</summary>
    public SecureString Secret => new NetworkCredential("", SharedSecret).SecurePassword;

    /// <summary>What else the server gave with it, such as the user's name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; internal init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The token itself.</summary>
    internal string Key { get; }

    /// <summary>The secret itself.</summary>
    internal string SharedSecret { get; }

    /// <summary><c>OAuth1Token</c>; never what it is.</summary>
    public override string ToString() => "OAuth1Token";
}
