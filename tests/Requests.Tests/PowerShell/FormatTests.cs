using System.Text;
using Requests.PowerShell;

namespace Requests.Tests.PowerShell;

/// <summary>Tests single texts for which the property tests of the formats failed.</summary>
public class FormatTests
{
    [Theory]
    [InlineData("curl -d '{\"pattern\":\"^\"}' h", "{\"pattern\":\"^\"}")]
    [InlineData("curl -d $'it\\'s ^\"' h", "it's ^\"")]
    [InlineData("curl -d \"a^\nb\" h", "a^\nb")]
    [InlineData("curl ^\n -d ^\"a b^\" h", "a b")]
    [InlineData("curl ^\r\n -d \"a^^b\" h", "a^b")]
    public void A_caret_in_the_POSIX_quotes_of_a_command_is_a_caret(string command, string data) =>
        Assert.Equal(["curl", "-d", data, "h"], ShellWords.Split(command));

    [Fact]
    public void An_escape_of_half_a_surrogate_pair_is_kept() => Assert.Equal(["a\ud83db"], ShellWords.Split("$'a\\ud83db'"));

    [Theory]
    [InlineData("curl $'\\U00110000' h", "00110000")]
    [InlineData("curl $'\\Uffffffff' h", "ffffffff")]
    public void An_escape_that_is_not_a_character_is_an_error_that_names_it(string command, string named) =>
        Assert.Contains(named, Assert.Throws<InvalidParameterException>(() => ShellWords.Split(command)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"half":"\ud83d","password":"Quagga"}""")]
    [InlineData("""{"\ud83d":[{"\u0070assword":"Quagga"}]}""")]
    [InlineData("""{"password":"Quagga\ud83d"}""")]
    public void A_JSON_body_with_half_a_surrogate_pair_is_shown_redacted(string json)
    {
        var shown = BodyPreview.Format(Of(json, "application/json"), 500);
        Assert.DoesNotContain("Quagga", shown, StringComparison.Ordinal);
        Assert.Contains(SensitiveNames.Redacted, shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><h1>not closed <h2>Bad <b>gateway</b></H2>", "not closed Bad gateway")]
    [InlineData("<h1>502</h1><h1>x</h1>", "502")]
    public void The_first_closed_heading_explains_an_error(string html, string message) =>
        Assert.Equal(message, ErrorDetailsParser.Parse(Of(html, "text/html")));

    [Fact]
    public void A_page_of_headings_that_are_not_closed_explains_nothing() =>
        Assert.Null(ErrorDetailsParser.Parse(Of(new StringBuilder().Insert(0, "<h1>", 15_000).ToString(), "text/html")));

    private static Response Of(string body, string type)
    {
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 500, new MemoryStream(Encoding.UTF8.GetBytes(body)))
        {
            Headers = new() { ["Content-Type"] = type },
        };
        _ = response.Content;
        return response;
    }
}
