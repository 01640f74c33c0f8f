using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth.Aws;

/// <summary>Tests when a request is signed, for what, and what is sent to which origin.</summary>
public class AwsAuthTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly string[] Added = ["Authorization", "X-Amz-Date", "X-Amz-Content-Sha256", "X-Amz-Security-Token"];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("http://h/a+b(c)!*'", "http://h/a%2Bb%28c%29%21%2A%27")]
    [InlineData("http://h/?q=a+b&q=%2B&z", "http://h/?q=a%20b&q=%2B&z")]
    [InlineData("http://h/?b=2&a=1&&a=0", "http://h/?b=2&a=1&a=0")]
    [InlineData("http://h/\u00e4%e4?\u00e4=%E4#part", "http://h/%C3%A4%E4?%C3%A4=%E4#part")]
    [InlineData("http://h//a//b", "http://h//a//b")]
    [InlineData("http://h/a%2fb", "http://h/a/b")]
    [InlineData("http://h:8080/a", "http://h:8080/a")]
    [InlineData("http://h", "http://h/")]
    public async Task A_url_is_sent_with_all_escapes(string url, string expected)
    {
        using var session = Session(out var adapter, Reply(200));
        await session.RequestAsync(new Request("GET", url) { Auth = Create() });

        Assert.Equal(expected, adapter.Seen[0].Url);
    }

    [Theory]
    [InlineData("s3", "/a b//c", "/a%20b//c")]
    [InlineData("execute-api", "/a b//c", "/a%2520b/c")]
    [InlineData("execute-api", "/a%2Fb/", "/a%252Fb/")]
    [InlineData("es", "/index/_doc/1:2", "/index/_doc/1%253A2")]
    public void The_path_of_s3_is_escaped_once_and_that_of_others_twice(string service, string path, string signedPath)
    {
        var auth = new AwsAuth("AKID", Secret, sessionToken: null, _time) { Service = service, Region = "eu-west-1" };
        var request = new Request("GET", $"http://h{path}") { Auth = auth }.Prepare();
        var headers = AwsCanonicalForm.SelectHeaders(
            request.Headers,
            "h",
            static name => name.StartsWith("x-amz-", StringComparison.Ordinal));
        var key = new AwsSigningKey(new AwsCredentials("AKID", Secret, sessionToken: null), "eu-west-1", service, _time.GetUtcNow());

        var signature = key.SignRequest(AwsCanonicalForm.CreateRequest("GET", signedPath, "", headers, AwsSigningKey.Hash([])));

        Assert.EndsWith($"Signature={signature}", request.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://h/", "h")]
    [InlineData("http://h:80/", "h")]
    [InlineData("http://h:8080/", "h:8080")]
    [InlineData("https://h:443/", "h")]
    [InlineData("http://[::1]:9000/", "[::1]:9000")]
    [InlineData("http://127.0.0.1:9000/", "127.0.0.1:9000")]
    public void The_host_is_signed_as_it_is_sent(string url, string host)
    {
        var request = new Request("GET", url) { Auth = Create() }.Prepare();
        var named = new Request("GET", "http://other/") { Auth = Create(), Headers = new() { ["Host"] = host } }.Prepare();

        Assert.Equal(named.Headers["Authorization"], request.Headers["Authorization"]);
    }

    [Fact]
    public async Task A_session_token_is_sent_and_signed()
    {
        using var session = Session(out var adapter, Reply(200));
        await session.RequestAsync(new Request("GET", "http://h/") { Auth = Create("a+token/=") });

        Assert.Equal("a+token/=", adapter.Seen[0].Headers["X-Amz-Security-Token"]);
        Assert.Contains("x-amz-date;x-amz-security-token,", adapter.Seen[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attempt_is_signed_with_its_time()
    {
        using var session = Session(out var adapter, request => Later(request, 503), request => Later(request, 503), Reply(200));
        var options = new SendOptions { Retry = new RetryPolicy { Total = 2, StatusList = [503] } };

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = Create() }, options);

        Assert.Equal(
            ["20260101T000000Z", "20260101T010000Z", "20260101T020000Z"],
            adapter.Seen.Select(static sent => sent.Headers["X-Amz-Date"]));
        Assert.Equal(3, adapter.Seen.Select(static sent => sent.Headers["Authorization"]).Distinct().Count());
    }

    [Fact]
    public async Task A_request_that_was_prepared_earlier_is_signed_with_the_time_of_sending()
    {
        using var session = Session(out var adapter, Reply(200));
        var prepared = new Request("GET", "http://h/") { Auth = Create() }.Prepare();
        _time.Advance(TimeSpan.FromHours(1));

        await session.SendAsync(prepared);

        Assert.Equal("20260101T000000Z", prepared.Headers["X-Amz-Date"]);
        Assert.Equal("20260101T010000Z", adapter.Seen[0].Headers["X-Amz-Date"]);
    }

    [Theory]
    [InlineData("http://h/b", true)]
    [InlineData("https://h/b", true)]
    [InlineData("http://h:8080/b", false)]
    [InlineData("http://other/b", false)]
    public async Task A_redirect_is_signed_for_the_same_origin_only(string target, bool isSigned)
    {
        using var session = Session(out var adapter, Redirect(307, target), Reply(200));
        await session.RequestAsync(new Request("PUT", "http://h/a")
        {
            Auth = Create("token"),
            Body = new StreamBody(new MemoryStream("abc"u8.ToArray())),
        });

        Assert.StartsWith("3;chunk-signature=", adapter.Bodies[0], StringComparison.Ordinal);
        Assert.All(Added, name => Assert.Equal(isSigned, adapter.Seen[1].Headers.ContainsKey(name)));
        if (isSigned)
        {
            Assert.NotEqual(adapter.Seen[0].Headers["Authorization"], adapter.Seen[1].Headers["Authorization"]);
            return;
        }

        Assert.Equal("abc", adapter.Bodies[1]);
        Assert.Equal(("3", null, null), (
            adapter.Seen[1].Headers["Content-Length"],
            adapter.Seen[1].Headers["Content-Encoding"],
            adapter.Seen[1].Headers["X-Amz-Decoded-Content-Length"]));
    }

    [Fact]
    public async Task A_presigned_url_is_not_signed()
    {
        using var session = Session(out var adapter, Redirect(302, "/b?X-Amz-Signature=abc"), Reply(200));
        await session.RequestAsync(new Request("GET", "http://h/a") { Auth = Create("token") });

        Assert.True(adapter.Seen[0].Headers.ContainsKey("Authorization"));
        Assert.All(Added, name => Assert.False(adapter.Seen[1].Headers.ContainsKey(name)));
    }

    [Fact]
    public async Task The_last_of_several_authentications_signs_what_the_others_wrote()
    {
        using var session = Session(out var adapter, request => Later(request, 503), Reply(200));
        var other = new BearerAuth("token");
        var options = new SendOptions { Retry = new RetryPolicy { Total = 1, StatusList = [503] } };

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = new ChainedAuth(other, Create()) }, options);
        Assert.Equal(2, adapter.Seen.Select(static sent => sent.Headers["Authorization"]).Distinct().Count());
        Assert.All(adapter.Seen, static sent => Assert.StartsWith("AWS4", sent.Headers["Authorization"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_authentication_that_comes_later_keeps_its_header()
    {
        using var session = Session(out var adapter, request => Later(request, 503), Reply(200));
        var options = new SendOptions { Retry = new RetryPolicy { Total = 1, StatusList = [503] } };

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = new ChainedAuth(Create(), new BearerAuth("token")) }, options);

        Assert.All(adapter.Seen, static sent => Assert.Equal("Bearer token", sent.Headers["Authorization"]));
    }

    [Theory]
    [InlineData("s3", 403, 1200, "20 minutes behind")]
    [InlineData("s3", 403, -1200, "20 minutes ahead of")]
    [InlineData("s3", 400, 901, "15 minutes behind")]
    [InlineData("s3", 401, 10800, "3 hours behind")]
    [InlineData("s3", 403, -864000, "10 days ahead of")]
    [InlineData("s3", 403, 899, null)]
    [InlineData("sqs", 403, 360, "6 minutes behind")]
    [InlineData("sqs", 403, 299, null)]
    [InlineData("s3", 404, 1200, null)]
    [InlineData("s3", 200, 1200, null)]
    public async Task A_wrong_clock_is_named_as_the_cause_of_a_refusal(string service, int status, int seconds, string? message)
    {
        var date = _time.GetUtcNow().AddSeconds(seconds).ToString("r", CultureInfo.InvariantCulture);
        using var session = Session(out _, ReplyText(status, "<Error/>", ("Date", date)));
        var auth = new AwsAuth("AKID", Secret, sessionToken: null, _time) { Service = service, Region = "eu-west-1" };
        var request = new Request("GET", "http://h/a?token=secret") { Auth = auth };

        if (message is null)
        {
            Assert.Equal(status, (await session.RequestAsync(request)).StatusCode);
            return;
        }

        var error = await Assert.ThrowsAsync<ClockSkewException>(() => session.RequestAsync(request));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(-seconds), error.Difference);
        Assert.Equal("<Error/>", error.Response!.Text);
    }

    [Fact]
    public async Task A_refusal_without_a_date_is_a_response()
    {
        using var session = Session(out _, Reply(403), Reply(403, ("Date", "yesterday")));
        Assert.Equal(403, (await session.RequestAsync(new Request("GET", "http://h/") { Auth = Create() })).StatusCode);
        Assert.Equal(403, (await session.RequestAsync(new Request("GET", "http://h/") { Auth = Create() })).StatusCode);
    }

    [Fact]
    public async Task A_host_that_names_no_service_is_an_error_before_sending()
    {
        using var session = Session(out var adapter, Reply(200));
        var auth = new AwsAuth("AKID", Secret, sessionToken: null, _time);

        var error = await Assert.ThrowsAsync<InvalidParameterException>(
            () => session.RequestAsync(new Request("GET", "http://minio.test:9000/a") { Auth = auth }));

        Assert.Contains("'minio.test:9000'", error.Message, StringComparison.Ordinal);
        Assert.Empty(adapter.Seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(604801)]
    public void A_presigned_url_is_valid_for_seven_days_at_most(int seconds)
    {
        var request = new Request("GET", "http://h/").Prepare();

        Assert.Throws<InvalidParameterException>(() => Create().CreatePresignedUrl(request, TimeSpan.FromSeconds(seconds)));
        Assert.Contains("X-Amz-Expires=604800", Create().CreatePresignedUrl(request, TimeSpan.FromDays(7)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_presigned_url_covers_the_query_the_headers_and_the_token()
    {
        var headers = new HeaderDictionary { ["Content-Type"] = "text/plain", ["X-Own"] = "1" };
        var request = new Request("PUT", "http://h/a?x=1 2#part") { Headers = headers }.Prepare();

        var url = Create("a+b").CreatePresignedUrl(request, TimeSpan.FromMinutes(1));

        Assert.StartsWith("http://h/a?x=1%202&X-Amz-Algorithm=", url, StringComparison.Ordinal);
        Assert.Contains("&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-own&X-Amz-Security-Token=a%2Bb&", url, StringComparison.Ordinal);
        request.Url = url;
        Assert.Throws<InvalidUrlException>(() => Create().CreatePresignedUrl(request, TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("", "s", null)]
    [InlineData("a b", "s", null)]
    [InlineData("a/b", "s", null)]
    [InlineData("a", "", null)]
    [InlineData("a", "hunter2\n", null)]
    [InlineData("a", "s", "hunter2\n")]
    public void Keys_that_cannot_be_sent_are_an_error_without_the_keys(string id, string secret, string? token)
    {
        var error = Assert.Throws<InvalidParameterException>(() => new AwsAuth(id, secret, token));
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("connection")]
    [InlineData("a b")]
    public void A_header_that_cannot_be_signed_is_an_error(string name) =>
        Assert.Throws<InvalidParameterException>(() => new AwsAuth("a", "s") { SignedHeaders = [name] });

    [Theory]
    [InlineData("")]
    [InlineData("eu west")]
    [InlineData("eu/west")]
    public void A_region_or_service_is_one_word(string word)
    {
        Assert.Throws<InvalidParameterException>(() => new AwsAuth("a", "s") { Region = word });
        Assert.Throws<InvalidParameterException>(() => new AwsAuth("a", "s") { Service = word });
    }

    [Fact]
    public void What_an_exchange_shows_has_no_secret()
    {
        var auth = Create("hunter2");
        var request = new Request("GET", "http://h/") { Auth = auth }.Prepare();
        var signature = request.Headers["Authorization"]!.Split("Signature=")[1];
        var secrets = ExchangeRedactor.Create(request);

        Assert.Equal("******** and ******** and ********", secrets.Redact($"{signature} and {Secret} and hunter2"));
        Assert.Equal("20260101T000000Z", secrets.Redact("20260101T000000Z"));
        Assert.Equal("Aws (AKID, s3, eu-west-1)", auth.ToString());
        Assert.True(request.Headers.IsSecret("X-Amz-Security-Token"));
        Assert.False(request.Headers.IsSecret("X-Amz-Date"));
    }

    private AwsAuth Create(string? sessionToken = null) =>
        new("AKID", Secret, sessionToken, _time) { Service = "s3", Region = "eu-west-1" };

    private Response Later(PreparedRequest request, int status)
    {
        _time.Advance(TimeSpan.FromHours(1));
        return Reply(status)(request);
    }
}
