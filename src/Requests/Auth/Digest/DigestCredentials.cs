using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>What answers one challenge, as often as its nonce is good: the Authorization header of a request.</summary>
/// <remarks>RFC 7616 section 3.4, which says what is quoted and what must not be; the order is Requests'.</remarks>
internal sealed class DigestCredentials(DigestChallenge challenge, string userName, string password, string? clientNonce = null)
{
    // What the header has and what is hashed are the same bytes: UTF-8 of the composed form, with or without a charset in the challenge (RFC 7616 section 4).
    private readonly string _userName = Composed(userName);
    private readonly string _password = Latin1.OfUtf8(Composed(password));

    // One for a nonce: a -sess key is made of the first one.
    private readonly string _clientNonce = clientNonce ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(8)).ToLowerInvariant();
    private int _count;

    internal DigestChallenge Challenge => challenge;

    /// <summary>How many requests use the nonce now; <see cref="DigestNonces"/> counts them.</summary>
    internal int Users { get; set; }

    /// <summary>Whether the server has accepted the nonce.</summary>
    internal bool IsAccepted { get; set; }

    /// <summary>Whether several requests have used the nonce at the same time.</summary>
    internal bool IsShared { get; set; }

    /// <summary>Whether the body is part of the answer.</summary>
    internal bool ReadsBody => challenge.IsIntegrity;

    /// <summary>The header's value; each use counts.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="target">Its target, as its first line has it.</param>
    /// <param name="body">Its body, where <see cref="ReadsBody"/> wants it.</param>
    internal string HeaderFor(string method, string target, ReadOnlySpan<byte> body)
    {
        var count = Interlocked.Increment(ref _count).ToString("x8", CultureInfo.InvariantCulture);
        var secret = Hash($"{Latin1.OfUtf8(_userName)}:{challenge.Realm}:{_password}");
        if (challenge.IsSession) secret = Hash($"{secret}:{challenge.Nonce}:{_clientNonce}");
        var action = Hash(challenge.IsIntegrity ? $"{method}:{target}:{DigestHash.Compute(challenge.HashName, body)}" : $"{method}:{target}");
        var response = Hash(challenge.Qop is null ? $"{secret}:{challenge.Nonce}:{action}" : $"{secret}:{challenge.Nonce}:{count}:{_clientNonce}:{challenge.Qop}:{action}");

        var header = new StringBuilder("Digest ").Append(UserParameter());
        header.Append(CultureInfo.InvariantCulture, $", realm=\"{Escape(challenge.Realm)}\", nonce=\"{Escape(challenge.Nonce)}\", uri=\"{Escape(target)}\", response=\"{response}\"");
        if (challenge.Opaque is { } opaque) header.Append(CultureInfo.InvariantCulture, $", opaque=\"{Escape(opaque)}\"");
        if (challenge.Algorithm is { } algorithm) header.Append(CultureInfo.InvariantCulture, $", algorithm={algorithm}");
        if (challenge.Qop is { } qop) header.Append(CultureInfo.InvariantCulture, $", qop={qop}, nc={count}, cnonce=\"{_clientNonce}\"");
        if (challenge.IsUserNameHashed) header.Append(", userhash=true");
        return header.ToString();
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private string UserParameter()
    {
        if (challenge.IsUserNameHashed) return $"username=\"{Hash($"{Latin1.OfUtf8(_userName)}:{challenge.Realm}")}\"";
        return challenge.IsUtf8 && !Ascii.IsValid(_userName) ? $"username*=UTF-8''{Uri.EscapeDataString(_userName)}" : $"username=\"{Escape(Latin1.OfUtf8(_userName))}\"";
    }

    private static string Composed(string text) => Ascii.IsValid(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormC);

    /// <summary>The hash of a text whose characters are bytes, as the server's are: its realm may be in any charset.</summary>
    private string Hash(string text) => DigestHash.Compute(challenge.HashName, text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') ? Encoding.UTF8.GetBytes(text) : Encoding.Latin1.GetBytes(text));
}
