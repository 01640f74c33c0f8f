namespace Requests.Tests.Messages;

/// <summary>Tests that memory for a body is allocated as its bytes arrive.</summary>
public class BodyMemoryTests
{
    [Theory]
    [InlineData(2_000_000_000, 10)]
    [InlineData(2_147_483_591, 1_048_576)]
    [InlineData(100_000_000, 6_249_999)]
    public async Task A_claimed_length_takes_no_memory(long claimed, int sent)
    {
        var response = Respond(claimed, sent);
        var before = GC.GetAllocatedBytesForCurrentThread();

        await response.ReadContentAsync(CancellationToken.None);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (sent * 3L) + (8 * 1024 * 1024));
        Assert.Equal(sent, response.Content!.Length);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(5, 3)]
    [InlineData(5, 9)]
    [InlineData(1_048_576, 1_048_576)]
    [InlineData(1_048_577, 1_048_577)]
    [InlineData(1_048_577, 1_048_576)]
    [InlineData(9_000_001, 9_000_001)]
    [InlineData(9_000_001, 2_250_000)]
    [InlineData(9_000_001, 9_000_000)]
    [InlineData(9_000_001, 9_500_000)]
    public async Task Every_received_byte_is_kept(long claimed, int sent)
    {
        var response = Respond(claimed, sent);

        await response.ReadContentAsync(CancellationToken.None);

        Assert.Equal(sent, response.Content!.Length);
        for (var i = 0; i < sent; i += i < 2_000_000 ? 977 : 100_003) Assert.Equal((byte)(i % 251), response.Content[i]);
        if (sent > 0) Assert.Equal((byte)((sent - 1) % 251), response.Content[^1]);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("2147483648")]
    public async Task A_length_that_memory_cannot_hold_is_a_request_exception(string claimed)
    {
        var response = new Response(Request(), 200, new Source(10)) { Headers = new() { ["Content-Length"] = claimed } };

        var error = await Assert.ThrowsAsync<ResponseTooLargeException>(() => response.ReadContentAsync(CancellationToken.None));

        Assert.Same(response, error.Response);
    }

    [Fact]
    public async Task A_body_that_memory_cannot_hold_is_a_request_exception()
    {
        var response = new Response(Request(), 200, new Source(10) { Fails = true });

        await Assert.ThrowsAsync<ResponseTooLargeException>(() => response.ReadContentAsync(CancellationToken.None));
    }

    private static PreparedRequest Request() => new("GET", "http://h/", []);

    private static Response Respond(long claimed, int sent) =>
        new(Request(), 200, new Source(sent))
        {
            Headers = new() { ["Content-Length"] = claimed.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        };

    private sealed class Source(int length) : ReadOnlyStream
    {
        private int _at;

        public bool Fails { get; init; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Fails) throw new InsufficientMemoryException();
            var count = Math.Min(Math.Min(buffer.Length, length - _at), 70_001);
            for (var i = 0; i < count; i++) buffer.Span[i] = (byte)((_at + i) % 251);
            _at += count;
            return ValueTask.FromResult(count);
        }
    }
}
