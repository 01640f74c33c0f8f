using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

/// <summary>Tests the statuses that a caller expects.</summary>
public class ExpectStatusTests
{
    [Theory]
    [InlineData("200", "200")]
    [InlineData(" 404 ", "404")]
    [InlineData("2xx", "200-299")]
    [InlineData("5XX", "500-599")]
    [InlineData("200-299", "200-299")]
    [InlineData("200 - 299", "200-299")]
    [InlineData("200..204", "200-204")]
    [InlineData("NotFound", "404")]
    [InlineData("not_found", "404")]
    [InlineData("Im a teapot", "418")]
    [InlineData("999", "999")]
    public void A_text_names_statuses(string text, string statuses) => Assert.Equal(statuses, $"{new ExpectedStatuses(text)}");

    [Theory]
    [InlineData("")]
    [InlineData("2x")]
    [InlineData("xxx")]
    [InlineData("0xx")]
    [InlineData("99")]
    [InlineData("1000")]
    [InlineData("-200")]
    [InlineData("299-200")]
    [InlineData("200-")]
    [InlineData("200.204")]
    [InlineData("200...204")]
    [InlineData("+200")]
    [InlineData("2e2")]
    [InlineData("found it")]
    public void Another_text_is_refused(string text) => Assert.Throws<ArgumentException>(() => new ExpectedStatuses(text));

    [Fact]
    public void There_must_be_a_status() => Assert.Throws<ArgumentException>(() => new ExpectedStatuses());

    [Fact]
    public void The_ends_of_a_range_are_expected()
    {
        var expected = new ExpectedStatuses("200-204", "404");

        Assert.Equal([200, 204, 404], new[] { 199, 200, 204, 205, 403, 404, 405 }.Where(expected.Contains));
        Assert.Equal(["200-204", "404"], expected.ToTexts());
    }

    [Theory]
    [InlineData(200, false, null)]
    [InlineData(404, true, null)]
    [InlineData(500, false, "500 Server Error:  for url: http://h/")]
    [InlineData(204, true, "204 Unexpected Status:  for url: http://h/; expected: 200, 404")]
    public async Task Any_other_status_is_an_error_that_has_the_response(int status, bool raise, string? message)
    {
        using var session = Session(out _, ReplyText(status, "text"));
        var options = new SendOptions { ExpectStatus = new ExpectedStatuses("200", "404"), RaiseForStatus = raise };
        var sending = session.RequestAsync(new Request("GET", "http://h/"), options, TestContext.Current.CancellationToken);

        if (message is null)
        {
            Assert.Equal("text", (await sending).Text);
            return;
        }

        var error = await Assert.ThrowsAsync<HttpErrorException>(() => sending);
        Assert.Equal((message, "text", status), (error.Message, error.Response!.Text, error.Response.StatusCode));
    }

    [Fact]
    public async Task Only_the_final_response_is_judged()
    {
        using var session = Session(out _, Redirect(302, "/x"), Reply(200));
        var options = new SendOptions { ExpectStatus = new ExpectedStatuses("200") };

        Assert.Equal(200, (await Send(session, options)).StatusCode);
    }

    [Fact]
    public async Task A_streamed_response_is_judged_when_its_headers_arrive()
    {
        using var session = Session(out _, ReplyText(202, "later"));
        var options = new SendOptions { Stream = true, ExpectStatus = new ExpectedStatuses("200") };

        var error = await Assert.ThrowsAsync<HttpErrorException>(() => Send(session, options));

        Assert.Equal("later", error.Response!.Text);
    }

    [Fact]
    public async Task A_listed_status_is_returned_when_the_retries_are_used_up()
    {
        using var session = Session(out var adapter, Reply(503), Reply(503));
        var policy = new RetryPolicy { Total = 1, StatusList = [503] };
        var options = new SendOptions { Retry = policy, ExpectStatus = new ExpectedStatuses("200", "503") };

        Assert.Equal(503, (await Send(session, options)).StatusCode);
        Assert.Equal(2, adapter.Seen.Count);
    }

    [Fact]
    public async Task A_download_of_a_listed_error_saves_nothing()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            using var session = Session(out _, ReplyText(404, "not here"), ReplyText(200, "here"), ReplyText(203, "copy"));
            var options = new SendOptions { ExpectStatus = new ExpectedStatuses("200", "404") };
            var path = Path.Combine(folder.FullName, "a");

            var missing = await Download(session, path, options);
            Assert.Equal((404, "not here", null), (missing.StatusCode, missing.Text, missing.SavedTo));
            Assert.Empty(folder.GetFiles());
            Assert.Equal(path, (await Download(session, path, options)).SavedTo);
            await Assert.ThrowsAsync<HttpErrorException>(() => Download(session, path, options));
            Assert.Equal("here", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<Response> Send(RequestSession session, SendOptions options) =>
        session.RequestAsync(new Request("GET", "http://h/"), options, TestContext.Current.CancellationToken);

    private static Task<Response> Download(RequestSession session, string path, SendOptions options)
    {
        var target = new DownloadTarget(path);
        var request = session.PrepareRequest(new Request("GET", "http://h/"), target);
        return session.DownloadAsync(request, target, options, TestContext.Current.CancellationToken);
    }
}
