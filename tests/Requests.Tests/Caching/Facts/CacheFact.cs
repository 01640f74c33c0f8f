namespace Requests.Tests.Caching.Facts;

/// <summary>
/// Represents one fact about caches: the headers of a first response, and where the response to a second request, some seconds later, comes
/// from. The first body is "first"; the server responds with "second" to a second request, or with 304 to a conditional one.
/// </summary>
/// <param name="Name">What the fact is, as a sentence.</param>
/// <param name="Expected">Where the second response comes from.</param>
/// <param name="First">
/// The headers of the first response, such as <c>Age: 5</c>. A value such as <c>@-60</c> is the date that many seconds after its time.
/// </param>
internal sealed record CacheFact(string Name, ResponseSource Expected, params string[] First)
{
    internal const string Url = "http://site.example/page";

    /// <summary>Gets the seconds between the two requests.</summary>
    internal double Wait { get; init; } = 3;

    /// <summary>Gets the status of the first response.</summary>
    internal int Status { get; init; } = 200;

    /// <summary>Gets the headers of the first request.</summary>
    internal string[] Request { get; init; } = [];

    /// <summary>Gets the headers of the second request.</summary>
    internal string[] Again { get; init; } = [];

    internal static TheoryData<string> Names(CacheFact[] facts) => [.. facts.Select(static fact => fact.Name)];

    internal static Task CheckAsync(CacheFact[] facts, string name) => facts.Single(fact => fact.Name == name).CheckAsync();

    private async Task CheckAsync()
    {
        var text = Status == 204 ? "" : "first";
        using var site = new CachedSite(CachedSite.Status(Status, text, First), Revalidate);

        await site.Get(Request);
        site.Wait(Wait);
        var second = await site.Get(Again);

        var source = site.Seen.Count == 1 ? ResponseSource.Cache
            : second.Text == "second" ? ResponseSource.Server
            : ResponseSource.Validation;
        Assert.True(
            source == Expected,
            $"{Name}\nexpected {Expected}, found {source}; Cache-Status {second.CacheStatus}"
                + $"\nfirst response: {Status} {string.Join(" | ", First)}"
                + $"\nsent: {string.Join("\n", site.Seen.Select(static request => $"{request.Method} {request.Headers}"))}");
        Assert.Equal(source == ResponseSource.Server ? 200 : Status, second.StatusCode);
        Assert.Equal(source == ResponseSource.Server ? "second" : text, second.Text);
    }

    private static Response Revalidate(CachedSite site, PreparedRequest request) =>
        request.Headers.ContainsKey("If-None-Match") || request.Headers.ContainsKey("If-Modified-Since")
            ? site.Reply(request, 304, "", [])
            : site.Reply(request, 200, "second", []);
}
