using static Requests.Tests.Caching.Facts.CachedSite;
using static Requests.Tests.Caching.Facts.ResponseSource;

namespace Requests.Tests.Caching.Facts;

/// <summary>How Vary decides which stored response fits a request.</summary>
public class VaryFactTests
{
    private const string Fresh = "Cache-Control: max-age=3600";

    private static readonly CacheFact[] Facts =
    [
        new("A response is reused where the field of Vary is the same", Cache, Fresh, "Vary: Foo")
        {
            Request = ["Foo: 1"],
            Again = ["Foo: 1"],
        },
        new("A response is not reused where the field differs", Server, Fresh, "Vary: Foo") { Request = ["Foo: 1"], Again = ["Foo: 2"] },
        new("A response is not reused where the first request lacked it", Server, Fresh, "Vary: Foo") { Again = ["Foo: 1"] },
        new("A response is not reused where the second request lacks it", Server, Fresh, "Vary: Foo") { Request = ["Foo: 1"] },
        new("The name of a field in Vary has any case", Server, Fresh, "Vary: fOO") { Request = ["Foo: 1"], Again = ["Foo: 2"] },
        new("A field that is not in Vary does not matter", Cache, Fresh, "Vary: Foo")
        {
            Request = ["Foo: 1", "Other: 2"],
            Again = ["Foo: 1", "Other: 3"],
        },
        new("Two fields of Vary that are the same", Cache, Fresh, "Vary: Foo, Bar")
        {
            Request = ["Foo: 1", "Bar: a"],
            Again = ["Bar: a", "Foo: 1"],
        },
        new("Of two fields of Vary the first differs", Server, Fresh, "Vary: Foo, Bar")
        {
            Request = ["Foo: 1", "Bar: a"],
            Again = ["Foo: 2", "Bar: a"],
        },
        new("Two fields of Vary that are missing", Server, Fresh, "Vary: Foo, Bar") { Request = ["Foo: 1", "Bar: a"] },
        new("Two lines of Vary count together", Server, Fresh, "Vary: Foo", "Vary: Bar")
        {
            Request = ["Foo: 1", "Bar: a"],
            Again = ["Foo: 1", "Bar: b"],
        },
        new("Three fields of Vary that are the same", Cache, Fresh, "Vary: Foo, Bar, Baz")
        {
            Request = ["Foo: 1", "Bar: a", "Baz: 7"],
            Again = ["Foo: 1", "Bar: a", "Baz: 7"],
        },
        new("Of three fields of Vary the last sent differs", Server, Fresh, "Vary: Foo, Bar, Baz")
        {
            Request = ["Foo: 1", "Bar: a", "Baz: 7"],
            Again = ["Foo: 1", "Baz: 7", "Bar: ab"],
        },
        new("A field of Vary that both requests lack", Cache, Fresh, "Vary: Foo, Bar, Baz")
        {
            Request = ["Foo: 1", "Baz: 7"],
            Again = ["Foo: 1", "Baz: 7"],
        },
        new("Values of two fields are not confused", Server, Fresh, "Vary: Foo, Bar") { Request = ["Foo: 1"], Again = ["Bar: 1"] },
        new("Two lines of a field are one list", Cache, Fresh, "Vary: Foo") { Request = ["Foo: 1, 2"], Again = ["Foo: 1", "Foo: 2"] },
        new("White space around the items of a field does not matter", Cache, Fresh, "Vary: Foo")
        {
            Request = ["Foo: 1,2"],
            Again = ["Foo:  1, 2 "],
        },
        new("Vary: * prevents the reuse", Server, Fresh, "Vary: *"),
        new("Vary: * twice prevents the reuse", Server, Fresh, "Vary: *, *"),
        new("Vary: * in two lines prevents the reuse", Server, Fresh, "Vary: *", "Vary: *"),
        new("Vary: * after nothing prevents the reuse", Server, Fresh, "Vary: , *"),
        new("Vary: * after an empty line prevents the reuse", Server, Fresh, "Vary: ", "Vary: *"),
        new("Vary: * before a name prevents the reuse", Server, Fresh, "Vary: *, Foo"),
        new("Vary: * after a name prevents the reuse", Server, Fresh, "Vary: Foo, *"),
    ];

    public static TheoryData<string> Names => CacheFact.Names(Facts);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Vary_decides_which_response_fits(string fact) => CacheFact.CheckAsync(Facts, fact);

    [Fact]
    public async Task Two_variants_are_stored_side_by_side()
    {
        using var site = new CachedSite(Ok("one", Fresh, "Vary: Foo"), Ok("two", Fresh, "Vary: Foo"));
        await site.Get("Foo: 1");
        await site.Get("Foo: 2");

        Assert.Equal("one", (await site.Get("Foo: 1")).Text);
        Assert.Equal("two", (await site.Get("Foo: 2")).Text);
        Assert.Equal(2, site.Seen.Count);
    }

    [Fact]
    public async Task A_validation_sends_the_fields_of_Vary()
    {
        using var site = new CachedSite(Ok("one", "Cache-Control: max-age=2", "ETag: \"1\"", "Vary: Foo"), Status(304, "", "ETag: \"1\""));
        await site.Get("Foo: 1");
        site.Wait(3);

        Assert.Equal("one", (await site.Get("Foo: 1")).Text);
        Assert.Equal("1", site.Seen[1].Headers["Foo"]);
        Assert.Equal("\"1\"", site.Seen[1].Headers["If-None-Match"]);
    }

    [Fact]
    public async Task A_response_is_kept_for_one_query()
    {
        using var site = new CachedSite(Ok("one", Fresh), Ok("two", Fresh));
        await site.Send("GET", CacheFact.Url + "?a=1");
        await site.Send("GET", CacheFact.Url + "?a=2");

        Assert.Equal("one", (await site.Send("GET", CacheFact.Url + "?a=1")).Text);
        Assert.Equal("two", (await site.Send("GET", CacheFact.Url + "?a=2")).Text);
        Assert.Equal(2, site.Seen.Count);
    }
}
