namespace Requests.Tests.Bodies;

public sealed class ChangingFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(2000, "grew")]
    [InlineData(500, "ended early")]
    [InlineData(0, "ended early")]
    public async Task A_file_that_changes_its_size_while_it_is_sent_is_an_error(int size, string message)
    {
        await File.WriteAllBytesAsync(_file, new byte[1000], TestContext.Current.CancellationToken);
        using var server = RawServer.Start("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var session = new RequestSession { TrustEnv = false };
        var body = new FileBody(_file);
        await File.WriteAllBytesAsync(_file, new byte[size], TestContext.Current.CancellationToken);

        var request = new Request("POST", server.Url) { Body = body };
        var error = await Assert.ThrowsAsync<InvalidBodyException>(
            () => session.RequestAsync(request, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(_file, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(FormatException))]
    public async Task A_source_of_chunks_that_fails_is_an_error_of_the_body_and_the_message_stays_incomplete(Type kind)
    {
        using var server = RawServer.StartHanging();
        using var session = new RequestSession { TrustEnv = false };
        var request = new Request("PUT", server.Url)
        {
            Body = new ChunkedBody(Failing((Exception)Activator.CreateInstance(kind, "oops")!)),
        };

        var options = new SendOptions { Retry = new RetryPolicy { Total = 3 } };
        var error = await Assert.ThrowsAsync<InvalidBodyException>(
            () => session.RequestAsync(request, options, TestContext.Current.CancellationToken));

        Assert.Contains("oops", error.Message, StringComparison.Ordinal);
        await server.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (server.Connections, server.Seen.Length));
    }

    private static IEnumerable<string> Failing(Exception error)
    {
        yield return "one";
        yield return "two";
        throw error;
    }
}
