using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Requests.Tests.Auth;

/// <summary>The signatures are those of RFC 5849 and of oauthlib 3.2.</summary>
public sealed class OAuth1SignatureTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private static readonly OAuth1Client Rfc = new("dpf43f3p2l4k3l03", "kd94hf93k423kf44") { Realm = "Photos" };
    private static readonly OAuth1Token Token = new("t\u00f6k en", "tok&sec=ret");

    [Fact]
    public void The_base_string_is_that_of_the_rfc() => Assert.Equal(
        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D"
            + "%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1"
            + "%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
        OAuth1Signature.CreateBaseString("POST", "http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b", host: null, [
            .. QueryDecoder.Decode("c2&a3=2+q"),
            new("oauth_consumer_key", "9djdj82h48djs9d2"),
            new("oauth_token", "kkk9d7dh3k39sjv7"),
            new("oauth_signature_method", "HMAC-SHA1"),
            new("oauth_timestamp", "137131201"),
            new("oauth_nonce", "7d8f3e4a"),
        ]));

    [Theory]
    [InlineData("https://www.example.net:8080/?q=1", null, "GET&https%3A%2F%2Fwww.example.net%3A8080%2F&q%3D1")]
    [InlineData("http://example.com:80/r%20v/X?id=123", null, "GET&http%3A%2F%2Fexample.com%2Fr%2520v%2FX&id%3D123")]
    [InlineData("http://127.0.0.1:5000/a", "EXAMPLE.com", "GET&http%3A%2F%2Fexample.com%2Fa&")]
    [InlineData("http://[::1]:5000?x", null, "GET&http%3A%2F%2F%5B%3A%3A1%5D%3A5000%2F&x%3D")]
    public void The_base_uri_is_normalized(string url, string? host, string expected) =>
        Assert.Equal(expected, OAuth1Signature.CreateBaseString("GET", url, host, []));

    [Theory]
    [InlineData(
        "POST", "https://photos.example.net/initiate", 137131200, "wIjqoS", "", "", "oauth_callback=http://printer.example.com/ready",
        "74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D")]
    [InlineData(
        "POST", "https://photos.example.net/token", 137131201, "walatlh", "hh5s93j4hdidpola", "hdhd0244k9j7ao03",
        "oauth_verifier=hfdp7dh39dks9884", "gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D")]
    [InlineData(
        "GET", "http://photos.example.net/photos?file=vacation.jpg&size=original", 137131202, "chapoH", "nnch734d00sl2jdk",
        "pfkkdhi9sl3r4s00", "", "MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D")]
    public void The_headers_are_those_of_the_rfc(
        string method,
        string url,
        int time,
        string nonce,
        string token,
        string secret,
        string more,
        string signature)
    {
        var auth = new OAuth1Auth(Rfc, token.Length == 0 ? null : new OAuth1Token(token, secret), TimeAt(time), () => nonce)
        {
            SendVersion = false,
            FlowParameters = more.Length == 0 ? [] : [new(more.Split('=')[0], more.Split('=')[1])],
        };
        var request = new PreparedRequest(method, url, []);

        auth.Apply(request);

        var header = request.Headers["Authorization"]!;
        Assert.StartsWith("OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\"", header, StringComparison.Ordinal);
        Assert.Contains($"oauth_signature=\"{signature}\"", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        OAuth1SignatureMethod.HmacSha1, "3jqrHrbWbevsg8Ox%2BlGkURyZeMk%3D", "3LLc56EmGXKYNDIpUm9fcGnxyHc%3D",
        "9G6WBb2zDkt1o8OAQEWEFyw59zY%3D")]
    [InlineData(
        OAuth1SignatureMethod.HmacSha256, "lZEhkHc0SEzLLls8peYDpXvD72KwFKdijrdAqIptE3w%3D",
        "Sz%2B58WPsPTSwiqIGjL0O55gDyKvgnW23BIiJL%2F8Qu1Q%3D", "0nkiV8zrmu0bj04oR%2FlZtIgbeQoYOyr3BujbKqdoaHM%3D")]
    [InlineData(
        OAuth1SignatureMethod.HmacSha512,
        "n4Xx8gOCtGmfZwVHhjLbqtHGExlQqOQILpvyT%2FevRYhxjxTTnZ7QEpm8KQayayAP%2BulORuOcJQD%2BYlrF3%2FQOyQ%3D%3D",
        "2IidYtSLVnzdFGIssTrP4TQiJrjMP%2BHKKYzzzw7JsCZTUYeQNYPAz99C9f%2BYX0SnfLjeE0bnC1nVbG%2Bx9Uqy8A%3D%3D",
        "O7I4900Quy1FZxsXemoRlt%2BUqnFSBMjZP%2B6kKrcPUp%2BFLi1dUdpEEHhtXyJS34bASE26TEXUSUZ7iR4dHS%2B9Eg%3D%3D")]
    public void Signatures_equal_those_of_oauthlib(OAuth1SignatureMethod method, string form, string query, string bare)
    {
        const string Url = "https://Example.com:443/p%20a/%7Eb?b5=%3D%253D&a3=a&c%40=&a2=r%20b&%C3%BC=%2B";
        Assert.Equal(form, GetSignature(method, "POST", Url, "c2=&a3=2+q", Form));
        Assert.Equal(query, GetSignature(method, "GET", "http://example.com:8080/?z"));
        Assert.Equal(bare, GetSignature(method, "DELETE", "http://example.com", withToken: false));
    }

    [Fact]
    public void A_body_that_is_not_a_form_is_hashed_with_SignBody()
    {
        Assert.Equal(
            "a8XxFO2GcRHJ5GBue3pd39gUgUw%3D",
            GetSignature(OAuth1SignatureMethod.HmacSha1, "POST", "http://example.com/j", "{\"a\":1}", "application/json", signsBody: true));
        Assert.DoesNotContain(
            "body_hash",
            GetHeader(OAuth1SignatureMethod.HmacSha1, "POST", "http://example.com/j", "{\"a\":1}", "application/json"),
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "body_hash",
            GetHeader(OAuth1SignatureMethod.HmacSha1, "POST", "http://example.com/j", "a=1", Form, signsBody: true),
            StringComparison.Ordinal);
        Assert.Contains(
            $"oauth_body_hash=\"{Uri.EscapeDataString(Convert.ToBase64String(SHA256.HashData("{\"a\":1}"u8)))}\"",
            GetHeader(OAuth1SignatureMethod.HmacSha256, "POST", "http://example.com/j", "{\"a\":1}", "application/json", signsBody: true),
            StringComparison.Ordinal);
        Assert.Contains(
            "oauth_body_hash=\"2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D\"",
            GetHeader(OAuth1SignatureMethod.HmacSha1, "GET", "http://example.com/j", signsBody: true),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OAuth1SignatureMethod.RsaSha1, "SHA1", "RSA-SHA1")]
    [InlineData(OAuth1SignatureMethod.RsaSha256, "SHA256", "RSA-SHA256")]
    [InlineData(OAuth1SignatureMethod.RsaSha512, "SHA512", "RSA-SHA512")]
    public void A_private_key_signs_what_its_public_key_verifies(OAuth1SignatureMethod method, string hash, string name)
    {
        using var key = RSA.Create(2048);
        var auth = new OAuth1Auth(
            new OAuth1Client("key", "") { SignatureMethod = method, PrivateKey = key },
            Token,
            TimeAt(1700000000),
            () => "n0nce");
        var request = new PreparedRequest("GET", "http://example.com/a?b=c", []);

        auth.Apply(request);

        var text = "GET&http%3A%2F%2Fexample.com%2Fa&b%3Dc%26oauth_consumer_key%3Dkey%26oauth_nonce%3Dn0nce"
            + $"%26oauth_signature_method%3D{name}%26oauth_timestamp%3D1700000000%26oauth_token%3Dt%25C3%25B6k%2520en"
            + "%26oauth_version%3D1.0";
        var signature = Convert.FromBase64String(Uri.UnescapeDataString(Part(request.Headers["Authorization"]!, "oauth_signature")));
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(text), signature, new HashAlgorithmName(hash), RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void Plaintext_sends_the_secrets_over_protected_connections_only()
    {
        Assert.Equal(
            "sec%2520ret%2526%26tok%2526sec%253Dret",
            GetSignature(OAuth1SignatureMethod.PlainText, "GET", "https://example.com/"));
        Assert.Equal("sec%2520ret%2526%26", GetSignature(OAuth1SignatureMethod.PlainText, "GET", "http://127.0.0.1:1/", withToken: false));
        Assert.Throws<InvalidUrlException>(() => GetHeader(OAuth1SignatureMethod.PlainText, "GET", "http://example.com/"));
    }

    [Fact]
    public void The_parameters_can_go_into_the_query()
    {
        var auth = Auth(new OAuth1Client("key \u00e9", "sec ret&") { Placement = OAuth1Placement.Query });
        var request = new PreparedRequest("GET", "http://example.com:8080/?z#here", []);

        auth.Apply(request);
        auth.Apply(request);

        Assert.Equal(
            "http://example.com:8080/?z&oauth_consumer_key=key%20%C3%A9&oauth_token=t%C3%B6k%20en&oauth_signature_method=HMAC-SHA1"
                + "&oauth_timestamp=1700000000&oauth_nonce=n0nce&oauth_version=1.0&oauth_signature=3LLc56EmGXKYNDIpUm9fcGnxyHc%3D#here",
            request.Url);
        Assert.False(request.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public void The_parameters_can_go_into_a_form()
    {
        var auth = Auth(new OAuth1Client("key \u00e9", "sec ret&") { Placement = OAuth1Placement.Body });
        var request = RequestPreparer.Prepare(
            new Request("POST", "http://example.com/") { Body = new FormBody([new("a", "1")]), Auth = auth },
            baseUri: null,
            sessionCookies: null);

        auth.Apply(request);

        var body = Assert.IsType<FormBody>(request.Body).GetText();
        Assert.StartsWith("a=1&oauth_consumer_key=key+%C3%A9&", body, StringComparison.Ordinal);
        Assert.Single(body.Split('&'), pair => pair.StartsWith("oauth_signature=", StringComparison.Ordinal));
        Assert.Equal(body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), request.Headers["Content-Length"]);

        var empty = RequestPreparer.Prepare(
            new Request("POST", "http://example.com/") { Auth = auth },
            baseUri: null,
            sessionCookies: null);
        Assert.Equal(Form, empty.Headers["Content-Type"]);
        Assert.Throws<InvalidBodyException>(() => auth.Apply(new PreparedRequest("GET", "http://example.com/", [])));
        Assert.Throws<InvalidBodyException>(
            () => auth.Apply(new PreparedRequest("POST", "http://example.com/", []) { Body = new BytesBody("{}") }));
    }

    [Fact]
    public async Task A_prepared_request_that_was_changed_is_checked_before_it_is_signed_again()
    {
        using var session = FakeAdapter.Session(out var adapter);
        var plain = Auth(new OAuth1Client("key", "secret") { SignatureMethod = OAuth1SignatureMethod.PlainText });
        var prepared = session.PrepareRequest(new Request("GET", "https://example.com/") { Auth = plain });
        prepared.Url = "http://example.com/";

        await Assert.ThrowsAsync<InvalidUrlException>(() => session.SendAsync(prepared));

        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public void The_private_key_has_to_match_the_signature_method()
    {
        using var key = RSA.Create(2048);
        Assert.Throws<InvalidParameterException>(
            () => new OAuth1Auth(new OAuth1Client("key", "") { SignatureMethod = OAuth1SignatureMethod.RsaSha1 }));
        Assert.Throws<InvalidParameterException>(() => new OAuth1Auth(new OAuth1Client("key", "") { PrivateKey = key }));
    }

    private static FakeTimeProvider TimeAt(int seconds) => new(DateTimeOffset.FromUnixTimeSeconds(seconds));

    private static OAuth1Auth Auth(OAuth1Client client, bool withToken = true) =>
        new(client, withToken ? Token : null, TimeAt(1700000000), () => "n0nce");

    private static string GetSignature(
        OAuth1SignatureMethod method,
        string verb,
        string url,
        string? body = null,
        string? type = null,
        bool withToken = true,
        bool signsBody = false) =>
        Part(GetHeader(method, verb, url, body, type, withToken, signsBody), "oauth_signature");

    private static string GetHeader(
        OAuth1SignatureMethod method,
        string verb,
        string url,
        string? body = null,
        string? type = null,
        bool withToken = true,
        bool signsBody = false)
    {
        var request = new PreparedRequest(verb, url, []);
        if (body is not null) request.Body = new BytesBody(body);
        if (type is not null) request.Headers["Content-Type"] = type;
        Auth(new OAuth1Client("key \u00e9", "sec ret&") { SignatureMethod = method, SignBody = signsBody }, withToken).Apply(request);
        return request.Headers["Authorization"]!;
    }

    private static string Part(string header, string name) =>
        header.Split(", ").Single(part => part.StartsWith($"{name}=", StringComparison.Ordinal)).Split('"')[1];
}
