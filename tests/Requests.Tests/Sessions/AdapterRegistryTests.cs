namespace Requests.Tests.Sessions;

public class AdapterRegistryTests
{
    private static readonly string[] Start = ["https://", "http://"];

    [Fact]
    public void Prefixes_stand_longest_first_and_in_order_of_mounting()
    {
        using var session = new RequestSession();
        Assert.Equal(Start, Prefixes(session));

        foreach (var prefix in new[] { "http://git", "http://github", "http://github.com", "http://github.com/about/" })
        {
            Mount(session, prefix);
        }

        Assert.Equal(["http://github.com/about/", "http://github.com", "http://github", "http://git", .. Start], Prefixes(session));

        foreach (var prefix in new[] { "http://gittip", "http://gittip.com", "http://gittip.com/about/" }) Mount(session, prefix);
        string[] all =
        [
            "http://github.com/about/",
            "http://gittip.com/about/",
            "http://github.com",
            "http://gittip.com",
            "http://github",
            "http://gittip",
            "http://git",
            .. Start,
        ];
        Assert.Equal(all, Prefixes(session));

        var again = Mount(session, "HTTP://github.com");
        Assert.Equal(9, session.Adapters.Count);
        Assert.Same(again, session.Adapters.GetAdapter("http://github.com/x"));
        Assert.True(session.Adapters.Remove("https://"));
        Assert.Throws<InvalidSchemaException>(() => session.Adapters.GetAdapter("https://h/"));
    }

    [Fact]
    public void The_longest_prefix_wins()
    {
        using var session = new RequestSession();
        var usual = session.Adapters.GetAdapter("https://h/");
        var more = Mount(session, "https://example.com/some/path");
        var less = Mount(session, "https://example.com/");

        Assert.Same(more, session.Adapters.GetAdapter("https://example.com/some/path/at/the/end"));
        Assert.Same(less, session.Adapters.GetAdapter("https://example.com/some/other"));
        Assert.Same(usual, session.Adapters.GetAdapter("https://other.example.com/"));
    }

    [Fact]
    public void A_prefix_in_mixed_case_fits()
    {
        using var session = new RequestSession();
        var mine = Mount(session, "hTtPs://eXamPle.CoM/MixEd_CAse_PREfix");
        Assert.Same(mine, session.Adapters.GetAdapter("https://example.com/mixed_case_prefix/full_url"));
    }

    [Fact]
    public void A_url_in_another_case_fits()
    {
        using var session = new RequestSession();
        var mine = Mount(session, "https://example.com/MixEd_CAse_PREfix");
        Assert.Same(mine, session.Adapters.GetAdapter("HtTpS://exaMPLe.cOm/MiXeD_caSE_preFIX/another_url"));
    }

    [Fact]
    public void A_prefix_with_a_slash_keeps_to_its_host()
    {
        using var session = new RequestSession();
        var mine = Mount(session, "https://example.com/");
        Assert.Same(mine, session.Adapters.GetAdapter("https://example.com/x"));
        Assert.NotSame(mine, session.Adapters.GetAdapter("https://example.com.other.com/x"));
    }

    [Fact]
    public void A_prefix_without_a_slash_fits_longer_hosts_too()
    {
        using var session = new RequestSession();
        var mine = Mount(session, "https://example.com");
        Assert.Same(mine, session.Adapters.GetAdapter("https://example.com.other.com/x"));
    }

    [Fact]
    public void An_empty_prefix_is_refused()
    {
        using var session = new RequestSession();
        Assert.Throws<InvalidUrlException>(() => Mount(session, ""));
    }

    [Fact]
    public void The_index_finds_the_same_adapter_as_a_scan()
    {
        var random = new Random(42);
        for (var round = 0; round < 300; round++)
        {
            var registry = AdapterRegistry.Create(new FakeAdapter());
            for (var i = 0; i < 20; i++) registry.Mount(Text(), new FakeAdapter());
            for (var i = 0; i < 50; i++)
            {
                var url = Text();
                var expected = registry.FirstOrDefault(mount => url.StartsWith(mount.Key, StringComparison.OrdinalIgnoreCase)).Value;
                if (expected is null) Assert.Throws<InvalidSchemaException>(() => registry.GetAdapter(url));
                else Assert.Same(expected, registry.GetAdapter(url));
            }
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => "aAbB_/"[random.Next(6)]));
    }

    private static string[] Prefixes(RequestSession session) => [.. session.Adapters.Select(mount => mount.Key)];

    private static FakeAdapter Mount(RequestSession session, string prefix)
    {
        var adapter = new FakeAdapter();
        session.Adapters.Mount(prefix, adapter);
        return adapter;
    }
}
