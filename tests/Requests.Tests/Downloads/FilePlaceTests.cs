using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

/// <summary>Tests which files a download replaces, and which of their properties are kept.</summary>
public sealed class FilePlaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;
    private readonly string _outside = Directory.CreateTempSubdirectory("requests").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    [Theory]
    [InlineData("attachment; filename=a.txt", "http://h/other", null, "a (2).txt")]
    [InlineData("attachment; filename=a.txt", "http://h/a.txt", null, "a.txt")]
    [InlineData(null, "http://h/a.txt?x=1", null, "a.txt")]
    [InlineData(null, "http://h/start", "http://h/a.txt", "a (2).txt")]
    [InlineData(null, "http://h/a.txt", "http://mirror/a.txt", "a.txt")]
    [InlineData("attachment; filename=\"../a.txt\"", "http://h/start", null, "a (2).txt")]
    public async Task Only_a_name_from_the_callers_url_replaces_a_file(string? disposition, string url, string? redirect, string expected)
    {
        foreach (var resume in new[] { false, true })
        {
            foreach (var file in Directory.GetFiles(_folder)) File.Delete(file);
            Write("a.txt", "old");
            (string, string)[] headers = disposition is null ? [] : [("Content-Disposition", disposition)];
            var reply = ReplyText(200, "new", headers);
            var whole = redirect is null ? new[] { reply } : [Redirect(302, redirect), reply];
            using var session = Session(out _, [.. whole, .. whole]);

            var response = await Get(session, new DownloadTarget(_folder) { Resume = resume }, url);

            Assert.Equal(Path.Combine(_folder, expected), response.SavedTo);
            Assert.Equal("new", File.ReadAllText(response.SavedTo!));
            Assert.Equal(expected == "a.txt" ? "new" : "old", File.ReadAllText(Path.Combine(_folder, "a.txt")));
        }
    }

    [Fact]
    public async Task A_taken_name_gets_the_next_number_and_Force_replaces_the_file()
    {
        var reply = ReplyText(200, "new", ("Content-Disposition", "attachment; filename=a.txt"));
        using var session = Session(out _, reply, reply, reply, reply);
        Write("a.txt", "old");

        Assert.Equal(Path.Combine(_folder, "a (2).txt"), (await Get(session, new DownloadTarget(_folder))).SavedTo);
        Assert.Equal(Path.Combine(_folder, "a (3).txt"), (await Get(session, new DownloadTarget(_folder))).SavedTo);
        Assert.Equal(Path.Combine(_folder, "a.txt"), (await Get(session, new DownloadTarget(_folder) { Force = true })).SavedTo);
        Assert.Equal("new", File.ReadAllText(Path.Combine(_folder, "a.txt")));
    }

    [Fact]
    public async Task A_file_that_appears_during_the_transfer_is_not_replaced()
    {
        using var session = Session(out _, request =>
        {
            var response = ReplyText(200, "new", ("Content-Disposition", "attachment; filename=a.txt"))(request);
            return new Response(request, 200, new StreamThatWrites(Path.Combine(_folder, "a.txt"), response.Raw))
            {
                Headers = response.Headers,
            };
        });

        var saved = await Get(session, new DownloadTarget(_folder));

        Assert.Equal("meanwhile", File.ReadAllText(Path.Combine(_folder, "a.txt")));
        Assert.Equal((Path.Combine(_folder, "a (2).txt"), "new"), (saved.SavedTo, File.ReadAllText(saved.SavedTo!)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_link_in_a_folder_is_not_followed(bool isDangling, bool force)
    {
        var victim = Path.Combine(_outside, "victim");
        if (!isDangling) File.WriteAllText(victim, "victim");
        File.CreateSymbolicLink(Path.Combine(_folder, "file"), victim);
        using var session = Session(out _, ReplyText(200, "new"));

        var saved = await Get(session, new DownloadTarget(_folder) { Force = force });

        Assert.Equal(!isDangling, File.Exists(victim));
        if (!isDangling) Assert.Equal("victim", File.ReadAllText(victim));
        Assert.Equal((Path.Combine(_folder, force ? "file" : "file (2)"), "new"), (saved.SavedTo, File.ReadAllText(saved.SavedTo!)));
        Assert.Null(new FileInfo(saved.SavedTo!).LinkTarget);
    }

    [Fact]
    public async Task A_folder_with_the_suggested_name_makes_the_file_get_a_number()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "file"));
        using var session = Session(out _, ReplyText(200, "new"));

        Assert.Equal(Path.Combine(_folder, "file (2)"), (await Get(session, new DownloadTarget(_folder) { Force = true })).SavedTo);
    }

    [Theory]
    [InlineData(".part")]
    [InlineData(".part.validator")]
    public async Task A_link_at_the_path_of_a_partial_file_is_not_followed(string end)
    {
        var victim = Path.Combine(_outside, "victim");
        File.WriteAllText(victim, "victim");
        File.CreateSymbolicLink(Path.Combine(_folder, "file" + end), victim);
        using var session = Session(out _, BrokenBody.Reply("new", ("ETag", "\"v1\"")));

        await Assert.ThrowsAnyAsync<RequestException>(
            () => Get(session, new DownloadTarget(Path.Combine(_folder, "file")) { Resume = true }));

        Assert.Equal("victim", File.ReadAllText(victim));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute)]
    [InlineData(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public async Task A_replaced_file_keeps_its_permissions(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps the access control list.");
        if (OperatingSystem.IsWindows()) return;
        foreach (var (resume, isInFolder) in new[] { (false, false), (true, false), (false, true) })
        {
            var path = Write("file", "old");
            File.SetUnixFileMode(path, mode);
            using var session = Session(
                out _,
                request => new Response(request, 200, new StreamThatLooks(_folder, path, mode, ReplyText(200, "new")(request).Raw)));

            await Get(session, new DownloadTarget(isInFolder ? _folder : path) { Resume = resume });

            Assert.Equal(("new", mode), (File.ReadAllText(path), File.GetUnixFileMode(path)));
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_new_private_file_is_readable_by_its_owner_only_and_a_failed_write_leaves_none()
    {
        var path = Path.Combine(_folder, "cookies.txt");

        await WriteAsync(stream =>
        {
            var unfinished = Assert.Single(Directory.GetFiles(_folder));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(unfinished));
            }

            stream.Write("secret"u8);
        });
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        await Assert.ThrowsAsync<FormatException>(() => WriteAsync(stream =>
        {
            stream.Write("half"u8);
            throw new FormatException("half-way");
        }));

        Assert.Equal("secret", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));

        Task WriteAsync(Action<Stream> write) =>
            PrivateFile.WriteAsync(path, write, force: false, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_rest_of_a_private_file_is_not_written_where_others_can_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps the access control list.");
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = Write("file", "old");
        var part = Write("file.part", "01");
        File.SetUnixFileMode(path, ownerOnly);
        File.SetUnixFileMode(part, ownerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        using var file = await AtomicFile.ContinueAsync(path, part, checksum: null, TestContext.Current.CancellationToken);

        Assert.Equal((ownerOnly, 2), (File.GetUnixFileMode(part), file.Length));
    }

    [Fact]
    public async Task A_name_of_the_maximum_length_can_be_saved()
    {
        var path = Path.Combine(_folder, new string('n', 255));
        using var session = Session(out _, ReplyText(200, "new"));

        await Get(session, new DownloadTarget(path));

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public async Task An_announced_length_reserves_no_space()
    {
        var path = Path.Combine(_folder, "file");
        using var session = Session(out _, BrokenBody.Reply(200, "x", GetError, ("Content-Length", "1000000000000")));

        var error = await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, new DownloadTarget(path)));

        Assert.Equal("1", error.Message);

        ChunkedEncodingException GetError() =>
            new(new FileInfo(Directory.GetFiles(_folder).Single()).Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static Task<Response> Get(RequestSession session, DownloadTarget target, string url = "http://h/file") =>
        session.DownloadAsync(session.PrepareRequest(new Request("GET", url), target), target);

    private sealed class StreamThatWrites(string path, Stream inner) : ReadOnlyStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            File.WriteAllText(path, "meanwhile");
            return inner.ReadAsync(buffer, cancellationToken);
        }
    }

    /// <summary>While the body is read, the permissions of the partial file must not exceed those of the file that it replaces.</summary>
    private sealed class StreamThatLooks(string folder, string path, UnixFileMode mode, Stream inner) : ReadOnlyStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var files = Directory.GetFiles(folder).Where(item => item != path && !item.EndsWith(".validator", StringComparison.Ordinal));
            foreach (var file in files)
            {
                if (!OperatingSystem.IsWindows()) Assert.Equal(default, File.GetUnixFileMode(file) & ~(mode | UnixFileMode.UserWrite));
            }

            return inner.ReadAsync(buffer, cancellationToken);
        }
    }
}
