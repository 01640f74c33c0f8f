using System.IO.Compression;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

public class LimitTests
{
    [Fact]
    public async Task A_body_larger_than_allowed_is_an_error()
    {
        using var session = Session(out _, ReplyText(200, new string('x', 101)), ReplyText(200, new string('x', 100)));
        session.Defaults = session.Defaults with { MaximumSize = 100 };

        var error = await Assert.ThrowsAsync<ResponseTooLargeException>(() => session.RequestAsync(new Request("GET", "http://h/")));
        var whole = await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal(200, error.Response!.StatusCode);
        Assert.Contains("100 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(100, whole.Content!.Length);
    }

    [Fact]
    public async Task The_decoded_size_is_limited()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[10_000_000]);
        }

        using var session = Session(
            out _,
            request => new Response(request, 200, new MemoryStream(packed.ToArray()))
            {
                Headers = new() { ["Content-Encoding"] = "gzip", ["Content-Length"] = $"{packed.Length}" },
            });

        Assert.InRange(packed.Length, 0, 100_000);
        await Assert.ThrowsAsync<ResponseTooLargeException>(
            () => session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { MaximumSize = 1_000_000 }));
    }

    [Fact]
    public async Task An_announced_length_is_believed_before_a_byte_is_read()
    {
        using var body = new CountingStream();
        using var session = Session(out _, request => new Response(request, 200, body) { Headers = new() { ["Content-Length"] = "5000" } });

        await Assert.ThrowsAsync<ResponseTooLargeException>(
            () => session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { MaximumSize = 4999 }));

        Assert.Equal(0, body.Reads);
    }

    [Fact]
    public async Task A_streamed_body_is_bounded_too()
    {
        using var session = Session(out _, ReplyText(200, new string('x', 101)), ReplyText(200, new string('x', 101)));
        var options = new SendOptions { MaximumSize = 100, Stream = true };

        var pieces = await session.RequestAsync(new Request("GET", "http://h/"), options);
        var read = await session.RequestAsync(new Request("GET", "http://h/"), options);

        Assert.Throws<ResponseTooLargeException>(() => pieces.IterContent(60).ToList());
        await Assert.ThrowsAsync<ResponseTooLargeException>(async () => await read.ReadAsync(new byte[200]));
    }

    [Fact]
    public async Task A_redirect_whose_body_is_too_large_is_followed()
    {
        using var session = Session(out _, ReplyText(302, new string('x', 101), ("Location", "/b")), ReplyText(200, "ok"));
        Assert.Equal("ok", (await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { MaximumSize = 100 })).Text);
    }

    [Fact]
    public async Task The_whole_exchange_has_a_limit()
    {
        var time = new ManualTime();
        using var session = new RequestSession(AdapterRegistry.Create(new HangingAdapter())) { Time = time, TrustEnv = false };

        var sending = session.RequestAsync(
            new Request("GET", "http://h/?secret"),
            new SendOptions { TotalTimeout = TimeSpan.FromSeconds(5) });
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));

        var error = await Assert.ThrowsAsync<TotalTimeoutException>(() => sending);
        Assert.True(error.IsTimeout);
        Assert.Equal("http://h/?secret", error.Request!.Url);
        Assert.Contains("5 s", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_lasts_while_a_streamed_body_is_read()
    {
        var time = new ManualTime();
        using var session = new RequestSession(AdapterRegistry.Create(new HangingAdapter(inBody: true))) { Time = time, TrustEnv = false };
        var response = await session.RequestAsync(
            new Request("GET", "http://h/"),
            new SendOptions { TotalTimeout = TimeSpan.FromSeconds(5), Stream = true });

        var reading = response.ReadAsync(new byte[10]).AsTask();
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Same(response, (await Assert.ThrowsAsync<TotalTimeoutException>(() => reading)).Response);
    }

    [Fact]
    public async Task A_cancellation_of_the_caller_is_not_a_timeout()
    {
        using var session = new RequestSession(AdapterRegistry.Create(new HangingAdapter())) { TrustEnv = false };
        using var stop = new CancellationTokenSource();
        var sending = session.RequestAsync(
            new Request("GET", "http://h/"),
            new SendOptions { TotalTimeout = TimeSpan.FromHours(1) },
            stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    /// <summary>Sends no response, or no body, until its exchange is cancelled.</summary>
    private sealed class HangingAdapter(bool inBody = false) : TransportAdapter
    {
        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            if (inBody) return new Response(request, 200, new HangingStream(cancellationToken));
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("The stream waits until it is cancelled.");
        }
    }

    private sealed class HangingStream(CancellationToken exchange) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, exchange);
            return 0;
        }
    }

    private sealed class CountingStream : ReadOnlyStream
    {
        internal int Reads { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            return ValueTask.FromResult(0);
        }
    }
}
