using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Requests;

/// <summary>
/// Represents an assertion: a JSON Web Token that authenticates a client, or that a token is granted for. It is read or signed anew for
/// each request for a token.
/// </summary>
/// <remarks>RFC 7521, RFC 7523.</remarks>
public abstract class OAuth2Assertion
{
    // RFC 7523 section 3 requires an expiry. The time covers a clock that is wrong by a few minutes.
    private const long Lifetime = 300;

    private protected OAuth2Assertion()
    {
    }

    /// <summary>Gets a value that indicates whether code of the caller runs.</summary>
    internal virtual bool RunsCallerCode => false;

    /// <summary>Gets what the assertion comes from, as a message begins with it.</summary>
    private protected abstract string Source { get; }

    /// <summary>
    /// Creates an assertion that is read from a file, such as the one that AZURE_FEDERATED_TOKEN_FILE names. The file may be replaced.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    public static OAuth2Assertion FromFile(string path) => new FileAssertion(path);

    /// <summary>Creates an assertion that a function returns. It runs in the synchronization context of the call.</summary>
    /// <param name="read">
    /// Receives the audience, which is the URL of the token endpoint, and a token that cancels the operation; returns the assertion.
    /// </param>
    public static OAuth2Assertion FromFunction(Func<string, CancellationToken, Task<string?>> read) =>
        FromFunction(read, "The function of the assertion");

    /// <summary>
    /// Creates an assertion that a key signs (<c>private_key_jwt</c>). Issuer and subject are the client's identifier; it is valid for five
    /// minutes, and once (<c>jti</c>).
    /// </summary>
    /// <param name="signer">The signer; the caller disposes it.</param>
    /// <param name="audience">The audience; null is the token endpoint.</param>
    public static OAuth2Assertion FromSigner(JwtSigner signer, string? audience = null) =>
        new SignedAssertion(() => signer, isOwner: false, audience);

    /// <summary>Creates an assertion whose key is read for each request for a token.</summary>
    /// <param name="open">Reads the key. It is called once at this time, so that an error does not come later.</param>
    /// <param name="audience">The audience; null is the token endpoint.</param>
    /// <exception cref="CertificateFileException">The key cannot be read, or cannot sign.</exception>
    internal static OAuth2Assertion FromSigner(Func<JwtSigner> open, string? audience) =>
        new SignedAssertion(open, isOwner: true, audience);

    internal static OAuth2Assertion FromFunction(Func<string, CancellationToken, Task<string?>> read, string source) =>
        new FunctionAssertion(read, source);

    /// <summary>Returns what the assertion comes from, such as <c>OAuth2Assertion (RS256)</c>, without the assertion.</summary>
    public abstract override string ToString();

    /// <summary>Reads or signs the assertion.</summary>
    /// <param name="client">The client.</param>
    /// <param name="audience">The URL of the endpoint that receives it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="OAuth2AssertionException">There is no assertion.</exception>
    /// <exception cref="CertificateFileException">The key cannot sign.</exception>
    internal async Task<string> CreateAsync(OAuth2Client client, string audience, TimeProvider time, CancellationToken cancellationToken)
    {
        var text = (await ReadAsync(client, audience, time, cancellationToken).ConfigureAwait(true))?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            throw new OAuth2AssertionException($"{Source} returned no assertion, so no token was requested.");
        }

        return IsToken(text)
            ? text
            : throw new OAuth2AssertionException(
                $"{Source} returned a text that is not a JSON Web Token, so no token was requested. A JSON Web Token has three or five "
                + "parts in Base64url, joined by dots.");
    }

    private protected abstract Task<string?> ReadAsync(
        OAuth2Client client,
        string audience,
        TimeProvider time,
        CancellationToken cancellationToken);

    /// <summary>Returns whether a text has the form of a signed (RFC 7515) or an encrypted (RFC 7516) token.</summary>
    private static bool IsToken(string text) =>
        text.Split('.') is { Length: 3 or 5 } parts
        && parts[0].Length > 0
        && Array.TrueForAll(parts, static part => part.All(static item => char.IsAsciiLetterOrDigit(item) || item is '-' or '_'));

    private sealed class FileAssertion(string path) : OAuth2Assertion
    {
        private protected override string Source => $"The file '{path}'";

        public override string ToString() => $"OAuth2Assertion ({path})";

        private protected override async Task<string?> ReadAsync(
            OAuth2Client client,
            string audience,
            TimeProvider time,
            CancellationToken cancellationToken)
        {
            try
            {
                return await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw new OAuth2AssertionException(
                    $"The assertion cannot be read from the file '{path}', so no token was requested: {error.Message}",
                    error);
            }
        }
    }

    private sealed class FunctionAssertion(Func<string, CancellationToken, Task<string?>> read, string source) : OAuth2Assertion
    {
        internal override bool RunsCallerCode => true;

        private protected override string Source => source;

        public override string ToString() => "OAuth2Assertion (function)";

        private protected override Task<string?> ReadAsync(
            OAuth2Client client,
            string audience,
            TimeProvider time,
            CancellationToken cancellationToken) => read(audience, cancellationToken);
    }

    private sealed class SignedAssertion : OAuth2Assertion
    {
        private readonly Func<JwtSigner> _open;
        private readonly bool _isOwner;
        private readonly string? _audience;
        private readonly JwtAlgorithm _algorithm;

        internal SignedAssertion(Func<JwtSigner> open, bool isOwner, string? audience)
        {
            _open = open;
            _isOwner = isOwner;
            _audience = audience;
            _algorithm = Use(static signer => signer.Algorithm);
        }

        private protected override string Source => "The signer";

        public override string ToString() => $"OAuth2Assertion ({_algorithm})";

        private protected override Task<string?> ReadAsync(
            OAuth2Client client,
            string endpoint,
            TimeProvider time,
            CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            var claims = new JsonObject
            {
                ["iss"] = client.ClientId,
                ["sub"] = client.ClientId,
                ["aud"] = _audience ?? endpoint,
                ["jti"] = Base64UrlText.Encode(RandomNumberGenerator.GetBytes(16)),
                ["iat"] = now,
                ["exp"] = now + Lifetime,
            };
            return Task.FromResult<string?>(Use(signer => signer.Sign(claims, header: null, time)));
        }

        private T Use<T>(Func<JwtSigner, T> use)
        {
            var signer = _open();
            try
            {
                return use(signer);
            }
            finally
            {
                if (_isOwner) signer.Dispose();
            }
        }
    }
}
