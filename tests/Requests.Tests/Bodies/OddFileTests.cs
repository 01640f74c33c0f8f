using System.Diagnostics;

namespace Requests.Tests.Bodies;

/// <summary>Tests pipes, and files that do not report their size.</summary>
public class OddFileTests
{
    private const string Version = "/proc/version";

    [Fact]
    public async Task A_named_pipe_is_opened_once_and_sent_in_chunks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mkfifo(1)");
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pipe");
        using (var making = Process.Start("mkfifo", path)) await making.WaitForExitAsync(TestContext.Current.CancellationToken);
        try
        {
            using var server = RawServer.Start(RawServer.Ok());
            using var session = new RequestSession { TrustEnv = false };
            var body = new FileBody(path);
            var writing = Task.Run(() => File.WriteAllText(path, "hello"), TestContext.Current.CancellationToken);

            await session.RequestAsync(
                new Request("PUT", server.Url) { Body = body },
                cancellationToken: TestContext.Current.CancellationToken);

            await writing;
            Assert.Equal((null, false), (body.Length, body.CanRewind));
            Assert.Throws<UnrewindableBodyException>(body.Rewind);
            Assert.EndsWith("\r\n\r\n5\r\nhello\r\n0\r\n\r\n", server.Seen[0], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_reports_a_length_of_0_and_has_content_is_sent_completely(bool isStream)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), Version);
        var expected = await File.ReadAllBytesAsync(Version, TestContext.Current.CancellationToken);
        await using var stream = File.OpenRead(Version);
        RequestBody body = isStream ? new StreamBody(stream) : new FileBody(Version);
        using var sent = new MemoryStream();

        await body.WriteToAsync(sent, TestContext.Current.CancellationToken);

        Assert.Null(body.Length);
        Assert.Equal(expected, sent.ToArray());
    }

    [Fact]
    public async Task A_form_with_a_stream_that_reports_a_length_of_0_is_sent_in_chunks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), Version);
        await using var stream = File.OpenRead(Version);
        using var sent = new MemoryStream();
        var body = new MultipartBody([], [KeyValuePair.Create("f", FilePart.FromStream(stream))]);

        await body.WriteToAsync(sent, TestContext.Current.CancellationToken);

        Assert.Null(body.Length);
        Assert.Contains("Linux version", System.Text.Encoding.UTF8.GetString(sent.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multipart/form-data", "multipart/form-data; boundary=B")]
    [InlineData("multipart/related; type=\"text/xml\";", "multipart/related; type=\"text/xml\"; boundary=B")]
    [InlineData("multipart/form-data; ", "multipart/form-data; boundary=B")]
    [InlineData("application/json", "application/json")]
    public void A_multipart_type_that_the_caller_sets_gets_the_boundary(string given, string expected) =>
        Assert.Equal(expected, Form().Complete(given));

    [Fact]
    public async Task A_boundary_that_the_caller_sets_is_used()
    {
        using var server = RawServer.Start(RawServer.Ok());
        using var session = new RequestSession { TrustEnv = false };

        var headers = new HeaderDictionary { ["Content-Type"] = "multipart/form-data; boundary=\"my own\"" };
        var request = new Request("POST", server.Url) { Body = Form(), Headers = headers };
        await session.RequestAsync(request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("\r\nContent-Type: multipart/form-data; boundary=\"my own\"\r\n", server.Seen[0], StringComparison.Ordinal);
        Assert.Contains(
            "\r\n\r\n--my own\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--my own--\r\n",
            server.Seen[0],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b ")]
    [InlineData("{x}")]
    public void A_boundary_that_cannot_be_used_is_refused(string boundary) =>
        Assert.Throws<InvalidBodyException>(() => Form().WithCharset($"multipart/form-data; boundary=\"{boundary}\""));

    [Fact]
    public void A_boundary_has_70_characters_at_most()
    {
        var longest = new string('b', 70);

        Assert.Equal(
            $"multipart/form-data; boundary={longest}",
            Form().WithCharset($"multipart/form-data; boundary={longest}").ContentType);
        Assert.Throws<InvalidBodyException>(() => Form().WithCharset($"multipart/form-data; boundary={longest}b"));
    }

    private static MultipartBody Form() => new([KeyValuePair.Create("a", (string?)"1")], [], "B");
}
