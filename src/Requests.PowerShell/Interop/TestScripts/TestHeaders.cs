namespace Requests.PowerShell;

/// <summary>Selects the headers of a recorded exchange that a test has.</summary>
internal static class TestHeaders
{
    // What the session or the browser adds to each request, and what depends on the connection or on secrets.
    private static readonly HashSet<string> LeftOutOfRequests = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Connection", "Content-Encoding", "Content-Length",
        "Content-Type", "Cookie", "DNT", "Host", "Keep-Alive", "Origin", "Pragma", "Priority", "Proxy-Authorization", "Proxy-Connection",
        "Referer", "TE", "traceparent", "tracestate", "Transfer-Encoding", "Upgrade-Insecure-Requests", "User-Agent",
    };

    // What changes with each response, and what describes the bytes on the connection: a test has the decoded body.
    private static readonly HashSet<string> LeftOutOfResponses = new(StringComparer.OrdinalIgnoreCase)
    {
        "Alt-Svc", "Connection", "Content-Digest", "Content-Encoding", "Content-Length", "Content-MD5", "Date", "Digest", "Keep-Alive",
        "Repr-Digest", "Server", "Transfer-Encoding", "Via",
    };

    /// <summary>Creates the headers that a test sends; null for none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hasContentType">Whether the body sets the media type.</param>
    internal static ScriptMap? ForRequest(HarRequest request, bool hasContentType)
    {
        var entries = new List<KeyValuePair<string, object?>>();
        if (!hasContentType && request.Body is { HasContent: true, MediaType: { Length: > 0 } type })
        {
            entries.Add(KeyValuePair.Create<string, object?>("Content-Type", type));
        }

        entries.AddRange(Select(request.Headers, IsSent));
        return entries.Count == 0 ? null : new ScriptMap(entries);
    }

    /// <summary>Creates the headers of a mock's reply; null for none.</summary>
    /// <param name="headers">The headers of the response, or its trailers.</param>
    internal static ScriptMap? ForResponse(HeaderDictionary headers)
    {
        var entries = Select(headers, static (name, _) => !LeftOutOfResponses.Contains(name)).ToList();
        return entries.Count == 0 ? null : new ScriptMap(entries);
    }

    private static bool IsSent(string name, string value) =>
        !LeftOutOfRequests.Contains(name)
        && !name.StartsWith(':')
        && !name.StartsWith("sec-", StringComparison.OrdinalIgnoreCase)
        && !value.Contains(SensitiveNames.Redacted, StringComparison.Ordinal)
        && !(name.Equals("Accept", StringComparison.OrdinalIgnoreCase) && value == "*/*");

    private static IEnumerable<KeyValuePair<string, object?>> Select(HeaderDictionary headers, Func<string, string, bool> isSelected)
    {
        foreach (var name in headers.Select(static header => header.Key).Where(static name => !name.StartsWith(':')))
        {
            var values = headers.GetValues(name).ToArray();
            if (values.Length == 0 || !isSelected(name, values[0])) continue;
            object value = values.Length == 1 ? values[0] : values.ToArray<object?>();
            yield return KeyValuePair.Create<string, object?>(name, value);
        }
    }
}
