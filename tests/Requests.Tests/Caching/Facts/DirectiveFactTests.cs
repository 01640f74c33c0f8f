using static Requests.Tests.Caching.Facts.CachedSite;
using static Requests.Tests.Caching.Facts.ResponseSource;

namespace Requests.Tests.Caching.Facts;

/// <summary>What the directives of responses and requests do, beside those of the time.</summary>
public class DirectiveFactTests
{
    private const string Fresh = "Cache-Control: max-age=3600";
    private const string Tag = "ETag: \"1\"";

    private static readonly CacheFact[] Facts =
    [
        new("A private cache reuses what is private", Cache, "Cache-Control: private, max-age=3600"),
        new("A response with no-store is not stored", Server, "Cache-Control: no-store"),
        new("no-store has any case", Server, "Cache-Control: No-StOrE, max-age=3600"),
        new("no-store takes precedence over max-age and Expires", Server, "Cache-Control: max-age=9, no-store", "Expires: @9", "Date: @0"),
        new("A response with no-cache is not reused without validation", Server, "Cache-Control: max-age=3600, no-cache", "Expires: @600"),
        new("no-cache has any case", Server, "Cache-Control: No-CaChE, max-age=3600"),
        new("A response with no-cache is validated", Validation, "Cache-Control: no-cache", Tag),
        new("A response with no-cache and max-age is validated", Validation, "Cache-Control: max-age=3600, no-cache", "Expires: @600", Tag),
        new("no-cache with names of fields is no-cache", Validation, "Cache-Control: no-cache=\"a\"", Fresh, Tag),
        new("A fresh response with must-revalidate is reused", Cache, "Cache-Control: max-age=3600, must-revalidate", Tag),
        new("A stale response with must-revalidate is validated", Validation, "Cache-Control: max-age=2, must-revalidate", Tag),
        new("A fresh response with immutable is reused", Cache, "Cache-Control: max-age=3600, immutable", Tag),
        new("A stale response with immutable is validated", Validation, "Cache-Control: max-age=2, immutable", Tag),
        new("must-understand makes no-store weaker for a known status", Cache, "Cache-Control: max-age=3600, no-store, must-understand"),
        new("must-understand does not store an unknown status", Server, "Cache-Control: max-age=3600, no-store, must-understand")
        {
            Status = 599,
        },

        new("A request with max-age=0 does not use a fresh response", Server, Fresh) { Again = ["Cache-Control: max-age=0"] },
        new("A request with max-age uses a response that is young enough", Cache, Fresh) { Again = ["Cache-Control: max-age=60"] },
        new("A request with max-age does not use an older response", Server, Fresh) { Again = ["Cache-Control: max-age=1"] },
        new("A request with max-age counts Age", Server, Fresh, "Age: 1800") { Again = ["Cache-Control: max-age=600"] },
        new("A request with max-stale uses a stale response", Cache, "Cache-Control: max-age=2")
        {
            Again = ["Cache-Control: max-stale=60"],
        },
        new("A request with max-stale and no argument uses any", Cache, "Cache-Control: max-age=2")
        {
            Again = ["Cache-Control: max-stale"],
        },
        new("max-stale of a request is a limit", Server, "Cache-Control: max-age=2") { Again = ["Cache-Control: max-stale=60"], Wait = 65 },
        new("max-stale of a request counts Age", Cache, "Cache-Control: max-age=1500", "Age: 2000")
        {
            Again = ["Cache-Control: max-stale=1000"],
        },
        new("max-stale of a request does not weaken must-revalidate", Server, "Cache-Control: max-age=2, must-revalidate")
        {
            Again = ["Cache-Control: max-stale=60"],
        },
        new("A request with min-fresh does not use what ends sooner", Server, "Cache-Control: max-age=1500")
        {
            Again = ["Cache-Control: min-fresh=2000"],
        },
        new("A request with min-fresh uses what is fresh long enough", Cache, "Cache-Control: max-age=1500")
        {
            Again = ["Cache-Control: min-fresh=1000"],
        },
        new("min-fresh of a request counts Age", Server, "Cache-Control: max-age=1500", "Age: 1000")
        {
            Again = ["Cache-Control: min-fresh=1000"],
        },
        new("A request with no-cache does not use a response without validation", Server, Fresh) { Again = ["Cache-Control: no-cache"] },
        new("A request with no-cache validates by the entity tag", Validation, Fresh, Tag) { Again = ["Cache-Control: no-cache"] },
        new("A request with no-cache validates by the date", Validation, Fresh, "Last-Modified: @-600", "Date: @0")
        {
            Again = ["Cache-Control: no-cache"],
        },
        new("A request with no-store does not use a stored response", Server, Fresh) { Again = ["Cache-Control: no-store"] },
        new("The response to a request with no-store is not stored", Server, Fresh) { Request = ["Cache-Control: no-store"] },
        new("Pragma: no-cache of a request without Cache-Control is no-cache", Server, Fresh) { Again = ["Pragma: no-cache"] },
        new("Pragma of a request beside Cache-Control is ignored", Cache, Fresh)
        {
            Again = ["Pragma: no-cache", "Cache-Control: max-age=60"],
        },
        new("An unknown Pragma of a request is ignored", Cache, Fresh) { Again = ["Pragma: new-idea"] },
        new("Pragma of a response is ignored", Cache, Fresh, "Pragma: no-cache"),
    ];

    public static TheoryData<string> Names => CacheFact.Names(Facts);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Directives_decide_whether_a_response_is_stored_and_reused(string fact) => CacheFact.CheckAsync(Facts, fact);

    [Fact]
    public async Task A_request_with_only_if_cached_receives_504_where_nothing_is_stored()
    {
        using var site = new CachedSite();

        var response = await site.Get("Cache-Control: only-if-cached");

        Assert.Equal(504, response.StatusCode);
        Assert.Empty(site.Seen);
    }

    [Fact]
    public async Task A_request_with_only_if_cached_receives_what_is_stored()
    {
        using var site = new CachedSite(Ok("first", Fresh));
        await site.Get();

        Assert.Equal("first", (await site.Get("Cache-Control: only-if-cached")).Text);
    }

    [Fact]
    public async Task The_response_to_a_request_with_no_store_leaves_the_stored_one()
    {
        using var site = new CachedSite(Ok("first", Fresh), Ok("second", "Cache-Control: no-store"));
        await site.Get();

        Assert.Equal("second", (await site.Get("Cache-Control: no-store")).Text);
        Assert.Equal("first", (await site.Get()).Text);
    }
}
