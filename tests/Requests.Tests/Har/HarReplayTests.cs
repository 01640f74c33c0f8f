using System.Net;

namespace Requests.Tests.Har;

/// <summary>Tests the requests, responses and errors that are created from entries.</summary>
public class HarReplayTests
{
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_request_of_a_browser_has_no_pseudo_headers()
    {
        var request = HarReplay.CreateRequest(HarReaderTests.Read(HarSamples.Chrome).Entries[0]);

        Assert.Equal(["content-type", "cookie"], request.Headers.Keys);
        Assert.Equal("{\"n\":\"é\"}", ((BytesBody)request.Body!).GetText());
    }

    [Theory]
    [InlineData("h2", 2)]
    [InlineData("http/2.0", 2)]
    [InlineData("HTTP/2", 2)]
    [InlineData("h3", 3)]
    [InlineData("h3-29", 3)]
    [InlineData("HTTP/1.1", 1)]
    [InlineData("unknown", 1)]
    [InlineData("", 1)]
    public void The_version_is_read_in_all_forms(string text, int major)
    {
        var entry = new HarEntry { Response = { Status = 200, HttpVersion = text } };

        Assert.Equal(major, HarReplay.CreateResponse(entry, HarRecorderTests.Get()).HttpVersion.Major);
    }

    [Fact]
    public void A_response_comes_back_with_its_trailers_and_fields()
    {
        using var response = new Response(HarRecorderTests.Get(), 207, new MemoryStream("hello"u8.ToArray()))
        {
            Reason = "Multi",
            HttpVersion = HttpVersion.Version20,
            Headers = new() { ["Content-Type"] = "text/plain", ["Content-Length"] = "5" },
            Trailers = new() { ["Checksum"] = "8" },
        };
        response.Headers.Append("Link", "<a>");
        response.Headers.Append("Link", "<b>");
        _ = response.Content;
        var entry = HarRecorderTests.RoundTrip(new HarRecorder(unmasked: false).CreateEntry(response));

        using var replayed = HarReplay.CreateResponse(entry, response.Request);

        Assert.Equal("hello", replayed.Text);
        Assert.Equal((207, "Multi", HttpVersion.Version20), (replayed.StatusCode, replayed.Reason, replayed.HttpVersion));
        Assert.Equal(["<a>", "<b>"], replayed.Headers.GetValues("Link"));
        Assert.Equal("8", replayed.Trailers["Checksum"]);
    }

    [Theory]
    [InlineData("GET", 200, "8")]
    [InlineData("HEAD", 200, "5000")]
    [InlineData("GET", 304, "5000")]
    public void The_length_is_that_of_the_body_where_a_response_has_one(string method, int status, string expected)
    {
        var entry = new HarEntry { Response = { Status = status, Headers = new() { ["Content-Length"] = "5000" } } };
        if (expected == "8") entry.Response.Body.Text = "********";

        using var response = HarReplay.CreateResponse(entry, new PreparedRequest(method, "https://h/", []));

        Assert.Equal(expected, response.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData(typeof(ConnectTimeoutException), "connect")]
    [InlineData(typeof(ReadTimeoutException), "wait")]
    [InlineData(typeof(TotalTimeoutException), "")]
    [InlineData(typeof(SslException), "connect")]
    [InlineData(typeof(ProxyException), "connect")]
    [InlineData(typeof(ConnectionException), "send")]
    public void An_error_comes_back_as_it_was(Type type, string phase)
    {
        var error = (RequestException)Activator.CreateInstance(type, "It failed.", null)!;
        var request = HarRecorderTests.Get();
        var entry = new HarRecorder(unmasked: false).CreateEntry(request, error, Start, TimeSpan.FromSeconds(2));

        var read = HarRecorderTests.RoundTrip(entry);

        Assert.Equal((2000, phase, 0), (read.Time, read.Error!.Phase, read.Response.Status));
        var replayed = HarReplay.CreateError(read, request)!;
        Assert.IsType(type, replayed);
        Assert.Equal(("It failed.", request), (replayed.Message, replayed.Request));
    }

    [Fact]
    public void A_body_that_was_cut_off_ends_with_its_error()
    {
        using var response = new Response(HarRecorderTests.Get(), 200) { Headers = new() { ["Content-Length"] = "10" } };
        var error = new ChunkedEncodingException("The response was cut short.") { Response = response };
        var capture = new HarCapture { ResponseBody = "begin"u8.ToArray() };
        var entry = new HarRecorder(unmasked: false).CreateEntry(response.Request, error, Start, TimeSpan.Zero, capture);

        using var replayed = HarReplay.CreateResponse(HarRecorderTests.RoundTrip(entry), response.Request);

        Assert.Equal("receive", entry.Error!.Phase);
        Assert.Equal("10", replayed.Headers["Content-Length"]);
        var buffer = new byte[20];
        Assert.Equal(5, replayed.Raw.Read(buffer, 0, 20));
        Assert.Throws<ChunkedEncodingException>(() => replayed.Raw.Read(buffer, 0, 20));
    }

    [Fact]
    public void The_error_of_a_browser_is_one_of_the_connection()
    {
        var entry = HarReaderTests.Read(HarSamples.Chrome).Entries[1];

        var error = HarReplay.CreateError(entry, HarRecorderTests.Get());

        Assert.Contains("net::ERR_CONNECTION_RESET", Assert.IsType<ConnectionException>(error).Message, StringComparison.Ordinal);
        Assert.Null(HarReplay.CreateError(HarReaderTests.Read(HarSamples.Safari).Entries[0], HarRecorderTests.Get()));
    }
}
