using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Requests.TestServer;

/// <summary>Verifies Digest credentials (RFC 7616) without the code of the engine.</summary>
internal static class DigestCheck
{
    internal const string Nonce = "6bf5d6e4da1ce66918800195d6b9130d";

    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "The scheme names it.")]
    internal static bool IsRight(HttpRequest request, string user, string password, string algorithm, string nonce = Nonce)
    {
        var header = request.Headers.Authorization.ToString();
        string Part(string name) => GetPart(request, name);
        string Hash(string text) => Convert.ToHexString(algorithm switch
        {
            "SHA-256" => SHA256.HashData(Encoding.UTF8.GetBytes(text)),
            "SHA-512" => SHA512.HashData(Encoding.UTF8.GetBytes(text)),
            _ => MD5.HashData(Encoding.UTF8.GetBytes(text)),
        }).ToLowerInvariant();
        var action = Hash($"{request.Method}:{request.Path}{request.QueryString}");
        var expected = Hash($"{Hash($"{user}:me@example.com:{password}")}:{nonce}:{Part("nc")}:{Part("cnonce")}:{Part("qop")}:{action}");
        return header.StartsWith("Digest ", StringComparison.Ordinal) && Part("response") == expected;
    }

    /// <summary>Returns a parameter of the Authorization header, or an empty string.</summary>
    internal static string GetPart(HttpRequest request, string name) =>
        Regex.Match(request.Headers.Authorization.ToString(), $"[ ,]{name}=\"?([^\",]*)").Groups[1].Value;
}
