namespace Requests;

/// <summary>Creates the replies of a mock from the exchanges of an HTTP archive.</summary>
internal static class MockArchive
{
    /// <summary>Creates the replies.</summary>
    /// <param name="entries">The exchanges. Those of other protocols than HTTP, such as the WebSockets of a browser, are left out.</param>
    /// <param name="ordered">Whether the replies are used in their order, each once.</param>
    internal static MockReply[] CreateReplies(IEnumerable<HarEntry> entries, bool ordered)
    {
        var exchanges = entries.Where(static entry => IsExchange(entry)).ToList();
        if (ordered) return [.. exchanges.Select(static entry => CreateReply(entry, times: null))];

        // A reply without a query matches any query. Those with a query come first, and those with a redacted value after the exact ones.
        var left = exchanges.GroupBy(GetKey, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
        var replies = new List<MockReply>(exchanges.Count);
        foreach (var entry in exchanges) replies.Add(CreateReply(entry, --left[GetKey(entry)] > 0 ? 1 : null));
        return [.. replies.OrderBy(static reply => GetRank(reply.Url!))];
    }

    private static string GetKey(HarEntry entry) => $"{entry.Request.Method} {entry.Request.Url}";

    private static int GetRank(string url) =>
        !url.Contains('?', StringComparison.Ordinal) ? 2 : url.Contains('*', StringComparison.Ordinal) ? 1 : 0;

    private static bool IsExchange(HarEntry entry) =>
        entry.Request.Method != "CONNECT"
        && entry.Request.Url.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && (entry.Response.Status >= 200 || entry.Response.Status == 0);

    private static MockReply CreateReply(HarEntry entry, int? times) => new()
    {
        Method = entry.Request.Method,
        Url = UrlParts.WithoutFragment(entry.Request.Url),
        StatusCode = entry.Response.Status > 0 ? entry.Response.Status : 200,
        Times = times,
        Callback = (request, _) => HarReplay.CreateError(entry, request) is { } error
            ? throw error
            : HarReplay.CreateResponse(entry, request),
    };
}
