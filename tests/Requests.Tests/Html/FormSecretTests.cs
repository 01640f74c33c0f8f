using Requests.PowerShell;
using static Requests.Tests.FakeAdapter;
using static Requests.Tests.Html.HtmlFormTests;

namespace Requests.Tests.Html;

/// <summary>
/// The fields of a form that are secret in its page are redacted by their name, as a value of one character cannot be found.
/// </summary>
public class FormSecretTests
{
    private const string Login =
        "<form method=post action=/login><input name=u value=a><input type=password name=p value=x><input name=t value=y></form>";

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "u=a&p=x&t=y", "u=a&p=********&t=y")]
    [InlineData("application/json", """{"form":{"p":"x","t":"y"}}""", """{"form":{"p":"********","t":"y"}}""")]
    [InlineData("text/plain", "u=a\r\np=x\r\n", "u=a\r\np=********\r\n")]
    [InlineData("text/plain", "you sent p: x, t: y", "you sent p: ********, t: y")]
    [InlineData("application/xml", "<f><p>x</p><t>y</t></f>", "<f><p>********</p><t>y</t></f>")]
    [InlineData("text/html", "<html><p>x</p><input name=p value='x'>", "<html><p>x</p><input name=p value='********'>")]
    [InlineData("text/html", "<a href='/next?p=x&amp;t=y'>", "<a href='/next?p=********&amp;t=y'>")]
    [InlineData("multipart/form-data", "--b\r\nContent-Disposition: form-data; name=\"p\"\r\n\r\nx\r\n--b--", "\n********\r\n--b--")]
    public void A_body_is_redacted_by_the_name_of_the_password_field(string type, string body, string expected)
    {
        var shown = BodyRedactor.Redact(body, type, ExchangeRedactor.Create(Submit(Login)));

        Assert.EndsWith(expected, type.Contains("json", StringComparison.Ordinal) ? Compact(shown) : shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://h/login?u=a&p=x&t=y#p=x", "http://h/login?u=a&p=********&t=y#p=********")]
    [InlineData("http://h/login?p=x", "http://h/login?p=********")]
    public void A_url_is_redacted_by_the_name_of_the_password_field(string url, string expected)
    {
        var secrets = ExchangeRedactor.Create(Submit(Login.Replace("method=post ", "", StringComparison.Ordinal)));

        Assert.Equal(expected, secrets.RedactUrl(url));
        Assert.Equal(expected, ExchangeRedactor.RedactHeader("Location", url, secrets));
        Assert.Equal($"0; url={expected}", ExchangeRedactor.RedactHeader("Refresh", $"0; url={url}", secrets));
    }

    [Theory]
    [InlineData("user[w1]", "user%5Bw1%5D=x&a=y", "user%5Bw1%5D=********&a=y")]
    [InlineData("w1[]", "w1%5B%5D=x&a=y", "w1%5B%5D=********&a=y")]
    [InlineData("ctl00$Main$p", "ctl00%24Main%24p=x", "ctl00%24Main%24p=********")]
    [InlineData("p+q r", "p%2Bq+r=x", "p%2Bq+r=********")]
    [InlineData("pä ss", "p%E4+ss=x", "p%E4+ss=********")]
    public void A_name_is_found_as_it_is_written(string name, string body, string expected)
    {
        var request = Submit(
            $"<form method=post accept-charset=windows-1252><input type=password name='{name}' value=x></form>");

        Assert.Equal(
            expected,
            BodyRedactor.Redact(body, "application/x-www-form-urlencoded", ExchangeRedactor.Create(request)));
    }

    [Theory]
    [InlineData("user[w1]", """{"user":{"w1":"x"}}""", "application/json")]
    [InlineData("user[w1]", "user[w1]=x", "text/plain")]
    [InlineData("w1[]", "w1: x", "text/plain")]
    [InlineData("ctl00$Main$p", "ctl00$Main$p=x", "text/plain")]
    public void A_nested_name_is_found_by_its_last_word(string name, string body, string type)
    {
        var request = Submit($"<form method=post><input type=password name='{name}' value=x></form>");

        var shown = Compact(BodyRedactor.Redact(body, type, ExchangeRedactor.Create(request)));

        Assert.Equal(body.Replace(" ", "", StringComparison.Ordinal).Replace("x", "********", StringComparison.Ordinal), shown);
    }

    [Fact]
    public void A_number_alone_is_not_a_name()
    {
        var request = Submit("<form method=post><input type=password name='p[0]' value=x></form>");

        Assert.Equal("0: y", BodyRedactor.Redact("0: y", "text/plain", ExchangeRedactor.Create(request)));
    }

    [Fact]
    public async Task The_names_stay_secret_in_a_redirected_request_and_an_error_that_keeps_it()
    {
        using var session = Session(out _, Redirect(307, "http://other/login"), Reply(200));

        var response = await session.SubmitAsync(Form(Login), cancellationToken: TestContext.Current.CancellationToken);
        response.Request.RemoveSecrets();

        Assert.Contains("p", ExchangeRedactor.Create(response).Fields);
    }

    [Theory]
    [InlineData("P%E4ssw%F6rt1", "p=P%e4ssw%f6rt1")]
    [InlineData("P%E4ssw%F6rt1", "p=P%E4ssw%f6rt1")]
    [InlineData("Pä ssw", "p=P%e4%20ssw")]
    [InlineData("Pä ssw", "p=P%e4+ssw")]
    public void A_password_that_is_repeated_with_lowercase_escapes_is_redacted(string password, string text)
    {
        var form = Form("<form method=post accept-charset=windows-1252><input type=password name=other></form>");
        form.Fields["other"] = password.Replace("%E4", "ä", StringComparison.Ordinal).Replace("%F6", "ö", StringComparison.Ordinal);
        using var session = Session(out _);

        Assert.Equal("p=********", ExchangeRedactor.Create(session.PrepareForm(form)).Redact(text));
    }

    [Theory]
    [InlineData("<input type=\"password\" name=\"p\" value=\"x\">", "<input type=\"password\" name=\"p\" value=\"********\">")]
    [InlineData("<INPUT VALUE=x TYPE=PassWord>", "<INPUT VALUE=******** TYPE=PassWord>")]
    [InlineData("<input type='hidden' name='csrf_token' value='a>b' />", "<input type='hidden' name='csrf_token' value='********' />")]
    [InlineData("<meta name=\"csrf-token\" content=\"abc\">", "<meta name=\"csrf-token\" content=\"********\">")]
    [InlineData("<input title=don't type=password value=x>", "<input title=don't type=password value=********>")]
    [InlineData("<input type=password value=''>", "<input type=password value=''>")]
    [InlineData("<input type=text name=user value=x>", "<input type=text name=user value=x>")]
    [InlineData("<meta name=viewport content='width=1'>", "<meta name=viewport content='width=1'>")]
    public void A_control_of_a_page_is_redacted_by_its_type_and_its_name(string html, string expected) =>
        Assert.Equal(expected, TextRedactor.Redact(html));

    private static PreparedRequest Submit(string html)
    {
        using var session = Session(out _);
        return session.PrepareForm(Form(html));
    }

    private static string Compact(string text) => string.Concat(text.Where(static character => !char.IsWhiteSpace(character)));
}
