using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

public class ManagedIdentityRenewalTests
{
    private static readonly ManagedIdentityEnvironment Environment = new(
        static name => name == "AZURE_POD_IDENTITY_AUTHORITY_HOST" ? "http://169.254.169.254" : null,
        "/none",
        "/none");
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_token_is_renewed_five_minutes_before_it_expires()
    {
        using var session = Session(out var adapter, Token("t1"), Reply(200), Reply(200), Token("t2"), Reply(200));
        session.Auth = Auth(_time);
        await session.RequestAsync(new Request("GET", "https://api/"));

        _time.Advance(TimeSpan.FromSeconds(3299));
        await session.RequestAsync(new Request("GET", "https://api/"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await session.RequestAsync(new Request("GET", "https://api/"));

        Assert.Equal(
            ["Bearer t1", "Bearer t1", "Bearer t2"],
            adapter.Seen.Where(sent => sent.Url == "https://api/").Select(sent => sent.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_valid_token_is_used_while_the_service_fails_and_the_service_is_asked_again_later()
    {
        using var session = Session(
            out var adapter,
            Token("t1"),
            Reply(200),
            Reply(410),
            Reply(200),
            Reply(200),
            Reply(500),
            Reply(200),
            Token("t2"),
            Reply(200));
        session.Auth = Auth(_time);
        await session.RequestAsync(new Request("GET", "https://api/"));

        foreach (var seconds in new[] { 3300, 29, 1, 269 }) await AdvanceAndSendAsync(seconds);

        Assert.Equal(
            ["t1", "t1", "t1", "t1", "t2"],
            adapter.Seen.Where(sent => sent.Url == "https://api/").Select(sent => sent.Headers["Authorization"]!["Bearer ".Length..]));

        async Task AdvanceAndSendAsync(int seconds)
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(200, (await session.RequestAsync(new Request("GET", "https://api/"))).StatusCode);
        }
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once()
    {
        using var session = Session(out var adapter, Token("t1"), Reply(401), Token("t2"), Reply(401), Reply(401), Token("t2"));
        session.Auth = Auth(_time);

        var first = await session.RequestAsync(new Request("GET", "https://api/"));
        var second = await session.RequestAsync(new Request("GET", "https://api/"));

        Assert.Equal((401, 401), (first.StatusCode, second.StatusCode));
        Assert.Equal((1, 0), (first.History.Count, second.History.Count));
        Assert.Equal(6, adapter.Seen.Count);
    }

    [Theory]
    [InlineData("404,429", new[] { 1.0, 2 }, 200)]
    [InlineData("500,503,408", new[] { 1.0, 2, 4 }, 200)]
    [InlineData("500,500,500,500", new[] { 1.0, 2, 4 }, 500)]
    [InlineData("410,410,410", new[] { 10.0, 10, 10 }, 200)]
    [InlineData("410,410,410,410,410,410,410,410", new[] { 10.0, 10, 10, 10, 10, 10, 10 }, 410)]
    [InlineData("400", new double[0], 400)]
    [InlineData("403", new double[0], 403)]
    public async Task The_metadata_service_is_asked_again_as_its_documentation_says(string statuses, double[] waits, int result)
    {
        var time = new JumpingTime();
        var replies = statuses.Split(',').Select(status => Reply(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture)));
        using var session = Session(out var adapter, [.. replies, Token("t1"), Reply(200)]);
        var request = new Request("GET", "https://api/") { Auth = Auth(time) };

        if (result == 200)
        {
            Assert.Equal(200, (await session.RequestAsync(request)).StatusCode);
        }
        else
        {
            var error = await Assert.ThrowsAsync<ManagedIdentityException>(() => session.RequestAsync(request));
            Assert.Equal(result, error.Response!.StatusCode);
        }

        Assert.Equal(waits, time.Waits);
        Assert.Equal(waits.Length + 1 + (result == 200 ? 1 : 0), adapter.Seen.Count);
    }

    [Theory]
    [InlineData("5", 5.0)]
    [InlineData("0", 1.0)]
    [InlineData("soon", 1.0)]
    [InlineData("71", null)]
    public async Task The_wait_that_the_service_names_is_obeyed_within_the_limit(string retryAfter, double? wait)
    {
        var time = new JumpingTime();
        using var session = Session(out _, Reply(429, ("Retry-After", retryAfter)), Token("t1"), Reply(200));
        var request = new Request("GET", "https://api/") { Auth = Auth(time) };

        if (wait is not null) await session.RequestAsync(request);
        else await Assert.ThrowsAsync<ManagedIdentityException>(() => session.RequestAsync(request));

        Assert.Equal(wait is { } seconds ? [seconds] : [], time.Waits);
    }

    [Theory]
    [InlineData("Server", "EC2ws")]
    [InlineData("Metadata-Flavor", "Google")]
    public async Task The_metadata_service_of_another_cloud_is_recognized(string header, string value)
    {
        using var session = Session(out var adapter, Reply(404, (header, value)));
        var request = new Request("GET", "https://api/") { Auth = Auth(new JumpingTime()) };

        var error = await Assert.ThrowsAsync<ManagedIdentityException>(() => session.RequestAsync(request));

        Assert.Contains("another cloud", error.Message, StringComparison.Ordinal);
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_typed_error_for_all_who_wait()
    {
        using var adapter = new HeldAdapter { Fails = true };
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false };
        var request = new Request("GET", "https://api/") { Auth = Auth(_time) };

        var waiting = Enumerable.Range(0, 20)
            .Select(_ => Assert.ThrowsAsync<ManagedIdentityException>(() => session.RequestAsync(request)))
            .ToList();
        adapter.Held.SetResult();

        Assert.All(
            await Task.WhenAll(waiting),
            error => Assert.Contains("cannot be reached. Nothing", error.Message, StringComparison.Ordinal));
        Assert.Equal((1, 0), (adapter.TokenRequests, adapter.Others));
    }

    [Fact]
    public async Task A_thousand_first_calls_ask_for_one_token()
    {
        using var adapter = new HeldAdapter();
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false };
        var request = new Request("GET", "https://api/") { Auth = Auth(_time) };

        var calls = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => session.RequestAsync(request))).ToList();
        adapter.Held.SetResult();

        Assert.All(await Task.WhenAll(calls), response => Assert.Equal(200, response.StatusCode));
        Assert.Equal((1, 1000), (adapter.TokenRequests, adapter.Others));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_lets_the_next_one_ask()
    {
        using var adapter = new HeldAdapter();
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false };
        session.Auth = Auth(_time);
        using var stop = new CancellationTokenSource();
        var first = session.RequestAsync(new Request("GET", "https://api/"), options: null, stop.Token);
        var second = session.RequestAsync(new Request("GET", "https://api/"));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        adapter.Held.SetResult();

        Assert.Equal(200, (await second).StatusCode);
    }

    private static Func<PreparedRequest, Response> Token(string token) =>
        ReplyText(200, $"{{\"access_token\": \"{token}\", \"expires_in\": \"3600\"}}");

    private static ManagedIdentityAuth Auth(TimeProvider time) => new("https://management.azure.com/", time, Environment);

    /// <summary>Holds the requests for a token until a test releases them, and counts them.</summary>
    private sealed class HeldAdapter : TransportAdapter
    {
        private int _tokenRequests;
        private int _others;

        internal TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool Fails { get; init; }

        internal int TokenRequests => _tokenRequests;

        internal int Others => _others;

        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            if (request.Url == "https://api/")
            {
                Interlocked.Increment(ref _others);
                return new Response(request, 200, new MemoryStream());
            }

            Interlocked.Increment(ref _tokenRequests);
            await Held.Task.WaitAsync(cancellationToken);
            if (Fails) throw new ConnectionException("Nothing listens there.") { IsBeforeSending = true };
            return new Response(request, 200, new MemoryStream(Encoding.UTF8.GetBytes("{\"access_token\": \"t\", \"expires_in\": 3600}")));
        }
    }
}
