using CsCheck;

namespace Requests.Tests.Redaction;

public class VisibleTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[2J\u0007", "\\u001b[2J\\u0007")]
    [InlineData("a\u009b1mb\u0085", "a\\u009b1mb\\u0085")]
    [InlineData("a\tb\r\nc\nd", "a\tb\nc\nd")]
    [InlineData("over\rwritten", "over\\u000dwritten")]
    [InlineData("abc\u202edcb\u2066\u200f", "abc\\u202edcb\\u2066\\u200f")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("🎉 Müller 日本 👩‍👧", "🎉 Müller 日本 👩‍👧")]
    public void Controls_are_written_as_codes(string text, string expected) => Assert.Equal(expected, VisibleText.EscapeLines(text));

    [Fact]
    public void A_line_contains_no_line_end() => Assert.Equal("a\\u000ab\\u0009", VisibleText.EscapeLine("a\nb\t"));

    [Fact]
    public void No_control_is_left() =>
        Gen.String.Sample(static text =>
            !VisibleText.EscapeLine(text).Any(VisibleText.IsControl)
                && !VisibleText.EscapeLines(text).Any(static one => VisibleText.IsControl(one) && one is not ('\t' or '\n')));

    [Fact]
    public void The_message_of_an_error_has_no_controls() =>
        Assert.Equal("the server says \\u001b[31m", new RequestException("the server says \u001b[31m").Message);

    [Theory]
    [InlineData("TF_BUILD")]
    [InlineData("GITHUB_ACTIONS")]
    public void Workflow_commands_are_made_ineffective(string variable)
    {
        var before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, "true");
        try
        {
            foreach (var text in (string[])
            [
                "##vso[task.setvariable variable=a]b", "x ##VSO[a]", "##[error]x", "::error::x", "  ::set-output name=a::b",
                "a\n::add-mask::x", "x\r\n::stop-commands::y"
            ])
            {
                var shown = VisibleText.EscapeLines(text);
                Assert.True(VisibleText.HasCommand(text), text);
                Assert.False(VisibleText.HasCommand(shown), shown);
                Assert.Equal(
                    text.Replace("\r", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal),
                    shown.Replace(" ", "", StringComparison.Ordinal));
            }

            Assert.Equal("http://[fe80::1]/ # ## a :: b", VisibleText.EscapeLines("http://[fe80::1]/ # ## a :: b"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }
}
