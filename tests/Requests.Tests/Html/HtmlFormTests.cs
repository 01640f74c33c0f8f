using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Html;

/// <summary>Tests which names and values a form has, sends and takes (HTML section 4.10.22).</summary>
public class HtmlFormTests
{
    [Theory]
    [InlineData("<input name=a value=1>", "a=1")]
    [InlineData("<input name=a>", "a=")]
    [InlineData("<input value=1>", "")]
    [InlineData("<input name='' value=1>", "")]
    [InlineData("<input type=hidden name=csrf value=x&amp;y>", "csrf=x%26y")]
    [InlineData("<input type=HIDDEN name=a value=' b '>", "a=+b+")]
    [InlineData("<input type=unknown name=a value=1>", "a=1")]
    [InlineData("<input type=text name=a value='b&#10;c'>", "a=bc")]
    [InlineData("<input type=email name=a value=' b '>", "a=b")]
    [InlineData("<input type=number name=a value=x><input type=number name=b value=-1.5e3>", "a=&b=-1.5e3")]
    [InlineData("<input type=range name=a><input type=range name=b min=10 max=20><input type=range name=c value=7>", "a=50&b=15&c=7")]
    [InlineData("<input type=color name=a><input type=color name=b value=#ABCDEF>", "a=%23000000&b=%23abcdef")]
    [InlineData("<input type=checkbox name=a><input type=checkbox name=b checked>", "b=on")]
    [InlineData("<input type=checkbox name=a value=1 checked><input type=checkbox name=a value=2 checked>", "a=1&a=2")]
    [InlineData("<input type=radio name=a value=1><input type=radio name=a value=2 checked>", "a=2")]
    [InlineData("<input type=radio name=a value=1 checked><input type=radio name=a value=2 checked>", "a=2")]
    [InlineData("<input type=radio name=a value=1>", "")]
    [InlineData("<input name=a value=1 disabled><textarea name=b disabled>x</textarea>", "")]
    [InlineData("<fieldset disabled><legend><input name=a value=1></legend><legend><input name=b></legend><input></fieldset>", "a=1")]
    [InlineData("<fieldset disabled><fieldset><legend><input name=a></legend></fieldset></fieldset>", "")]
    [InlineData("<datalist><input name=a></datalist>", "")]
    [InlineData("<template><input name=a></template><input name=b value=1>", "b=1")]
    [InlineData("<textarea name=a>\nx\ny</textarea>", "a=x%0D%0Ay")]
    [InlineData("<select name=a><option>1<option>2</select>", "a=1")]
    [InlineData("<select name=a><option value=x>1<option selected value='y'>2</select>", "a=y")]
    [InlineData("<select name=a><option selected>1<option selected>2</select>", "a=2")]
    [InlineData("<select name=a><option disabled>1<option> 2  3 </select>", "a=2+3")]
    [InlineData("<select name=a><optgroup disabled><option>1</optgroup><option>2</select>", "a=2")]
    [InlineData("<select name=a><option selected disabled>1<option>2</select>", "")]
    [InlineData("<select name=a size=3><option>1</select>", "")]
    [InlineData("<select name=a multiple><option selected>1<option>2<option selected>3</select>", "a=1&a=3")]
    [InlineData("<select name=a></select>", "")]
    [InlineData("<input type=file name=a>", "a=")]
    [InlineData("<input name=a value=1 dirname=d><div dir=rtl><textarea name=b dirname=e></textarea></div>", "a=1&d=ltr&b=&e=rtl")]
    [InlineData("<input type=reset name=a><input type=button name=b><button type=button name=c>x</button>", "")]
    [InlineData("<input type=submit name=a value=1><button name=b value=2>x</button>", "a=1")]
    [InlineData("<input type=submit disabled name=a value=1><button name=b value=2>x</button>", "b=2")]
    [InlineData("<input name=x value=1><button name=b value=2>x</button><input name=y value=3>", "x=1&b=2&y=3")]
    [InlineData("<input type=image name=i>", "i.x=0&i.y=0")]
    [InlineData("<input type=image>", "x=0&y=0")]
    [InlineData("<input type=hidden name=_charset_>", "_charset_=UTF-8")]
    [InlineData("<input name=ü value='* ~é'>", "%C3%BC=*+%7E%C3%A9")]
    public void It_sends_the_fields_that_a_browser_sends(string controls, string expected) =>
        Assert.Equal(expected, Query(Form($"<form>{controls}</form>")));

    [Theory]
    [InlineData("<form id=f></form><input name=a value=1 form=f><input name=b form=g>", "a=1")]
    [InlineData("<form id=f><input name=a form=g value=1><input name=b form='' value=2><input name=c value=3></form>", "c=3")]
    [InlineData("<table><form><tr><td><input name=a value=1></td></tr></form></table><input name=b>", "a=1")]
    [InlineData("<form><div></form><input name=a value=1></div><input name=b>", "a=1")]
    [InlineData("<form><form><input name=a value=1></form><input name=b value=2></form>", "a=1")]
    public void A_control_belongs_to_the_form_that_a_browser_gives_it_to(string page, string expected) =>
        Assert.Equal(expected, Query(Form(page)));

