using System.IO.Compression;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

/// <summary>Tests that a body that the caller did not request is read up to a limit of bytes and of time.</summary>
public class DrainTests
{
    private const int Bound = ResponseBody.DrainLimit + 1;

    [Fact]
    public async Task The_body_of_a_redirect_is_not_read_to_its_end()
    {
        using var body = new EndlessStream();
        using var session = Session(out _, Endless(302, body, ("Location", "/b")), ReplyText(200, "ok"));

        var response = await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal("ok", response.Text);
        Assert.InRange(body.Given, 0, Bound);
        Assert.True(body.IsClosed);
        var error = Assert.Throws<StreamConsumedException>(() => response.History[0].Content);
        Assert.Contains("was not read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_that_announces_a_long_body_is_closed_before_a_byte_is_read()
    {
        using var body = new EndlessStream();
        using var session = Session(out _, Endless(302, body, ("Location", "/b"), ("Content-Length", "100000")), Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal(0, body.Given);
        Assert.True(body.IsClosed);
    }

    [Fact]
    public async Task The_body_of_a_handled_challenge_is_not_read_to_its_end()
    {
        using var body = new EndlessStream();
        using var session = Session(
            out _,
            Endless(401, body, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"")),
            ReplyText(200, "ok"));

        var response = await session.RequestAsync(new Request("GET", "http://h/") { Auth = new DigestAuth("u", "p") });

        Assert.Equal("ok", response.Text);
        Assert.InRange(body.Given, 0, Bound);
    }

    [Fact]
    public async Task The_body_of_an_attempt_that_is_repeated_is_not_read_to_its_end()
    {
        using var first = new EndlessStream();
        using var last = new EndlessStream();
        using var session = Session(out _, Endless(503, first), Endless(503, last));
        var policy = new RetryPolicy { Total = 1, StatusList = [503] };

        var error = await Assert.ThrowsAsync<RetryException>(
            () => session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Retry = policy }));

        Assert.InRange(first.Given, 0, Bound);
        Assert.InRange(last.Given, 0, ResponseBody.BeginningLimit + 1);
        Assert.True(error.Response!.IsContentTruncated);
    }

