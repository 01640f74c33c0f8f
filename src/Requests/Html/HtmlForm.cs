using System.Text;
using Requests.Dependencies;

namespace Requests;

/// <summary>Represents a form of a page: where it is sent, how, and its fields with the values that they have.</summary>
/// <remarks>HTML section 4.10.22, form submission. <see cref="RequestSession.SubmitAsync"/> sends it.</remarks>
public sealed class HtmlForm
{
    private readonly Encoding _encoding;
    private readonly Response _response;
    private readonly string _baseUrl;

    internal HtmlForm(HtmlPageForm form, string baseUrl, Encoding pageEncoding, Response response)
    {
        _response = response;
        _baseUrl = baseUrl;
        _encoding = HtmlEncoding.ForForm(form.AcceptCharset, pageEncoding);
        Id = form.Id;
        Name = form.Name;
        Action = ResolveAction(form.Action);
        Method = ToMethod(form.Method);
        Enctype = ToEnctype(form.Enctype);
        Controls = [.. form.Controls.Select(static control => new HtmlControl(control))];
        Fields = new HtmlFields(Controls);
        CheckOneRadioButton();
    }

    private HtmlForm(HtmlForm other)
    {
        _response = other._response;
        _baseUrl = other._baseUrl;
        _encoding = other._encoding;
        Id = other.Id;
        Name = other.Name;
        Action = other.Action;
        Method = other.Method;
        Enctype = other.Enctype;
        Controls = [.. other.Controls.Select(static control => control.Copy())];
        Fields = new HtmlFields(Controls, other.Fields.Added);
    }

    /// <summary>Gets the name, or null.</summary>
    public string? Name { get; }

    /// <summary>Gets the id, or null.</summary>
    public string? Id { get; }

    /// <summary>Gets the method: <c>GET</c>, <c>POST</c> or <c>DIALOG</c>, which sends nothing.</summary>
    public string Method { get; }

    /// <summary>Gets the absolute URL that the form is sent to; without an action it is the URL of the page.</summary>
    public string Action { get; }

    /// <summary>
    /// Gets the encoding of the fields: <c>application/x-www-form-urlencoded</c>, <c>multipart/form-data</c> or <c>text/plain</c>. It
    /// applies to POST.
    /// </summary>
    public string Enctype { get; }

    /// <summary>Gets the fields with the values that they have; they can be changed.</summary>
    public HtmlFields Fields { get; }

    /// <summary>Gets all controls of the form, also those that are not sent, such as unchecked checkboxes and buttons.</summary>
    public IReadOnlyList<HtmlControl> Controls { get; }

    /// <summary>Gets the buttons that submit the form, except disabled ones. The first is used when no button is named.</summary>
    public IReadOnlyList<HtmlControl> Buttons =>
        [.. Controls.Where(static control => control.IsSubmit && !control.IsDisabled)];

    /// <summary>Gets the URL of the page.</summary>
    public string PageUrl => UrlParts.WithoutFragment(_response.Url);

    /// <summary>Gets the response that has the page.</summary>
    internal Response Page => _response;

    /// <summary>
    /// Returns the method and the action with its secrets redacted, such as <c>&lt;HtmlForm [POST] https://host/login&gt;</c>.
    /// </summary>
    public override string ToString() => $"<HtmlForm [{Method}] {Redact(UrlRedactor.WithoutSecrets(Action))}>";

    /// <summary>Creates a copy whose fields can be changed separately.</summary>
    public HtmlForm Copy() => new(this);

    /// <summary>Redacts the secrets of the exchange in a text of the form, because the server may repeat them in it.</summary>
    /// <param name="text">The text.</param>
    internal string Redact(string text) => ExchangeRedactor.Create(_response).Redact(text);

    /// <summary>Creates the request that the form sends, and lists the secrets in it.</summary>
    /// <param name="button">The name, id, value or text of the button, or null for the first one.</param>
    /// <exception cref="InvalidParameterException">The form has no such button, or cannot be sent.</exception>
    internal (Request Request, FormSecrets Secrets) CreateRequest(string? button)
    {
        var submitter = button is not null ? FindButton(button) : Buttons is [var first, ..] ? first : null;
        var overrides = submitter?.Overrides ?? default;
        var action = overrides.Action is null ? Action : ResolveAction(overrides.Action);
        var method = overrides.Method is null ? Method : ToMethod(overrides.Method);
        var enctype = overrides.Enctype is null ? Enctype : ToEnctype(overrides.Enctype);
        var entries = Fields.GetEntries(submitter).Select(WithCharsetName).ToArray();
        return (CreateRequest(method, action, enctype, entries), FindSecrets(entries));
    }

