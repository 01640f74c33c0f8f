using System.Text;

namespace Requests.Tests.Transport;

public class MockArchiveTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_exchanges_of_an_archive_become_replies()
    {
        using var mock = Mock(
            Entry("GET", "https://h/users/7", 200, """{"id":7}"""),
            Entry("POST", "https://h/users", 201, "made"),
            Entry("GET", "https://h/none", 404, ""));
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        Assert.Equal("""{"id":7}""", (await Send(session, "GET", "https://h/users/7")).Text);
        Assert.Equal((201, "made"), await Read(session, "POST", "https://h/users"));
        Assert.Equal((404, ""), await Read(session, "GET", "https://h/none"));
        Assert.True(mock.AllRepliesUsed);
        await Assert.ThrowsAsync<MockMismatchException>(() => Send(session, "GET", "https://h/users"));
    }

    [Fact]
    public async Task Exchanges_of_one_URL_respond_in_order_and_the_last_one_again()
    {
        using var mock = Mock(
            Entry("GET", "https://h/job", 200, "queued"),
            Entry("GET", "https://h/job", 200, "running"),
            Entry("GET", "https://h/job", 200, "done"));
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        var seen = new List<string>();
        for (var i = 0; i < 4; i++) seen.Add((await Send(session, "GET", "https://h/job")).Text);

        Assert.Equal(["queued", "running", "done", "done"], seen);
    }

    [Fact]
    public async Task The_exact_query_is_preferred_to_a_redacted_one_and_to_none()
    {
        using var mock = Mock(
            Entry("GET", "https://h/list", 200, "any"),
            Entry("GET", "https://h/list?token=********", 200, "redacted"),
            Entry("GET", "https://h/list?page=2", 200, "second"));
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        Assert.Equal("second", (await Send(session, "GET", "https://h/list?page=2")).Text);
        Assert.Equal("redacted", (await Send(session, "GET", "https://h/list?token=abc")).Text);
        Assert.Equal("any", (await Send(session, "GET", "https://h/list")).Text);
        Assert.Equal("any", (await Send(session, "GET", "https://h/list?page=3")).Text);
    }

    [Fact]
    public async Task In_order_each_exchange_responds_once()
    {
        var entries = new[] { Entry("GET", "https://h/a?x=1", 200, "1"), Entry("GET", "https://h/a", 200, "2") };
        using var mock = new MockAdapter(MockReply.FromHar(Archive(entries), ordered: true)) { Ordered = true };
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        Assert.Equal("1", (await Send(session, "GET", "https://h/a?x=1")).Text);
        Assert.Equal("2", (await Send(session, "GET", "https://h/a?x=1")).Text);
        await Assert.ThrowsAsync<MockMismatchException>(() => Send(session, "GET", "https://h/a"));
    }

    [Fact]
    public async Task An_exchange_that_failed_fails_again()
    {
        var failed = Entry("GET", "https://h/a", 0, "");
        failed.Error = new HarError { Type = nameof(ConnectTimeoutException), Message = "too late", Phase = "connect" };
        using var mock = Mock(failed);
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<ConnectTimeoutException>(() => Send(session, "GET", "https://h/a"));
            Assert.Equal("too late", error.Message);
        }
    }

    [Fact]
    public void Exchanges_of_other_protocols_are_left_out()
    {
        using var mock = Mock(
            Entry("GET", "wss://h/socket", 101, ""),
            Entry("GET", "https://h/socket", 101, ""),
            Entry("GET", "data:text/plain,x", 200, "x"),
            Entry("CONNECT", "https://h/", 200, ""),
            Entry("GET", "https://h/", 200, "x"));

        Assert.Equal("https://h/", Assert.Single(mock.Replies).Url);
    }

    [Fact]
    public void A_file_that_is_not_an_archive_is_an_error() =>
        Assert.Throws<HarFormatException>(() => MockReply.FromHar(new MemoryStream("{}"u8.ToArray())));

    private static MockAdapter Mock(params HarEntry[] entries) => new(MockReply.FromHar(Archive(entries)));

    private static MemoryStream Archive(params HarEntry[] entries)
    {
        var stream = new MemoryStream();
        HarWriter.Write(stream, entries, "1.0");
        stream.Position = 0;
        return stream;
    }

    private static HarEntry Entry(string method, string url, int status, string body)
    {
        var entry = new HarEntry { Request = { Method = method, Url = url }, Response = { Status = status } };
        entry.Response.Body.MediaType = "text/plain";
        entry.Response.Body.SetBytes(Encoding.UTF8.GetBytes(body));
        return entry;
    }

    private static Task<Response> Send(RequestSession session, string method, string url) =>
        session.RequestAsync(new Request(method, url), null, Stop);

    private static async Task<(int Status, string Text)> Read(RequestSession session, string method, string url)
    {
        var response = await Send(session, method, url);
        return (response.StatusCode, response.Text);
    }
}
