using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

public sealed class ArcKeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("arc").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Basic realm={0}")]
    [InlineData("Basic realm=\"{0}\"")]
    [InlineData("basic realm={0} ")]
    public async Task The_content_of_the_named_file_is_sent(string challenge)
    {
        var file = Write("a.key", "c2VjcmV0\n");
        using var session = Session(
            out var adapter,
            Challenge(string.Format(System.Globalization.CultureInfo.InvariantCulture, challenge, file)),
            ReplyText(200, "{\"access_token\": \"t1\", \"expires_in\": 3600}"),
            Reply(200));

        var response = await session.RequestAsync(new Request("GET", "https://api/") { Auth = Auth() });

        Assert.Equal([null, "Basic c2VjcmV0", "Bearer t1"], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
        Assert.Equal(adapter.Seen[0].Url, adapter.Seen[1].Url);
        Assert.Empty(response.History);
    }

    [Fact]
    public async Task A_file_outside_of_the_folder_or_of_another_kind_is_not_read()
    {
        Write("a.txt", "secret");
        Write("sub/a.key", "secret");
        Write("large.key", new string('a', 4097));
        Write("largest.key", new string('a', 4096));
        Write("empty.key", "");
        Write("binary.key", "a\u0001b");
        var outside = Directory.CreateTempSubdirectory("other");
        await File.WriteAllTextAsync(Path.Combine(outside.FullName, "b.key"), "secret");
        File.CreateSymbolicLink(Path.Combine(_folder, "link.key"), Path.Combine(outside.FullName, "b.key"));

        string[] named =
        [
            Path.Combine(outside.FullName, "b.key"), Path.Combine(_folder, "a.txt"), Path.Combine(_folder, "sub", "a.key"),
            Path.Combine(_folder, "..", Path.GetFileName(outside.FullName), "b.key"), Path.Combine(_folder, ".", "largest.key"),
            Path.Combine(_folder, "large.key"), Path.Combine(_folder, "empty.key"), Path.Combine(_folder, "binary.key"),
            Path.Combine(_folder, "missing.key"), Path.Combine(_folder, "link.key"), "largest.key", "", "/etc/passwd",
        ];
        foreach (var path in named)
        {
            var (error, adapter) = await FailAsync(Challenge($"Basic realm={path}"));
            Assert.Contains("named", error.Message, StringComparison.Ordinal);
            Assert.Single(adapter.Seen);
        }

        outside.Delete(recursive: true);
    }

    [Fact]
    public async Task A_response_without_a_challenge_is_an_error()
    {
        foreach (var reply in new[] { Reply(401), Challenge("Basic"), Challenge("Bearer realm=a") })
        {
            var (error, _) = await FailAsync(reply);
            Assert.Contains("no challenge", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_refused_is_sent_once()
    {
        var challenge = Challenge($"Basic realm={Write("a.key", "secret-of-the-file")}");

        var (error, adapter) = await FailAsync(challenge, challenge);

        Assert.Equal(2, adapter.Seen.Count);
        Assert.Equal(401, error.Response!.StatusCode);
        Assert.False(error.Response.Request.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task The_agent_is_found_without_variables()
    {
        using var session = Session(out var adapter, Reply(400));
        var environment = new ManagedIdentityEnvironment(static _ => null, _folder, Write("himds", ""));
        var request = new Request("GET", "https://api/") { Auth = new ManagedIdentityAuth("https://a/", new ManualTime(), environment) };

        await Assert.ThrowsAsync<ManagedIdentityException>(() => session.RequestAsync(request));

        Assert.StartsWith("http://127.0.0.1:40342/metadata/identity/oauth2/token?", adapter.Seen[0].Url, StringComparison.Ordinal);
    }

    private static Func<PreparedRequest, Response> Challenge(string value) => Reply(401, ("WWW-Authenticate", value));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private ManagedIdentityAuth Auth()
    {
        const string Endpoint = "http://localhost:40342/metadata/identity/oauth2/token";
        return new ManagedIdentityAuth("https://a/", new ManualTime(), new ManagedIdentityEnvironment(
            static name => name is "IDENTITY_ENDPOINT" or "IMDS_ENDPOINT" ? Endpoint : null,
            _folder,
            "/none"));
    }

    private async Task<(ManagedIdentityException Error, FakeAdapter Adapter)> FailAsync(params Func<PreparedRequest, Response>[] replies)
    {
        using var session = Session(out var adapter, replies);
        var request = new Request("GET", "https://api/") { Auth = Auth() };
        return (await Assert.ThrowsAsync<ManagedIdentityException>(() => session.RequestAsync(request)), adapter);
    }
}
