using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;

namespace Requests.Tests.Redaction;

public class ExchangeRedactorTests
{
    private static PreparedRequest Prepare(
        string url,
        RequestBody? body = null,
        AuthBase? auth = null,
        params (string Name, string Value)[] headers)
    {
        var request = new Request("POST", url) { Body = body, Auth = auth, Headers = [] };
        foreach (var (name, value) in headers) request.Headers[name] = value;
        return request.Prepare();
    }

    public static TheoryData<string, PreparedRequest> Requests => new()
    {
        { "a header", Prepare("http://h/", headers: ("X-Vault-Token", "Quagga+Zebra")) },
        { "a scheme", Prepare("http://h/", headers: ("Authorization", "Bearer Quagga+Zebra")) },
        { "a scheme of one letter", Prepare("http://h/", headers: ("Authorization", "X Quagga+Zebra")) },
        { "an unknown scheme", Prepare("http://h/", headers: ("Authorization", "Quagga+Zebra")) },
        { "Basic", Prepare("http://h/", auth: new BasicAuth("user", "Quagga+Zebra")) },
        { "the URL's login", Prepare("http://user:Quagga+Zebra@h/") },
        { "Digest", Prepare("http://h/", auth: new DigestAuth("user", "Quagga+Zebra")) },
        { "a guess", Prepare("http://h/", auth: new GuessAuth("user", "Quagga+Zebra")) },
        { "a proxy", Prepare("http://h/", auth: new ProxyAuth("user", "Quagga+Zebra") { Server = new BearerAuth("other-token") }) },
        { "a query", Prepare("http://h/?subscription-key=Quagga%2BZebra") },
        { "a cookie", Prepare("http://h/", headers: ("Cookie", "a=b; id=Quagga+Zebra")) },
        { "a form", Prepare("http://h/", new FormBody([KeyValuePair.Create("pass", (string?)"Quagga+Zebra")])) },
        {
            "JSON",
            Prepare(
                "http://h/",
                new BytesBody("""{"a":[{"tokens":{"x":["Quagga+Zebra"]}}]}"""),
                headers: ("Content-Type", "application/json"))
        },
        { "OAuth 1", Prepare("http://h/", auth: new OAuth1Auth(new OAuth1Client("key", "Quagga+Zebra"))) },
    };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public void A_value_is_redacted_at_each_place(string kind, PreparedRequest request)
    {
        Assert.NotEmpty(kind);
        var secrets = ExchangeRedactor.Create(request);
        foreach (var text in (string[])
        [
            "value=Quagga+Zebra;", "Quagga%2BZebra", "Quagga%2bZebra", "\"Quagga\\u002BZebra\"", "Quagga&#43;Zebra", "Quagga&#x2B;Zebra",
            Convert.ToBase64String("Quagga+Zebra"u8)
        ])
        {
            Assert.DoesNotContain("Zebra", secrets.Redact(text), StringComparison.Ordinal);
            Assert.Contains(SensitiveNames.Redacted, secrets.Redact(text), StringComparison.Ordinal);
        }

        Assert.Equal("nothing of it", secrets.Redact("nothing of it"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("u", "")]
    [InlineData("me", "x")]
    [InlineData("user:", " and more")]
    public void A_value_is_redacted_in_the_Base64_of_a_longer_text(string before, string after)
    {
        var secrets = ExchangeRedactor.Create(Prepare("http://h/", headers: ("X-Vault-Token", "Quagga+Zebra")));
        var shown = secrets.Redact($"it is {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}Quagga+Zebra{after}"))}.");
        Assert.Contains(SensitiveNames.Redacted, shown, StringComparison.Ordinal);

        // At most one character at each end can be derived from the rest.
        Assert.DoesNotMatch(
            "[A-Za-z0-9+/]{16}",
            shown.Replace(Convert.ToBase64String(Encoding.UTF8.GetBytes(after.PadLeft(3))), "", StringComparison.Ordinal));
    }

    [Fact]
    public void Basic_credentials_are_redacted_as_a_whole_and_by_the_password()
    {
        var secrets = ExchangeRedactor.Create(Prepare("http://h/", auth: new BasicAuth("alice", "grün")));
        Assert.Equal("******** ********, alice", secrets.Redact($"alice:grün grün, alice"));
        Assert.Equal("alice", secrets.Redact("alice"));
    }

    [Fact]
    public void A_short_value_is_redacted_only_as_a_whole_word()
    {
        var secrets = ExchangeRedactor.Create(Prepare("http://h/?pin=42&key=x", headers: ("Cookie", "theme=en; a=1")));
        Assert.Equal("pin ******** of 1421, x en 1", secrets.Redact("pin 42 of 1421, x en 1"));
    }

    [Fact]
    public void Each_escaped_form_is_found() => Gen.Char['!', '\u00ff'].Array[4, 12].Sample(static characters =>
    {
        var value = $"Quagga{new string(characters)}Zebra";
        if (value.Any(char.IsControl) || value.Any(char.IsWhiteSpace)) return true;
        var secrets = ExchangeRedactor.Create(Prepare("http://h/", new FormBody([KeyValuePair.Create("password", (string?)value)])));
        string[] forms =
        [
            value, Uri.EscapeDataString(value), WebUtility.UrlEncode(value), WebUtility.HtmlEncode(value), JsonSerializer.Serialize(value),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value), Convert.ToBase64String(Encoding.UTF8.GetBytes(value))
        ];
        return Array.TrueForAll(
            forms,
            form => secrets.Redact($"<{form}>") is var shown && !shown.Contains("Quagga", StringComparison.Ordinal) && shown.Contains(
                SensitiveNames.Redacted,
                StringComparison.Ordinal));
    });
}
