using System.Text;
using static Requests.Tests.FakeAdapter;
using static Requests.Tests.Html.HtmlFormTests;

namespace Requests.Tests.Html;

/// <summary>Tests the request that a form sends: encoding, headers, credentials and redirects.</summary>
public class FormSendingTests
{
    private const string Login = "<form method=post action=/login><input name=u value=ä><input type=password name=p value=pw123456></form>";

    [Fact]
    public async Task A_post_is_sent_as_urlencoded_with_the_headers_of_a_browser()
    {
        using var session = Session(out var adapter, Reply(200));

        await session.SubmitAsync(Form(Login), cancellationToken: TestContext.Current.CancellationToken);

        var sent = adapter.Seen[0];
        Assert.Equal(("POST", "http://h/login", "u=%C3%A4&p=pw123456"), (sent.Method, sent.Url, adapter.Bodies[0]));
        Assert.Equal("application/x-www-form-urlencoded", sent.Headers["Content-Type"]);
        Assert.Equal("http://h/d/page?x=1", sent.Headers["Referer"]);
        Assert.Equal("http://h", sent.Headers["Origin"]);
    }

    [Fact]
    public void A_get_replaces_the_query_of_the_action_and_has_no_origin()
    {
        using var session = Session(out _);

        var request = session.PrepareForm(Form("<form action='/s?old=1#part'><input name=q value='a b'></form>"));

        Assert.Equal("http://h/s?q=a+b#part", request.Url);
        Assert.Null(request.Headers["Origin"]);
        Assert.Null(request.Body);
    }

    [Fact]
    public void A_multipart_form_keeps_the_order_and_sends_an_empty_file_as_browsers_do()
    {
        using var session = Session(out _);
        var form = Form(
            "<form method=post enctype=multipart/form-data><input type=file name=f><textarea name=a>1\n2</textarea>"
            + "<input type=file name=g></form>");
        form.Fields.SetFiles("g", FilePart.FromText("text").With("g.txt", "text/plain", headers: null));

        var text = Text(session.PrepareForm(form).Body!);

        Assert.Matches(
            "(?s)name=\"f\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n.*name=\"a\"\r\n\r\n1\r\n2\r\n.*"
            + "name=\"g\"; filename=\"g.txt\"\r\nContent-Type: text/plain\r\n\r\ntext\r\n",
            text);
    }

