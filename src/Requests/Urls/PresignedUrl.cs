namespace Requests;

/// <summary>
/// Removes what only permits a request for a limited time from presigned URLs, so that two URLs of one resource are equal. A parameter that
/// selects content, such as a version, stays.
/// </summary>
internal static class PresignedUrl
{
    // What follows X-Amz-, X-Goog-, X-Oss- and alike. Amazon and those that sign as it does use the same names.
    private const string Signature = "Signature";

    private static readonly HashSet<string> PartsOfPrefix = new(StringComparer.OrdinalIgnoreCase)
    {
        Signature, "Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Security-Token", "Content-Sha256", "Signature-Version",
        "Additional-Headers",
    };

    // The parameters of a scheme. The first two are in each of its URLs.
    private static readonly string[][] Schemes =
    [
        // Azure Storage, service and user delegation. GitHub adds a token to these.
        [
            "sig", "sv", "se", "st", "sp", "sr", "ss", "srt", "sip", "spr", "si", "skoid", "sktid", "skt", "ske", "sks", "skv", "saoid",
            "suoid", "scid", "sdd", "ses", "jwt",
        ],

        // CloudFront; the older signatures of Amazon, Google and Alibaba.
        ["Signature", "Key-Pair-Id", "Expires", "Policy", "Hash-Algorithm"],
        ["Signature", "AWSAccessKeyId", "Expires", "x-amz-security-token"],
        ["Signature", "GoogleAccessId", "Expires"],
        ["Signature", "KeyName", "Expires", "URLPrefix"],
        ["Signature", "OSSAccessKeyId", "Expires", "security-token"],

        // Tencent
        [
            "q-signature", "q-ak", "q-sign-algorithm", "q-sign-time", "q-key-time", "q-header-list", "q-url-param-list",
            "x-cos-security-token",
        ],
    ];

    /// <summary>Returns a URL without its fragment and without the parameters of its signature.</summary>
    /// <param name="url">The URL.</param>
    internal static string WithoutSignature(string url)
    {
        var whole = UrlParts.WithoutFragment(url);
        var (before, query) = UrlParts.CutQuery(whole);
        if (query is null) return whole;
        var pairs = query.Split('&');
        var names = Array.ConvertAll(pairs, static pair => Uri.UnescapeDataString(pair.Split('=')[0]));
        var signed = FindSigned(names);
        if (signed.Count == 0) return whole;
        var rest = pairs.Where((_, i) => !signed.Contains(names[i])).ToArray();
        return rest.Length == 0 ? before : $"{before}?{string.Join('&', rest)}";
    }

    private static HashSet<string> FindSigned(string[] names)
    {
        var all = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var signed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var scheme in Schemes)
        {
            if (all.Contains(scheme[0]) && all.Contains(scheme[1])) signed.UnionWith(scheme);
        }

        foreach (var name in names.Where(static name => name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)))
        {
            var end = name.IndexOf('-', 2) + 1;
            if (end > 0 && PartsOfPrefix.Contains(name[end..]) && all.Contains(name[..end] + Signature)) signed.Add(name);
        }

        return signed;
    }
}
