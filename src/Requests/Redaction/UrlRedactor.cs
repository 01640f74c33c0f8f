namespace Requests;

/// <summary>Redacts URLs for messages, views and logs.</summary>
internal static class UrlRedactor
{
    /// <summary>Returns the URL without userinfo, query and fragment. Any of them may hold a secret.</summary>
    /// <param name="url">A URL, valid or not.</param>
    /// <remarks>Of a URL that cannot be parsed, nothing before its last <c>@</c> is returned, as it may be a password.</remarks>
    public static string Redact(string url)
    {
        var (shown, _) = Cut(url);
        return shown;
    }

    /// <summary>Returns the URL as <see cref="Redact"/> does, with <c>?…</c> at its end where it has a query.</summary>
    /// <param name="url">A URL, valid or not.</param>
    internal static string RedactForView(string url) =>
        url.Split('#')[0].Contains('?', StringComparison.Ordinal) ? $"{Redact(url)}?…" : Redact(url);

    /// <summary>Returns the URL without userinfo, and with the secret parameters of its query and fragment redacted.</summary>
    /// <param name="url">A URL, valid or not.</param>
    /// <param name="fields">The names of parameters that are secret too, or null.</param>
    public static string WithoutSecrets(string url, IReadOnlySet<string>? fields = null)
    {
        var (shown, end) = Cut(url);
        if (end == url.Length) return shown;
        var rest = TextRedactor.WithoutUrlSecrets(url[end..], fields).Split('#', 2);
        return shown + string.Join('#', rest.Select(part => SensitiveNames.RedactPairs(part, name => IsSecret(name.TrimStart('?')))));

        bool IsSecret(string name) => SensitiveNames.IsSecretParameter(name) || fields?.Contains(name) == true;
    }

    /// <summary>Returns the part before the query that may be shown, and the index at which the query or the fragment begins.</summary>
    private static (string Shown, int End) Cut(string url)
    {
        var end = IndexOfAny(url, 0, "?#");
        var last = url.LastIndexOf('@');
        if (last < 0) return (end == url.Length ? url : url[..end], end);
        var path = FindPath(url, end, out var shown);
        if (path < 0) return AfterLast(url, last);

        // A password can contain a slash, a question mark or a hash sign. What looks like a port, a path or a query can be a part of it.
        if (url.AsSpan(0, path).Contains('@')) return url.AsSpan(path).Contains('@') ? AfterLast(url, last) : (shown + url[path..end], end);
        var at = Math.Min(last, end);
        var authority = shown.IndexOf("//", StringComparison.Ordinal) is >= 0 and var slashes ? slashes + 2 : 0;
        return (url.AsSpan(authority, at - authority).Contains(':') ? $"{shown}/…{url[at..end]}" : shown + url[path..end], end);
    }

    /// <summary>
    /// Returns where the path begins, and the origin to show before it; negative when the text before the query is not a valid URL.
    /// </summary>
    private static int FindPath(string url, int end, out string shown)
    {
        shown = "";
        if (url.Length > 0 && url[0] == '/' && !url.StartsWith("//", StringComparison.Ordinal)) return 0;
        var slashes = url.AsSpan(0, end).IndexOf("//", StringComparison.Ordinal);
        if (slashes != 0 && (slashes < 2 || url[slashes - 1] != ':' || url.AsSpan(0, slashes - 1).ContainsAny(":@/\\")))
        {
            return url.AsSpan(0, end).ContainsAny(":@") ? -1 : 0;
        }

        var start = slashes + 2;
        var path = IndexOfAny(url, start, "/?#");
        var at = url.AsSpan(start, path - start).LastIndexOf('@');
        var address = url.AsSpan(start + at + 1, path - start - at - 1);
        if (!IsAddress(address, at >= 0)) return -1;
        shown = string.Concat(url.AsSpan(0, start), address);
        return path;
    }

    /// <summary>
    /// Whether a text can be a host with or without a port. A text that ends with a colon can be a user name before a password that begins
    /// with a slash.
    /// </summary>
    private static bool IsAddress(ReadOnlySpan<char> address, bool hasLogin)
    {
        if (address.IsEmpty || address.Contains('\\')) return false;
        var colon = address.LastIndexOf(':');
        if (address[0] == '[' && colon < address.LastIndexOf(']')) return true;
        if (colon < 0) return true;

        // An address with more than one colon has to be in brackets.
        var isBracketed = colon > 0 && address[0] == '[' && address[colon - 1] == ']';
        if (colon == 0 || (!isBracketed && address[..colon].Contains(':'))) return false;
        return (hasLogin || colon < address.Length - 1) && !address[(colon + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private static (string Shown, int End) AfterLast(string url, int last)
    {
        var end = IndexOfAny(url, last + 1, "?#");
        return (url[(last + 1)..end], end);
    }

    private static int IndexOfAny(string text, int start, string characters) =>
        text.AsSpan(start).IndexOfAny(characters) is >= 0 and var found ? start + found : text.Length;
}