    [Theory]
    [InlineData("", "http://h/d/page?x=1")]
    [InlineData("action=''", "http://h/d/page?x=1")]
    [InlineData("action='?y'", "http://h/d/page?y")]
    [InlineData("action=next", "http://h/d/next")]
    [InlineData("action='/a/../b'", "http://h/b")]
    [InlineData("action=' /b\n '", "http://h/b")]
    [InlineData("action='\\b\\c?d\\e'", "http://h/b/c?d\\e")]
    [InlineData("action='//other/x'", "http://other/x")]
    [InlineData("action='https://other/x'", "https://other/x")]
    [InlineData("action='javascript:void(0)'", "javascript:void(0)")]
    public void The_action_is_absolute(string attribute, string expected) =>
        Assert.Equal(expected, Form($"<form {attribute}>").Action);

    [Fact]
    public void The_base_element_applies_to_an_action_but_not_to_an_empty_one()
    {
        var forms = Page("<base href='/base/'><base href='/second/'><form action=x></form><form></form>").ReadHtmlForms();

        Assert.Equal(["http://h/base/x", "http://h/d/page?x=1"], forms.Select(form => form.Action));
    }

    [Theory]
    [InlineData("", "GET", "application/x-www-form-urlencoded")]
    [InlineData("method=Post enctype=MULTIPART/form-data", "POST", "multipart/form-data")]
    [InlineData("method=put enctype=x", "GET", "application/x-www-form-urlencoded")]
    [InlineData("method=dialog enctype=text/plain", "DIALOG", "text/plain")]
    public void Method_and_enctype_have_their_defaults(string attributes, string method, string enctype)
    {
        var form = Form($"<form {attributes}>");

        Assert.Equal((method, enctype), (form.Method, form.Enctype));
    }

    [Fact]
    public void Fields_have_the_values_by_name()
    {
        var fields = Form("<form><input name=a value=1><input name=b value=2><input name=b value=3><input type=checkbox name=c>").Fields;

        Assert.Equal(["a", "b"], fields.Keys.Cast<string>());
        Assert.Equal("1", fields["a"]);
        Assert.Equal((string[])["2", "3"], fields["b"]);
        Assert.Null(fields["c"]);
        Assert.Null(fields["unknown"]);
        Assert.False(fields.Contains("c"));
    }

    [Theory]
    [InlineData("<input name=a value=1>", "a", "2", "a=2")]
    [InlineData("<input name=a value=1>", "a", null, "")]
    [InlineData("<input name=a value=1 disabled>", "a", "2", "a=2")]
    [InlineData("<input type=hidden name=a value=1>", "a", 7, "a=7")]
    [InlineData("<input name=a><input name=a><input name=b>", "a", new[] { "1" }, "a=1&b=")]
    [InlineData("<input name=a><input name=b>", "a", new[] { "1", "2" }, "a=1&b=&a=2")]
    [InlineData("<input type=checkbox name=a value=x>", "a", true, "a=x")]
    [InlineData("<input type=checkbox name=a value=x checked>", "a", false, "")]
    [InlineData("<input type=checkbox name=a value=x>", "a", "x", "a=x")]
    [InlineData("<input type=checkbox name=a value=x>", "a", "True", "a=x")]
    [InlineData("<input type=checkbox name=a value=true><input type=hidden name=a value=false>", "a", true, "a=true&a=false")]
    [InlineData("<input type=checkbox name=a value=1><input type=checkbox name=a value=2 checked>", "a", new[] { "1" }, "a=1")]
    [InlineData("<input type=checkbox name=a value=1 checked><input type=checkbox name=a value=2 checked>", "a", false, "")]
    [InlineData("<input type=radio name=a value=1 checked><input type=radio name=a value=2>", "a", "2", "a=2")]
    [InlineData("<select name=a><option value=1>One<option value=2>Two</select>", "a", "2", "a=2")]
    [InlineData("<select name=a><option value=1>One<option value=2>Two</select>", "a", "Two", "a=2")]
    [InlineData("<select name=a multiple><option>1<option>2<option>3</select>", "a", new[] { "1", "3" }, "a=1&a=3")]
    [InlineData("<select name=a><option value=1 selected><option value=2><option value=2></select>", "a", "2", "a=2")]
    [InlineData("<select name=a><option>1<option value=''>None<option value=''>Other</select>", "a", "Other", "a=")]
    [InlineData("<select name=a multiple><option>1<option>1<option>2</select>", "a", "1", "a=1&a=1")]
    [InlineData("<input type=radio name=a value=1><input type=radio name=a value=1 checked>", "a", "1", "a=1")]
    [InlineData("<input type=radio name=a value=1 disabled><input type=radio name=a value=1>", "a", "1", "a=1")]
    [InlineData("<select name=a><option>1</select>", "a", null, "")]
    public void A_field_takes_a_value_of_its_kind(string controls, string name, object? value, string expected)
    {
        var form = Form($"<form>{controls}</form>");

        form.Fields[name] = value;

        Assert.Equal(expected, Query(form));
    }

