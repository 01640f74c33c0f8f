using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Requests;

/// <summary>Matches requests with the replies of a mock, and describes the first difference. Pure.</summary>
internal static class MockMatcher
{
    private const string MethodDiffers = "the method differs";
    private const string UrlDiffers = "the URL differs";

    /// <summary>Returns what differs between a request and a reply, or null when the reply matches.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="request">The request.</param>
    /// <param name="body">The bytes of its body, without their content coding.</param>
    internal static string? FindMismatch(MockReply reply, PreparedRequest request, byte[] body)
    {
        if (reply.Method is { } method && !method.Equals(request.Method, StringComparison.OrdinalIgnoreCase)) return MethodDiffers;
        if (reply.UrlPattern is { } url && !FitsUrl(url, request.Url)) return UrlDiffers;
        if (reply.Query is { } query && Missing(query, GetPairs(UrlParts.Parse(request.Url).Query ?? "")) is { } pair)
        {
            return $"the query has no {pair} of that value";
        }

        if (reply.RequestHeaders is { } headers && MissingHeader(headers, request.Headers) is { } header)
        {
            return $"the header {header} differs";
        }

        if (reply.RequestText is { } text && !FitsText(text, Encoding.UTF8.GetString(body))) return "the text of the body differs";
        if (reply.RequestJson is { } json && FindJsonMismatch(json, body) is { } place) return place;
        return reply.RequestForm is { } form ? FindFormMismatch(form, request.Headers["Content-Type"], body) : null;
    }

    /// <summary>Returns the URL of a reply in the form in which it is compared: a path, or a URL in its wire form.</summary>
    /// <param name="url">The URL, or a path that begins with a slash.</param>
    internal static string CreatePattern(string url) => url.StartsWith('/') ? url : Normalize(url);

    /// <summary>Returns whether a reply is for another resource or method, so that its other conditions do not matter.</summary>
    /// <param name="mismatch">What <see cref="FindMismatch"/> returned.</param>
    internal static bool IsForOther(string mismatch) => mismatch is MethodDiffers or UrlDiffers;

    private static bool FitsUrl(string pattern, string url)
    {
        var whole = UrlParts.WithoutFragment(url);
        var subject = pattern.Contains('?', StringComparison.Ordinal) ? whole : UrlParts.CutQuery(whole).Before;
        if (!pattern.StartsWith('/')) return FitsText(pattern, subject);
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

    private static string? FindJsonMismatch(string expected, byte[] body)
    {
        try
        {
            return JsonDifference.Find(JsonNode.Parse(expected), JsonNode.Parse(body)) is { } difference
                ? $"the JSON body differs: {difference}"
                : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            // An object whose names repeat is an ArgumentException.
            return "the body is not JSON";
        }
    }

    private static string? FindFormMismatch(QueryParams expected, string? contentType, byte[] body)
    {
        if (MultipartBody.GetBoundary(contentType) is { } boundary)
        {
            return MultipartForm.FindMismatch(GetPairs(expected), MultipartForm.Read(body, boundary));
        }

        var pairs = GetPairs(Encoding.UTF8.GetString(body));
        if (Missing(expected, pairs) is { } pair) return $"the form has no {pair} of that value";
        return pairs.Count == 0 ? null : $"the form also has '{pairs[0].Name}'";
    }
}
