using System.Text;

namespace Requests;

/// <summary>
/// Defines the canonical form of a request, which is signed, and the form of its URL that is sent. A URL is sent with every character
/// escaped that can be escaped. So it does not matter whether a server signs a path and a query as they arrive, or decodes them before.
/// </summary>
/// <remarks>Signature Version 4: the canonical request. RFC 3986 section 2.3.</remarks>
internal static class AwsCanonicalForm
{
    private const string Hex = "0123456789ABCDEF";

    /// <summary>Returns a path in the form in which it is sent.</summary>
    /// <param name="path">The path, with or without escapes.</param>
    /// <param name="isObjectKey">
    /// Whether the path is that of an object of S3, in which an escaped slash is a slash. In other paths it stays escaped.
    /// </param>
    internal static string ToSentPath(string path, bool isObjectKey)
    {
        var result = new StringBuilder(path.Length + 16);
        foreach (var segment in path.Split('/')) Encode(result.Append('/'), PercentEncoding.DecodeBytes(segment), isObjectKey);
        return result.ToString(1, result.Length - 1);
    }

    /// <summary>Returns a query in the form in which it is sent: without empty pairs, and with %20 for a plus sign.</summary>
    /// <param name="query">The query without the question mark, or null.</param>
    internal static string ToSentQuery(string? query)
    {
        var result = new StringBuilder();
        foreach (var pair in (query ?? "").Replace('+', ' ').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (result.Length > 0) result.Append('&');
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            Encode(result, PercentEncoding.DecodeBytes(at < 0 ? pair : pair[..at]));
            if (at >= 0) Encode(result.Append('='), PercentEncoding.DecodeBytes(pair[(at + 1)..]));
        }

        return result.ToString();
    }

    /// <summary>Returns a path without empty and dot segments, as all services except S3 sign it.</summary>
    /// <param name="path">The path.</param>
    internal static string Normalize(string path)
    {
        var kept = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment is not ("" or "." or "..")) kept.Add(segment);
            else if (segment == ".." && kept.Count > 0) kept.RemoveAt(kept.Count - 1);
        }

        var joined = $"/{string.Join('/', kept)}";
        return kept.Count > 0 && path.EndsWith('/') ? $"{joined}/" : joined;
    }

    /// <summary>Escapes each byte of a path except slashes and unreserved characters. Escapes are escaped again.</summary>
    /// <param name="path">The path.</param>
    internal static string EncodePath(string path)
    {
        var result = new StringBuilder(path.Length + 16);
        Encode(result, Encoding.UTF8.GetBytes(path), keepsSlash: true);
        return result.ToString();
    }

    /// <summary>Escapes each byte of a text except unreserved characters.</summary>
    /// <param name="text">The text.</param>
    internal static string Encode(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        Encode(result, Encoding.UTF8.GetBytes(text));
        return result.ToString();
    }

    /// <summary>Returns the pairs of a query in the order of their names and values. A name without a value has an equals sign.</summary>
    /// <param name="query">The query as it is sent.</param>
    internal static string SortQuery(string query) => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(static pair => pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at
            ? (Name: pair[..at], Value: pair[(at + 1)..])
            : (Name: pair, Value: ""))
        .OrderBy(static pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Value, StringComparer.Ordinal)
        .Select(static pair => $"{pair.Name}={pair.Value}"));

    /// <summary>Returns the headers that are signed, by their names in lower case, with single blanks in their values.</summary>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="host">The value of the Host header.</param>
    /// <param name="isSigned">Returns whether the header of a name, in lower case, is signed. The Host header always is.</param>
    internal static SortedDictionary<string, string> SelectHeaders(HeaderDictionary headers, string host, Func<string, bool> isSigned)
    {
        var selected = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = host };
        foreach (var (name, value) in headers)
        {
            var key = name.ToLowerInvariant();
            if (value is not null && key != "host" && isSigned(key)) selected[key] = WithSingleBlanks(value);
        }

        return selected;
    }

    /// <summary>Returns the canonical form of a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path in the form in which the service signs it.</param>
    /// <param name="query">The query as it is sent.</param>
    /// <param name="headers">The headers that are signed.</param>
    /// <param name="payload">The hash of the body, or the value in its place.</param>
    internal static string CreateRequest(
        string method,
        string path,
        string query,
        SortedDictionary<string, string> headers,
        string payload)
    {
        var lines = string.Concat(headers.Select(static header => $"{header.Key}:{header.Value}\n"));
        return $"{method}\n{path}\n{SortQuery(query)}\n{lines}\n{string.Join(';', headers.Keys)}\n{payload}";
    }

    private static string WithSingleBlanks(string value) =>
        string.Join(' ', value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static void Encode(StringBuilder result, ReadOnlySpan<byte> bytes, bool keepsSlash = false)
    {
        foreach (var octet in bytes)
        {
            var character = (char)octet;
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~' || (keepsSlash && character == '/'))
            {
                result.Append(character);
            }
            else
            {
                result.Append('%').Append(Hex[octet >> 4]).Append(Hex[octet & 15]);
            }
        }
    }
}
