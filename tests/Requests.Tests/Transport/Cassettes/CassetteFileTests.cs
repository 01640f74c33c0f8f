namespace Requests.Tests.Transport.Cassettes;

public class CassetteFileTests
{
    private static readonly CassetteOptions New = new() { Mode = CassetteMode.New };

    [Fact]
    public async Task What_a_process_recorded_before_it_was_killed_is_used()
    {
        using var fixture = new CassetteFixture();
        var killed = fixture.Open(null, FakeAdapter.ReplyText(200, "1"), FakeAdapter.ReplyText(200, "2"));
        await CassetteFixture.Get(killed, "https://h/1");
        await CassetteFixture.Get(killed, "https://h/2");
        killed.Abandon();
        Assert.False(File.Exists(fixture.Path));

        // The last record was being written.
        var journal = Assert.Single(fixture.Journals);
        using (var stream = new FileStream(journal, FileMode.Open)) stream.SetLength(stream.Length - 10);
        using (var cassette = fixture.Open(null, FakeAdapter.ReplyText(200, "2 anew")))
        {
            Assert.Equal("1", (await CassetteFixture.Get(cassette, "https://h/1")).Text);
            Assert.Equal("2 anew", (await CassetteFixture.Get(cassette, "https://h/2")).Text);
        }

        Assert.Empty(fixture.Journals);
        using var replay = fixture.Open();
        Assert.False(replay.CanRecord);
        Assert.Equal(["1", "2 anew"], replay.Entries.Select(static entry => entry.Response.Body.Text));
    }

    [Fact]
    public async Task A_process_that_was_killed_after_it_replaced_the_file_leaves_no_entry_twice()
    {
        using var fixture = new CassetteFixture();
        var cassette = fixture.Open(null, FakeAdapter.ReplyText(200, "1"));
        await CassetteFixture.Get(cassette, "https://h/1");
        cassette.Abandon();
        var journal = Assert.Single(fixture.Journals);
        var copy = File.ReadAllBytes(journal);
        fixture.Open().Dispose();
        Assert.Empty(fixture.Journals);
        File.WriteAllBytes(journal, copy);
        using var replay = fixture.Open();
        Assert.Single(replay.Entries);
    }

    [Fact]
    public async Task A_recording_anew_that_was_cut_off_replaces_what_it_recorded_anew()
    {
        using var fixture = new CassetteFixture();
        using (var first = fixture.Open(null, FakeAdapter.ReplyText(200, "1"), FakeAdapter.ReplyText(200, "2")))
        {
            await CassetteFixture.Get(first, "https://h/1");
            await CassetteFixture.Get(first, "https://h/2");
        }

        var killed = fixture.Open(new CassetteOptions { Mode = CassetteMode.All }, FakeAdapter.ReplyText(200, "1 anew"));
        await CassetteFixture.Get(killed, "https://h/1");
        killed.Abandon();
        using var replay = fixture.Open(New);
        Assert.Equal("1 anew", (await CassetteFixture.Get(replay, "https://h/1")).Text);
        Assert.Equal("2", (await CassetteFixture.Get(replay, "https://h/2")).Text);
        Assert.Equal(2, replay.Entries.Count);
    }

    [Fact]
    public async Task A_recording_anew_without_a_file_replaces_one_that_was_cut_off()
    {
        using var fixture = new CassetteFixture();
        var killed = fixture.Open(null, FakeAdapter.ReplyText(200, "old"));
        await CassetteFixture.Get(killed, "https://h/1");
        killed.Abandon();
        using (var anew = fixture.Open(new CassetteOptions { Mode = CassetteMode.All }, FakeAdapter.ReplyText(200, "new")))
        {
            await CassetteFixture.Get(anew, "https://h/1");
        }

        using var replay = fixture.Open();
        Assert.Equal("new", Assert.Single(replay.Entries).Response.Body.Text);
    }

