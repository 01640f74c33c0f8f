using System.Text;

namespace Requests;

/// <summary>Reads Link headers (RFC 8288 section 3).</summary>
/// <remarks>requests: <c>parse_header_links</c>.</remarks>
internal static class LinkHeader
{
    /// <summary>
    /// Reads the links of a header. A link with several relations is added for each of them. The first link of a name is kept.
    /// </summary>
    /// <param name="header">The value of the header, or null.</param>
    /// <param name="baseUrl">The URL that relative targets are resolved against.</param>
    /// <param name="response">The response that has the header, or null.</param>
    internal static LinkCollection Parse(string? header, string baseUrl, Response? response = null)
    {
        if (header is null) return LinkCollection.None;
        var links = new Dictionary<string, ResponseLink>(StringComparer.OrdinalIgnoreCase);
        var origin = UrlParts.Parse(baseUrl);
        for (var at = 0; ReadTarget(header, ref at) is { } target;)
        {
            var parameters = ReadParameters(header, ref at);
            var url = Resolve(origin, target);
            var relations = parameters.GetValueOrDefault("rel")?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
            if (relations.Length == 0) links.TryAdd(url, new ResponseLink(url, rel: null, parameters, response));
            foreach (var rel in relations) links.TryAdd(rel, new ResponseLink(url, rel, parameters, response));
        }

        return new LinkCollection(links);
    }

    /// <summary>Returns the absolute target; a target that is not a URL is returned unchanged.</summary>
    private static string Resolve(UrlParts origin, string target)
    {
        try
        {
            return origin.Resolve(target).ToString();
        }
        catch (RequestException)
        {
            return target;
        }
    }

    /// <summary>Reads the next target in angle brackets, in which commas do not separate; returns null when there are no more.</summary>
    private static string? ReadTarget(string header, ref int at)
    {
        var open = header.IndexOf('<', at);
        var close = open < 0 ? -1 : header.IndexOf('>', open);
        if (close < 0) return null;
        at = close + 1;
        return header[(open + 1)..close].Trim();
    }

    /// <summary>
    /// Reads the parameters up to the comma before the next link. The first parameter of a name is kept; <c>title*</c> replaces
    /// <c>title</c>.
    /// </summary>
    private static Dictionary<string, string?> ReadParameters(string header, ref int at)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        while (at < header.Length && header[at] != ',')
        {
            if (header[at] == ';' || char.IsWhiteSpace(header[at]))
            {
                at++;
                continue;
            }

            var name = ReadName(header, ref at);
            var value = at < header.Length && header[at] == '=' ? ReadValue(header, ref at) : null;
            if (name.Length > 0) parameters.TryAdd(name, value);
        }

        if (parameters.GetValueOrDefault("title*") is { } extended && HeaderParameters.DecodeExtended(extended) is { } title)
        {
            parameters["title"] = title;
        }

        return parameters;
    }

    private static string ReadName(string header, ref int at)
    {
        var start = at;
        while (at < header.Length && header[at] is not ('=' or ';' or ',')) at++;
        return header[start..at].Trim();
    }

    /// <summary>Reads a value: in double quotes, in single quotes, which some servers send, or without quotes.</summary>
    private static string ReadValue(string header, ref int at)
    {
        at++;
        while (at < header.Length && header[at] is ' ' or '\t') at++;
        if (at < header.Length && header[at] is '"' or '\'' && ReadQuoted(header, ref at) is { } quoted) return quoted;
        var start = at;
        while (at < header.Length && header[at] is not (';' or ',')) at++;
        return header[start..at].Trim(' ', '\t', '"', '\'');
    }

    /// <summary>Reads a value in quotes; returns null when they are not closed.</summary>
    private static string? ReadQuoted(string header, ref int at)
    {
        var quote = header[at];
        var text = new StringBuilder();
        for (var i = at + 1; i < header.Length; i++)
        {
            if (header[i] == quote)
            {
                at = i + 1;
                return text.ToString();
            }

            if (header[i] == '\\' && quote == '"' && i + 1 < header.Length) i++;
            text.Append(header[i]);
        }

        return null;
    }
}
