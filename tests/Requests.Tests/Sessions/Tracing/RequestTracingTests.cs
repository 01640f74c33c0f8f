using System.Diagnostics;
using System.Net;
using OpenTelemetry;
using OpenTelemetry.Trace;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Tracing;

/// <summary>
/// Tests the spans of requests with the in-memory exporter of OpenTelemetry. Listeners receive the spans of the whole process: no other
/// test runs meanwhile.
/// </summary>
[Collection(typeof(TracingGroup))]
public sealed class RequestTracingTests : IDisposable
{
    private readonly List<Activity> _spans = [];
    private readonly TracerProvider _provider;
    private readonly TestServerFixture _fixture;

    public RequestTracingTests(TestServerFixture fixture)
    {
        _fixture = fixture;
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource("Requests", "System.Net.Http")
            .SetSampler(new AlwaysOnSampler())
            .AddInMemoryExporter(_spans)
            .Build();
    }

    public void Dispose() => _provider.Dispose();

    [Fact]
    public async Task A_request_has_one_span_with_the_names_of_OpenTelemetry()
    {
        using var session = new RequestSession { TrustEnv = false };
        using var parent = new Activity("test").Start();

        var response = await session.RequestAsync(new Request("GET", $"{_fixture.Server.Url}/get?page=2&api_key=abc123#end"));

        var span = Assert.Single(_spans);
        Assert.Equal(("Requests", "GET", ActivityKind.Client), (span.Source.Name, span.DisplayName, span.Kind));
        Assert.Equal(parent.SpanId, span.ParentSpanId);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        var url = new Uri(_fixture.Server.Url);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["http.request.method"] = "GET",
                ["server.address"] = "127.0.0.1",
                ["server.port"] = url.Port,
                ["url.full"] = $"{_fixture.Server.Url.TrimEnd('/')}/get?page=2&api_key=********",
                ["http.response.status_code"] = 200,
                ["network.protocol.version"] = "1.1",
                ["network.peer.address"] = "127.0.0.1",
                ["network.peer.port"] = url.Port,
            },
            span.TagObjects.ToDictionary());

        // The server has received the span as the parent, once, and no other headers of a trace.
        var expected = $"00-{parent.TraceId}-{span.SpanId}-{(int)span.ActivityTraceFlags:x2}";
        Assert.Equal(expected, response.Request.Headers["traceparent"]);
        Assert.Contains(expected, response.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Request-Id", response.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Same(parent, Activity.Current);
    }

    [Fact]
    public async Task Each_hop_and_each_attempt_has_a_span_and_counts_what_was_sent_before()
    {
        using var session = Session(
            out var adapter,
            Redirect(302, "http://other/b"),
            Reply(503, ("Retry-After", "0")),
            Redirect(307, "/c"),
            Reply(404));
        var options = new SendOptions { Retry = new RetryPolicy { Total = 3, StatusList = [503] } };
        using var parent = new Activity("test").Start();

        await session.RequestAsync(new Request("POST", "http://h/a") { Body = new BytesBody("x") }, options);

        Assert.Equal(["POST", "GET", "GET", "GET"], _spans.Select(span => span.DisplayName));
        Assert.Equal([null, 1, 2, 3], _spans.Select(span => span.GetTagItem("http.request.resend_count")));
        Assert.Equal([302, 503, 307, 404], _spans.Select(span => span.GetTagItem("http.response.status_code")));
        Assert.Equal(["h", "other", "other", "other"], _spans.Select(span => span.GetTagItem("server.address")));
        Assert.Equal([null, "503", null, "404"], _spans.Select(span => span.GetTagItem("error.type")));
        Assert.Equal(ActivityStatusCode.Error, _spans[3].Status);
        Assert.All(_spans, span => Assert.Equal(parent.SpanId, span.ParentSpanId));

        // Each request has the identifier of its own span.
        Assert.Equal(_spans.Select(span => span.Id), adapter.Seen.Select(sent => sent.Headers["traceparent"]));
    }

    [Fact]
    public async Task A_request_without_a_response_has_the_type_of_its_error()
    {
        using var server = RawServer.Start((string?)null);
        using var session = new RequestSession { TrustEnv = false };

        await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", $"{server.Url}?token=secret")));

        var span = Assert.Single(_spans);
        Assert.Equal("Requests.ConnectionException", span.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Null(span.GetTagItem("http.response.status_code"));
        Assert.DoesNotContain("secret", span.StatusDescription + string.Join(',', span.TagObjects), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QUERY", "QUERY", "QUERY", null)]
    [InlineData("PURGE", "HTTP", "_OTHER", "PURGE")]
    public async Task An_unknown_method_is_no_name(string method, string name, string tag, string? original)
    {
        using var session = Session(out _, Reply(200));

        await session.RequestAsync(new Request(method, "http://h/"));

        var span = Assert.Single(_spans);
        Assert.Equal(name, span.DisplayName);
        Assert.Equal(tag, span.GetTagItem("http.request.method"));
        Assert.Equal(original, span.GetTagItem("http.request.method_original"));
    }

    [Fact]
    public async Task A_variable_of_OpenTelemetry_names_the_known_methods()
    {
        using var session = Session(out _, Reply(200), Reply(200));
        Environment.SetEnvironmentVariable("OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS", "GET, PURGE");
        try
        {
            await session.RequestAsync(new Request("PURGE", "http://h/"));
            await session.RequestAsync(new Request("POST", "http://h/"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS", null);
        }

        Assert.Equal(["PURGE", "HTTP"], _spans.Select(span => span.DisplayName));
    }

    [Fact]
    public async Task HTTP_2_and_credentials_in_the_URL_and_IPv6_have_their_attributes()
    {
        using var session = new RequestSession { TrustEnv = false };
        await session.RequestAsync(
            new Request("GET", $"{_fixture.Server.Http2Url.Replace("//", "//user:pass-word@", StringComparison.Ordinal)}/get"),
            new SendOptions { HttpVersion = HttpVersion.Version20 });
        Assert.Equal("2", _spans[0].GetTagItem("network.protocol.version"));
        Assert.DoesNotContain("pass-word", string.Join(',', _spans[0].TagObjects), StringComparison.Ordinal);

        using var other = Session(out _, Reply(200));
        await other.RequestAsync(new Request("GET", "http://[::1]:8080/x"));
        Assert.Equal(("::1", 8080), (_spans[1].GetTagItem("server.address"), _spans[1].GetTagItem("server.port")));
    }

    [Fact]
    public async Task Parallel_calls_of_one_prepared_request_have_spans_of_their_own()
    {
        using var mock = new MockAdapter(new MockReply { Body = "x"u8.ToArray() });
        using var session = new RequestSession(AdapterRegistry.Create(mock)) { TrustEnv = false };
        var prepared = session.PrepareRequest(new Request("GET", "http://h/"));

        await Parallel.ForAsync(0, 100, async (_, stop) => await session.SendAsync(prepared, null, stop));

        Assert.Equal(100, _spans.Select(span => span.SpanId).Distinct().Count());
        Assert.Equal(
            _spans.Select(span => span.Id).Order(StringComparer.Ordinal),
            mock.Calls.Select(call => call.Request.Headers["traceparent"]).Order(StringComparer.Ordinal));
        Assert.False(prepared.Headers.ContainsKey("traceparent"));
    }

    [Fact]
    public async Task A_token_request_has_a_span_and_its_secrets_are_removed_as_without()
    {
        var auth = new OAuth2Auth(new OAuth2Client("https://login.test/token", "id", "s3cret-value"), OAuth2Grant.ClientCredentials);
        using var session = Session(
            out var adapter,
            ReplyText(200, "{\"access_token\":\"abc\",\"token_type\":\"Bearer\"}"),
            Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth });

        Assert.Equal(["POST", "GET"], _spans.Select(span => span.DisplayName));
        Assert.Equal([null, null], _spans.Select(span => span.GetTagItem("http.request.resend_count")));
        Assert.Equal(_spans.Select(span => span.Id), adapter.Seen.Select(sent => sent.Headers["traceparent"]));
        Assert.DoesNotContain("s3cret-value", string.Join(',', _spans.SelectMany(span => span.TagObjects)), StringComparison.Ordinal);
    }
}