    private FormSecrets FindSecrets(HtmlEntry[] entries)
    {
        var secrets = Array.FindAll(entries, entry => entry.File is null && Fields.IsSecret(entry.Name));
        return new FormSecrets(
            [.. secrets.SelectMany(entry => FormEncoder.GetForms(entry.Value, _encoding))],
            secrets.SelectMany(entry => FormEncoder.GetNames(entry.Name, _encoding)).ToHashSet(StringComparer.Ordinal));
    }

    private Request CreateRequest(string method, string action, string enctype, HtmlEntry[] entries)
    {
        if (method == "DIALOG") throw new InvalidParameterException("The form closes a dialog of its page and sends nothing.");
        if (enctype != FormEncoder.Multipart || method == "GET")
        {
            if (Array.Find(entries, static entry => entry.File is { Content.Length: not 0 }) is { File: not null } file)
            {
                throw new InvalidParameterException(
                    $"The form ({(method == "GET" ? method : enctype)}) sends only the names of files: the field '{file.Name}' cannot "
                    + "send its file. Use Invoke-Request with -Files if the server takes it.");
            }
        }

        if (method == "GET")
        {
            var (before, fragment) = UrlParts.CutFragment(action);
            return new Request(method, $"{UrlParts.CutQuery(before).Before}?{FormEncoder.EncodeUrl(entries, _encoding)}{fragment}");
        }

        return new Request(method, action) { Body = FormEncoder.CreateBody(enctype, entries, _encoding) };
    }

    /// <summary>A hidden field named _charset_ tells the server the encoding (HTML section 4.10.22.4).</summary>
    private HtmlEntry WithCharsetName(HtmlEntry entry) =>
        entry.Name.Equals("_charset_", StringComparison.OrdinalIgnoreCase)
            && Controls.Any(control => control.Type == "hidden" && control.Name == entry.Name)
            ? entry with { Value = HtmlEncoding.GetName(_encoding) }
            : entry;

    private HtmlControl FindButton(string button)
    {
        var isAmbiguous = false;
        foreach (var get in (ReadOnlySpan<Func<HtmlControl, string?>>)
            [static item => item.Name, static item => item.Id, static item => item.ButtonValue, static item => item.Text])
        {
            var found = Buttons.Where(item => get(item) == button).ToArray();
            if (found is [var single]) return single;
            isAmbiguous |= found.Length > 1;
        }

        var list = string.Join(", ", Buttons.Select(static item => $"'{item.Name}' (value '{item.ButtonValue}', text '{item.Text}')"));
        var reason = isAmbiguous ? $"has several buttons '{button}': give the value or the text" : $"has no button '{button}'";
        throw new InvalidParameterException($"The form {reason}. {(list.Length == 0 ? "It has none." : $"Its buttons are {list}.")}");
    }

    /// <summary>Of several radio buttons of a name that the page checks, the last one is checked.</summary>
    private void CheckOneRadioButton()
    {
        foreach (var group in Controls.Where(static control => control is { Type: "radio", IsChecked: true, Name.Length: > 0 })
            .GroupBy(static control => control.Name, StringComparer.Ordinal))
        {
            foreach (var control in group.SkipLast(1)) control.IsChecked = false;
        }
    }

    /// <summary>Returns the absolute action. An empty one is the URL of the page, whatever its base element says.</summary>
    private string ResolveAction(string? action) =>
        string.IsNullOrWhiteSpace(action) ? UrlParts.WithoutFragment(_response.Url) : HtmlUrl.Resolve(_baseUrl, action);

    private static string ToMethod(string? method) => method?.ToUpperInvariant() is ("POST" or "DIALOG") and var known ? known : "GET";

    private static string ToEnctype(string? enctype) =>
        enctype?.ToLowerInvariant() is (FormEncoder.Multipart or FormEncoder.Plain) and var known ? known : FormEncoder.UrlEncoded;
}
