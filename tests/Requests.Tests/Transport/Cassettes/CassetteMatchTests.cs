namespace Requests.Tests.Transport.Cassettes;

public class CassetteMatchTests
{
    [Theory]
    [InlineData("https://h/a?x=1&y=2", "https://h/a?y=2&x=1", true)]
    [InlineData("https://h/a?x=1&x=2", "https://h/a?x=2&x=1", false)]
    [InlineData("https://h/a?x=1", "https://h/a?x=2", false)]
    [InlineData("https://h/a", "https://H:443/a#part", true)]
    [InlineData("https://h/a", "http://h/a", false)]
    [InlineData("https://h/a", "https://h/a/", false)]
    [InlineData("https://h/%7Ea", "https://h/~a", true)]
    [InlineData("https://h/a?api_key=secret-1&x=1", "https://h/a?x=1", true)]
    [InlineData("https://h/a?api_key=secret-1&x=1", "https://h/a?x=1&api_key=secret-2", true)]
    public async Task Urls_match_by_their_meaning_and_without_secrets(string recorded, string url, bool fits)
    {
        using var fixture = new CassetteFixture();
        await Record(fixture, cassette => CassetteFixture.Get(cassette, recorded));
        Assert.DoesNotContain("secret-1", fixture.Text, StringComparison.Ordinal);
        await Replay(fixture, fits, cassette => CassetteFixture.Get(cassette, url));
    }

