using System.Text;

namespace Requests.Tests.Bodies;

/// <summary>A text is sent in the charset that its Content-Type names, or is refused.</summary>
public class BodyCharsetTests
{
    [Theory]
    [InlineData("text/plain", "C3A9E282AC")]
    [InlineData("text/plain; charset=utf-8", "C3A9E282AC")]
    [InlineData("text/plain; charset=UTF8", "C3A9E282AC")]
    [InlineData("text/plain; charset=\"windows-1252\"", "E980")]
    [InlineData("text/plain;charset=iso-8859-15", "E9A4")]
    [InlineData("text/plain; charset=utf-16", "FFFEE900AC20")]
    [InlineData("text/plain; charset=utf-16le", "E900AC20")]
    [InlineData("text/plain; charset=utf-16be", "00E920AC")]
    [InlineData("text/plain; charset=utf-32", "FFFE0000E9000000AC200000")]
    [InlineData("text/plain; charset=utf-32le", "E9000000AC200000")]
    public void Text_is_sent_in_the_charset_of_its_type(string type, string hex)
    {
        var prepared = Prepare(new BytesBody("é€"), type);
        Assert.Equal(hex, Convert.ToHexString(((BytesBody)prepared.Body!).Bytes.Span));
        Assert.Equal($"{hex.Length / 2}", prepared.Headers["Content-Length"]);
        Assert.Equal(type, prepared.Headers["Content-Type"]);
        Assert.Equal("é€", Assert.IsType<BytesBody>(prepared.Body).GetText());
    }

    [Fact]
    public void Json_is_sent_in_the_charset_of_its_type() =>
        Assert.Equal("7BE97D", Hex(new JsonBody(Encoding.UTF8.GetBytes("{é}")), "application/json; charset=latin1"));

    [Fact]
    public void Bytes_and_forms_are_not_transcoded()
    {
        Assert.Equal("C3A9", Hex(new BytesBody(new byte[] { 0xC3, 0xA9 }), "text/plain; charset=latin1"));
        var form = new FormBody([KeyValuePair.Create("a", (string?)"é")]);
        var prepared = Prepare(form, "application/x-www-form-urlencoded; charset=latin1");
        Assert.Equal("a=%C3%A9", Assert.IsType<FormBody>(prepared.Body).GetText());
    }

    private static string Hex(RequestBody body, string contentType) =>
        Convert.ToHexString(((BytesBody)Prepare(body, contentType).Body!).Bytes.Span);

    [Theory]
    [InlineData("text/plain; charset=us-ascii", "us-ascii")]
    [InlineData("text/plain; charset=nonsense", "nonsense")]
    [InlineData("text/plain; charset=utf-7", "utf-7")]
    public void A_character_that_the_charset_cannot_represent_is_an_error(string type, string named)
    {
        var error = Assert.Throws<InvalidBodyException>(() => Prepare(new BytesBody("é"), type));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_part_of_a_form_uses_the_charset_of_its_own_type()
    {
        var body = new MultipartBody(
            [],
            [KeyValuePair.Create("f", FilePart.FromText("é").With(null, "text/plain; charset=latin1", null))],
            boundary: "b");
        using var sent = new MemoryStream();
        await body.WriteToAsync(sent, TestContext.Current.CancellationToken);
        Assert.Contains("charset=latin1\r\n\r\n\u00E9\r\n", Encoding.Latin1.GetString(sent.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_of_text_are_sent_in_the_charset_of_their_type()
    {
        using var sent = new MemoryStream();
        await Prepare(
            new ChunkedBody(["é", "è"]),
            "text/plain; charset=utf-16").Body!.WriteToAsync(sent, TestContext.Current.CancellationToken);
        Assert.Equal("FFFEE900E800", Convert.ToHexString(sent.ToArray()));
    }

    [Fact]
    public void A_body_that_an_authentication_sets_uses_the_charset_of_its_type()
    {
        var prepared = Prepare(new BytesBody("a"), "text/plain; charset=latin1", new Replacing());
        Assert.Equal("E9", Convert.ToHexString(((BytesBody)prepared.Body!).Bytes.Span));
        Assert.Equal("1", prepared.Headers["Content-Length"]);
    }

    private static PreparedRequest Prepare(RequestBody body, string type, AuthBase? auth = null) =>
        RequestPreparer.Prepare(
            new Request("POST", "http://h/") { Body = body, Headers = new HeaderDictionary { ["Content-Type"] = type }, Auth = auth },
            baseUri: null,
            sessionCookies: null);

    private sealed class Replacing : AuthBase
    {
        public override void Apply(PreparedRequest request) => request.Body = new BytesBody("é");
    }
}
