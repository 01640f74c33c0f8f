using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Requests.Tests.Auth.Jwt;

namespace Requests.Tests.Auth.OAuth2;

/// <summary>Tests the assertions that authenticate a client, and those that are a grant.</summary>
public sealed class OAuth2AssertionTests
{
    private const string Endpoint = "https://login.example.com/token";
    private const string External = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln";
    private const string Token = """{"access_token": "t", "token_type": "Bearer", "expires_in": 3600}""";

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(JwtAlgorithm.RS256)]
    [InlineData(JwtAlgorithm.PS256)]
    [InlineData(JwtAlgorithm.ES256)]
    public async Task A_key_signs_an_assertion_for_each_token_request(JwtAlgorithm algorithm)
    {
        AsymmetricAlgorithm key = algorithm == JwtAlgorithm.ES256 ? SigningKeys.P256 : SigningKeys.Rsa;
        using var signer = JwtSigner.FromKey(key, algorithm, "key-1");
        using var session = FakeAdapter.Session(out var server, [.. Replies(2)]);
        using var auth = AuthFor(OAuth2Assertion.FromSigner(signer));

        await GetAsync(session, auth);
        _time.Advance(TimeSpan.FromHours(1));
        await GetAsync(session, auth);

        var forms = server.Bodies.Where(static body => body.Length > 0).Select(QueryDecoder.ToMap).ToList();
        Assert.Equal(2, forms.Count);
        Assert.All(forms, static form =>
        {
            Assert.Equal(
                ["client_assertion", "client_assertion_type", "client_id", "grant_type"],
                form.Keys.Order(StringComparer.Ordinal));
            Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
            Assert.Equal(("client", "client_credentials"), (form["client_id"], form["grant_type"]));
        });
        var claims = forms.ConvertAll(static form => Decode(form["client_assertion"], 1));
        Assert.All(claims, item => Assert.Equal(("client", "client", Endpoint), (Text(item, "iss"), Text(item, "sub"), Text(item, "aud"))));
        Assert.All(claims, static item => Assert.Equal(300, (long)item["exp"]! - (long)item["iat"]!));
        Assert.Equal(_time.GetUtcNow().ToUnixTimeSeconds(), (long)claims[1]["iat"]!);
        Assert.NotEqual(Text(claims[0], "jti"), Text(claims[1], "jti"));
        Assert.Equal((algorithm.ToString(), "key-1"), (Text(Header(forms[0]), "alg"), Text(Header(forms[0]), "kid")));
        Assert.DoesNotContain(server.Seen, static request => request.Url == Endpoint && request.Headers.ContainsKey("Authorization"));

        static JsonNode Header(Dictionary<string, string> form) => Decode(form["client_assertion"], 0);
    }

    [Fact]
    public async Task A_file_is_read_for_each_token_request()
    {
        var path = Path.GetTempFileName();
        using var session = FakeAdapter.Session(out var server, [.. Replies(2)]);
        using var auth = AuthFor(OAuth2Assertion.FromFile(path));
        await File.WriteAllTextAsync(path, $"{External}Cjk\r\n", TestContext.Current.CancellationToken);
        await GetAsync(session, auth);
        await File.WriteAllTextAsync(path, External, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromHours(1));
        await GetAsync(session, auth);
        File.Delete(path);

        var sent = server.Bodies.Where(static body => body.Length > 0).Select(static body => QueryDecoder.ToMap(body)["client_assertion"]);
        Assert.Equal([$"{External}Cjk", External], sent);

        _time.Advance(TimeSpan.FromHours(1));
        var error = await Assert.ThrowsAsync<OAuth2AssertionException>(() => GetAsync(session, auth));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Seen.Count);
    }

    [Theory]
    [InlineData(null, "returned no assertion")]
    [InlineData(" \n", "returned no assertion")]
    [InlineData("ERROR: please run az login", "is not a JSON Web Token")]
    [InlineData("a.b", "is not a JSON Web Token")]
    [InlineData("a.b.c\nd.e.f", "is not a JSON Web Token")]
    public async Task Without_an_assertion_nothing_is_sent(string? text, string message)
    {
        using var session = FakeAdapter.Session(out var server);
        using var auth = AuthFor(OAuth2Assertion.FromFunction((_, _) => Task.FromResult(text)));
        var error = await Assert.ThrowsAsync<OAuth2AssertionException>(() => GetAsync(session, auth));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("az login", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Callers_that_wait_share_an_assertion_that_is_missing()
    {
        using var session = FakeAdapter.Session(out _);
        var count = 0;
        var held = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var auth = AuthFor(OAuth2Assertion.FromFunction((_, _) =>
        {
            count++;
            return held.Task;
        }));

        var waiting = Enumerable.Range(0, 20)
            .Select(_ => Assert.ThrowsAsync<OAuth2AssertionException>(() => GetAsync(session, auth))).ToList();
        held.SetResult("");
        await Task.WhenAll(waiting);

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task A_certificate_that_has_expired_at_a_renewal_is_not_used()
    {
        using var certificate = SigningKeys.CreateCertificate(days: 1);
        using var signer = JwtSigner.FromCertificate(certificate);
        using var session = FakeAdapter.Session(out var server);
        _time.SetUtcNow(TimeProvider.System.GetUtcNow().AddDays(2));
        using var auth = AuthFor(OAuth2Assertion.FromSigner(signer));
        await Assert.ThrowsAsync<CertificateFileException>(() => GetAsync(session, auth));
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task The_audience_can_be_the_issuer()
    {
        using var signer = JwtSigner.FromKey(SigningKeys.P256);
        using var session = FakeAdapter.Session(out var server, [.. Replies(1)]);
        using var auth = AuthFor(OAuth2Assertion.FromSigner(signer, "https://login.example.com/"));
        await GetAsync(session, auth);
        Assert.Equal(
            "https://login.example.com/",
            Text(Decode(QueryDecoder.ToMap(server.Bodies[0])["client_assertion"], 1), "aud"));
    }

    [Fact]
    public async Task A_grant_by_an_assertion_needs_no_client_and_can_have_one()
    {
        var audiences = new List<string>();
        var grant = OAuth2Grant.JwtBearer(OAuth2Assertion.FromFunction((audience, _) =>
        {
            audiences.Add(audience);
            return Task.FromResult<string?>(External);
        }));
        using var session = FakeAdapter.Session(out var server, [.. Replies(2)]);
        using var alone = new OAuth2Auth(new OAuth2Client(Endpoint, clientId: null), grant, token: null, _time);
        using var behalf = new OAuth2Auth(
            new OAuth2Client(Endpoint, "client", "secret") { Scope = ["read"], Parameters = [new("requested_token_use", "on_behalf_of")] },
            grant,
            token: null,
            _time);
        await GetAsync(session, alone);
        await GetAsync(session, behalf);

        const string form = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + External;
        Assert.Equal([form, form + "&scope=read&requested_token_use=on_behalf_of"], server.Bodies.Where(static body => body.Length > 0));
        Assert.StartsWith("Basic ", server.Seen[2].Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal([Endpoint, Endpoint], audiences);
        Assert.Equal(("OAuth2 (jwt-bearer)", "OAuth2 (jwt-bearer, client)"), (alone.ToString(), behalf.ToString()));
        Assert.True(alone.RequiresCallerContext);
    }

    [Theory]
    [InlineData(20, "The clock of this machine is 20 minutes behind that of the server.")]
    [InlineData(-20, "The clock of this machine is 20 minutes ahead of that of the server.")]
    [InlineData(1.5, "The clock of this machine is 90 seconds behind")]
    [InlineData(180, "The clock of this machine is 3 hours behind")]
    [InlineData(-60 * 24 * 365, "The clock of this machine is 365 days ahead of")]
    public async Task A_refused_assertion_names_by_how_much_the_clock_is_wrong(double minutes, string message)
    {
        var error = await RefuseAsync("invalid_client", ("Date", HttpDate.Format(_time.GetUtcNow().AddMinutes(minutes))));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("invalid_client", error.Error);
        Assert.DoesNotContain("eyJ", error.ToString(), StringComparison.Ordinal);
        Assert.Null(error.Request!.Body);
    }

    [Fact]
    public async Task A_clock_that_is_right_or_not_known_and_another_error_give_no_hint()
    {
        var late = ("Date", HttpDate.Format(_time.GetUtcNow().AddMinutes(20)));
        Assert.DoesNotContain(
            "clock",
            (await RefuseAsync("invalid_client", ("Date", HttpDate.Format(_time.GetUtcNow().AddSeconds(40))))).Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("clock", (await RefuseAsync("invalid_client", ("Date", "soon"))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("clock", (await RefuseAsync("invalid_client")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("clock", (await RefuseAsync("invalid_scope", late)).Message, StringComparison.Ordinal);
        using var session = FakeAdapter.Session(out _, FakeAdapter.ReplyText(401, """{"error": "invalid_client"}""", late));
        using var auth = new OAuth2Auth(new OAuth2Client(Endpoint, "client", "secret"), OAuth2Grant.ClientCredentials, token: null, _time);
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(session, auth));
        Assert.DoesNotContain("clock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assertion_that_the_server_repeats_is_redacted()
    {
        using var session = FakeAdapter.Session(
            out _,
            FakeAdapter.ReplyText(400, $$"""{"error": "invalid_client", "error_description": "not {{External}}"}"""));
        using var auth = AuthFor(OAuth2Assertion.FromFunction(static (_, _) => Task.FromResult<string?>(External)));
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(session, auth));
        Assert.Equal("not ********", error.ErrorDescription);
    }

    [Fact]
    public void A_client_has_an_endpoint_one_way_to_authenticate_and_an_identifier()
    {
        using var signer = JwtSigner.FromKey(SigningKeys.P256);
        var assertion = OAuth2Assertion.FromSigner(signer);
        OAuth2Client[] wrong =
        [
            new(tokenUri: null, "client"),
            new(Endpoint, "client", "secret") { Assertion = assertion },
            new(Endpoint, clientId: null),
            new(Endpoint, clientId: null) { Assertion = assertion },
        ];
        Assert.All(wrong, client => Assert.Throws<InvalidParameterException>(() => new OAuth2Auth(client, OAuth2Grant.ClientCredentials)));
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static JsonNode Decode(string token, int part)
    {
        var text = token.Split('.')[part].Replace('-', '+').Replace('_', '/');
        return JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='))))!;
    }

    private static IEnumerable<Func<PreparedRequest, Response>> Replies(int count) =>
        Enumerable.Repeat((Func<PreparedRequest, Response>[])[FakeAdapter.ReplyText(200, Token), FakeAdapter.Reply(200)], count)
            .SelectMany(static pair => pair);

    private static Task<Response> GetAsync(RequestSession session, OAuth2Auth auth) =>
        session.RequestAsync(new Request("GET", "https://api.example.com/") { Auth = auth });

    private async Task<OAuth2Exception> RefuseAsync(string code, params (string Name, string Value)[] headers)
    {
        using var signer = JwtSigner.FromKey(SigningKeys.P256);
        using var session = FakeAdapter.Session(out _, FakeAdapter.ReplyText(401, $$"""{"error": "{{code}}"}""", headers));
        using var auth = AuthFor(OAuth2Assertion.FromSigner(signer));
        return await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(session, auth));
    }

    private OAuth2Auth AuthFor(OAuth2Assertion assertion) =>
        new(new OAuth2Client(Endpoint, "client") { Assertion = assertion }, OAuth2Grant.ClientCredentials, token: null, _time);
}
