namespace Requests.Tests.Diagnosis;

/// <summary>Tests what a diagnosis finds in responses. An adapter without a network sends them.</summary>
public class ResponseFindingsTests
{
    [Theory]
    [InlineData("Basic realm=\"files\"", null, "Basic (realm 'files')", "-Credential")]
    [InlineData("Digest realm=\"r\", nonce=\"n\"", null, "Digest (realm 'r')", "New-DigestAuth")]
    [InlineData("Negotiate", null, "offers Negotiate", "New-NegotiateAuth")]
    [InlineData("Bearer", null, "offers Bearer", "New-BearerAuth")]
    [InlineData("Bearer realm=\"https://a.h/token\",service=\"h\"", null, "realm 'https://a.h/token'", "New-TokenServiceAuth")]
    [InlineData("AWS4-HMAC-SHA256", null, "offers AWS4-HMAC-SHA256", "New-CustomAuth")]
    [InlineData("Basic realm=\"r\"", "Basic dTpw", "refuses the Basic credentials", "user name and the password")]
    [InlineData("Bearer error=\"invalid_token\"", "Bearer abcdefgh", "error 'invalid_token'", "has expired, was revoked")]
    [InlineData("Bearer error=\"insufficient_scope\", scope=\"a:b\"", "Bearer abcdefgh", "scope 'a:b'", "with the scope 'a:b'")]
    [InlineData("Digest realm=\"r\", nonce=\"n\"", "Basic dTpw", "offers Digest", "does not accept Basic. Sign in with")]
    [InlineData(null, null, "401 without a challenge", "New-BearerAuth")]
    public async Task A_401_says_how_to_sign_in(string? challenge, string? authorization, string detail, string advice)
    {
        using var session = FakeAdapter.Session(
            out _,
            challenge is null ? FakeAdapter.Reply(401) : FakeAdapter.Reply(401, ("WWW-Authenticate", challenge)));
        if (authorization is not null) session.Headers["Authorization"] = authorization;

        var findings = await RunAsync(session);

        var finding = Assert.Single(findings, static finding => finding.Step == DiagnosisStep.Authentication);
        Assert.Equal(DiagnosisResult.Failed, finding.Result);
        Assert.Contains(detail, finding.Detail, StringComparison.Ordinal);
        Assert.Contains(advice, finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_a_server_repeats_is_not_shown()
    {
        using var session = FakeAdapter.Session(
            out _,
            FakeAdapter.Reply(401, ("WWW-Authenticate", "Bearer error_description=\"t0psecret-token is wrong\u001b[2J\"")));
        session.Headers["Authorization"] = "Bearer t0psecret-token";

        var findings = await RunAsync(session, "http://h/?api_key=k3y-in-the-query");

        var text = string.Join('\n', findings.Select(static item => $"{item} {item.Url} {item.Advice}"));
        Assert.DoesNotContain("t0psecret-token", text, StringComparison.Ordinal);
        Assert.DoesNotContain("k3y-in-the-query", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Theory]
    [InlineData(200, DiagnosisResult.Passed, "")]
    [InlineData(304, DiagnosisResult.Passed, "")]
    [InlineData(403, DiagnosisResult.Failed, "permissions")]
    [InlineData(404, DiagnosisResult.Failed, "path of the URL")]
    [InlineData(405, DiagnosisResult.Failed, "use another method")]
    [InlineData(418, DiagnosisResult.Failed, "body of the response")]
    [InlineData(429, DiagnosisResult.Failed, "-RateLimit")]
    [InlineData(500, DiagnosisResult.Failed, "look at its log")]
    [InlineData(502, DiagnosisResult.Failed, "log of the gateway")]
    [InlineData(503, DiagnosisResult.Failed, "Wait-Request")]
    public async Task A_status_is_judged(int status, DiagnosisResult result, string advice)
    {
        using var session = FakeAdapter.Session(out _, FakeAdapter.Reply(status));

        var findings = await RunAsync(session);

        var finding = Assert.Single(findings, static finding => finding.Step == DiagnosisStep.Request);
        Assert.Equal(result, finding.Result);
        Assert.Contains(advice, finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expected_status_passes_and_another_fails()
    {
        using var session = FakeAdapter.Session(out _, FakeAdapter.Reply(404), FakeAdapter.Reply(200));
        session.Defaults = session.Defaults with { ExpectStatus = new ExpectedStatuses("404") };

        Assert.Equal(DiagnosisResult.Passed, Find(await RunAsync(session), DiagnosisStep.Request).Result);
        Assert.Equal(DiagnosisResult.Failed, Find(await RunAsync(session), DiagnosisStep.Request).Result);
    }

    [Fact]
    public async Task Redirects_are_shown_one_by_one()
    {
        using var session = FakeAdapter.Session(
            out _,
            FakeAdapter.Redirect(301, "http://h/new"),
            FakeAdapter.Redirect(302, "http://other/login?next=x"),
            FakeAdapter.Reply(200));

        var redirects = (await RunAsync(session)).Where(static finding => finding.Step == DiagnosisStep.Redirect).ToList();

        Assert.Equal(2, redirects.Count);
        Assert.Contains("is permanent", redirects[0].Advice, StringComparison.Ordinal);
        Assert.Contains("another origin, which gets no credentials", redirects[1].Detail, StringComparison.Ordinal);
        Assert.Contains("sign-in page", redirects[1].Advice, StringComparison.Ordinal);
        Assert.Equal(DiagnosisResult.Warning, redirects[1].Result);
    }

    [Fact]
    public async Task A_loop_of_redirects_is_named_and_shown_once()
    {
        var replies = Enumerable.Range(0, 40)
            .Select(static i => FakeAdapter.Redirect(302, i % 2 == 0 ? "http://h/b" : "http://h/"))
            .ToArray();
        using var session = FakeAdapter.Session(out _, replies);

        var redirects = (await RunAsync(session)).Where(static finding => finding.Step == DiagnosisStep.Redirect).ToList();

        Assert.Equal(3, redirects.Count);
        Assert.Equal(DiagnosisResult.Failed, redirects[^1].Result);
        Assert.Contains("a loop through http://h/", redirects[^1].Detail, StringComparison.Ordinal);
        Assert.Contains("load balancer", redirects[^1].Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_http_fails_and_is_not_followed()
    {
        using var session = FakeAdapter.Session(out var adapter, FakeAdapter.Redirect(302, "http://h/"));

        var finding = Find(await RunAsync(session, "https://h/"), DiagnosisStep.Redirect);

        Assert.Equal(DiagnosisResult.Failed, finding.Result);
        Assert.Contains("-AllowInsecureRedirect", finding.Advice, StringComparison.Ordinal);
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_coding_that_is_not_what_it_says_fails()
    {
        using var session = FakeAdapter.Session(out _, FakeAdapter.ReplyText(200, "plain", ("Content-Encoding", "gzip")));

        var finding = Find(await RunAsync(session), DiagnosisStep.Coding);

        Assert.Equal(DiagnosisResult.Failed, finding.Result);
        Assert.Contains("identity", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_that_is_ignored_is_a_warning_with_the_reason()
    {
        using var session = FakeAdapter.Session(
            out _,
            FakeAdapter.Reply(200, ("Set-Cookie", "good=v4lue-of-it"), ("Set-Cookie", "bad=v4lue-of-it; Domain=other.example")));

        var finding = Find(await RunAsync(session), DiagnosisStep.Cookie);

        Assert.Equal(DiagnosisResult.Warning, finding.Result);
        Assert.Contains("Accepted: good.", finding.Detail, StringComparison.Ordinal);
        Assert.Contains("may not set a cookie", finding.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("v4lue-of-it", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_can_change_something_is_not_sent()
    {
        using var session = FakeAdapter.Session(out var adapter);

        var findings = await RunAsync(session, request: new Request("POST", "http://h/"));

        Assert.Empty(adapter.Seen);
        Assert.Equal(DiagnosisResult.Skipped, Find(findings, DiagnosisStep.Request).Result);
    }

    [Fact]
    public async Task A_request_is_sent_once_whatever_the_policy()
    {
        using var session = FakeAdapter.Session(out var adapter, FakeAdapter.Reply(503));
        session.Defaults = session.Defaults with { Retry = RetryPolicy.Standard(3), RaiseForStatus = true };

        await RunAsync(session);

        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task The_response_of_an_error_is_examined_and_nothing_is_sent()
    {
        using var session = FakeAdapter.Session(
            out var adapter,
            FakeAdapter.Redirect(302, "http://h/next"),
            FakeAdapter.Reply(401, ("WWW-Authenticate", "Basic realm=\"r\"")));
        var error = await Assert.ThrowsAsync<HttpErrorException>(() => session.RequestAsync(
            new Request("POST", "http://h/"),
            session.Defaults with { RaiseForStatus = true }));

        var findings = await ToListAsync(RequestDiagnosis.RunFromErrorAsync(error, session));

        Assert.Equal(2, adapter.Seen.Count);
        Assert.Equal(
            [DiagnosisStep.Redirect, DiagnosisStep.Request, DiagnosisStep.Authentication],
            findings.Select(static finding => finding.Step).Where(static step => step is not DiagnosisStep.HttpVersion));
        Assert.Same(session, error.Sender);
    }

    [Fact]
    public void An_error_without_a_request_cannot_be_tested()
    {
        using var session = new RequestSession();

        var error = Assert.Throws<InvalidParameterException>(() =>
            RequestDiagnosis.RunFromErrorAsync(new MissingSchemaException("No scheme."), session));

        Assert.Contains("before a request was prepared", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_challenge_that_the_credentials_answered_passes()
    {
        using var session = FakeAdapter.Session(
            out _,
            FakeAdapter.Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"")),
            FakeAdapter.Reply(200));
        session.Auth = new DigestAuth("u", "p");

        var finding = (await RunAsync(session)).First(static item => item.Step == DiagnosisStep.Authentication);

        Assert.Equal(DiagnosisResult.Passed, finding.Result);
        Assert.Contains("Digest (realm 'r')", finding.Detail, StringComparison.Ordinal);
    }

    private static async Task<List<DiagnosisFinding>> RunAsync(RequestSession session, string url = "http://h/", Request? request = null) =>
        await ToListAsync(RequestDiagnosis.RunAsync(session, session.PrepareRequest(request ?? new Request("GET", url))));

    private static async Task<List<DiagnosisFinding>> ToListAsync(IAsyncEnumerable<DiagnosisFinding> findings)
    {
        var list = new List<DiagnosisFinding>();
        await foreach (var finding in findings) list.Add(finding);
        return list;
    }

    private static DiagnosisFinding Find(List<DiagnosisFinding> findings, DiagnosisStep step) =>
        Assert.Single(findings, finding => finding.Step == step);
}
