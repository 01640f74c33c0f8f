using System.Text.Json;
using CsCheck;

namespace Requests.Tests.Redaction;

/// <summary>Showing any text completes, does not move the cursor, and does not show the value of a secret name.</summary>
[Trait(Property.Kind, Property.Name)]
public class ShownTextPropertyTests
{
    private const string Canary = "Quagga7Zebra";

    private static readonly string[] Around =
    [
        "{\"a\":1,", "[", "]", "{", "}", ",", "\"", "'", "\\", "\\\"", "\n", "\r\n", " ", "=", ":", "&", "?", "<a>", "</a>", "<", ">",
        "name=\"x\"", "form-data; name=\"password\"\r\n\r\n", "--b", "http://u:p@h/?token=x", "Bearer abcdefgh", "token",
        "password: ", "\"password\":\"", "\"tokens\":[", "eyJhbGciOi.eyJzdWIi.c2ln", "key", "secret", "\u001b[1m", "::add-mask::",
        "##[error]",
    ];

    // With a quote that is left open, the name of a secret is part of another value.
    private static readonly string[] Before = [.. Around.Where(static text => !text.AsSpan().ContainsAny("\"'\\"))];

    private static readonly Grammar Texts = new(
        [
            "{\"access_token\":\"x\",\"list\":[{\"password\":\"y\"}]}",
            "<a><password>x</password></a>",
            "user=a&password=b",
            "Authorization: Bearer abcdefgh",
            "name=\"password\"\r\n\r\nx\r\n--b",
        ],
        Around);

    private static readonly Grammar Names = new(
        ["X-Api-Key", "access_token", "AWSAccessKeyId", "csrfToken", "maxTokens", "public_key", "dbPass"],
        "key",
        "Key",
        "token",
        "_",
        "-",
        ".",
        "pass",
        "ID",
        "s",
        "auth",
        "code");

    // Texts with a secret. Surrounding text must not reveal it.
    private static readonly Gen<string> Secrets = Gen.OneOfConst(
        $"\"access_token\":\"{Canary}\"", $"\"password\" : \"{Canary}", $"\"db\":{{\"tokens\":[\"{Canary}\",1]}}", $"password={Canary}",
        $"api-key: {Canary}", $"<Password>{Canary}</Password>", $"http://user:{Canary}@host/", $"https://h/?sig={Canary}&x=1",
        $"Authorization: Bearer {Canary}==", $"client_secret='{Canary}'", $"{{\\\"token\\\":\\\"{Canary}\\\"}}");

    [Fact]
    public void No_control_is_left_in_any_text() => Property.Holds(Texts.Texts, static text =>
    {
        var shown = VisibleText.EscapeLines(text);
        var line = VisibleText.EscapeLine(text);
        Assert.True(
            !line.Any(VisibleText.IsControl) && !shown.Any(static one => VisibleText.IsControl(one) && one is not ('\t' or '\n')),
            shown);
        Assert.Equal((shown, line), (VisibleText.EscapeLines(shown), VisibleText.EscapeLine(line)));
    });

    [Fact]
    public void Each_text_is_shown() => Property.Holds(Texts.Texts, static text =>
        Assert.InRange(
            TextRedactor.Redact(text).Length,
            0,
            (SensitiveNames.Redacted.Length + 1) * text.Length), count: 30_000, bytesPerCharacter: 20_000);

    [Fact]
    public void A_text_of_any_length_is_redacted_in_linear_time() =>
        Property.IsLinear(Texts, static text => TextRedactor.Redact(text), length: 32 * 1024, count: 30);

    [Fact]
    public void No_secret_is_shown_with_any_text_before_and_after_it() =>
        Property.Holds(Gen.Select(Gen.OneOfConst(Before).Array[0, 3], Secrets, Gen.OneOfConst(Around).Array[0, 2]), static one =>
        {
            var text = $"{string.Concat(one.Item1)} {one.Item2}{string.Concat(one.Item3)}";
            Assert.DoesNotContain(Canary, TextRedactor.Redact(text), StringComparison.Ordinal);
        }, count: 30_000, bytesPerCharacter: 20_000);

    [Fact]
    public void No_secret_of_truncated_JSON_is_shown() => Property.Holds(Gen.Select(Gen.Int, Gen.Int[0, 200]), static one =>
    {
        var random = new Random(one.Item1);
        var json = JsonSerializer.Serialize(Nested(random, 0));
        if (json.IndexOf(Canary, StringComparison.Ordinal) is not (>= 0 and var at)) return;
        var cut = json[..Math.Min(json.Length, at + Canary.Length + one.Item2)];
        Assert.DoesNotContain(Canary, TextRedactor.Redact(cut), StringComparison.Ordinal);
    }, count: 30_000, bytesPerCharacter: 20_000);

    [Fact]
    public void Each_secret_field_is_a_secret_parameter_and_each_secret_header_is_redacted() => Property.Holds(Names.Texts, static name =>
    {
        Assert.Equal(SensitiveNames.IsSecretHeader(name), SensitiveNames.IsSecretHeader(name));
        if (SensitiveNames.IsSecretField(name)) Assert.True(SensitiveNames.IsSecretParameter(name), name);
        var masked = SensitiveNames.RedactHeader(name, $"a {Canary}");
        Assert.Equal(SensitiveNames.IsSecretHeader(name), masked == SensitiveNames.Redacted);
    });

    [Fact]
    public void No_value_that_a_request_sends_as_a_secret_is_shown() => Property.Holds(Gen.Select(Texts.Texts, Gen.Int[0, 4]), static one =>
    {
        var (text, place) = one;
        var request = new PreparedRequest("POST", place == 0 ? $"http://h/?token={Uri.EscapeDataString(Canary)}" : "http://h/", []);
        if (place == 1) request.Headers["Authorization"] = $"Bearer {Canary}";
        if (place == 2) request.Headers["Cookie"] = $"a=b; c={Canary}";
        if (place == 3)
        {
            (request.Headers["Content-Type"], request.Body) =
                ("application/json", new BytesBody($$"""{"x":["{{"\\ud83d"}}"],"password":"{{Canary}}"}"""));
        }

        if (place == 4)
        {
            (request.Headers["Content-Type"], request.Body) =
                ("application/x-www-form-urlencoded", new BytesBody($"a=b&password={Canary}"));
        }

        Assert.DoesNotContain(Canary, ExchangeRedactor.Create(request).Redact($"{text}{Canary}{text}"), StringComparison.Ordinal);
    }, count: 20_000, bytesPerCharacter: 20_000);

    private static Dictionary<string, object?> Nested(Random random, int depth)
    {
        var map = new Dictionary<string, object?>();
        for (var i = random.Next(4); i > 0; i--)
        {
            map[$"name{i}"] = depth < 3 && random.Next(3) == 0
                ? Nested(random, depth + 1)
                : random.Next(3) switch { 0 => "a \"b\" {c]", 1 => random.Next(), _ => null };
        }

        if (random.Next(2) == 0)
        {
            var name = random.Next(3) switch { 0 => "password", 1 => "apiKey", _ => "refresh_tokens" };
            map[name] = random.Next(3) switch
            {
                0 => Canary,
                1 => new[] { "x\"]", Canary },
                _ => new Dictionary<string, object> { ["v"] = Canary },
            };
        }

        return map;
    }
}
