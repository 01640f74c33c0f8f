using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Computes the key of the resource that sent a file. A validator distinguishes the versions of one resource only: another URL can have the
/// same entity tag for other content.
/// </summary>
/// <remarks>RFC 9110 section 8.8.3.</remarks>
internal static class ResourceKey
{
    /// <summary>Gets the key of the URL that a response is of, after redirects and without what the authentication changed in it.</summary>
    /// <param name="response">The response.</param>
    internal static string From(Response response) => FromUrl(GetBare(response.Request).Url);

    /// <summary>Gets the key of a URL: a hash, because the URL may have secrets. A signature for a limited time does not count.</summary>
    /// <param name="url">The URL.</param>
    internal static string FromUrl(string url) => Hash(PresignedUrl.WithoutSignature(url));

    /// <summary>Gets a request without what its authentication changed: itself, or a copy.</summary>
    /// <param name="request">The request.</param>
    internal static PreparedRequest GetBare(PreparedRequest request)
    {
        if (request.AuthChanges is null) return request;
        var bare = request.Copy();
        AuthChanges.Undo(bare);
        return bare;
    }

    /// <summary>Returns the hash of a text.</summary>
    /// <param name="text">The text.</param>
    internal static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
