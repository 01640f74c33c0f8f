using System.IO.Compression;
using System.Text;

namespace Requests.Tests.Transport.Cassettes;

public class CassetteExchangeTests
{
    private const string Url = "https://h/a";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redirects_and_cookies_come_back_with_each_hop()
    {
        using var fixture = new CassetteFixture();
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(
                null,
                FakeAdapter.Reply(302, ("Location", "/b"), ("Set-Cookie", "sid=abcdefgh; Path=/; HttpOnly")),
                FakeAdapter.ReplyText(200, "end"));
            var session = CassetteFixture.Session(cassette);
            var response = await session.RequestAsync(new Request("GET", Url), cancellationToken: Stop);
            Assert.Equal(("end", "https://h/b", 1), (response.Text, response.Url, response.History.Count));
            Assert.Equal("sid", Assert.Single(session.Cookies).Name);
            Assert.Equal(2, cassette.Entries.Count);
        }

        Assert.DoesNotContain("abcdefgh", fixture.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attempt_of_a_retry_is_an_entry_and_so_is_an_error()
    {
        using var fixture = new CassetteFixture();
        var options = new SendOptions { Retry = new RetryPolicy { Total = 3, StatusList = [503], BackoffFactor = 0 } };
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(
                null,
                FakeAdapter.Reply(503),
                static _ => throw new ConnectionException("The connection to 'h' was refused.") { IsBeforeSending = true },
                FakeAdapter.ReplyText(200, "there"));
            var response = await CassetteFixture.Session(cassette).RequestAsync(new Request("GET", Url), options, Stop);
            Assert.Equal("there", response.Text);
            Assert.Equal([503, null], response.Retries.Select(static attempt => attempt.StatusCode));
        }
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Errors_come_back_as_they_were(string type, Func<RequestException> create)
    {
        using var fixture = new CassetteFixture();
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(null, _ => throw create());
            var error = await Assert.ThrowsAnyAsync<RequestException>(() => CassetteFixture.Get(cassette, Url));
            Assert.Equal(type, error.GetType().Name);
            Assert.Equal("It failed.", error.Message);
            Assert.Equal(create() is ConnectionException { IsBeforeSending: true }, error is ConnectionException { IsBeforeSending: true });
            Assert.Equal(Url, error.Request!.Url);
        }
    }

    public static TheoryData<string, Func<RequestException>> Errors => new()
    {
        { nameof(ConnectTimeoutException), static () => new ConnectTimeoutException("It failed.") { IsBeforeSending = true } },
        { nameof(ConnectionException), static () => new ConnectionException("It failed.") { IsBeforeSending = true } },
        { nameof(ConnectionException), static () => new ConnectionException("It failed.") },
        { nameof(ReadTimeoutException), static () => new ReadTimeoutException("It failed.") },
        { nameof(SslException), static () => new SslException("It failed.") { IsBeforeSending = true } },
        { nameof(ProxyException), static () => new ProxyException("It failed.") { IsBeforeSending = true } },
    };

    [Fact]
    public async Task A_total_timeout_comes_back_without_the_wait()
    {
        using var fixture = new CassetteFixture();
        var time = new ManualTime();
        for (var run = 0; run < 2; run++)
        {
            var network = new WaitingAdapter(() => time.Advance(TimeSpan.FromSeconds(9)));
            using var cassette = new CassetteAdapter(fixture.Path, new CassetteOptions(), network, time);
            var session = new RequestSession(AdapterRegistry.Create(cassette)) { TrustEnv = false, Time = time };
            var options = new SendOptions { TotalTimeout = TimeSpan.FromSeconds(5) };
            await Assert.ThrowsAsync<TotalTimeoutException>(() => session.RequestAsync(new Request("GET", Url), options, Stop));
            Assert.Equal(run, cassette.ReplayedCount);
        }
    }

    [Fact]
    public async Task What_the_caller_cancels_is_not_recorded()
    {
        using var fixture = new CassetteFixture();
        using var stop = new CancellationTokenSource();
        using (var cassette = new CassetteAdapter(fixture.Path, new CassetteOptions(), new WaitingAdapter(stop.Cancel), new ManualTime()))
        {
            var sending = CassetteFixture.Session(cassette).RequestAsync(new Request("GET", Url), null, stop.Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        }

        Assert.False(File.Exists(fixture.Path));
    }

    [Fact]
    public async Task Coded_bodies_are_text_in_the_file_and_decoded_by_the_caller()
    {
        using var fixture = new CassetteFixture();
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(null, Coded);
            var response = await CassetteFixture.Get(cassette, Url);
            Assert.Equal(("plain text", "gzip"), (response.Text, response.Headers["Content-Encoding"]));
        }

        Assert.Contains("plain text", fixture.Text, StringComparison.Ordinal);

        static Response Coded(PreparedRequest request)
        {
            var bytes = new MemoryStream();
            using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write("plain text"u8);
            bytes.Position = 0;
            var headers = new HeaderDictionary { ["Content-Encoding"] = "gzip", ["Content-Length"] = $"{bytes.Length}" };
            return new Response(request, 200, bytes) { Headers = headers };
        }
    }

