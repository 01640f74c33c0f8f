using System.Text;
using System.Text.Json;
using CsCheck;

namespace Requests.Tests.Har;

/// <summary>Runs properties of the archives over many cases.</summary>
[Trait(Property.Kind, Property.Name)]
public class HarPropertyTests
{
    private static readonly byte[][] Sources =
    [
        .. ((string[])[HarSamples.Chrome, HarSamples.Firefox, HarSamples.Safari, HarSamples.Fiddler, HarSamples.Charles])
            .Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly Gen<string> Texts = Gen.String[Gen.OneOf(
        Gen.Char['a', 'z'],
        Gen.OneOfConst('"', '\\', '\n', '\r', '\u00e9', '\u2028', '=', ';', ':'))];

    // Pieces that replace a part of an archive: brackets, other types, broken escapes, and bytes that are not UTF-8.
    private static readonly Gen<byte[]> Pieces = Gen.OneOf(
        Gen.OneOfConst("{", "}", "[", "]", ",", ":", "\"", "null", "true", "1e9", "-0", "\\", "\\ud800", "[[[[", "{\"a\":", "\uFEFF", " ")
            .Select(Encoding.UTF8.GetBytes),
        Gen.Byte.Array[0, 3]);

    [Fact]
    public void A_damaged_archive_is_read_or_refused() =>
        Property.Holds(Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5000], Gen.Int[0, 30], Pieces), static one =>
        {
            var source = Sources[one.Item1];
            var at = one.Item2 % source.Length;
            var rest = Math.Min(source.Length, at + one.Item3);
            byte[] damaged = [.. source[..at], .. one.Item4, .. source[rest..]];

            AssertReadOrRefused(damaged);
        }, count: 2_000, bytesPerCharacter: 300);

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Property.Holds(Gen.Byte.Array[0, 50], static bytes => AssertReadOrRefused([.. "{\"log\":"u8, .. bytes]), count: 3_000);

    [Fact]
    public void What_is_written_is_read_back() =>
        Property.Holds(Gen.Select(Texts, Texts, Gen.Byte.Array[0, 40], Gen.Int[0, 999], Gen.Double), static one =>
        {
            var (name, text, content, status, time) = one;
            var entry = new HarEntry
            {
                Comment = text,
                Time = double.IsFinite(time) ? time : 0,
                Request = { Method = "GET", Url = $"https://h/{text}", Headers = new() { [name] = "v" } },
                Response = { Status = status, StatusText = text, Body = { MediaType = name } },
                Error = status == 0 ? new HarError { Type = name, Message = text } : null,
            };
            entry.Response.Body.SetBytes(content);

            var read = HarRecorderTests.RoundTrip(entry);

            Assert.Equal((text, entry.Time, status, text), (read.Comment, read.Time, read.Response.Status, read.Response.StatusText));
            Assert.Equal(content.Length == 0 ? [] : content, read.Response.Body.GetBytes());
            Assert.Equal((entry.Request.Url, "v"), (read.Request.Url, read.Request.Headers[name]));
        }, count: 1_000, bytesPerCharacter: 2000);

    [Fact]
    public void Redacting_JSON_changes_only_secrets() =>
        Property.Holds(Gen.Select(Texts, Texts, Gen.OneOfConst("password", "access_token", "name")), static one =>
        {
            var (before, value, field) = one;
            var json = JsonSerializer.Serialize(before.Replace('=', 'x').Replace(':', 'x'));
            var text = $"[ {json} ,{{ \"{field}\" : {JsonSerializer.Serialize($"{value}canary")}, \"n\": -1.50e3 }} ]";

            var redacted = ContentRedactor.Redact(text, "application/json", ExchangeRedactor.Create(HarRecorderTests.Get()));

            if (field != "name") Assert.Equal($"[ {json} ,{{ \"{field}\" : \"********\", \"n\": -1.50e3 }} ]", redacted);
            using var document = JsonDocument.Parse(redacted);
            Assert.Equal(before.Length, document.RootElement[0].GetString()!.Length);
        }, count: 2_000, bytesPerCharacter: 3000);

    private static void AssertReadOrRefused(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        try
        {
            var archive = HarReader.Read(stream);
            var once = HarReaderTests.Write(archive);
            Assert.Equal(once, HarReaderTests.Write(HarReaderTests.Read(once)));
        }
        catch (HarFormatException error)
        {
            Assert.InRange(error.Position, 0, bytes.Length);
            Assert.True(error.Line >= 1);
        }
    }
}
