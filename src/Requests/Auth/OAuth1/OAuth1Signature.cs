using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Computes the signature of a request and the base string that is signed.</summary>
/// <remarks>RFC 5849 section 3.4.</remarks>
internal static class OAuth1Signature
{
    /// <summary>Gets the name of a signature method as it is sent.</summary>
    /// <param name="method">The signature method.</param>
    internal static string GetName(OAuth1SignatureMethod method) => method switch
    {
        OAuth1SignatureMethod.HmacSha1 => "HMAC-SHA1",
        OAuth1SignatureMethod.HmacSha256 => "HMAC-SHA256",
        OAuth1SignatureMethod.HmacSha512 => "HMAC-SHA512",
        OAuth1SignatureMethod.RsaSha1 => "RSA-SHA1",
        OAuth1SignatureMethod.RsaSha256 => "RSA-SHA256",
        OAuth1SignatureMethod.RsaSha512 => "RSA-SHA512",
        _ => "PLAINTEXT",
    };

    /// <summary>Computes the hash of a body, in Base64.</summary>
    /// <param name="method">The signature method.</param>
    /// <param name="body">The body.</param>
    internal static string ComputeBodyHash(OAuth1SignatureMethod method, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(GetHash(method));
        hash.AppendData(body);
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>Gets the hash algorithm of a signature method. PLAINTEXT has none; its bodies are hashed by SHA-1.</summary>
    private static HashAlgorithmName GetHash(OAuth1SignatureMethod method) => method switch
    {
        OAuth1SignatureMethod.HmacSha256 or OAuth1SignatureMethod.RsaSha256 => HashAlgorithmName.SHA256,
        OAuth1SignatureMethod.HmacSha512 or OAuth1SignatureMethod.RsaSha512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA1,
    };

    /// <summary>Creates the base string that is signed.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="url">The URL as it is sent, with its query.</param>
    /// <param name="host">The Host header that the caller set, or null.</param>
    /// <param name="parameters">The decoded parameters of the body and of OAuth.</param>
    /// <remarks>RFC 5849 section 3.4.1.</remarks>
    internal static string CreateBaseString(string method, string url, string? host, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var (path, query) = UrlParts.CutQuery(UrlParts.GetOriginForm(url));
        var uri = new Uri(url);
        var authority = host?.ToLowerInvariant() ?? (uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}");
        if (host is null && uri.HostNameType == UriHostNameType.IPv6) authority = uri.Authority;
        var root = $"{uri.Scheme}://{authority}{path}";
        var all = parameters.Concat(QueryDecoder.Decode(query ?? ""))
            .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal);
        return $"{method}&{Encode(root)}&{Encode(string.Join('&', all.Select(pair => $"{pair.Name}={pair.Value}")))}";
    }

    /// <summary>Computes the signature.</summary>
    /// <param name="client">The client.</param>
    /// <param name="tokenSecret">The secret of the token, or null without a token.</param>
    /// <param name="baseString">The result of <see cref="CreateBaseString"/>.</param>
    internal static string Sign(OAuth1Client client, string? tokenSecret, string baseString)
    {
        var key = $"{Encode(client.ClientSecret)}&{Encode(tokenSecret ?? "")}";
        var bytes = Encoding.ASCII.GetBytes(baseString);
        if (client.SignatureMethod == OAuth1SignatureMethod.PlainText) return key;
        if (client.UsesKey)
        {
            return Convert.ToBase64String(client.PrivateKey!.SignData(bytes, GetHash(client.SignatureMethod), RSASignaturePadding.Pkcs1));
        }

        using var hmac = IncrementalHash.CreateHMAC(GetHash(client.SignatureMethod), Encoding.ASCII.GetBytes(key));
        hmac.AppendData(bytes);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>Percent-encodes all but the unreserved characters of a text.</summary>
    /// <param name="text">The text.</param>
    /// <remarks>RFC 5849 section 3.6.</remarks>
    internal static string Encode(string text) => Uri.EscapeDataString(text);
}
