namespace Requests.Tests.Transport;

/// <summary>Tests the counters that a progress display reads.</summary>
public class TransferCountersTests
{
    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello", null, 0, 5)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "abc", 3, -1)]
    public async Task The_lengths_of_both_bodies_are_known_as_far_as_they_are_announced(
        string reply,
        string? body,
        int toSend,
        int toReceive)
    {
        using var server = RawServer.Start($"HTTP/1.1 200 OK\r\n{reply}");
        using var session = new RequestSession { TrustEnv = false };
        var request = session.PrepareRequest(
            new Request(body is null ? "GET" : "POST", server.Url) { Body = body is null ? null : new BytesBody(body) });
        var counters = request.Counters = new TransferCounters();

        var response = await session.SendAsync(request, options: null, TestContext.Current.CancellationToken);

        Assert.Equal("hello", response.Text);
        Assert.Equal((toSend, toSend, toReceive), (counters.ToSend, counters.Sent, counters.ToReceive));
    }
}
