namespace Requests.PowerShell;

/// <summary>Groups recorded exchanges into calls.</summary>
internal static class TestCalls
{
    /// <summary>Returns the calls that responses belong to. A response in the history of another one is not a call of its own.</summary>
    /// <param name="responses">The responses, those of a history included or not.</param>
    /// <param name="recorder">Creates the exchanges.</param>
    internal static IEnumerable<TestCall> FromResponses(IEnumerable<Response> responses, HarRecorder recorder)
    {
        var all = responses.ToList();
        var intermediate = new HashSet<Response>(all.SelectMany(static response => response.History), ReferenceEqualityComparer.Instance);
        var seen = new HashSet<Response>(ReferenceEqualityComparer.Instance);
        foreach (var response in all)
        {
            if (intermediate.Contains(response) || !seen.Add(response)) continue;

            // Challenges are left out: a test has no credentials, and a mock does not verify any.
            var redirects = response.History.Where(static earlier => earlier.IsRedirect);
            yield return new TestCall([.. redirects.Append(response).Select(item => recorder.CreateEntry(item, Capture(item.Request)))]);
        }
    }

    /// <summary>Returns the calls of an archive. The exchange that a redirect leads to belongs to the call of the redirect.</summary>
    /// <param name="entries">The exchanges in their order.</param>
    internal static IEnumerable<TestCall> FromEntries(IEnumerable<HarEntry> entries)
    {
        var rest = new LinkedList<HarEntry>(entries.Where(IsExchange));
        while (rest.First is { } first)
        {
            rest.RemoveFirst();
            var exchanges = new List<HarEntry> { first.Value };
            while (FindNext(rest, exchanges[^1]) is { } next)
            {
                rest.Remove(next);
                exchanges.Add(next.Value);
            }

            yield return new TestCall(exchanges);
        }
    }

    /// <summary>Returns whether the response of an exchange is a redirect that names its target.</summary>
    /// <param name="entry">The exchange.</param>
    internal static bool IsRedirect(HarEntry entry) =>
        entry.Response.Status is 301 or 302 or 303 or 307 or 308 && entry.Response.Headers["Location"] is { Length: > 0 };

    /// <summary>Reads the body of a form with files again, where that is possible.</summary>
    private static HarCapture? Capture(PreparedRequest request)
    {
        if (CompressedBody.Unwrap(request.Body) is not MultipartBody { CanRewind: true } form) return null;
        try
        {
            return new HarCapture { RequestBody = RequestMembers.GetBytes(form) };
        }
        catch (Exception error) when (error is RequestException or IOException)
        {
            // A file was removed after it was sent: the test has no body.
            return null;
        }
    }

    private static bool IsExchange(HarEntry entry) =>
        entry.Request.Method != "CONNECT"
        && entry.Request.Url.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && (entry.Response.Status >= 200 || entry.Response.Status == 0);

    private static LinkedListNode<HarEntry>? FindNext(LinkedList<HarEntry> rest, HarEntry entry)
    {
        if (!IsRedirect(entry)
            || !Uri.TryCreate(entry.Request.Url, UriKind.Absolute, out var origin)
            || !Uri.TryCreate(origin, entry.Response.Headers["Location"], out var target))
        {
            return null;
        }

        var url = target.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        for (var node = rest.First; node is not null; node = node.Next)
        {
            var request = node.Value.Request;
            var isFollowed = request.Method == entry.Request.Method || (request.Method == "GET" && entry.Request.Method != "HEAD");
            if (isFollowed && UrlParts.WithoutFragment(request.Url) == url) return node;
        }

        return null;
    }
}
