using System.Diagnostics;
using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

/// <summary>Tests files that cannot or must not be replaced by a rename.</summary>
public sealed class FileReplacementTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_hard_links_of_a_file_have_the_saved_content(bool resume)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells how many names a file has.");
        var path = Write("a", "older and longer");
        Run("ln", path, Path.Combine(_folder, "b"));
        File.SetLastWriteTimeUtc(path, new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await SaveAsync(path, resume);

        Assert.Equal(("new", "new"), (File.ReadAllText(path), File.ReadAllText(Path.Combine(_folder, "b"))));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hard_link_in_a_folder_is_replaced(bool force)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells how many names a file has.");
        var victim = Write("victim", "victim");
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "folder")).FullName;
        Run("ln", victim, Path.Combine(folder, "file"));
        using var session = Session(out _, ReplyText(200, "new"));

        await GetAsync(session, new DownloadTarget(folder) { Force = force });

        Assert.Equal(("victim", "new"), (File.ReadAllText(victim), File.ReadAllText(Path.Combine(folder, "file"))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mount_point_is_written_in_place(bool resume)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root mounts.");
        var (source, path) = (Write("source", "older and longer"), Write("place", ""));
        Assert.SkipUnless(Run("mount", "--bind", source, path) == 0, "This system does not let root mount.");
        try
        {
            await SaveAsync(path, resume);
            Assert.Equal("new", File.ReadAllText(path));
        }
        finally
        {
            Run("umount", path);
        }

        Assert.Equal(("new", ""), (File.ReadAllText(source), File.ReadAllText(path)));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_in_a_read_only_folder_is_written_in_place(bool resume)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may write everywhere.");
        if (OperatingSystem.IsWindows()) return;
        var path = Write("file", "older and longer");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await SaveAsync(path, resume);
            await PrivateFile.WriteAsync(path, stream => stream.Write("newer"u8), force: false, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Equal("newer", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_status_of_a_file_is_what_stat_tells()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "statx is a call of Linux.");
        var path = Write("a", "x");
        Run("ln", path, Path.Combine(_folder, "b"));

        // Only root may give files away.
        if (Environment.IsPrivilegedProcess) Run("chown", "70001:70002", path);
        var status = UnixFileStatus.Get(path)!.Value;

        Assert.Equal(Read("stat", "-c", "%h %u %g %f", path), $"{status.Links} {status.User} {status.Group} {status.Mode:x}");
    }

    [Fact]
    public async Task A_replaced_file_keeps_its_owner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root may give files away.");
        var path = Write("a", "x");
        Assert.Equal(0, Run("chown", "70001:70002", path));
        Assert.Equal(0, Run("chmod", "a+w", path));

        await SaveAsync(path, resume: false);

        Assert.Equal("new 70001 70002", $"{File.ReadAllText(path)} {Read("stat", "-c", "%u %g", path)}");
    }

    [Fact]
    public async Task A_body_can_be_saved_to_a_pipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells what a file is.");
        var path = Path.Combine(_folder, "pipe");
        Assert.Equal(0, Run("mkfifo", path));
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), path);
        foreach (var name in new[] { path, Path.Combine(_folder, "link") })
        {
            var reading = Task.Run(() => File.ReadAllText(path), TestContext.Current.CancellationToken);
            await SaveAsync(name, resume: false);
            Assert.Equal("new", await reading);
        }

        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Theory]
    [InlineData(250, ".bin")]
    [InlineData(255, "")]
    [InlineData(126, "é")]
    public async Task A_long_name_can_be_resumed(int count, string end)
    {
        var path = Path.Combine(_folder, new string(end == "é" ? 'é' : 'a', count) + end);
        using var session = Session(
            out var adapter,
            BrokenBody.Reply("0123", ("ETag", "\"v1\"")),
            ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"), ("ETag", "\"v1\"")));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => GetAsync(session, new DownloadTarget(path) { Resume = true }));
        await GetAsync(session, new DownloadTarget(path) { Resume = true });

        Assert.Equal("bytes=4-", adapter.Seen[1].Headers["Range"]);
        Assert.Equal("01234567", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("\U0001F600", 63, 62)]
    [InlineData("\u00e9", 127, 125)]
    [InlineData("a", 255, 250)]
    [InlineData("a", 250, 250)]
    public void A_long_name_loses_whole_characters_to_its_ending(string character, int count, int kept) =>
        Assert.Equal(
            string.Concat(Enumerable.Repeat(character, kept)) + ".part",
            Path.GetFileName(AtomicFile.PathBeside(Path.Combine(_folder, string.Concat(Enumerable.Repeat(character, count))), ".part")));

    private static async Task SaveAsync(string path, bool resume)
    {
        using var session = Session(out _, ReplyText(200, "new", ("ETag", "\"v1\"")));
        await GetAsync(session, new DownloadTarget(path) { Resume = resume });
    }

    private static Task<Response> GetAsync(RequestSession session, DownloadTarget target) =>
        session.DownloadAsync(session.PrepareRequest(new Request("GET", "http://h/file"), target), target);

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string Read(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, Encoding.ASCII);
        return path;
    }
}
