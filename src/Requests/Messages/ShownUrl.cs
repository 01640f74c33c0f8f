namespace Requests;

/// <summary>URLs as messages and logs may show them.</summary>
public static class ShownUrl
{
    /// <summary>The URL without userinfo, query and fragment: any of them may hold a secret.</summary>
    /// <param name="url">A URL in any state.</param>
    public static string Of(string url)
    {
        var end = url.AsSpan().IndexOfAny('?', '#');
        var shown = end < 0 ? url : url[..end];
        var start = shown.IndexOf("//", StringComparison.Ordinal);
        if (start < 0) return shown;
        var authorityEnd = shown.IndexOf('/', start + 2);
        var authority = authorityEnd < 0 ? shown[(start + 2)..] : shown[(start + 2)..authorityEnd];
        var at = authority.LastIndexOf('@');
        return at < 0 ? shown : string.Concat(shown.AsSpan(0, start + 2), authority.AsSpan(at + 1), authorityEnd < 0 ? "" : shown.AsSpan(authorityEnd));
    }

    /// <summary>The URL without userinfo, and with a mask for each parameter of its query or fragment that holds a secret.</summary>
    /// <param name="url">A URL in any state.</param>
    public static string WithoutSecrets(string url)
    {
        var end = url.AsSpan().IndexOfAny('?', '#');
        if (end < 0) return Of(url);
        var rest = url[end..].Split('#', 2);
        return Of(url) + string.Join('#', rest.Select(static part => SecretNames.MaskPairs(part, static name => SecretNames.IsSecretParameter(name.TrimStart('?')))));
    }
}
