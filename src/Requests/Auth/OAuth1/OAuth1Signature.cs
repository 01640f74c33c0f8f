using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>What is signed, and the signature: pure rules.</summary>
/// <remarks>RFC 5849 section 3.4.</remarks>
internal static class OAuth1Signature
{
    /// <summary>The method's name on the wire.</summary>
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

    /// <summary>The hash of a body, in Base64.</summary>
    internal static string HashOfBody(OAuth1SignatureMethod method, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(GetHash(method));
        hash.AppendData(body);
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>The hash of a method; PLAINTEXT has none, and takes the oldest for bodies.</summary>
    private static HashAlgorithmName GetHash(OAuth1SignatureMethod method) => method switch
    {
        OAuth1SignatureMethod.HmacSha256 or OAuth1SignatureMethod.RsaSha256 => HashAlgorithmName.SHA256,
        OAuth1SignatureMethod.HmacSha512 or OAuth1SignatureMethod.RsaSha512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA1,
    };

    /// <summary>The text that is signed.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="url">Its URL as it is sent, query included.</param>
    /// <param name="host">A Host header given by hand, or null.</param>
    /// <param name="parameters">The parameters of the body and of OAuth, decoded.</param>
    /// <remarks>RFC 5849 section 3.4.1.</remarks>
    internal static string BaseString(string method, string url, string? host, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var target = UrlParts.GetTarget(url);
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var uri = new Uri(url);
        var authority = host?.ToLowerInvariant() ?? (uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}");
        if (host is null && uri.HostNameType == UriHostNameType.IPv6) authority = uri.Authority;
        var root = $"{uri.Scheme}://{authority}{(query < 0 ? target : target[..query])}";
        var all = parameters.Concat(query < 0 ? [] : QueryDecoder.Decode(target[(query + 1)..]))
            .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal);
        return $"{method}&{Encode(root)}&{Encode(string.Join('&', all.Select(pair => $"{pair.Name}={pair.Value}")))}";
    }

    /// <summary>The signature.</summary>
    /// <param name="client">The client.</param>
    /// <param name="tokenSecret">The token's secret, or null without one.</param>
    /// <param name="baseString">What <see cref="BaseString"/> gave.</param>
    internal static string Sign(OAuth1Client client, string? tokenSecret, string baseString)
    {
        var key = $"{Encode(client.ClientSecret)}&{Encode(tokenSecret ?? "")}";
        var bytes = Encoding.ASCII.GetBytes(baseString);
        if (client.SignatureMethod == OAuth1SignatureMethod.PlainText) return key;
        if (client.UsesKey) return Convert.ToBase64String(client.PrivateKey!.SignData(bytes, GetHash(client.SignatureMethod), RSASignaturePadding.Pkcs1));
        using var hmac = IncrementalHash.CreateHMAC(GetHash(client.SignatureMethod), Encoding.ASCII.GetBytes(key));
        hmac.AppendData(bytes);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>A text with all but the unreserved characters encoded.</summary>
    /// <remarks>RFC 5849 section 3.6.</remarks>
    internal static string Encode(string text) => Uri.EscapeDataString(text);
}
