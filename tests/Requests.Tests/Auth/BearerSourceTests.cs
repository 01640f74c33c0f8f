using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

public class BearerSourceTests
{
    private readonly ManualTime _time = new();
    private int _calls;

    [Fact]
    public async Task The_source_is_called_when_the_first_request_needs_a_token()
    {
        using var session = Session(out var adapter, Reply(200), Reply(200));
        session.Auth = Auth(() => new OAuth2Token("t1"));
        Assert.Equal(0, _calls);

        await session.RequestAsync(new Request("GET", "https://api/a"));
        await session.RequestAsync(new Request("GET", "https://api/b"));

        Assert.Equal(1, _calls);
        Assert.Equal(["Bearer t1", "Bearer t1"], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
        Assert.Same(adapter.Seen[0].Headers["Authorization"], adapter.Seen[1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData(3600, 3570)]
    [InlineData(100, 90)]
    [InlineData(10, 9)]
    public async Task The_source_is_called_again_shortly_before_the_token_expires(int lifetime, int renewed)
    {
        using var session = Session(out _, Reply(200), Reply(200), Reply(200));
        session.Auth = Auth(() => new OAuth2Token($"t{_calls}", refreshToken: null, _time.GetUtcNow().AddSeconds(lifetime)));
        await session.RequestAsync(new Request("GET", "https://api/"));

        _time.Advance(TimeSpan.FromSeconds(renewed) - TimeSpan.FromMilliseconds(1));
        await session.RequestAsync(new Request("GET", "https://api/"));
        Assert.Equal(1, _calls);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await session.RequestAsync(new Request("GET", "https://api/"));
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task The_expiry_of_a_jwt_is_used()
    {
        using var session = Session(out _, Reply(200), Reply(200));
        session.Auth = Auth(() => new OAuth2Token(Jwt($"{{\"exp\": {_time.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds()}}}")));
        await session.RequestAsync(new Request("GET", "https://api/"));

        _time.Advance(TimeSpan.FromSeconds(570));
        await session.RequestAsync(new Request("GET", "https://api/"));

        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task The_source_is_called_once_after_a_401_and_receives_the_response()
    {
        using var session = Session(out var adapter, Reply(401), Reply(401), Reply(200));
        Response? refusal = null;
        session.Auth = new BearerAuth(
            (response, _) =>
            {
                refusal = response;
                return Task.FromResult<OAuth2Token?>(new OAuth2Token($"t{++_calls}"));
            },
            _time);

        var first = await session.RequestAsync(new Request("POST", "https://api/") { Body = new BytesBody("text") });
        Assert.Equal((401, 401), (first.StatusCode, refusal!.StatusCode));
        Assert.Equal(401, Assert.Single(first.History).StatusCode);
        Assert.Equal(200, (await session.RequestAsync(new Request("GET", "https://api/"))).StatusCode);

        Assert.Equal(["Bearer t1", "Bearer t2", "Bearer t2"], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
        Assert.Equal(["text", "text", ""], adapter.Bodies);
    }

    [Fact]
    public async Task The_same_token_is_not_sent_again()
    {
        using var session = Session(out var adapter, Reply(401));
        session.Auth = Auth(() => new OAuth2Token("t1"));

        Assert.Equal(401, (await session.RequestAsync(new Request("GET", "https://api/"))).StatusCode);

        Assert.Equal((2, 1), (_calls, adapter.Seen.Count));
    }

    [Fact]
    public async Task A_body_that_cannot_be_sent_again_is_sent_once()
    {
        using var session = Session(out var adapter, Reply(401));
        session.Auth = Auth(() => new OAuth2Token($"t{_calls}"));

        var response = await session.RequestAsync(
            new Request("POST", "https://api/") { Body = new StreamBody(new GivenPiecesStream([[1, 2]])) });

        Assert.Equal((401, 1, 1), (response.StatusCode, _calls, adapter.Seen.Count));
    }

    [Fact]
    public async Task The_token_is_not_sent_to_another_origin()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Redirect(302, "https://other/"), Reply(200));
        session.Auth = Auth(() => new OAuth2Token("t1"));

        await session.RequestAsync(new Request("GET", "https://api/"));

        Assert.Equal(["Bearer t1", "Bearer t1", null], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
        Assert.Equal(1, _calls);
    }

    public static TheoryData<string?, int?, string> Invalid { get; } = new()
    {
        { null, null, "returned no token" },
        { "", null, "returned no token" },
        { "sec ret", null, "cannot be a token" },
        { "Bearer secret", null, "without 'Bearer'" },
        { "secret", 0, "expired at 2026-01-01 00:00:00Z, and the clock of this machine shows 2026-01-01 00:00:00Z" },
        { "secret", -1200, "expired at 2025-12-31 23:40:00Z" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task A_token_that_cannot_be_sent_is_an_error_that_does_not_show_it(string? token, int? seconds, string problem)
    {
        using var session = Session(out var adapter);
        session.Auth = Auth(() => token is null
            ? null
            : new OAuth2Token(token, refreshToken: null, seconds is { } lifetime ? _time.GetUtcNow().AddSeconds(lifetime) : null));

        var error = await Assert.ThrowsAsync<BearerTokenException>(() => session.RequestAsync(new Request("GET", "https://api/")));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task A_failure_is_shared_by_all_who_wait_and_the_next_call_tries_again()
    {
        using var session = Session(out _);
        var held = new TaskCompletionSource<OAuth2Token?>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Auth = new BearerAuth(
            (_, _) =>
            {
                _calls++;
                return held.Task;
            },
            _time);

        var waiting = Enumerable.Range(0, 10)
            .Select(_ => Assert.ThrowsAsync<BearerTokenException>(() => session.RequestAsync(new Request("GET", "https://api/"))))
            .ToList();
        held.SetResult(null);
        await Task.WhenAll(waiting);
        Assert.Equal(1, _calls);

        await Assert.ThrowsAsync<BearerTokenException>(() => session.RequestAsync(new Request("GET", "https://api/")));
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task A_source_that_needs_its_own_token_is_an_error()
    {
        using var session = Session(out var adapter);
        session.Auth = new BearerAuth(
            async (_, cancellation) =>
            {
                await session.RequestAsync(new Request("GET", "https://api/token"), cancellationToken: cancellation);
                return new OAuth2Token("t1");
            },
            _time);

        var error = await Assert.ThrowsAsync<BearerTokenException>(() => session.RequestAsync(new Request("GET", "https://api/")));

        Assert.Contains("waits for this token", error.Message, StringComparison.Ordinal);
        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task An_exception_of_the_source_is_that_of_the_call()
    {
        using var session = Session(out var adapter);
        session.Auth = new BearerAuth((_, _) => throw new InvalidOperationException("no vault"), _time);

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RequestAsync(new Request("GET", "https://api/")));

        Assert.Empty(adapter.Seen);
    }

    [Theory]
    [InlineData("{\"exp\": 1767229200}", 1767229200L)]
    [InlineData("{\"exp\": 1767229200.5}", 1767229200L)]
    [InlineData("{\"exp\": \"1767229200\"}", null)]
    [InlineData("{\"exp\": -1}", null)]
    [InlineData("{\"exp\": 1e300}", null)]
    [InlineData("{\"iat\": 1}", null)]
    [InlineData("[1]", null)]
    [InlineData("no json", null)]
    [InlineData("", null)]
    public void The_expiry_of_a_jwt_is_its_claim(string claims, long? expected) =>
        Assert.Equal(expected, JwtClaims.GetExpiration(Jwt(claims))?.ToUnixTimeSeconds());

    [Theory]
    [InlineData("abc")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("a.!!.c")]
    [InlineData("..")]
    public void Another_token_has_no_expiry(string token) => Assert.Null(JwtClaims.GetExpiration(token));

    private static string Jwt(string claims)
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=');
        return $"eyJhbGciOiJub25lIn0.{base64.Replace('+', '-').Replace('/', '_')}.sig";
    }

    private BearerAuth Auth(Func<OAuth2Token?> create) => new(
        (_, _) =>
        {
            _calls++;
            return Task.FromResult(create());
        },
        _time);
}
