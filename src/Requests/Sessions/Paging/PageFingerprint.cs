using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>Computes a short value that differs between the requests of different pages, so that many pages need little memory.</summary>
internal static class PageFingerprint
{
    /// <summary>Returns the value of a request: of its method, URL and body, and of the headers that select the page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="change">The change that led to the request, or null.</param>
    internal static UInt128 Create(PreparedRequest request, NextPage? change)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, request.Method);
        Add(hash, UrlParts.WithoutFragment(request.Url));
        foreach (var (name, value) in change?.Headers ?? [])
        {
            Add(hash, name);
            Add(hash, value ?? "");
        }

        if (request.Body is BytesBody body) hash.AppendData(body.Bytes.Span);
        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return new UInt128(BitConverter.ToUInt64(result), BitConverter.ToUInt64(result[8..]));
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
