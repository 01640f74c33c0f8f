namespace Requests.Tests.Caching;

/// <summary>Tests for which requests a stored response is: those with the same headers that Vary lists, credentials and cookies.</summary>
public class CacheUserTests
{
    private static readonly (string, string) Minute = ("Cache-Control", "max-age=60");
    private static readonly (string, string) Private = ("Cache-Control", "private, max-age=60");

    [Fact]
    public async Task Each_variant_is_stored()
    {
        using var client = new CacheClient()
            .Reply("en", Minute, ("Vary", "Accept-Language, X-B"), ("ETag", "\"en\""))
            .Reply("de", Minute, ("Vary", "x-b,accept-language"), ("ETag", "\"de\""));
        await client.Send(("Accept-Language", "en, fr"));

        Assert.Equal("de Requests; fwd=vary-miss; stored", await client.Summarize(("Accept-Language", "de")));
        Assert.Equal("\"en\"", client.Sent[1].Headers["If-None-Match"]);
        Assert.Equal("en Requests; hit; ttl=60", await client.Summarize(("Accept-Language", "EN,fr")));
        Assert.Equal("de Requests; hit; ttl=60", await client.Summarize(("Accept-Language", "de")));
    }

    [Fact]
    public async Task A_variant_that_the_server_says_is_the_same_is_used()
    {
        using var client = new CacheClient()
            .Reply("en", Minute, ("Vary", "Accept-Language"), ("ETag", "\"en\""))
            .Reply("de", Minute, ("Vary", "Accept-Language"), ("ETag", "\"de\""))
            .Reply(304, "", ("ETag", "\"en\""));
        await client.Send(("Accept-Language", "en"));
        await client.Send(("Accept-Language", "de"));

        Assert.Equal("en Requests; fwd=vary-miss; fwd-status=304; ttl=60", await client.Summarize(("Accept-Language", "en-US")));
        Assert.Equal("\"de\", \"en\"", client.Sent[2].Headers["If-None-Match"]);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("Accept, *")]
    public async Task A_response_that_varies_by_anything_is_not_stored(string vary)
    {
        using var client = new CacheClient().Reply("one", Minute, ("Vary", vary)).Reply("two", Minute, ("Vary", vary));
        await client.Send();

        Assert.Equal("two Requests; fwd=uri-miss", await client.Summarize());
    }