    [Theory]
    [InlineData("application/json", """{"a":1,"b":[1,2]}""", """{ "b": [1, 2], "a": 1 }""", true)]
    [InlineData("application/json", """{"a":1}""", """{"a":2}""", false)]
    [InlineData("application/json", """{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("application/json", """{"a":1,"password":"hunter2-a"}""", """{"a":1,"password":"other"}""", true)]
    [InlineData("application/json", """{"a":1,"password":"hunter2-a"}""", """{"a":1}""", true)]
    [InlineData("application/json", """{"a":1,"nonce":"x"}""", """{"a":1,"nonce":"y"}""", true)]
    [InlineData("application/x-www-form-urlencoded", "a=1&b=2", "b=2&a=1", true)]
    [InlineData("application/x-www-form-urlencoded", "a=1&client_secret=hunter2-a", "a=1&client_secret=", true)]
    [InlineData("application/x-www-form-urlencoded", "a=1", "a=2", false)]
    [InlineData("text/plain", "a", "a", true)]
    [InlineData("text/plain", "a", "b", false)]
    [InlineData("text/plain", "my token is Bearer hunter2-a", "my token is Bearer hunter2-b", true)]
    public async Task Bodies_match_by_their_meaning_and_without_secrets(string type, string recorded, string body, bool fits)
    {
        using var fixture = new CassetteFixture();
        var options = new CassetteOptions { Ignore = ["Nonce"] };
        await Record(fixture, cassette => CassetteFixture.Post(cassette, "https://h/a", recorded, type), options);
        Assert.DoesNotContain("hunter2-a", fixture.Text, StringComparison.Ordinal);
        await Replay(fixture, fits, cassette => CassetteFixture.Post(cassette, "https://h/a", body, type), options);
    }

    [Theory]
    [InlineData("alice", "x.txt", "content", true)]
    [InlineData("bob", "x.txt", "content", false)]
    [InlineData("alice", "y.txt", "content", false)]
    [InlineData("alice", "x.txt", "other", false)]
    public async Task Multipart_forms_match_whatever_their_boundary(string user, string file, string content, bool fits)
    {
        using var fixture = new CassetteFixture();
        await Record(fixture, cassette => Upload(cassette, "alice", "x.txt", "content"));
        await Replay(fixture, fits, cassette => Upload(cassette, user, file, content));

        static Task<Response> Upload(CassetteAdapter cassette, string user, string file, string content) =>
            CassetteFixture.Session(cassette).RequestAsync(new Request("POST", "https://h/upload")
            {
                Body = new MultipartBody(
                    [
                        KeyValuePair.Create<string, string?>("user", user),
                        KeyValuePair.Create<string, string?>("password", Guid.NewGuid().ToString()),
                    ],
                    [KeyValuePair.Create("f", FilePart.FromText(content).With(file, null, null))]),
            });
    }

    [Fact]
    public async Task Large_and_binary_bodies_match_by_their_hash()
    {
        using var fixture = new CassetteFixture();
        var large = new string('a', 3_000_000);
        var binary = new byte[1000];
        binary[500] = 1;
        await Record(fixture, cassette => CassetteFixture.Post(cassette, "https://h/a", large, "text/plain"));
        Assert.True(new FileInfo(fixture.Path).Length < 10_000);
        await Replay(fixture, false, cassette => CassetteFixture.Post(cassette, "https://h/a", large + "b", "text/plain"));
        await Replay(fixture, true, cassette => CassetteFixture.Post(cassette, "https://h/a", large, "text/plain"));
        File.Delete(fixture.Path);
        await Record(fixture, cassette => PostBytes(cassette, binary));
        await Replay(fixture, true, cassette => PostBytes(cassette, binary));
        binary[501] = 1;
        await Replay(fixture, false, cassette => PostBytes(cassette, binary));

        static Task<Response> PostBytes(CassetteAdapter cassette, byte[] bytes) =>
            CassetteFixture.Session(cassette).RequestAsync(new Request("POST", "https://h/a") { Body = new BytesBody(bytes.ToArray()) });
    }

    [Theory]
    [InlineData(CassetteMatch.Headers, new string[0], "Accept", false)]
    [InlineData(CassetteMatch.Headers, new string[0], "Authorization", true)]
    [InlineData(CassetteMatch.Headers, new string[0], "User-Agent", true)]
    [InlineData(CassetteMatch.None, new[] { "accept" }, "Accept", false)]
    [InlineData(CassetteMatch.None, new[] { "accept" }, "X-Other", true)]
    public async Task Headers_match_where_they_were_asked_for(CassetteMatch match, string[] names, string changed, bool fits)
    {
        using var fixture = new CassetteFixture();
        var options = new CassetteOptions { Match = CassetteMatch.Method | CassetteMatch.Url | match, MatchHeaders = names };
        await Record(fixture, cassette => CassetteFixture.Get(cassette, "https://h/a", ("Accept", "text/csv")), options);
        var other = changed == "Accept" ? "text/html" : "text/csv";
        await Replay(
            fixture,
            fits,
            cassette => CassetteFixture.Get(cassette, "https://h/a", ("Accept", other), (changed == "Accept" ? "Cookie" : changed, "v")),
            options);
    }

    [Fact]
    public async Task A_function_of_the_caller_decides_and_redacts()
    {
        using var fixture = new CassetteFixture();
        var redact = new CassetteOptions
        {
            Redact = static entry => entry.Request.Url = entry.Request.Url[..(entry.Request.Url.LastIndexOf('/') + 1)] + "someone",
        };
        await Record(fixture, cassette => CassetteFixture.Get(cassette, "https://h/users/alice"), redact);
        Assert.DoesNotContain("alice", fixture.Text, StringComparison.Ordinal);
        await Replay(fixture, true, cassette => CassetteFixture.Get(cassette, "https://h/users/bob"), redact);
        var never = redact with { Condition = static (_, _) => false };
        await Replay(fixture, false, cassette => CassetteFixture.Get(cassette, "https://h/users/bob"), never);
    }

    [Fact]
    public async Task The_text_of_a_secret_in_a_file_matches_any_text()
    {
        using var fixture = new CassetteFixture();
        await Record(fixture, cassette => CassetteFixture.Get(cassette, "https://h/bot123456/getMe"));
        File.WriteAllText(fixture.Path, fixture.Text.Replace("bot123456", "bot********", StringComparison.Ordinal));
        await Replay(fixture, true, cassette => CassetteFixture.Get(cassette, "https://h/bot987654/getMe"));
        await Replay(fixture, false, cassette => CassetteFixture.Get(cassette, "https://h/bot987654/getYou"));
    }

    [Fact]
    public async Task The_error_names_the_nearest_entry_and_how_it_differs()
    {
        using var fixture = new CassetteFixture();
        const string Json = "application/json";
        const string Users = "https://h/users?lang=en&page=";
        await Record(fixture, cassette => CassetteFixture.Post(cassette, $"{Users}1", """{"user":{"name":"Ann","age":3}}""", Json));
        using var replay = fixture.Open();
        var error = await Assert.ThrowsAsync<CassetteMismatchException>(() =>
            CassetteFixture.Post(replay, $"{Users}2", """{"user":{"name":"Bob","age":3}}""", Json));
        Assert.Equal(
            "The cassette 'users.har' has no entry for POST https://h/users, and the mode Once records none."
            + " The nearest of its 1 entries is number 1, POST https://h/users 200:"
            + "\n  the query has page=1 there and page=2 here"
            + "\n  $.user.name of the body is \"Ann\" there and \"Bob\" here",
            error.Message);
        error = await Assert.ThrowsAsync<CassetteMismatchException>(() => CassetteFixture.Get(replay, "https://h/groups?token=abcdefgh"));
        Assert.Contains("the method is POST there and GET here", error.Message, StringComparison.Ordinal);
        Assert.Contains("the path is /users there and /groups here", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefgh", error.Message, StringComparison.Ordinal);
    }

    private static async Task Record(CassetteFixture fixture, Func<CassetteAdapter, Task<Response>> send, CassetteOptions? options = null)
    {
        using var cassette = fixture.Open(options, FakeAdapter.ReplyText(200, "ok"));
        await send(cassette);
    }

    private static async Task Replay(
        CassetteFixture fixture,
        bool fits,
        Func<CassetteAdapter, Task<Response>> send,
        CassetteOptions? options = null)
    {
        using var cassette = fixture.Open(options);
        if (fits) Assert.Equal("ok", (await send(cassette)).Text);
        else await Assert.ThrowsAsync<CassetteMismatchException>(() => send(cassette));
    }
}
