namespace Requests.Tests.Transport.Cassettes;

public class CassetteModeTests
{
    private const string Url = "https://api.example.com/users?page=1";

    [Fact]
    public async Task Once_records_while_the_file_does_not_exist_and_then_replays_only()
    {
        using var fixture = new CassetteFixture();
        using (var cassette = fixture.Open(null, FakeAdapter.ReplyText(200, "first", ("X-A", "1"))))
        {
            Assert.Equal("first", (await CassetteFixture.Get(cassette, Url)).Text);
            Assert.True(cassette.CanRecord);
            Assert.Single(fixture.Journals);
            Assert.False(File.Exists(fixture.Path));
        }

        Assert.Empty(fixture.Journals);
        using var replay = fixture.Open();
        Assert.False(replay.CanRecord);
        var response = await CassetteFixture.Get(replay, Url);
        Assert.Equal(("first", "1", 200), (response.Text, response.Headers["X-A"], response.StatusCode));
        Assert.Equal((1, 0), (replay.ReplayedCount, replay.RecordedCount));
        await Assert.ThrowsAsync<CassetteMismatchException>(() => CassetteFixture.Get(replay, "https://api.example.com/other"));
    }

    [Fact]
    public async Task Once_does_not_replay_what_the_same_run_has_recorded()
    {
        using var fixture = new CassetteFixture();
        using (var cassette = fixture.Open(null, FakeAdapter.ReplyText(200, "1"), FakeAdapter.ReplyText(200, "2")))
        {
            Assert.Equal("1", (await CassetteFixture.Get(cassette, Url)).Text);
            Assert.Equal("2", (await CassetteFixture.Get(cassette, Url)).Text);
        }

        using var replay = fixture.Open();
        Assert.Equal("1", (await CassetteFixture.Get(replay, Url)).Text);
        Assert.Equal("2", (await CassetteFixture.Get(replay, Url)).Text);
        var error = await Assert.ThrowsAsync<CassetteMismatchException>(() => CassetteFixture.Get(replay, Url));
        Assert.Contains("has 2 entries, which were used already", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nearest", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task None_requires_the_file_and_never_writes_it()
    {
        using var fixture = new CassetteFixture();
        var none = new CassetteOptions { Mode = CassetteMode.None };
        var error = Assert.Throws<CassetteException>(() => fixture.Open(none));
        Assert.Contains(fixture.Path, error.Message, StringComparison.Ordinal);
        await Record(fixture);
        var before = fixture.Text;
        using (var replay = fixture.Open(none))
        {
            await CassetteFixture.Get(replay, Url);
            await Assert.ThrowsAsync<CassetteMismatchException>(() => CassetteFixture.Get(replay, Url));
        }

        Assert.Equal(before, fixture.Text);
    }

    [Fact]
    public async Task New_records_in_addition()
    {
        using var fixture = new CassetteFixture();
        await Record(fixture);
        var options = new CassetteOptions { Mode = CassetteMode.New };
        using (var cassette = fixture.Open(options, FakeAdapter.ReplyText(201, "more")))
        {
            Assert.Equal("first", (await CassetteFixture.Get(cassette, Url)).Text);
            Assert.Equal("more", (await CassetteFixture.Get(cassette, "https://api.example.com/more")).Text);
        }

        using var replay = fixture.Open();
        Assert.Equal(2, replay.Entries.Count);
        Assert.Equal("more", (await CassetteFixture.Get(replay, "https://api.example.com/more")).Text);
        Assert.Equal(Url, Assert.Single(replay.UnusedEntries).Request.Url);
        var error = Assert.Throws<UnusedCassetteEntryException>(replay.RequireAllUsed);
        Assert.Contains(Url.Split('?')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_replaces_the_file_and_does_not_let_it_grow()
    {
        using var fixture = new CassetteFixture();
        await Record(fixture);
        var options = new CassetteOptions { Mode = CassetteMode.All };
        using (var cassette = fixture.Open(options, FakeAdapter.ReplyText(200, "anew")))
        {
            Assert.Equal("anew", (await CassetteFixture.Get(cassette, Url)).Text);
        }

        using var replay = fixture.Open();
        Assert.Equal("anew", Assert.Single(replay.Entries).Response.Body.Text);
        using (fixture.Open(options))
        {
            // Nothing is sent, so that the file stays.
        }

        Assert.Contains("anew", fixture.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeats_work_while_recording_too()
    {
        using var fixture = new CassetteFixture();
        var options = new CassetteOptions { AllowRepeats = true };
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run == 0 ? fixture.Open(options, FakeAdapter.ReplyText(200, "1")) : fixture.Open(options);
            for (var i = 0; i < 3; i++) Assert.Equal("1", (await CassetteFixture.Get(cassette, Url)).Text);
            Assert.Single(cassette.Entries);
        }
    }

    [Fact]
    public async Task Hosts_pass_through_without_a_recording()
    {
        using var fixture = new CassetteFixture();
        var options = new CassetteOptions { PassThrough = ["API.example.com"] };
        using (var cassette = fixture.Open(options, FakeAdapter.ReplyText(200, "1")))
        {
            Assert.Equal("1", (await CassetteFixture.Get(cassette, Url)).Text);
        }

        Assert.False(File.Exists(fixture.Path));
        Assert.Empty(fixture.Journals);
    }

    [Fact]
    public async Task An_empty_file_is_one_that_is_not_recorded_yet()
    {
        using var fixture = new CassetteFixture();
        File.WriteAllText(fixture.Path, "");
        await Record(fixture);
        using var replay = fixture.Open();
        Assert.Single(replay.Entries);
    }

    private static async Task Record(CassetteFixture fixture)
    {
        using var cassette = fixture.Open(null, FakeAdapter.ReplyText(200, "first"));
        await CassetteFixture.Get(cassette, Url);
    }
}
