using System.Diagnostics;

namespace Requests.Tests.Sessions.Tracing;

/// <summary>Tests the trace of the environment, and the syntax of traceparent and tracestate (W3C Trace Context).</summary>
public class TraceContextTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(Parent, Parent)]
    [InlineData($"  {Parent}\n", Parent)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03", Parent)]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-brings", Parent)]
    public void A_valid_parent_is_taken(string value, string sent) => Assert.Equal(sent, From(value)?.Parent);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more")]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more")]
    [InlineData("00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nX-Injected: 1")]
    public void A_value_that_is_not_valid_is_ignored(string? value) => Assert.Null(From(value));

    [Theory]
    [InlineData("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7", "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7")]
    [InlineData("fw529a3039@dt=FfAAAEEAAAAAAAAA", "fw529a3039@dt=FfAAAEEAAAAAAAAA")]
    [InlineData(" a=1 , , b_-*/=2 ", "a=1 , , b_-*/=2")]
    [InlineData("A=1", null)]
    [InlineData("a", null)]
    [InlineData("a=", null)]
    [InlineData("=1", null)]
    [InlineData("a=1=2", null)]
    [InlineData("a=\u00e9", null)]
    [InlineData("a=1\r\nX-Injected: 1", null)]
    [InlineData("  ", null)]
    public void A_state_that_is_not_valid_is_ignored_and_the_parent_is_not(string state, string? sent)
    {
        var context = From(Parent, state);

        Assert.Equal(Parent, context?.Parent);
        Assert.Equal(sent, context?.State);
    }

    [Fact]
    public void A_state_has_at_most_32_members_and_limits_of_keys_and_values()
    {
        Assert.NotNull(TraceContext.CheckState(string.Join(',', Enumerable.Range(0, 32).Select(i => $"k{i}=v"))));
        Assert.Null(TraceContext.CheckState(string.Join(',', Enumerable.Range(0, 33).Select(i => $"k{i}=v"))));
        Assert.NotNull(TraceContext.CheckState($"{new string('a', 256)}={new string('b', 256)}"));
        Assert.Null(TraceContext.CheckState($"{new string('a', 257)}=b"));
        Assert.Null(TraceContext.CheckState($"a={new string('b', 257)}"));
    }

    [Fact]
    public void An_activity_with_another_format_of_identifiers_has_no_trace()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.Hierarchical).Start();

        Assert.Null(TraceContext.From(activity));
        Assert.Null(TraceContext.From(null));
    }

    [Fact]
    public void Any_text_is_read_without_an_exception()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var text = Parent.ToCharArray();
            for (var i = random.Next(4); i >= 0; i--) text[random.Next(text.Length)] = "0f-ZG \0\u00e9"[random.Next(8)];
            var value = new string(text)[..random.Next(text.Length + 1)];
            if (From(value) is { } context) Assert.True(ActivityContext.TryParse(context.Parent, null, out _), $"seed {seed}: {value}");
        }
    }

    private static TraceContext? From(string? parent, string? state = null) =>
        TraceContext.FromEnvironment(name => name == "TRACEPARENT" ? parent : state);
}