    [Fact]
    public async Task A_body_that_was_read_in_part_before_a_failure_is_requested_anew()
    {
        using var fixture = new CassetteFixture();
        var failed = fixture.Open(null, FakeAdapter.ReplyText(200, "0123456789"));
        var options = new SendOptions { Stream = true };
        using (var part = await CassetteFixture.Session(failed).RequestAsync(new Request("GET", "https://h/1"), options))
        {
            await part.Raw.ReadExactlyAsync(new byte[4], TestContext.Current.CancellationToken);
        }

        failed.Abandon();
        using var again = fixture.Open(null, FakeAdapter.ReplyText(200, "0123456789"));

        Assert.Equal("0123456789", (await CassetteFixture.Get(again, "https://h/1")).Text);
    }

    [Fact]
    public async Task A_coded_body_that_was_not_read_is_not_an_empty_one()
    {
        using var fixture = new CassetteFixture();
        var options = new SendOptions { Stream = true };
        using (var first = fixture.Open(null, static request =>
            new Response(request, 200, new MemoryStream([31, 139])) { Headers = new() { ["Content-Encoding"] = "gzip" } }))
        {
            (await CassetteFixture.Session(first).RequestAsync(new Request("GET", "https://h/1"), options)).Dispose();
        }

        using var replay = fixture.Open();
        await Assert.ThrowsAsync<CassetteException>(() => CassetteFixture.Get(replay, "https://h/1"));
    }

    [Fact]
    public async Task Two_recordings_of_one_file_lose_no_entry()
    {
        using var fixture = new CassetteFixture();
        using (var first = fixture.Open(New, FakeAdapter.ReplyText(200, "1")))
        using (var second = fixture.Open(New, FakeAdapter.ReplyText(200, "2")))
        {
            await CassetteFixture.Get(first, "https://h/1");
            await CassetteFixture.Get(second, "https://h/2");
            first.Save();
        }

        using var replay = fixture.Open();
        Assert.Equal(["1", "2"], replay.Entries.Select(static entry => entry.Response.Body.Text));
    }

