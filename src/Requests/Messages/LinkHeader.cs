namespace Requests;

/// <summary>Reads Link headers (RFC 8288 section 3).</summary>
/// <remarks>requests: <c>parse_header_links</c>.</remarks>
internal static class LinkHeader
{
    /// <summary>The links of a header. A link of several relations is there once for each; of two with one name the first counts.</summary>
    /// <param name="header">The header's value, or null.</param>
    /// <param name="baseUrl">What relative targets are resolved against.</param>
    internal static LinkCollection Parse(string? header, string baseUrl)
    {
        var links = new LinkCollection();
        foreach (var (target, rest) in Cut(header ?? ""))
        {
            var parameters = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in HeaderParameters.Parse(rest, ';')) parameters.TryAdd(name, value);
            var url = UrlParts.Parse(baseUrl).Resolve(target).ToString();
            var relations = parameters.GetValueOrDefault("rel")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
            if (relations.Length == 0) links.TryAdd(url, new ResponseLink(url, rel: null, parameters));
            foreach (var rel in relations) links.TryAdd(rel, new ResponseLink(url, rel, parameters));
        }

        return links;
    }

    /// <summary>Target and parameters of each link: the target is in angle brackets, where commas do not separate.</summary>
    private static IEnumerable<(string Target, string Parameters)> Cut(string header)
    {
        var at = 0;
        while (header.IndexOf('<', at) is >= 0 and var open && header.IndexOf('>', open) is >= 0 and var close)
        {
            var end = EndOfParameters(header, close + 1);
            yield return (header[(open + 1)..close].Trim(), header[(close + 1)..end]);
            at = end;
        }
    }

    private static int EndOfParameters(string header, int start)
    {
        var quoted = false;
        for (var i = start; i < header.Length; i++)
        {
            if (header[i] == '"') quoted = !quoted;
            else if (quoted && header[i] == '\\') i++;
            else if (!quoted && header[i] == ',') return i;
        }

        return header.Length;
    }
}
