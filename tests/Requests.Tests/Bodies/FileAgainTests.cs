using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Bodies;

/// <summary>Tests files that are sent more than once.</summary>
public sealed class FileAgainTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public FileAgainTests() => File.WriteAllText(_path, "the file");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_that_keeps_the_method_sends_the_file_again(int status)
    {
        using var session = Session(out var adapter, Redirect(status, "/b"), Reply(200));

        await session.RequestAsync(new Request("PUT", "http://h/a") { Body = new FileBody(_path) });

        Assert.Equal(["the file", "the file"], adapter.Bodies);
    }

    [Fact]
    public async Task A_response_to_a_challenge_sends_the_file_again()
    {
        using var session = Session(out var adapter, Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\"")), Reply(200));

        await session.RequestAsync(new Request("PUT", "http://h/a") { Body = new FileBody(_path), Auth = new DigestAuth("u", "p") });

        Assert.Equal(["the file", "the file"], adapter.Bodies);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    public async Task A_file_of_any_size_has_its_length(int size)
    {
        await File.WriteAllBytesAsync(_path, new byte[size], TestContext.Current.CancellationToken);
        var body = new FileBody(_path);
        using var sent = new MemoryStream();

        await body.WriteToAsync(sent, TestContext.Current.CancellationToken);

        Assert.Equal((size, size, true), (body.Length, sent.Length, body.CanRewind));
    }

    [Fact]
    public void A_file_that_others_write_or_delete_can_be_sent()
    {
        using var other = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        Assert.Equal(8, new FileBody(_path).Length);
    }
}