    [Fact]
    public async Task Many_threads_record_and_replay()
    {
        using var fixture = new CassetteFixture();
        using (var cassette = new CassetteAdapter(fixture.Path, New, new EchoAdapter(), new ManualTime()))
        {
            await SendMany(cassette);
            Assert.Equal(200, cassette.RecordedCount);
        }

        using var replay = fixture.Open();
        await SendMany(replay);
        Assert.True(replay.AllEntriesUsed);

        static Task SendMany(CassetteAdapter cassette) => Parallel.ForEachAsync(
            Enumerable.Range(0, 200),
            async (i, _) => Assert.Equal($"https://h/{i}", (await CassetteFixture.Get(cassette, $"https://h/{i}")).Text));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"log":{"version":"1.2","entries":[{"request":{"method":1}}]}}""")]
    [InlineData("""{"log":{"version":"7.0","entries":[]}}""")]
    [InlineData("not an archive")]
    public void A_file_that_is_not_an_archive_is_an_error_and_stays(string content)
    {
        using var fixture = new CassetteFixture();
        File.WriteAllText(fixture.Path, content);
        foreach (var mode in Enum.GetValues<CassetteMode>())
        {
            var error = Assert.Throws<CassetteException>(() => fixture.Open(new CassetteOptions { Mode = mode }));
            Assert.IsType<HarFormatException>(error.InnerException);
            Assert.Contains(fixture.Path, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(content, fixture.Text);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_an_error_before_anything_is_sent()
    {
        using var fixture = new CassetteFixture();
        File.WriteAllText(System.IO.Path.Combine(fixture.Folder, "file"), "");
        var adapter = new FakeAdapter(FakeAdapter.ReplyText(200, "1"));
        using var cassette = new CassetteAdapter(
            System.IO.Path.Combine(fixture.Folder, "file", "x.har"), new CassetteOptions(), adapter, new ManualTime());
        var error = await Assert.ThrowsAsync<CassetteException>(() => CassetteFixture.Get(cassette, "https://h/"));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Empty(adapter.Seen);
        Assert.Throws<CassetteException>(() => fixture.OpenAt(fixture.Folder));
    }

    [Fact]
    public async Task A_full_disk_is_an_error_and_loses_no_entry()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        using var fixture = new CassetteFixture();
        File.CreateSymbolicLink(fixture.Path, "/dev/full");
        var cassette = fixture.Open(null, FakeAdapter.ReplyText(200, "1"));
        await CassetteFixture.Get(cassette, "https://h/1");
        var error = Assert.Throws<CassetteException>(cassette.Dispose);
        Assert.Contains(Assert.Single(fixture.Journals), error.Message, StringComparison.Ordinal);
        File.Delete(fixture.Path);
        using var replay = fixture.Open();
        Assert.Equal("1", (await CassetteFixture.Get(replay, "https://h/1")).Text);
    }

    [Fact]
    public async Task The_file_is_the_same_for_the_same_exchanges_where_that_was_asked_for()
    {
        using var fixture = new CassetteFixture();
        var texts = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            File.Delete(fixture.Path);
            var options = new CassetteOptions { StableTimes = true };
            var headers = new[] { ("B", "2"), ("A", "1") };
            if (run > 0) Array.Reverse(headers);
            using (var cassette = fixture.Open(options, FakeAdapter.ReplyText(200, "1", headers)))
            {
                ((ManualTime)cassette.Cassette.Time).Advance(TimeSpan.FromDays(run));
                await CassetteFixture.Get(cassette, "https://h/");
            }

            texts.Add(fixture.Text);
        }

        Assert.Equal(texts[0], texts[1]);
    }

    [Fact]
    public async Task Ten_thousand_entries_are_found_in_constant_time()
    {
        using var fixture = new CassetteFixture();
        var archive = new HarArchive();
        for (var i = 0; i < 10_000; i++)
        {
            var entry = new HarEntry();
            (entry.Request.Method, entry.Request.Url, entry.Response.Status) = ("GET", $"https://h/users/{i}?page={i}", 200);
            entry.Response.Body.Text = $$"""{"id":{{i}}}""";
            archive.Entries.Add(entry);
        }

        using (var stream = File.Create(fixture.Path)) HarWriter.Write(stream, archive);
        using var replay = fixture.Open();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("""{"id":9999}""", (await CassetteFixture.Get(replay, "https://h/users/9999?page=9999")).Text);

        // A scan of the entries would allocate a key for each of them.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 200_000);
        Assert.Equal(9_999, replay.UnusedEntries.Count);
    }

    [Fact]
    public async Task The_archive_of_a_browser_replays_and_a_body_that_it_left_out_is_an_error()
    {
        using var fixture = new CassetteFixture();
        File.WriteAllText(fixture.Path, """
            {"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[
            {"_resourceType":"xhr","startedDateTime":"2026-01-01T00:00:00.000Z","time":1.5,
             "request":{"method":"GET","url":"https://h/a?q={x}","httpVersion":"h2","cookies":[],"queryString":[],
              "headersSize":-1,"bodySize":0,"headers":[{"name":":authority","value":"h"},{"name":"user-agent","value":"Mozilla"}]},
             "response":{"status":200,"statusText":"","httpVersion":"h2","cookies":[],"redirectURL":"","headersSize":-1,"bodySize":30,
              "headers":[{"name":"content-type","value":"application/json"},{"name":"content-encoding","value":"br"}],
              "content":{"size":8,"mimeType":"application/json","text":"eyJhIjoxfSA=","encoding":"base64"}},
             "cache":{},"timings":{"send":0,"wait":1,"receive":0}},
            {"startedDateTime":"2026-01-01T00:00:00.000Z","time":1,
             "request":{"method":"GET","url":"https://h/b","httpVersion":"h2","cookies":[],"queryString":[],"headersSize":-1,"bodySize":0,
              "headers":[]},
             "response":{"status":200,"statusText":"","httpVersion":"h2","cookies":[],"redirectURL":"","headersSize":-1,"bodySize":30,
              "headers":[],"content":{"size":1000,"mimeType":"video/mp4"}},
             "cache":{},"timings":{"send":0,"wait":1,"receive":0}}
            ]}}
            """);
        using var replay = fixture.Open();
        Assert.Equal("""{"a":1} """, (await CassetteFixture.Get(replay, "https://h/a?q=%7Bx%7D")).Text);
        await Assert.ThrowsAsync<CassetteException>(() => CassetteFixture.Get(replay, "https://h/b"));
    }

    private sealed class EchoAdapter : TransportAdapter
    {
        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return FakeAdapter.ReplyText(200, request.Url)(request);
        }
    }
}
