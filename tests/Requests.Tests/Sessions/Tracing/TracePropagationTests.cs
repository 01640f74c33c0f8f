using System.Diagnostics;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Tracing;

/// <summary>Tests which requests receive traceparent and tracestate.</summary>
[Collection(typeof(TracingGroup))]
public class TracePropagationTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task The_running_activity_is_the_parent_of_each_hop()
    {
        using var session = Session(out var adapter, Redirect(302, "http://other/"), Reply(200));
        using var activity = new Activity("job") { TraceStateString = "vendor=1" }.Start();

        var response = await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.All(adapter.Seen, sent => Assert.Equal(activity.Id, sent.Headers["traceparent"]));
        Assert.All(adapter.Seen, sent => Assert.Equal("vendor=1", sent.Headers["tracestate"]));
        Assert.Equal(activity.Id, response.Request.Headers["traceparent"]);
    }

    [Theory]
    [InlineData("traceparent", "of the caller")]
    [InlineData("TraceParent", "of the caller")]
    [InlineData("tracestate", "a=1")]
    public async Task A_header_of_the_caller_stays_and_none_is_added(string name, string value)
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Reply(200));
        using var activity = new Activity("job") { TraceStateString = "vendor=1" }.Start();

        await session.RequestAsync(new Request("GET", "http://h/") { Headers = new() { [name] = value } });

        Assert.All(adapter.Seen, sent => Assert.Equal(value, sent.Headers[name]));
        Assert.All(
            adapter.Seen,
            sent => Assert.Single(sent.Headers.Keys, key => key.StartsWith("trace", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_hook_can_set_the_header_and_sees_none_of_an_earlier_hop()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Reply(200));
        var seen = new List<string?>();
        var hooks = new RequestHooks(request: [(request, _) => { seen.Add(request.Headers["traceparent"]); return null; }]);
        using var activity = new Activity("job").Start();

        await session.RequestAsync(new Request("GET", "http://h/") { Hooks = hooks });

        Assert.Equal([null, null], seen);
        Assert.All(adapter.Seen, sent => Assert.Equal(activity.Id, sent.Headers["traceparent"]));
    }

    [Fact]
    public async Task A_request_that_was_sent_in_one_trace_is_sent_again_in_another_or_in_none()
    {
        using var session = Session(out var adapter, Reply(200), Reply(200), Reply(200));
        PreparedRequest sent;
        using (new Activity("first").Start()) sent = (await session.RequestAsync(new Request("GET", "http://h/"))).Request;
        using var second = new Activity("second").Start();
        await session.SendAsync(sent, null, TestContext.Current.CancellationToken);
        second.Stop();
        await session.SendAsync(sent.Copy(), null, TestContext.Current.CancellationToken);

        Assert.NotEqual(second.Id, adapter.Seen[0].Headers["traceparent"]);
        Assert.Equal(second.Id, adapter.Seen[1].Headers["traceparent"]);
        Assert.False(adapter.Seen[2].Headers.ContainsKey("traceparent"));
    }

    [Theory]
    [InlineData(true, Parent, "vendor=1", true)]
    [InlineData(false, Parent, "vendor=1", false)]
    [InlineData(true, "not valid", "vendor=1", false)]
    public async Task The_trace_of_the_environment_is_sent_where_it_is_trusted_and_valid(
        bool trusts,
        string parent,
        string state,
        bool isSent)
    {
        using var session = Session(out var adapter, Reply(200), Reply(200));
        session.TrustEnv = trusts;
        Environment.SetEnvironmentVariable("TRACEPARENT", parent);
        Environment.SetEnvironmentVariable("TRACESTATE", state);
        Activity? activity = null;
        try
        {
            await session.RequestAsync(new Request("GET", "http://h/"));
            activity = new Activity("job").Start();
            await session.RequestAsync(new Request("GET", "http://h/"));
        }
        finally
        {
            activity?.Stop();
            Environment.SetEnvironmentVariable("TRACEPARENT", null);
            Environment.SetEnvironmentVariable("TRACESTATE", null);
        }

        Assert.Equal(isSent ? parent : null, adapter.Seen[0].Headers["traceparent"]);
        Assert.Equal(isSent ? state : null, adapter.Seen[0].Headers["tracestate"]);

        // The activity of the process comes first.
        Assert.Equal(activity.Id, adapter.Seen[1].Headers["traceparent"]);
    }

    [Fact]
    public async Task A_span_without_another_parent_is_a_child_of_the_environments_trace()
    {
        using var session = Session(out var adapter, Reply(200));
        session.TrustEnv = true;
        var spans = new List<Activity>();
        using var listener = Listen(ActivitySamplingResult.AllData, spans);
        Environment.SetEnvironmentVariable("TRACEPARENT", Parent);
        try
        {
            await session.RequestAsync(new Request("GET", "http://h/"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("TRACEPARENT", null);
        }

        var span = Assert.Single(spans);
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (span.TraceId.ToString(), span.ParentSpanId.ToString()));
        Assert.Equal(span.Id, adapter.Seen[0].Headers["traceparent"]);
        Assert.NotNull(span.GetTagItem("url.full"));
    }

    [Theory]
    [InlineData(ActivitySamplingResult.None, 0)]
    [InlineData(ActivitySamplingResult.PropagationData, 1)]
    public async Task A_span_that_is_not_recorded_has_no_result_and_the_trace_is_sent_all_the_same(ActivitySamplingResult result, int count)
    {
        using var session = Session(out var adapter, Reply(404));
        var spans = new List<Activity>();
        using var listener = Listen(result, spans);
        using var activity = new Activity("job").Start();

        await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal(count, spans.Count);
        Assert.All(spans, span => Assert.Null(span.GetTagItem("http.response.status_code")));
        Assert.StartsWith($"00-{activity.TraceId}-", adapter.Seen[0].Headers["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_allocated_without_a_listener()
    {
        var isActive = RequestTracing.IsActive(trustsEnvironment: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) isActive |= RequestTracing.IsActive(trustsEnvironment: true);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(isActive);
    }

    [Fact]
    public async Task A_call_without_a_trace_sends_the_request_itself_and_no_header()
    {
        using var session = Session(out var adapter, Reply(200));
        var prepared = session.PrepareRequest(new Request("GET", "http://h/"));

        var response = await session.SendAsync(prepared, null, TestContext.Current.CancellationToken);

        Assert.Same(prepared, response.Request);
        Assert.False(adapter.Seen[0].Headers.ContainsKey("traceparent"));
    }

    private static ActivityListener Listen(ActivitySamplingResult result, List<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Requests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => result,
            ActivityStopped = stopped.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
