namespace Requests.Tests.Transport.Cassettes;

public class CassetteScopeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_sessions_of_the_scope_use_the_cassette_on_each_thread()
    {
        using var fixture = new CassetteFixture();
        using (var cassette = fixture.Open())
        using (CassetteScope.Begin(cassette.Cassette))
        {
            using var first = FakeAdapter.Session(out var network, FakeAdapter.ReplyText(200, "1"));
            using var second = FakeAdapter.Session(out _, FakeAdapter.ReplyText(200, "2"));
            await first.RequestAsync(new Request("GET", "https://h/1"), cancellationToken: Stop);
            await Task.Run(() => second.RequestAsync(new Request("GET", "https://h/2"), cancellationToken: Stop), Stop);
            Assert.Single(network.Seen);
            Assert.Equal(2, cassette.RecordedCount);
        }

        using var replay = fixture.Open();
        using (CassetteScope.Begin(replay.Cassette))
        {
            using var session = FakeAdapter.Session(out var unused);
            Assert.Equal("2", (await session.RequestAsync(new Request("GET", "https://h/2"), cancellationToken: Stop)).Text);
            Assert.Empty(unused.Seen);
        }

        Assert.Null(CassetteScope.Current);
    }

    [Fact]
    public async Task A_cache_neither_hides_a_request_from_the_cassette_nor_stores_what_it_replays()
    {
        using var fixture = new CassetteFixture();
        using var cache = new RequestCache(new RequestCacheSettings { TimeToLive = TimeSpan.FromHours(1) });
        using var session = FakeAdapter.Session(out _, FakeAdapter.ReplyText(200, "1"), FakeAdapter.ReplyText(200, "2"));
        session.Cache = cache;
        await session.RequestAsync(new Request("GET", "https://h/1"), cancellationToken: Stop);
        using (var cassette = fixture.Open())
        using (CassetteScope.Begin(cassette.Cassette))
        {
            var response = await session.RequestAsync(new Request("GET", "https://h/1"), cancellationToken: Stop);
            Assert.Equal("2 Requests; fwd=bypass; detail=cassette", $"{response.Text} {response.CacheStatus}");
            Assert.Equal(1, cassette.RecordedCount);
        }

        Assert.Equal("1", (await session.RequestAsync(new Request("GET", "https://h/1"), cancellationToken: Stop)).Text);
    }

    [Fact]
    public async Task Mocks_and_mounted_cassettes_stay_themselves_and_the_innermost_scope_applies()
    {
        using var fixture = new CassetteFixture();
        using var other = new CassetteFixture();
        using var outer = fixture.Open();
        using var inner = other.Open();
        var replies = new MockAdapter(new MockReply { StatusCode = 204 });
        using var mock = new RequestSession(AdapterRegistry.Create(replies)) { TrustEnv = false };
        using (CassetteScope.Begin(outer.Cassette))
        {
            Assert.Equal(204, (await mock.RequestAsync(new Request("GET", "https://h/"), cancellationToken: Stop)).StatusCode);
            using (CassetteScope.Begin(inner.Cassette))
            {
                using var session = FakeAdapter.Session(out _, FakeAdapter.Reply(200));
                await session.RequestAsync(new Request("GET", "https://h/"), cancellationToken: Stop);
            }

            Assert.Same(outer.Cassette, CassetteScope.Current);
        }

        Assert.Equal((0, 1), (outer.RecordedCount, inner.RecordedCount));
    }

    [Fact]
    public async Task A_thread_that_outlives_the_scope_does_not_use_the_cassette()
    {
        using var fixture = new CassetteFixture();
        using var cassette = fixture.Open();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Cassette?> later;
        using (CassetteScope.Begin(cassette.Cassette)) later = GetLater();
        ended.SetResult();
        Assert.Null(await later);

        async Task<Cassette?> GetLater()
        {
            await ended.Task;
            return CassetteScope.Current;
        }
    }
}
