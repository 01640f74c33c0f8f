using System.Text;
using System.Text.RegularExpressions;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

public class DigestTests
{
    private const string Nonce = "6bf5d6e4da1ce66918800195d6b9130d";

    [Theory]
    [InlineData("", "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a")]
    [InlineData("abc", "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23")]
    [InlineData(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "3928e184fb8690f840da3988121d31be65cb9d3ef83ee6146feac861e19b563a")]
    public void SHA_512_256_is_that_of_the_standard(string text, string hash) =>
        Assert.Equal(hash, DigestHash.Compute("SHA-512-256", Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_responses_are_those_of_RFC_7616(string algorithm, string response)
    {
        var challenge = Challenge(
            $"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, "
            + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
        var credentials = new DigestCredentials(challenge, "Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        Assert.Contains($"response=\"{response}\"", credentials.CreateHeader("GET", "/dir/index.html", []), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_name_may_be_hashed()
    {
        var challenge = Challenge(
            "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, "
            + "nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", "
            + "charset=UTF-8, userhash=true");
        var header = new DigestCredentials(
            challenge,
            "J\u00e4s\u00f8n Doe",
            "Secret, or not?",
            "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v").CreateHeader("GET", "/doe.json", []);

        // RFC 7616 section 3.9.2, as its erratum 4897 corrects it.
        Assert.Contains("username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"", header, StringComparison.Ordinal);
        Assert.Contains("response=\"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5\"", header, StringComparison.Ordinal);
        Assert.EndsWith(", userhash=true", header, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_of_RFC_2069_gets_the_old_response()
    {
        var header = Credentials(
            "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"",
            "Mufasa",
            "CircleOfLife").CreateHeader("GET", "/dir/index.html", []);
        Assert.Contains("response=\"1949323746fe6a43ef61f9606e7febea\"", header, StringComparison.Ordinal);
        Assert.DoesNotContain("qop", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Digest realm=\"r\", nonce=\"1\", algorithm=MD5, qop=\"auth\", Digest realm=\"r\", nonce=\"2\", algorithm=SHA-256, qop=\"auth\"",
        "2")]
    [InlineData("Basic realm=\"a, Digest nonce=x\", Digest realm=\"r\", nonce=\"3\"", "3")]
    [InlineData("Negotiate, NTLM TlRM, Digest nonce=\"4\", realm=\"r\"", "4")]
    [InlineData("Digest realm=\"r\", nonce=\"5\", algorithm=TOMORROW, Digest realm=\"r\", nonce=\"6\", algorithm=md5", "6")]
    [InlineData("digest REALM = \"r\", Nonce= \"7\"", "7")]
    [InlineData("Digest realm=\"r\", nonce=\"8\", qop=\"auth-conf\"", null)]
    [InlineData("Digest realm=\"r\"", null)]
    [InlineData("Basic realm=\"r\"", null)]
    public void The_best_challenge_is_chosen(string header, string? nonce) => Assert.Equal(nonce, DigestChallenge.Parse([header])?.Nonce);

    [Theory]
    [InlineData("MD5")]
    [InlineData("MD5-sess")]
    [InlineData("SHA-256-sess")]
    [InlineData("SHA-512")]
    [InlineData("SHA-512-256-sess")]
    [InlineData(null)]
    public async Task The_second_call_needs_one_request(string? algorithm)
    {
        var server = new DigestServer(algorithm);
        using var session = Session(out var adapter, [.. Enumerable.Repeat<Func<PreparedRequest, Response>>(server.Respond, 4)]);
        session.Auth = new DigestAuth("user", "pass");

        for (var i = 0; i < 3; i++) Assert.Equal(200, (await session.RequestAsync(new Request("GET", $"http://h/{i}?q=1"))).StatusCode);

        Assert.Equal(4, adapter.Seen.Count);
        Assert.Equal(["00000001", "00000002", "00000003"], adapter.Seen.Skip(1).Select(item => Part(item, "nc")));
    }

    [Fact]
    public async Task A_redirect_starts_a_new_authentication()
    {
        var challenge = $"Digest realm=\"me@kennethreitz.com\", nonce=\"{Nonce}\"";
        using var session = Session(
            out var adapter,
            Reply(401, ("WWW-Authenticate", challenge)),
            Redirect(302, "/"),
            Reply(401, ("WWW-Authenticate", challenge)),
            Reply(200));

        var response = await session.RequestAsync(new Request("GET", "http://h/") { Auth = new DigestAuth("user", "pass") });

        Assert.StartsWith(
            $"Digest username=\"user\", realm=\"me@kennethreitz.com\", nonce=\"{Nonce}\", uri=\"/\"",
            adapter.Seen[1].Headers["Authorization"],
            StringComparison.Ordinal);
        Assert.Null(adapter.Seen[2].Headers["Authorization"]);
        Assert.NotNull(adapter.Seen[3].Headers["Authorization"]);
        Assert.Equal([401, 302, 401], response.History.Select(item => item.StatusCode));
    }

    [Fact]
    public async Task A_wrong_password_takes_two_requests()
    {
        using var session = Session(
            out var adapter,
            Reply(401, ("WWW-Authenticate", $"Digest realm=\"r\", nonce=\"{Nonce}\"")),
            Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"other\"")));

        var response = await session.RequestAsync(new Request("GET", "http://h/") { Auth = new DigestAuth("user", "wrong") });

        Assert.Equal((401, 2), (response.StatusCode, adapter.Seen.Count));
        Assert.Equal(401, response.History[0].StatusCode);
    }

    [Fact]
    public async Task Only_a_401_is_a_challenge()
    {
        using var session = Session(out var adapter, Reply(200, ("WWW-Authenticate", $"Digest realm=\"r\", nonce=\"{Nonce}\"")));
        Assert.Empty((await session.RequestAsync(new Request("GET", "http://h/") { Auth = new DigestAuth("user", "pass") })).History);
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_stale_nonce_is_renewed()
    {
        using var session = Session(
            out var adapter,
            Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"1\", qop=\"auth\"")),
            Reply(200),
            Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"2\", qop=\"auth\", stale=true")),
            Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"3\", qop=\"auth\", stale=true")),
            Reply(200));
        session.Auth = new DigestAuth("user", "pass");

        await session.RequestAsync(new Request("GET", "http://h/"));
        var response = await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal(200, response.StatusCode);
        Assert.Equal([null, "1", "1", "2", "3"], adapter.Seen.Select(item => Part(item, "nonce")));
    }

    [Fact]
    public async Task The_next_nonce_is_used_when_the_server_names_one()
    {
        using var session = Session(
            out var adapter,
            Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"1\", qop=\"auth\"")),
            Reply(200, ("Authentication-Info", "nextnonce=\"2\"")),
            Reply(200));
        session.Auth = new DigestAuth("user", "pass");

