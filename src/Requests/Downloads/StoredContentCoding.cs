namespace Requests;

/// <summary>Decides whether a body is saved as received, with its Content-Encoding, or decoded.</summary>
/// <remarks>
/// Servers label a file that is compressed itself, such as <c>x.tar.gz</c>, with the coding of its bytes. Decoding it would give another
/// file than the published one. curl and browsers keep such files compressed, too.
/// </remarks>
internal static class StoredContentCoding
{
    private static readonly (string[] Codings, string[] Extensions, string[] Types)[] CompressedFiles =
    [
        (
            ["gzip", "x-gzip"],
            [".gz", ".tgz", ".taz", ".svgz", ".emz", ".wmz"],
            [
                "application/gzip", "application/x-gzip", "application/x-gunzip", "application/gzipped", "application/x-tgz",
                "application/x-compressed-tar", "application/x-gtar-compressed", "application/gzip-compressed",
            ]
        ),
        (["br"], [".br", ".tbr"], ["application/x-brotli", "application/brotli"]),
        (["zstd"], [".zst", ".tzst"], ["application/zstd", "application/x-zstd", "application/x-zstd-compressed-tar"]),
        (["compress", "x-compress"], [".z", ".taz", ".tz"], ["application/x-compress"]),
    ];

    /// <summary>
    /// Returns whether the bytes are saved as received: the target requires it, the caller accepts no coding, or the file is compressed
    /// itself.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="target">The target of the download.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="acceptEncoding">The value of the request's Accept-Encoding, or null.</param>
    internal static bool SavesUndecoded(Response response, DownloadTarget target, string path, string? acceptEncoding)
    {
        if (response.Headers["Content-Encoding"]?.Trim() is not { } coding || ContentDecoder.ChangesNothing(coding)) return false;
        if (target.Raw || IsIdentity(acceptEncoding)) return true;
        foreach (var (codings, extensions, types) in CompressedFiles)
        {
            if (!codings.Contains(coding, StringComparer.OrdinalIgnoreCase)) continue;
            var type = MediaTypes.GetName(response.Headers["Content-Type"]);
            return types.Contains(type, StringComparer.OrdinalIgnoreCase)
                || extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
                || extensions.Contains(Path.GetExtension(ServerFileName.GetFileName(response)), StringComparer.OrdinalIgnoreCase);
        }

        return false;
    }

    /// <summary>Returns whether an Accept-Encoding accepts no coding. An empty one accepts no coding, either.</summary>
    /// <remarks>RFC 9110 section 12.5.3.</remarks>
    private static bool IsIdentity(string? acceptEncoding)
    {
        if (acceptEncoding is null) return false;
        foreach (var item in acceptEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = item.Split(';', StringSplitOptions.TrimEntries);
            var isRefused = parts.Length > 1
                && parts[1].Replace(" ", "", StringComparison.Ordinal) is "q=0" or "q=0.0" or "q=0.00" or "q=0.000";
            if (!isRefused && !parts[0].Equals("identity", StringComparison.OrdinalIgnoreCase)) return false;
        }

        return true;
    }
}