    [Theory]
    [InlineData("method=post")]
    [InlineData("method=get enctype=multipart/form-data")]
    public void A_file_in_a_form_that_sends_names_only_is_an_error(string attributes)
    {
        using var session = Session(out _);
        var form = Form($"<form {attributes}><input type=file name=f></form>");
        form.Fields.SetFiles("f", FilePart.FromText("x"));

        Assert.Contains("'f'", Assert.Throws<InvalidParameterException>(() => session.PrepareForm(form)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidParameterException>(() => form.Fields.SetFiles("other", FilePart.FromText("x")));
    }

    [Fact]
    public void A_plain_form_sends_lines()
    {
        using var session = Session(out _);

        var request = session.PrepareForm(Form("<form method=post enctype=text/plain><input name=a value='b=c'><input name=d></form>"));

        Assert.Equal("a=b=c\r\nd=\r\n", Text(request.Body!));
        Assert.Equal("text/plain", request.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("text/html; charset=windows-1251", 1251, "", "q=%E6%88%26%23233%3B")]
    [InlineData("text/html; charset=windows-1251", 1251, "accept-charset='x utf-8'", "q=%D0%B6%E2%82%AC%C3%A9")]
    [InlineData("text/html", 65001, "accept-charset=windows-1252", "q=%26%231078%3B%80%E9")]
    [InlineData("text/html; charset=utf-16", 1200, "", "q=%D0%B6%E2%82%AC%C3%A9")]
    public void It_is_sent_in_the_charset_of_the_form_or_the_page(string type, int codePage, string attribute, string expected)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        var form = Page($"<form {attribute}><input name=q></form>", type, encoding).ReadHtmlForms()[0];
        form.Fields["q"] = "ж€é";

        Assert.Equal(expected, form.CreateRequest(button: null).Request.Url.Split('?')[1]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DIALOG")]
    public void A_form_of_a_dialog_sends_nothing(string method)
    {
        using var session = Session(out _);
        var form = Form(method == "GET" ? "<form><button formmethod=dialog></form>" : "<form method=dialog></form>");

        Assert.Throws<InvalidParameterException>(() => session.PrepareForm(form));
    }

    [Fact]
    public void Another_origin_gets_no_credentials_and_only_the_origin_of_the_page()
    {
        using var session = Session(out _);
        session.Auth = new BasicAuth("user", "password");
        session.Headers["X-Api-Key"] = "key";
        session.Headers["X-Other"] = "kept";
        session.Cookies["own"] = "cookie";
        session.Params.Add("k", "secret");

        var other = session.PrepareForm(Form("<form method=post action='http://other/x?b=1'><input name=a></form>"));
        var get = session.PrepareForm(Form("<form action='http://other/x'><input name=a></form>"));
        var same = session.PrepareForm(Form("<form method=post action='/x'><input name=a></form>"));

        Assert.Equal(("http://other/x?b=1", "http://other/x?a="), (other.Url, get.Url));
        Assert.Equal("http://h/x?k=secret", same.Url);
        Assert.Null(other.Headers["Authorization"]);
        Assert.Null(other.Headers["X-Api-Key"]);
        Assert.Null(other.Headers["Cookie"]);
        Assert.Equal(("kept", "http://h/", "http://h"), (other.Headers["X-Other"], other.Headers["Referer"], other.Headers["Origin"]));
        Assert.StartsWith("Basic ", same.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(("key", "own=cookie"), (same.Headers["X-Api-Key"], same.Headers["Cookie"]));
    }

    [Fact]
    public void A_form_from_https_to_http_is_an_error_unless_it_is_allowed()
    {
        using var session = Session(out _);
        var form = Page("<form method=post action='http://h/x'></form>", url: "https://h/").ReadHtmlForms()[0];

        var error = Assert.Throws<InsecureRedirectException>(() => session.PrepareForm(form));
        var request = session.PrepareForm(form, options: session.Defaults with { AllowInsecureRedirect = true });

        Assert.Contains("http://h/x", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Response);
        Assert.Null(request.Headers["Referer"]);
    }

    [Fact]
    public void Headers_of_the_session_replace_those_of_the_page()
    {
        using var session = Session(out _);
        session.Headers["Referer"] = "http://mine/";
        session.Headers["Origin"] = null;

        var request = session.PrepareForm(Form(Login));

        Assert.Equal("http://mine/", request.Headers["Referer"]);
        Assert.Null(request.Headers["Origin"]);
    }

    [Theory]
    [InlineData(302, "/next", "http://h/d/page?x=1", null)]
    [InlineData(307, "/next", "http://h/d/page?x=1", "http://h")]
    [InlineData(302, "http://other/", null, null)]
    [InlineData(307, "http://other/", null, null)]
    public async Task A_redirect_takes_along_what_a_browser_does(int status, string location, string? referer, string? origin)
    {
        using var session = Session(out var adapter, Redirect(status, location), Reply(200));

        await session.SubmitAsync(Form(Login), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(referer, adapter.Seen[1].Headers["Referer"]);
        Assert.Equal(origin, adapter.Seen[1].Headers["Origin"]);
    }

    [Fact]
    public async Task A_password_that_the_server_repeats_is_redacted_whatever_its_field_is_named()
    {
        using var session = Session(out _, ReplyText(400, "you sent pw123456"));

        var response = await session.SubmitAsync(Form(Login), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("you sent ********", ExchangeRedactor.Create(response).Redact(response.Text));
    }

    [Theory]
    [InlineData("windows-1252", "p=P%E4ssw%F6rt1 P\uFFFDssw\uFFFDrt1 P\u00E4ssw\u00F6rt1", "Pässwört1")]
    [InlineData("windows-1252", "p=%E4%26%231078%3B P\u00E4", "ä\u0436")]
    [InlineData("shift_jis", "p=%93%FA%96%7B123456", "日本123456")]
    public void A_password_in_another_charset_is_redacted_as_it_is_written(string charset, string text, string password)
    {
        using var session = Session(out _);
        var form = Form($"<form method=post accept-charset={charset}><input type=password name=p></form>");
        form.Fields["p"] = password;

        var request = session.PrepareForm(form);

        Assert.StartsWith(Text(request.Body!), text, StringComparison.Ordinal);
        Assert.StartsWith("p=********", ExchangeRedactor.Create(request).Redact(text), StringComparison.Ordinal);
        Assert.DoesNotContain("rt1", ExchangeRedactor.Create(request).Redact(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_set_after_its_field_was_omitted_is_sent()
    {
        using var session = Session(out _);
        var form = Form("<form method=post enctype=multipart/form-data><input type=file name=f></form>");
        form.Fields.Remove("f");
        form.Fields.SetFiles("f", FilePart.FromText("content"));

        Assert.Contains("content", Text(session.PrepareForm(form).Body!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_response_knows_the_session_that_sent_its_request()
    {
        using var session = Session(out _, ReplyText(200, Login));

        var request = new Request("GET", "http://h/");
        var response = await session.RequestAsync(request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Same(session, response.ReadHtmlForms()[0].Page.Session);
    }

    private static string Text(RequestBody body)
    {
        using var copy = new MemoryStream();
        body.WriteToAsync(copy, CancellationToken.None).GetAwaiter().GetResult();
        return Encoding.UTF8.GetString(copy.ToArray());
    }
}