    [Fact]
    public async Task A_missing_header_differs_from_an_empty_one()
    {
        using var client = new CacheClient().Reply("one", Minute, ("Vary", "X")).Reply("two", Minute, ("Vary", "X"));
        await client.Send();

        Assert.StartsWith("two ", await client.Summarize(("X", "")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "Bearer a", "Bearer b")]
    [InlineData("Authorization", "Bearer a", null)]
    [InlineData("Authorization", null, "Bearer a")]
    [InlineData("X-Api-Key", "a", "b")]
    public async Task A_response_is_for_the_same_credentials(string name, string? first, string? second)
    {
        using var client = new CacheClient().Reply("one", Minute, ("ETag", "\"a\"")).Reply("two", Minute);
        await Send(client, name, first);

        var other = await Send(client, name, second);

        Assert.Equal("two", other.Text);
        Assert.Null(client.Sent[1].Headers["If-None-Match"]);
        Assert.Equal("one", (await Send(client, name, first)).Text);
        Assert.Equal("two", (await Send(client, name, second)).Text);
        Assert.Equal(2, client.Sent.Count);
    }

    [Theory]
    [InlineData("public, max-age=60")]
    [InlineData("s-maxage=60, max-age=60")]
    public async Task A_response_for_everyone_is_for_other_credentials_too(string directives)
    {
        using var client = new CacheClient().Reply("one", ("Cache-Control", directives));
        await client.Send(("Authorization", "Bearer a"), ("Cookie", "a=1"));

        Assert.True((await client.Send(("Authorization", "Bearer b"))).FromCache);
    }

    [Theory]
    [InlineData("max-age=60", true)]
    [InlineData("private, max-age=60", false)]
    [InlineData("", false)]
    public async Task Other_cookies_count_where_the_response_is_private_or_the_lifetime_is_the_callers(string directives, bool reused)
    {
        using var client = new CacheClient(new RequestCacheSettings { TimeToLive = TimeSpan.FromMinutes(1) })
            .Reply("one", ("Cache-Control", directives))
            .Reply("two", ("Cache-Control", directives));
        await client.Send(("Cookie", "user=a"));

        Assert.Equal(reused, (await client.Send(("Cookie", "user=b"))).FromCache);
        Assert.True((await client.Send(("Cookie", "user=a"))).FromCache);
    }

    [Fact]
    public async Task Cookies_can_be_ignored()
    {
        using var client = new CacheClient(new RequestCacheSettings { IgnoreCookies = true }).Reply("one", Private);
        await client.Send(("Cookie", "user=a"));

        Assert.True((await client.Send(("Cookie", "user=b"))).FromCache);
    }

    [Fact]
    public async Task The_tag_of_a_response_for_another_user_is_not_validated()
    {
        using var client = new CacheClient().Reply("one", Private, ("ETag", "\"a\"")).Reply("two", Private, ("ETag", "\"a\""));
        await client.Send(("Cookie", "user=a"));

        Assert.StartsWith("two Requests; fwd=vary-miss", await client.Summarize(("Cookie", "user=b")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_that_is_private_for_browsers_and_fresh_for_proxies_is_for_one_user()
    {
        (string, string) both = ("Cache-Control", "private, max-age=60, s-maxage=60");
        using var client = new CacheClient().Reply("one", both).Reply("two", both);
        await client.Send(("Authorization", "Bearer a"));

        Assert.False((await client.Send(("Authorization", "Bearer b"))).FromCache);
    }

    [Fact]
    public async Task A_response_for_all_that_becomes_private_is_received_anew()
    {
        using var client = new CacheClient()
            .Reply("one", ("Cache-Control", "public, max-age=0"), ("ETag", "\"a\""))
            .Reply(304, "", ("Cache-Control", "private, max-age=60"), ("ETag", "\"a\""))
            .Reply("two", Private);
        await client.Send(("Authorization", "Bearer a"));
        await client.Send(("Authorization", "Bearer a"));

        Assert.False((await client.Send(("Authorization", "Bearer b"))).FromCache);
    }

    [Fact]
    public async Task Digest_authentication_finds_its_responses_without_a_challenge()
    {
        const string Challenge = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";
        using var client = new CacheClient()
            .Reply(401, "", ("WWW-Authenticate", Challenge), Minute)
            .Reply("one", Minute)
            .Reply(401, "", ("WWW-Authenticate", Challenge))
            .Reply("two", Minute);
        client.Session.Auth = new DigestAuth("user", "pass");
        await client.Send();

        var again = await client.Send();
        client.Session.Auth = new DigestAuth("user", "other");
        var other = await client.Send();

        Assert.Equal(("one", true, 0), (again.Text, again.FromCache, again.History.Count));
        Assert.Equal(("two", false), (other.Text, other.FromCache));
    }

    [Fact]
    public void A_client_certificate_and_a_header_both_count()
    {
        using var store = new MemoryCacheStore(1024);
        var digests = new CacheDigests(store);
        string Compute(string token, string? certificate) =>
            new CacheRequest("GET", "k", new HeaderDictionary { ["Authorization"] = token }, digests) { Certificate = certificate }
                .CredentialsDigest;

        Assert.Equal(4, new[] { Compute("a", null), Compute("a", "c"), Compute("b", "c"), Compute("a", "d") }.Distinct().Count());
    }

    [Fact]
    public async Task What_an_unverified_server_sent_is_not_used_by_a_session_that_verifies()
    {
        using var client = new CacheClient().Reply("one", Minute).Reply("two", Minute);
        client.Session.Defaults = client.Session.Defaults with { Tls = new TlsSettings(Verify: false) };
        await client.Send("GET", "https://h/a");
        client.Session.Defaults = client.Session.Defaults with { Tls = TlsSettings.Default };

        Assert.Equal("two", (await client.Send("GET", "https://h/a")).Text);
    }

    [Fact]
    public async Task A_host_header_does_not_hide_the_server()
    {
        using var client = new CacheClient().Reply("one", Minute).Reply("two", Minute);
        await client.Send("GET", "http://10.0.0.1/a", ("Host", "h"));

        Assert.Equal("two", (await client.Send("GET", "http://10.0.0.2/a", ("Host", "h"))).Text);
    }

    [Fact]
    public async Task Two_sessions_share_a_cache()
    {
        using var cache = new RequestCache();
        var time = new ManualTime();
        using var one = new CacheClient(cache: cache, time: time).Reply("one", Minute);
        using var two = new CacheClient(cache: cache, time: time);
        await one.Send();

        Assert.True((await two.Send()).FromCache);
    }

    [Fact]
    public async Task A_header_that_changes_all_the_time_does_not_fill_the_store()
    {
        using var client = new CacheClient();
        for (var i = 0; i < 100; i++)
        {
            client.Reply($"{i}", Minute, ("Vary", "X"));
            await client.Send(("X", $"{i}"));
        }

        Assert.InRange(client.Cache.Store.Find("http://h/a Adapter").Count, 1, 33);
        Assert.True((await client.Send(("X", "99"))).FromCache);
    }

    [Theory]
    [InlineData("http://H:80", "http://h/")]
    [InlineData("HTTPS://h:443/A?b", "https://h/A?b")]
    [InlineData("http://h?b#c", "http://h/?b")]
    [InlineData("http://h:8080/#x", "http://h:8080/")]
    [InlineData("http://[::1]:80/", "http://[::1]/")]
    [InlineData("http://h:443/", "http://h:443/")]
    [InlineData("http://h/%7Ea/../b", "http://h/%7Ea/../b")]
    public void A_key_is_the_url_in_its_normal_form(string url, string key)
    {
        Assert.Equal(key, CacheKey.Create(url));
        Assert.Equal($"{key} unix:/s", CacheKey.Create(url, "unix:/s"));
        Assert.Equal(key, StoredResponse.GetUrl(CacheKey.Create(url, "unix:/s x")));
    }

    [Fact]
    public void Digests_of_a_store_that_others_can_read_are_slow_and_salted()
    {
        using var store = new PlainStore();
        var digests = new CacheDigests(store);

        var digest = digests.ComputeSecret("pass");

        Assert.Equal(32, digest.Length);
        Assert.Equal(digest, new CacheDigests(store).ComputeSecret("pass"));
        Assert.NotEqual(digest, digests.Compute("pass"));
        Assert.NotEqual(digest, new CacheDigests(new PlainStore()).ComputeSecret("pass"));
    }

    [Fact]
    public async Task A_store_that_others_can_read_has_no_response_to_an_authenticated_request()
    {
        using var store = new PlainStore();
        using var client = new CacheClient(cache: new RequestCache(store))
            .Reply("one", Minute)
            .Reply("two", ("Cache-Control", "private, max-age=60"))
            .Reply("three", Minute, ("Set-Cookie", "s=1"), ("X-Auth-Token", "t"))
            .Reply("four", ("Cache-Control", "public, max-age=60"));
        await client.Send("GET", "http://h/1", ("Authorization", "Bearer a"));
        await client.Send("GET", "http://h/2", ("Cookie", "a=1"));
        await client.Send("GET", "http://h/3");
        await client.Send("GET", "http://h/4", ("Authorization", "Bearer a"));

        Assert.Equal(["http://h/3", "http://h/4"], store.GetAll().Select(static stored => stored.Url).Order());
        Assert.All(store.GetAll(), static stored => Assert.Equal(["Cache-Control"], stored.Headers.Keys));
    }

    [Fact]
    public async Task The_caller_can_allow_it()
    {
        using var store = new PlainStore();
        using var client = new CacheClient(cache: new RequestCache(store, new RequestCacheSettings { AllowAuthenticated = true }))
            .Reply("one", Minute, ("Set-Cookie", "s=1"));
        await client.Send(("Authorization", "Bearer a"));

        var stored = Assert.Single(store.GetAll());
        Assert.True(stored.IsPersonal);
        Assert.Equal("s=1", stored.Headers["Set-Cookie"]);
        Assert.True((await client.Send(("Authorization", "Bearer a"))).FromCache);
    }

    private static Task<Response> Send(CacheClient client, string name, string? value) =>
        value is null ? client.Send() : client.Send((name, value));

    /// <summary>Represents a store in memory that says that others can read it.</summary>
    private sealed class PlainStore : ICacheStore
    {
        private readonly MemoryCacheStore _inner = new(1024 * 1024);

        public bool IsPlainText => true;

        public ReadOnlyMemory<byte> Salt => _inner.Salt;

        public IReadOnlyList<StoredResponse> Find(string key) => _inner.Find(key);

        public Stream? OpenBody(StoredResponse response) => _inner.OpenBody(response);

        public ICacheWriter? Create(StoredResponse response) => _inner.Create(response);

        public void Update(StoredResponse response) => _inner.Update(response);

        public void Remove(string key) => _inner.Remove(key);

        public void Remove(StoredResponse response) => _inner.Remove(response);

        public IEnumerable<StoredResponse> GetAll() => _inner.GetAll();

        public void Clear() => _inner.Clear();

        public void Dispose() => _inner.Dispose();
    }
}
