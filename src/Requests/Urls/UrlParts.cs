namespace Requests;

/// <summary>A URL cut into its five parts, nothing decoded or changed (RFC 3986 section 3 and appendix B).</summary>
/// <param name="Scheme">Without the colon; null when there is none.</param>
/// <param name="Authority">Without the slashes; null when there is none.</param>
/// <param name="Path">Perhaps empty.</param>
/// <param name="Query">Without the question mark; null when there is none.</param>
/// <param name="Fragment">Without the hash sign; null when there is none.</param>
internal readonly record struct UrlParts(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    /// <summary>The URL as it is sent.</summary>
    /// <param name="url">A URL.</param>
    internal static string WithoutFragment(string url) => Cut(url, '#').Before;

    /// <summary>A URL without its fragment, and the fragment with its mark; empty without one.</summary>
    /// <param name="url">The URL.</param>
    internal static (string Before, string Fragment) CutFragment(string url)
    {
        var (before, fragment) = Cut(url, '#');
        return (before, fragment is null ? "" : $"#{fragment}");
    }

    /// <summary>Scheme, host and port of a URL, as it has them.</summary>
    /// <param name="url">The URL.</param>
    internal static string GetOrigin(string url)
    {
        var path = url.IndexOfAny(['/', '?', '#'], url.IndexOf("://", StringComparison.Ordinal) + 3);
        return path < 0 ? url : url[..path];
    }

    /// <summary>The target of a request as its first line has it: path and query.</summary>
    /// <param name="url">Its URL.</param>
    internal static string GetTarget(string url)
    {
        var whole = WithoutFragment(url);
        var start = whole.IndexOf('/', whole.IndexOf("://", StringComparison.Ordinal) + 3);
        var query = whole.IndexOf('?', StringComparison.Ordinal);
        if (start >= 0 && (query < 0 || start < query)) return whole[start..];
        return query < 0 ? "/" : $"/{whole[query..]}";
    }

    internal static UrlParts Parse(string url)
    {
        var (rest, fragment) = Cut(url, '#');
        (rest, var query) = Cut(rest, '?');
        string? scheme = null;
        string? authority = null;
        if (SchemeLength(rest) is > 0 and var length)
        {
            scheme = rest[..length];
            rest = rest[(length + 1)..];
        }

        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var end = rest.IndexOf('/', 2);
            authority = end < 0 ? rest[2..] : rest[2..end];
            rest = end < 0 ? "" : rest[end..];
        }

        return new UrlParts(scheme, authority, rest, query, fragment);
    }

    /// <summary>A reference seen from this URL (RFC 3986 section 5.2).</summary>
    /// <param name="reference">The reference, absolute or relative.</param>
    internal UrlParts Resolve(string reference)
    {
        var target = Parse(reference);
        if (target.Scheme is not null) return target with { Path = RemoveDotSegments(target.Path) };
        if (target.Authority is not null) return target with { Scheme = Scheme, Path = RemoveDotSegments(target.Path) };
        var path = target.Path switch
        {
            "" => Path,
            ['/', ..] => RemoveDotSegments(target.Path),
            _ => RemoveDotSegments(Merge(target.Path)),
        };
        return new UrlParts(Scheme, Authority, path, target.Path.Length == 0 ? target.Query ?? Query : target.Query, target.Fragment);
    }

    /// <summary>The path without <c>.</c> and <c>..</c> (RFC 3986 section 5.2.4).</summary>
    /// <param name="path">A path.</param>
    internal static string RemoveDotSegments(string path)
    {
        if (!path.Contains('.', StringComparison.Ordinal)) return path;
        var kept = new List<string>();
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = segments[i];
            var last = i == segments.Length - 1;
            if (segment == "..")
            {
                if (kept.Count > 1 || (kept.Count == 1 && kept[0].Length > 0)) kept.RemoveAt(kept.Count - 1);
            }
            else if (segment != ".")
            {
                kept.Add(segment);
                continue;
            }

            if (last) kept.Add("");
        }

        var joined = string.Join('/', kept);
        return path[0] == '/' && !joined.StartsWith('/') ? $"/{joined}" : joined;
    }

    public override string ToString() => string.Create(
        null,
        stackalloc char[256],
        $"{Scheme}{(Scheme is null ? "" : ":")}{(Authority is null ? "" : "//")}{Authority}{Path}{(Query is null ? "" : "?")}{Query}{(Fragment is null ? "" : "#")}{Fragment}");

    private static (string Before, string? After) Cut(string text, char mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);

    /// <summary>How long the scheme is, or 0 when the text does not begin with one.</summary>
    private static int SchemeLength(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ':') return i;
            if (!(char.IsAsciiLetter(text[i]) || (i > 0 && (char.IsAsciiDigit(text[i]) || text[i] is '+' or '-' or '.')))) return 0;
        }

        return 0;
    }

    private string Merge(string relative)
    {
        if (Authority is not null && Path.Length == 0) return $"/{relative}";
        return string.Concat(Path.AsSpan(0, Path.LastIndexOf('/') + 1), relative);
    }
}