    [Theory]
    [InlineData("<input name=user><input type=password name=password>", "usr", "x", "no field 'usr'*'user', 'password'*Add")]
    [InlineData("", "usr", "x", "no field 'usr'*has none")]
    [InlineData("<button name=b>", "b", "x", "no field 'b'")]
    [InlineData("<input type=radio name=a value=1><input type=radio name=a value=2>", "a", "3", "one of '1', '2'")]
    [InlineData("<input type=radio name=a value=1><input type=radio name=a value=2>", "a", true, "one of '1', '2'")]
    [InlineData("<input type=radio name=a value=1><input type=radio name=a value=2>", "a", new[] { "1", "2" }, "One radio")]
    [InlineData("<input type=checkbox name=a value=1>", "a", "2", "one of '1', true or false")]
    [InlineData("<select name=a><option>1<option disabled>2</select>", "a", "2", "one of '1'")]
    [InlineData("<select name=a><option>1<option>2</select>", "a", new[] { "1", "2" }, "One option")]
    [InlineData("<input type=file name=a>", "a", "x", "-Files")]
    public void A_value_that_a_field_does_not_take_is_an_error(string controls, string name, object value, string message)
    {
        var form = Form($"<form>{controls}</form>");

        var error = Assert.Throws<InvalidParameterException>(() => form.Fields[name] = value);

        Assert.Matches(message.Replace("*", ".*", StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public void A_field_that_the_page_does_not_have_can_be_added_and_omitted()
    {
        var form = Form("<form><input name=a value=1></form>");
        form.Fields.Add("b", "2");
        form.Fields["b"] = "3";

        Assert.Equal("a=1&b=3", Query(form));
        form.Fields.Remove("b");
        Assert.Equal("a=1", Query(form));
        form.Fields.Clear();
        Assert.Equal("", Query(form));
    }

    [Fact]
    public void A_copy_changes_separately()
    {
        var form = Form("<form><input name=a value=1><input type=checkbox name=b><select name=c><option>1<option>2</select></form>");
        var copy = form.Copy();
        copy.Fields["a"] = "2";
        copy.Fields["b"] = true;
        copy.Fields["c"] = "2";

        Assert.Equal("a=1&c=1", Query(form));
        Assert.Equal("a=2&b=on&c=2", Query(copy));
    }

    [Theory]
    [InlineData("two", "b=2", "http://h/d/page")]
    [InlineData("2", "b=2", "http://h/d/page")]
    [InlineData("save", "save=3", "http://h/save")]
    [InlineData("Save it", "save=3", "http://h/save")]
    [InlineData("delete", "b=1", "http://h/d/page")]
    public void A_button_is_found_by_name_id_value_or_text(string button, string query, string url)
    {
        var form = Form(
            "<form><button name=b value=1>delete</button><button name=b value=2 id=two>x</button>"
            + "<button name=save value=3 formaction=/save> Save\n it </button></form>");

        var (request, _) = form.CreateRequest(button);

        Assert.Equal($"{url}?{query}", request.Url);
    }

    [Theory]
    [InlineData("b", "several buttons 'b'*value '1'*value '2'")]
    [InlineData("c", "no button 'c'")]
    public void A_button_that_is_not_there_or_not_the_only_one_is_an_error(string button, string message)
    {
        var form = Form("<form><button name=b value=1>x</button><button name=b value=2>x</button></form>");

        var error = Assert.Throws<InvalidParameterException>(() => form.CreateRequest(button));

        Assert.Matches(message.Replace("*", ".*", StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public void Secrets_are_redacted_for_display_and_not_for_reading()
    {
        var form = Form(
            "<form action='/x?token=hidden'><input name=p type=password value=secret1><input type=hidden name=csrf_token value=secret2>");

        var shown = new List<object?>();
        foreach (System.Collections.DictionaryEntry entry in (System.Collections.IEnumerable)form.Fields) shown.Add(entry.Value);
        Assert.Equal(["********", "********"], shown);
        Assert.Equal("secret1", form.Fields["p"]);
        Assert.Equal(["secret1", "secret2"], form.Fields.Values.Cast<string>());
        Assert.DoesNotContain("hidden", form.ToString(), StringComparison.Ordinal);
        Assert.Equal(["secret1", "secret2"], form.CreateRequest(button: null).Secrets.Values);
    }

    internal static HtmlForm Form(string html, string type = "text/html") => Page(html, type).ReadHtmlForms()[0];

    internal static Response Page(
        string html,
        string type = "text/html",
        Encoding? encoding = null,
        string url = "http://h/d/page?x=1#f") =>
        new(
            new PreparedRequest("GET", url, []),
            200,
            new MemoryStream((encoding ?? Encoding.UTF8).GetBytes(html)))
        {
            Headers = new HeaderDictionary { ["Content-Type"] = type },
        };

    private static string Query(HtmlForm form)
    {
        using var session = Session(out _);
        return session.PrepareForm(form).Url is var url && url.Contains('?', StringComparison.Ordinal)
            ? form.CreateRequest(button: null).Request.Url.Split('?', 2)[1].Split('#')[0]
            : "";
    }
}