    [Fact]
    public async Task Streams_are_recorded_while_they_are_read_and_have_their_trailers()
    {
        using var fixture = new CassetteFixture();
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(null, static request =>
            {
                var body = new MemoryStream("data: 1\n\ndata: 2\n\n"u8.ToArray());
                return new Response(request, 200, body) { Trailers = new() { ["X-Sum"] = "3" } };
            });
            var response = await Stream(cassette);
            var events = new List<string>();
            await foreach (var item in response.ReadEventsAsync(Stop)) events.Add(item.Data);
            Assert.Equal(["1", "2"], events);
            Assert.Equal("3", response.Trailers["X-Sum"]);
        }
    }

    [Fact]
    public async Task A_body_that_breaks_breaks_again()
    {
        using var fixture = new CassetteFixture();
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(null, BrokenBody.Reply("half"));
            var response = await Stream(cassette);
            var buffer = new byte[4];
            await response.Raw.ReadExactlyAsync(buffer, Stop);
            Assert.Equal("half", Encoding.ASCII.GetString(buffer));
            var error = await Assert.ThrowsAsync<ChunkedEncodingException>(async () => await response.Raw.ReadExactlyAsync(buffer, Stop));
            Assert.Equal("ended early", error.Message);
        }
    }

    [Fact]
    public async Task A_body_that_was_not_read_further_is_never_taken_for_a_whole_one()
    {
        using var fixture = new CassetteFixture();
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(null, FakeAdapter.ReplyText(200, "0123456789"));
            using var response = await Stream(cassette);
            var buffer = new byte[4];
            await response.Raw.ReadExactlyAsync(buffer, Stop);
            Assert.Equal("0123", Encoding.ASCII.GetString(buffer));
            if (run > 0) await Assert.ThrowsAsync<CassetteException>(async () => await response.Raw.ReadExactlyAsync(buffer, Stop));
        }
    }

    [Fact]
    public async Task A_response_that_was_never_read_comes_back_with_its_head()
    {
        using var fixture = new CassetteFixture();
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(null, FakeAdapter.ReplyText(404, "body"));
            Assert.Equal(404, (await Stream(cassette)).StatusCode);
        }
    }

    [Fact]
    public async Task Changes_of_hooks_are_not_recorded()
    {
        using var fixture = new CassetteFixture();
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(null, FakeAdapter.ReplyText(200, "1"));
            var session = CassetteFixture.Session(cassette);
            session.Hooks = new RequestHooks([static (response, _) =>
            {
                response.Headers.Append("X-Seen", "1");
                return null;
            }]);
            var response = await session.RequestAsync(new Request("GET", Url), cancellationToken: Stop);
            Assert.Equal(["1"], response.Headers.GetValues("X-Seen"));
        }
    }

    [Fact]
    public async Task Uploads_of_streams_are_sent_as_they_are_and_match()
    {
        using var fixture = new CassetteFixture();
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0 ? fixture.Open() : fixture.Open(null, FakeAdapter.ReplyText(200, "1"));
            var body = new ChunkedBody(["part 1"u8.ToArray(), "part 2"u8.ToArray()]);
            var request = new Request("PUT", Url) { Body = body };
            var response = await CassetteFixture.Session(cassette).RequestAsync(request, cancellationToken: Stop);
            Assert.Equal("1", response.Text);
            if (run == 0) Assert.Equal("part 1part 2", Assert.Single(((FakeAdapter)cassette.Network).Bodies));
        }
    }

    [Fact]
    public async Task Digest_replays_with_another_nonce_of_the_client_and_without_the_password()
    {
        using var fixture = new CassetteFixture();
        const string Challenge = "Digest realm=\"r\", nonce=\"abcdef\", qop=\"auth\", algorithm=SHA-256";
        for (var run = 0; run < 2; run++)
        {
            using var cassette = run > 0
                ? fixture.Open()
                : fixture.Open(null, FakeAdapter.Reply(401, ("WWW-Authenticate", Challenge)), FakeAdapter.ReplyText(200, "in"));
            var request = new Request("GET", Url) { Auth = new DigestAuth("user", run == 0 ? "correct horse" : "other") };
            var response = await CassetteFixture.Session(cassette).RequestAsync(request, cancellationToken: Stop);
            Assert.Equal(("in", 1), (response.Text, response.History.Count));
        }

        Assert.DoesNotContain("response=", fixture.Text, StringComparison.Ordinal);
    }

    private static Task<Response> Stream(CassetteAdapter cassette) =>
        CassetteFixture.Session(cassette).RequestAsync(new Request("GET", Url), new SendOptions { Stream = true }, Stop);

    private sealed class WaitingAdapter(Action onSent) : TransportAdapter
    {
        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            onSent();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("The wait is endless.");
        }
    }
}
