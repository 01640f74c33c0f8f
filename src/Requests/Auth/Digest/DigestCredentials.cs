using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Creates the Authorization headers for one challenge, for as many requests as its nonce is valid.</summary>
/// <remarks>RFC 7616 section 3.4 defines which values are quoted. The order of the parameters is that of Requests.</remarks>
internal sealed class DigestCredentials(DigestChallenge challenge, string userName, string password, string? clientNonce = null)
{
    // The header and the hash use the same bytes: UTF-8 of the composed form, with or without a charset in the challenge
    // (RFC 7616 section 4).
    private readonly string _userName = Compose(userName);
    private readonly string _password = Latin1.EncodeUtf8(Compose(password));

    // The client nonce stays the same for a nonce, because the key of a -sess algorithm is made with the first one.
    private readonly string _clientNonce = clientNonce ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(8)).ToLowerInvariant();
    private int _count;

    internal DigestChallenge Challenge => challenge;

    /// <summary>Gets or sets the number of requests that use the nonce now. <see cref="DigestNonces"/> maintains it.</summary>
    internal int Users { get; set; }

    /// <summary>Gets or sets a value that indicates whether the server has accepted the nonce.</summary>
    internal bool IsAccepted { get; set; }

    /// <summary>Gets or sets a value that indicates whether several requests have used the nonce at the same time.</summary>
    internal bool IsShared { get; set; }

    /// <summary>Gets a value that indicates whether the body is part of the hash.</summary>
    internal bool ReadsBody => challenge.IsIntegrity;

    /// <summary>Creates the value of the header. Each call increments the nonce count.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="target">The request target, as in the request line.</param>
    /// <param name="body">The body, if <see cref="ReadsBody"/> is true; otherwise empty.</param>
    internal string CreateHeader(string method, string target, ReadOnlySpan<byte> body)
    {
        var count = Interlocked.Increment(ref _count).ToString("x8", CultureInfo.InvariantCulture);
        var secret = Hash($"{Latin1.EncodeUtf8(_userName)}:{challenge.Realm}:{_password}");
        if (challenge.IsSession) secret = Hash($"{secret}:{challenge.Nonce}:{_clientNonce}");
        var action = Hash(
            challenge.IsIntegrity ? $"{method}:{target}:{DigestHash.Compute(challenge.HashName, body)}" : $"{method}:{target}");
        var response = Hash(challenge.Qop is null
            ? $"{secret}:{challenge.Nonce}:{action}"
            : $"{secret}:{challenge.Nonce}:{count}:{_clientNonce}:{challenge.Qop}:{action}");

        var header = new StringBuilder("Digest ").Append(UserParameter());
        header.Append(CultureInfo.InvariantCulture, $", realm=\"{HeaderParameters.Escape(challenge.Realm)}\"");
        header.Append(CultureInfo.InvariantCulture, $", nonce=\"{HeaderParameters.Escape(challenge.Nonce)}\"");
        header.Append(CultureInfo.InvariantCulture, $", uri=\"{HeaderParameters.Escape(target)}\", response=\"{response}\"");
        if (challenge.Opaque is { } opaque) header.Append(CultureInfo.InvariantCulture, $", opaque=\"{HeaderParameters.Escape(opaque)}\"");
        if (challenge.Algorithm is { } algorithm) header.Append(CultureInfo.InvariantCulture, $", algorithm={algorithm}");
        if (challenge.Qop is { } qop) header.Append(CultureInfo.InvariantCulture, $", qop={qop}, nc={count}, cnonce=\"{_clientNonce}\"");
        if (challenge.IsUserNameHashed) header.Append(", userhash=true");
        return header.ToString();
    }

    private string UserParameter()
    {
        if (challenge.IsUserNameHashed) return $"username=\"{Hash($"{Latin1.EncodeUtf8(_userName)}:{challenge.Realm}")}\"";
        return challenge.IsUtf8 && !Ascii.IsValid(_userName)
            ? $"username*=UTF-8''{Uri.EscapeDataString(_userName)}"
            : $"username=\"{HeaderParameters.Escape(Latin1.EncodeUtf8(_userName))}\"";
    }

    private static string Compose(string text) =>
        Ascii.IsValid(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormC);

    /// <summary>Hashes a text whose characters are bytes, because the realm of the server may be in any charset.</summary>
    private string Hash(string text)
    {
        var encoding = text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') ? Encoding.UTF8 : Encoding.Latin1;
        return DigestHash.Compute(challenge.HashName, encoding.GetBytes(text));
    }
}
