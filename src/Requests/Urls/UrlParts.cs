namespace Requests;

/// <summary>Represents a URL split into its five parts, nothing decoded or changed (RFC 3986 section 3 and appendix B).</summary>
/// <param name="Scheme">The scheme without the colon; null without one.</param>
/// <param name="Authority">The authority without the slashes; null without one.</param>
/// <param name="Path">The path, which can be empty.</param>
/// <param name="Query">The query without the question mark; null without one.</param>
/// <param name="Fragment">The fragment without the hash sign; null without one.</param>
internal readonly record struct UrlParts(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    /// <summary>Returns a URL without its fragment, as it is sent.</summary>
    /// <param name="url">A URL.</param>
    internal static string WithoutFragment(string url) => Cut(url, '#').Before;

    /// <summary>Returns a URL without its fragment, and the fragment with its hash sign; empty without one.</summary>
    /// <param name="url">The URL.</param>
    internal static (string Before, string Fragment) CutFragment(string url)
    {
        var (before, fragment) = Cut(url, '#');
        return (before, fragment is null ? "" : $"#{fragment}");
    }

    /// <summary>Splits a text at its first question mark.</summary>
    /// <param name="url">A URL or a part of it, without a fragment.</param>
    /// <returns>The text before the query, and the query without the question mark; null without one.</returns>
    internal static (string Before, string? Query) CutQuery(string url) => Cut(url, '?');

    /// <summary>Returns scheme, host and port of a URL, as written.</summary>
    /// <param name="url">The URL.</param>
    internal static string GetOrigin(string url)
    {
        var path = url.IndexOfAny(['/', '?', '#'], url.IndexOf("://", StringComparison.Ordinal) + 3);
        return path < 0 ? url : url[..path];
    }

    /// <summary>Returns the origin-form of a URL, as the request line has it: path and query (RFC 9112 section 3.2.1).</summary>
    /// <param name="url">The URL.</param>
    internal static string GetOriginForm(string url)
    {
        var whole = WithoutFragment(url);
        var start = whole.IndexOf('/', whole.IndexOf("://", StringComparison.Ordinal) + 3);
        var query = whole.IndexOf('?', StringComparison.Ordinal);
        if (start >= 0 && (query < 0 || start < query)) return whole[start..];
        return query < 0 ? "/" : $"/{whole[query..]}";
    }

    /// <summary>Splits a URL into its parts.</summary>
    /// <param name="url">A URL or a relative reference.</param>
    internal static UrlParts Parse(string url)
    {
        var (rest, fragment) = Cut(url, '#');
        (rest, var query) = CutQuery(rest);
        string? scheme = null;
        string? authority = null;
        var path = 0;
        if (SchemeLength(rest) is > 0 and var length)
        {
            scheme = rest[..length];
            path = length + 1;
        }

        if (rest.AsSpan(path).StartsWith("//"))
        {
            var start = path + 2;
            var end = rest.IndexOf('/', start);
            path = end < 0 ? rest.Length : end;
            authority = rest[start..path];
        }

        return new UrlParts(scheme, authority, rest[path..], query, fragment);
    }

    /// <summary>Resolves a reference against this URL (RFC 3986 section 5.2).</summary>
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

    /// <summary>Returns the path without <c>.</c> and <c>..</c> segments (RFC 3986 section 5.2.4).</summary>
    /// <param name="path">A path.</param>
    internal static string RemoveDotSegments(string path)
    {
        if (!path.StartsWith('.') && !path.Contains("/.", StringComparison.Ordinal)) return path;
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
        $"{Scheme}{(Scheme is null ? "" : ":")}{(Authority is null ? "" : "//")}{Authority}{Path}"
        + $"{(Query is null ? "" : "?")}{Query}{(Fragment is null ? "" : "#")}{Fragment}");

    private static (string Before, string? After) Cut(string text, char mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);

    /// <summary>Returns the length of the scheme, or 0 when the text does not begin with one.</summary>
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