    [Fact]
    public async Task Of_an_error_that_was_to_be_streamed_the_beginning_is_read()
    {
        using var body = new EndlessStream();
        using var session = Session(out _, Endless(404, body));

        var error = await Assert.ThrowsAsync<HttpErrorException>(() =>
            session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Stream = true, RaiseForStatus = true }));

        Assert.InRange(body.Given, 0, ResponseBody.BeginningLimit + 1);
        Assert.True(body.IsClosed);
        Assert.True(error.Response!.IsContentTruncated);
        Assert.Equal(ResponseBody.BeginningLimit, error.Response.Content!.Length);
    }

    [Fact]
    public async Task A_short_error_that_was_to_be_streamed_is_whole()
    {
        using var session = Session(out _, ReplyText(404, "no such thing"));

        var error = await Assert.ThrowsAsync<HttpErrorException>(() =>
            session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Stream = true, RaiseForStatus = true }));

        Assert.Equal("no such thing", error.Response!.Text);
        Assert.False(error.Response.IsContentTruncated);
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_a_large_one_is_not_unpacked()
    {
        var packed = Packed(new byte[12_000_000]);
        Assert.InRange(packed.Length, 1, ResponseBody.DrainLimit);
        using var session = Session(out _, Coded(302, packed, ("Location", "/b")), Coded(404, packed));

        var error = await Assert.ThrowsAsync<HttpErrorException>(() =>
            session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Stream = true, RaiseForStatus = true }));

        Assert.False(error.Response!.History[0].IsContentRead);
        Assert.Equal(ResponseBody.BeginningLimit, error.Response.Content!.Length);
        Assert.True(error.Response.IsContentTruncated);

        // The body is decoded when the caller reads it.
        Assert.Equal(12_000_000, error.Response.History[0].Content!.Length);
    }

    [Fact]
    public async Task A_short_body_of_a_redirect_is_kept_in_the_history_and_decoded()
    {
        using var session = Session(
            out _,
            Coded(302, Packed("moved"u8.ToArray()), ("Location", "/b")),
            ReplyText(301, "also moved", ("Location", "/c")),
            Reply(200));

        var response = await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.All(response.History, earlier => Assert.True(earlier.IsContentRead));
        Assert.Equal(["moved", "also moved"], response.History.Select(earlier => earlier.Text));
    }

    [Fact]
    public async Task What_a_token_endpoint_sends_is_bounded()
    {
        using var body = new EndlessStream();
        using var session = Session(out _, Endless(200, body, ("Content-Type", "application/json")));
        var auth = new OAuth2Auth(new OAuth2Client("https://h/token", "id", "s"), OAuth2Grant.ClientCredentials);

        await Assert.ThrowsAsync<ResponseTooLargeException>(() => session.RequestAsync(new Request("GET", "http://h/") { Auth = auth }));

        Assert.InRange(body.Given, 0, 2 * RequestExchange.LargestThirdPartyBody);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(503)]
    public async Task A_body_that_does_not_arrive_is_awaited_for_one_second(int status)
    {
        var time = new ManualTime();
        using var body = new SilentStream();
        var replies = new[]
        {
            Endless(status, body, ("Location", "/b"), ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\"")),
            ReplyText(200, "ok"),
        };
        using var session = new RequestSession(AdapterRegistry.Create(new FakeAdapter(replies))) { TrustEnv = false, Time = time };
        var policy = new RetryPolicy { Total = 1, StatusList = [503], Time = time };

        var sending = session.RequestAsync(
            new Request("GET", "http://h/") { Auth = new DigestAuth("u", "p") },
            new SendOptions { Retry = policy });
        await body.Awaited.Task;
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("ok", (await sending).Text);
        Assert.True(body.IsClosed);
    }

    [Fact]
    public async Task The_callers_token_ends_the_draining()
    {
        using var stop = new CancellationTokenSource();
        using var body = new SilentStream();
        using var session = Session(out _, Endless(302, body, ("Location", "/b")), Reply(200));

        var sending = session.RequestAsync(new Request("GET", "http://h/"), options: null, stop.Token);
        await body.Awaited.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.True(body.IsClosed);
    }

    [Fact]
    public async Task A_connection_is_used_again_after_a_short_body_and_not_after_a_long_one()
    {
        using var server = RawServer.Start(Moved("x"), RawServer.Ok(), Moved(new string('x', 500_000)), RawServer.Ok());
        using var session = new RequestSession { TrustEnv = false };

        await session.RequestAsync(new Request("GET", server.Url));
        Assert.Equal(1, server.Connections);
        await session.RequestAsync(new Request("GET", server.Url));
        Assert.Equal(2, server.Connections);
    }

    private static string Moved(string body) => $"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static Func<PreparedRequest, Response> Endless(
        int status,
        Stream body,
        params (string Name, string Value)[] headers) => request =>
    {
        var fields = new HeaderDictionary();
        foreach (var (name, value) in headers) fields.Append(name, value);
        return new Response(request, status, body) { Headers = fields };
    };

    private static Func<PreparedRequest, Response> Coded(int status, byte[] packed, params (string Name, string Value)[] headers) =>
        Endless(status, new MemoryStream(packed), [.. headers, ("Content-Encoding", "gzip"), ("Content-Length", $"{packed.Length}")]);

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>Returns blanks without end and counts them.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        internal long Given { get; private set; }

        internal bool IsClosed { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            var count = Math.Min(buffer.Length, 4096);
            buffer.Span[..count].Fill((byte)' ');
            Given += count;
            return ValueTask.FromResult(count);
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }

    /// <summary>Returns no bytes, and signals when it is read.</summary>
    private sealed class SilentStream : MemoryStream
    {
        internal TaskCompletionSource Awaited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool IsClosed { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Awaited.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
