using System.Security.Cryptography;
using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

/// <summary>Tests what a Digest response covers, and how often it is sent.</summary>
public class DigestBodyTests
{
    [Theory]
    [InlineData("POST", "the body")]
    [InlineData("POST", "")]
    [InlineData("GET", null)]
    public async Task With_auth_int_the_hash_covers_the_body_or_its_absence(string method, string? body)
    {
        using var session = Session(out var adapter, Challenge("qop=\"auth-int\""), Reply(200), Reply(200));
        session.Auth = new DigestAuth("user", "pass");

        await session.RequestAsync(Request(method, body));
        await session.RequestAsync(Request(method, body + "2"));

        Assert.Equal(Expected(adapter.Seen[1], $":{Md5(body ?? "")}"), Part(adapter.Seen[1], "response"));
        Assert.Equal(Expected(adapter.Seen[2], $":{Md5(body + "2")}"), Part(adapter.Seen[2], "response"));
        Assert.Equal("00000002", Part(adapter.Seen[2], "nc"));
    }

    [Theory]
    [InlineData("qop=\"auth\"")]
    [InlineData("qop=\"auth-int,auth\"")]
    public async Task Where_auth_is_offered_the_body_is_only_read_to_be_sent(string offer)
    {
        using var session = Session(out var adapter, Challenge(offer), Reply(200));
        var body = new CountingBody();

        await session.RequestAsync(new Request("POST", "http://h/x") { Auth = new DigestAuth("user", "pass"), Body = body });

        Assert.Equal(2, body.Reads);
        Assert.Equal("auth", Part(adapter.Seen[1], "qop"));
        Assert.Equal(Expected(adapter.Seen[1], ""), Part(adapter.Seen[1], "response"));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData(", stale=false", 2)]
    [InlineData(", stale=TRUE", 3)]
    public async Task A_second_challenge_is_responded_to_only_when_the_nonce_was_stale(string more, int requests)
    {
        using var session = Session(out var adapter, [.. Enumerable.Range(0, 4).Select(i => Challenge($"qop=auth{more}", nonce: $"n{i}"))]);

        var response = await session.RequestAsync(new Request("GET", "http://h/x") { Auth = new DigestAuth("user", "pass") });

        Assert.Equal((401, requests), (response.StatusCode, adapter.Seen.Count));
    }

    [Fact]
    public async Task A_stale_nonce_that_the_server_repeats_is_used_once()
    {
        using var session = Session(out var adapter, [.. Enumerable.Repeat(Challenge("qop=auth, stale=true"), 4)]);

        await session.RequestAsync(new Request("GET", "http://h/x") { Auth = new DigestAuth("user", "pass") });

        Assert.Equal(2, adapter.Seen.Count);
    }

    [Fact]
    public async Task The_next_nonce_is_used_with_the_other_parameters_of_the_challenge()
    {
        using var session = Session(
            out var adapter,
            Challenge("qop=auth, opaque=\"o\", algorithm=SHA-256, userhash=true, charset=UTF-8"),
            Reply(200, ("Authentication-Info", "rspauth=\"x\", nextnonce=\"later\"")),
            Reply(200, ("Authentication-Info", "nextnonce=\"\"")),
            Reply(200));
        session.Auth = new DigestAuth("user", "pass");

        for (var i = 0; i < 3; i++) await session.RequestAsync(Request("GET", null));

        Assert.Equal(["n", "later", "later"], adapter.Seen.Skip(1).Select(item => Part(item, "nonce")));
        Assert.Equal(["00000001", "00000001", "00000002"], adapter.Seen.Skip(1).Select(item => Part(item, "nc")));
        foreach (var name in new[] { "realm", "opaque", "algorithm", "qop", "userhash", "username" })
            Assert.Equal(Part(adapter.Seen[1], name), Part(adapter.Seen[2], name));
        string[] names = ["realm", "opaque", "algorithm", "userhash"];
        Assert.Equal(["r", "o", "SHA-256", "true"], names.Select(name => Part(adapter.Seen[2], name)));
    }

    private static Request Request(string method, string? body) =>
        new(method, "http://h/x") { Body = body is null ? null : new BytesBody(Encoding.ASCII.GetBytes(body)) };

    private static Func<PreparedRequest, Response> Challenge(string more, string nonce = "n") =>
        Reply(401, ("WWW-Authenticate", $"Digest realm=\"r\", nonce=\"{nonce}\", {more}"));

    // RFC 7616 section 3.4.1.
    private static string Expected(PreparedRequest request, string bodyHash)
    {
        var action = Md5($"{request.Method}:/x{bodyHash}");
        return Md5($"{Md5("user:r:pass")}:n:{Part(request, "nc")}:{Part(request, "cnonce")}:{Part(request, "qop")}:{action}");
    }

#pragma warning disable CA5351 // Digest uses it.
    private static string Md5(string text) => Convert.ToHexString(MD5.HashData(Encoding.ASCII.GetBytes(text))).ToLowerInvariant();
#pragma warning restore CA5351

    private static string? Part(PreparedRequest request, string name) =>
        AuthChallenge.Parse([request.Headers["Authorization"]!])[0].Parameters.GetValueOrDefault(name);

    private sealed class CountingBody : RequestBody
    {
        internal int Reads { get; private set; }

        public override long? Length => 4;

        public override bool CanRewind => true;

        public override async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
        {
            Reads++;
            await destination.WriteAsync("text"u8.ToArray(), cancellationToken);
        }

        public override void Rewind()
        {
        }
    }
}
