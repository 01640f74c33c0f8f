using System.Globalization;

namespace Requests;

/// <summary>Reads the headers by which a server describes the pages of a list.</summary>
internal static class PageHeaders
{
    private const string Continuation = "x-ms-continuation";

    private static readonly string[] CountHeaders = ["X-Total-Count", "Total-Count", "X-Total", "X-WP-Total", "X-Pagination-Total-Count"];

    /// <summary>Returns the page that the <c>Link</c> header names, or null.</summary>
    /// <param name="response">The response.</param>
    /// <remarks>RFC 8288 section 3.3, with the relation <c>next</c>.</remarks>
    internal static NextPage? FindLink(Response response) =>
        response.Links.TryGetValue("next", out var link) ? new NextPage { Url = link.Url, IsReference = true } : null;

    /// <summary>Returns the page that the headers name, or null.</summary>
    /// <param name="response">The response.</param>
    /// <remarks>
    /// After the <c>Link</c> header: <c>x-next-page</c> is the number for the parameter <c>page</c> (GitLab).
    /// <c>x-ms-continuationtoken</c> is the parameter <c>continuationToken</c> (Azure DevOps). <c>x-ms-continuation-NAME</c> is the
    /// parameter NAME (Azure Tables: NextPartitionKey, NextRowKey, NextTableName). <c>x-ms-continuation</c> is sent back as the header
    /// of the same name (Cosmos DB).
    /// </remarks>
    internal static NextPage? Find(Response response)
    {
        if (FindLink(response) is { } link) return link;
        QueryParams? query = null;
        foreach (var (name, value) in response.Headers)
        {
            if (string.IsNullOrWhiteSpace(value) || GetParameter(name) is not { } parameter) continue;
            (query ??= []).Add(parameter, value.Trim());
        }

        if (query is not null)
        {
            // The row of the page before would stay in the query otherwise.
            if (query.Any(IsPartition) && !query.Any(IsRow)) query.Add("NextRowKey", null);
            return new NextPage { Params = query };
        }

        return response.Headers[Continuation] is { } token && !string.IsNullOrWhiteSpace(token)
            ? new NextPage { Headers = new HeaderDictionary { [Continuation] = token } }
            : null;
    }

    /// <summary>Returns whether the headers name a page before this one.</summary>
    /// <param name="response">The response.</param>
    internal static bool HasPrevious(Response response) =>
        response.Links.ContainsKey("prev")
            || response.Links.ContainsKey("previous")
            || !string.IsNullOrWhiteSpace(response.Headers["x-prev-page"]);

    /// <summary>Returns whether the headers have the place of a next page, and it is empty.</summary>
    /// <param name="response">The response.</param>
    internal static bool IsLast(Response response) =>
        (response.Links.Count > 0 && !response.Links.ContainsKey("next"))
            || (response.Headers["x-next-page"] is { } next && string.IsNullOrWhiteSpace(next));

    /// <summary>Returns the number of items of the whole list that the headers announce, or null.</summary>
    /// <param name="response">The response.</param>
    internal static long? FindCount(Response response)
    {
        foreach (var name in CountHeaders)
        {
            if (ToCount(response.Headers[name]) is { } count) return count;
        }

        // Content-Range: items 0-9/100. The range of bytes belongs to a part of one representation (RFC 9110 section 14.4).
        return response.Headers["Content-Range"] is { } range && !range.StartsWith("bytes", StringComparison.OrdinalIgnoreCase)
            ? ToCount(range[(range.LastIndexOf('/') + 1)..])
            : null;
    }

    /// <summary>Converts a text to a count; null where it is not a whole number.</summary>
    /// <param name="text">The text, or null.</param>
    internal static long? ToCount(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var count)
            ? count
            : null;

    private static bool IsPartition(KeyValuePair<string, string?> pair) =>
        pair.Key.Equals("NextPartitionKey", StringComparison.OrdinalIgnoreCase);

    private static bool IsRow(KeyValuePair<string, string?> pair) => pair.Key.Equals("NextRowKey", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the query parameter that a header belongs to, or null.</summary>
    private static string? GetParameter(string header)
    {
        if (header.Equals("x-next-page", StringComparison.OrdinalIgnoreCase)) return "page";
        if (header.Equals("x-ms-continuationtoken", StringComparison.OrdinalIgnoreCase)) return "continuationToken";
        return header.StartsWith($"{Continuation}-", StringComparison.OrdinalIgnoreCase) && header.Length > Continuation.Length + 1
            ? header[(Continuation.Length + 1)..]
            : null;
    }
}
