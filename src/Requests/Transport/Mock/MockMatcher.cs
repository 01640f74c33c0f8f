using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Requests;

/// <summary>Matches requests with the replies of a mock, and describes the first difference. Pure.</summary>
internal static class MockMatcher
{
    /// <summary>Returns what differs between a request and a reply, or null when the reply matches.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="request">The request.</param>
    /// <param name="body">The bytes of its body.</param>
    internal static string? FindMismatch(MockReply reply, PreparedRequest request, byte[] body)
    {
        if (reply.Method is { } method && !method.Equals(request.Method, StringComparison.OrdinalIgnoreCase)) return "the method differs";
        if (reply.Url is { } url && !FitsUrl(url, request.Url)) return "the URL differs";
        if (reply.Query is { } query && Missing(query, GetPairs(UrlParts.Parse(request.Url).Query ?? "")) is { } pair)
        {
            return $"the query has no {pair} of that value";
        }

        if (reply.RequestHeaders is { } headers && MissingHeader(headers, request.Headers) is { } header)
        {
            return $"the header {header} differs";
        }

        if (reply.RequestJson is { } json && !IsSameJson(json, body)) return "the JSON body differs";
        return reply.RequestForm is { } form && !IsSameForm(form, request.Headers["Content-Type"], body) ? "the form differs" : null;
    }

    private static bool FitsUrl(string pattern, string url)
    {
        var whole = UrlParts.WithoutFragment(url);
        var subject = pattern.Contains('?', StringComparison.Ordinal) ? whole : UrlParts.CutQuery(whole).Before;
        if (!pattern.StartsWith('/')) return FitsText(Normalize(pattern), subject);
        var path = subject.IndexOf('/', subject.IndexOf("://", StringComparison.Ordinal) + 3);
        return path >= 0 && FitsText(pattern, subject[path..]);
    }

    /// <summary>Returns a pattern in the wire form of a URL; unchanged where it has no such form, because of its asterisks.</summary>
    private static string Normalize(string pattern)
    {
        try
        {
            return UrlPreparer.Prepare(pattern, parameters: null, baseUri: null).Url;
        }
        catch (RequestException)
        {
            return pattern;
        }
    }

    private static bool FitsText(string pattern, string text) => pattern.Contains('*', StringComparison.Ordinal)
        ? Regex.IsMatch(
            text,
            $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$",
            RegexOptions.Singleline | RegexOptions.NonBacktracking)
        : pattern == text;

    private static List<(string Name, string Value)> GetPairs(string encoded) =>
        [.. QueryDecoder.Decode(encoded).Select(pair => (pair.Key, pair.Value))];

    private static List<(string Name, string Value)> GetPairs(QueryParams expected) =>
        expected.Raw is { } raw
            ? GetPairs(raw)
            : [.. expected.Where(pair => pair.Value is not null).Select(pair => (pair.Key, pair.Value!))];

    private static string? Missing(QueryParams expected, List<(string Name, string Value)> pairs)
    {
        foreach (var pair in GetPairs(expected))
        {
            if (!pairs.Remove(pair)) return $"'{pair.Name}'";
        }

        return null;
    }

    private static string? MissingHeader(HeaderDictionary expected, HeaderDictionary headers) =>
        expected.FirstOrDefault(pair => headers[pair.Key] is not { } value || !FitsText(expected[pair.Key] ?? "", value)).Key;

    private static bool IsSameJson(string expected, byte[] body)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(body));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsSameForm(QueryParams expected, string? contentType, byte[] body)
    {
        if (MultipartBody.GetBoundary(contentType) is { } boundary)
        {
            return MultipartForm.Fits(GetPairs(expected), MultipartForm.Read(body, boundary));
        }

        var pairs = GetPairs(Encoding.UTF8.GetString(body));
        return Missing(expected, pairs) is null && pairs.Count == 0;
    }
}