        await session.RequestAsync(new Request("GET", "http://h/"));
        await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal(("2", "00000001"), (Part(adapter.Seen[2], "nonce"), Part(adapter.Seen[2], "nc")));
    }

    [Fact]
    public async Task A_nonce_is_used_only_for_its_server_and_a_response_only_for_its_target()
    {
        using var session = Session(
            out var adapter,
            Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"1\", qop=\"auth\"")),
            Reply(200),
            Redirect(302, "/elsewhere"),
            Reply(200),
            Redirect(302, "http://other/"),
            Reply(200));
        session.Auth = new DigestAuth("user", "pass");

        await session.RequestAsync(new Request("GET", "http://h/a"));
        await session.RequestAsync(new Request("GET", "http://h/b"));
        await session.RequestAsync(new Request("GET", "http://h/c"));

        Assert.Equal([false, true, true, false, true, false], adapter.Seen.Select(item => item.Headers.ContainsKey("Authorization")));
    }

    [Fact]
    public async Task A_body_is_sent_again_and_protected_with_auth_int()
    {
        using var session = Session(
            out var adapter,
            Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"1\", qop=\"auth-int\"")),
            Reply(200));

        var body = new StreamBody(new MemoryStream("the body"u8.ToArray()));
        await session.RequestAsync(new Request("POST", "http://h/") { Auth = new DigestAuth("user", "pass"), Body = body });

        Assert.Equal(["the body", "the body"], adapter.Bodies);
        Assert.Equal("auth-int", Part(adapter.Seen[1], "qop"));
    }

    [Fact]
    public async Task Parallel_requests_use_each_nonce_count_once()
    {
        var server = new DigestServer("SHA-256");
        using var session = new RequestSession(AdapterRegistry.Create(new ParallelAdapter(server)))
        {
            TrustEnv = false,
            Auth = new DigestAuth("user", "pass"),
        };
        await session.RequestAsync(new Request("GET", "http://h/"));

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => Task.Run(() => session.RequestAsync(new Request("GET", $"http://h/{i}")))));

        Assert.All(responses, item => Assert.Equal(200, item.StatusCode));
        Assert.Equal(201, server.Counts.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("j\u00fcrgen", "", "username=\"j\u00c3\u00bcrgen\"")]
    [InlineData("ju\u0308rgen", ", charset=UTF-8", "username*=UTF-8''j%C3%BCrgen")]
    [InlineData("j\u00fcrgen", ", charset=UTF-8", "username*=UTF-8''j%C3%BCrgen")]
    [InlineData("\u0438\u043c\u044f", "", "username=\"\u00d0\u00b8\u00d0\u00bc\u00d1\u008f\"")]
    [InlineData("a\"b\\c", "", "username=\"a\\\"b\\\\c\"")]
    public void A_user_name_outside_ASCII_is_encoded(string name, string more, string expected) =>
        Assert.Contains(
            expected,
            Credentials($"Digest realm=\"r\", nonce=\"n\"{more}", name, "p").CreateHeader("GET", "/", []),
            StringComparison.Ordinal);

    [Fact]
    public void Only_the_parameters_of_the_rfc_are_quoted()
    {
        var header = Credentials(
            "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5, opaque=\"o\"",
            "u",
            "p").CreateHeader("GET", "/", []);

        Assert.Contains(", qop=auth, nc=00000001, cnonce=\"", header, StringComparison.Ordinal);
        Assert.Matches("cnonce=\"[0-9a-f]{16}\"", header);
        Assert.Contains(", algorithm=MD5,", header, StringComparison.Ordinal);
        Assert.Contains("username=\"u\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"", header, StringComparison.Ordinal);
        Assert.Contains("opaque=\"o\"", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gr\u00fcn", "p\u00e4ss", "r")]
    [InlineData("gru\u0308n", "pa\u0308ss", "r")]
    [InlineData("gr\u00fcn", "p\u00e4ss", "Gesch\u00fctzt")]
    public void The_hash_uses_the_bytes_of_the_header(string name, string password, string realm)
    {
        var header = Credentials($"Digest realm=\"{realm}\", nonce=\"n\"", name, password).CreateHeader("GET", "/", []);

        // A server hashes the bytes that it received and sent.
        var user = Regex.Match(header, "username=\"([^\"]*)\"").Groups[1].Value;
        var secret = DigestHash.Compute("MD5", [.. Encoding.Latin1.GetBytes($"{user}:{realm}:"), .. "p\u00e4ss"u8]);
        Assert.Contains(
            $"response=\"{DigestHash.Compute("MD5", Encoding.ASCII.GetBytes($"{secret}:n:{DigestHash.Compute("MD5", "GET:/"u8)}"))}\"",
            header,
            StringComparison.Ordinal);
        Assert.Equal("gr\u00fcn", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(user)));
    }

    [Theory]
    [InlineData("algorithm=\"\", qop=\"\"", false)]
    [InlineData("qop=\"auth,auth-int\"", true)]
    public void Empty_parameters_count_as_missing(string more, bool hasQop)
    {
        var header = Credentials($"Digest realm=\"r\", nonce=\"n\", opaque=\"\", {more}", "u", "p").CreateHeader("GET", "/", []);

        Assert.Equal(hasQop, header.Contains("qop=auth,", StringComparison.Ordinal));
        Assert.DoesNotContain("algorithm", header, StringComparison.Ordinal);
        Assert.Contains("opaque=\"\"", header, StringComparison.Ordinal);
    }

    private static DigestCredentials Credentials(string challenge, string user, string password) =>
        new(Challenge(challenge), user, password);

    private static DigestChallenge Challenge(string header) => DigestChallenge.Parse([header])!;

    private static Response Unauthorized(string header)
    {
        var headers = new HeaderDictionary();
        headers.Append("WWW-Authenticate", header);
        return new Response(new PreparedRequest("GET", "http://h/", []), 401) { Headers = headers };
    }

    private static string? Part(PreparedRequest request, string name) =>
        request.Headers["Authorization"] is { } header
            && Regex.Match(header, $"[ ,]{name}=\"?([^\",]*)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match
            ? match.Groups[1].Value
            : null;

    /// <summary>A server that computes the response itself.</summary>
    private sealed class DigestServer(string? algorithm)
    {
        private readonly List<string> _counts = [];

        internal string[] Counts
        {
            get
            {
                lock (_counts) return [.. _counts];
            }
        }

        internal Response Respond(PreparedRequest request)
        {
            if (Part(request, "response") is { } response && response == Expected(request))
            {
                lock (_counts) _counts.Add(Part(request, "nc")!);
                return new Response(request, 200, new MemoryStream());
            }

            var headers = new HeaderDictionary();
            headers.Append(
                "WWW-Authenticate",
                $"Digest realm=\"r\", nonce=\"{Nonce}\", qop=\"auth\"{(algorithm is null ? "" : $", algorithm={algorithm}")}");
            return new Response(request, 401, new MemoryStream()) { Headers = headers };
        }

        private string Expected(PreparedRequest request)
        {
            var name = algorithm?.Replace("-sess", "", StringComparison.Ordinal);
            string Hash(string text) => DigestHash.Compute(name, Encoding.UTF8.GetBytes(text));
            var secret = Hash("user:r:pass");
            if (algorithm?.EndsWith("-sess", StringComparison.Ordinal) == true)
            {
                secret = Hash($"{secret}:{Nonce}:{Part(request, "cnonce")}");
            }

            var action = Hash($"{request.Method}:{new Uri(request.Url).PathAndQuery}");
            return Hash($"{secret}:{Nonce}:{Part(request, "nc")}:{Part(request, "cnonce")}:auth:{action}");
        }
    }

    private sealed class ParallelAdapter(DigestServer server) : TransportAdapter
    {
        public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken) =>
            Task.FromResult(server.Respond(request));
    }
}
