using System.Management.Automation;
using System.Xml;

namespace Requests.PowerShell;

/// <summary>Sends a form of a page and returns the response.</summary>
/// <remarks>
/// <para>Sends the fields of the form, hidden ones such as a CSRF token included, to its action. GET puts them into the query. POST sends
/// them in the encoding and charset that the form names. The Referer and Origin headers are those of the page.</para>
/// <para>The form is sent with the session that requested its page, unless -Session is given. The cookies that the page set are therefore
/// sent, also when the page was requested without a session. No script of the page runs.</para>
/// <para>A form that is sent to another origin than that of its page takes no credentials along. A form of an https page that is sent to
/// http is an error unless -AllowInsecureRedirect is given.</para>
/// </remarks>
/// <example>
/// <code>$page = Invoke-Request https://api.example.com/html/login
/// $start = $page.HtmlForms()[0] | Submit-HtmlForm -Fields @{ user = 'Ada'; password = 'x' }
/// $start.StatusCode</code>
/// Fills in the form of a page and sends it with the cookies of the page.
/// </example>
/// <example>
/// <code>$session = New-RequestSession https://api.example.com
/// $session.Get('/html/login') | Submit-HtmlForm -Fields @{ user = 'Ada'; password = 'x'; remember = $true } -Button login
/// $session.Get('/cookies').Json().cookies</code>
/// Sends the only form of a page by a button, and continues with the session.
/// </example>
/// <seealso href="docs/guide/html.md"/>
[Cmdlet(VerbsLifecycle.Submit, "HtmlForm")]
[OutputType(
    typeof(Response), typeof(PSObject), typeof(string), typeof(byte[]), typeof(ServerSentEvent), typeof(XmlDocument), typeof(FeedItem))]
public sealed class SubmitHtmlFormCommand : SendingCmdlet
{
    private string? _button;
    private HtmlForm? _form;
    private RequestSummary? _summary;

    /// <summary>Specifies the form: one of the HtmlForms of a response, or a response whose page has one form.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies a form of the HtmlForms method of a response.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Form { get; set; }

    /// <summary>
    /// Specifies the values of fields: a map or a list of pairs. $true and $false check and clear a checkbox. A select and a radio button
    /// take one of their values, or of a select the text of an option; a list sets several. $null omits a field. A secure string is sent as
    /// its text. The fields of the form object do not change. A name that the form does not have is an error.
    /// </summary>
    [Parameter(Position = 1, HelpMessage = "Specifies the values of fields, as a map of names and values.")]
    public object? Fields { get; set; }

    /// <summary>
    /// Specifies the files of file fields, in the forms that the Files parameter of Invoke-Request takes. The enctype of the form must be
    /// multipart/form-data.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the files of file fields, as a map of names and files.")]
    public object? Files { get; set; }

    /// <summary>
    /// Specifies the button that the form is sent with: its name, id, value or text. Its own action, method and enctype replace those of
    /// the form. Default: the first button that submits the form, as with the Enter key.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the button, by its name, id, value or text.")]
    [ValueType(typeof(string))]
    public object? Button { get; set; }

    /// <inheritdoc/>
    private protected override RequestSummary? Summary => _summary;

    /// <inheritdoc/>
    private protected override RequestSession? RecordSession => GetForm().Page.Session as RequestSession;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _button = Has(nameof(Button))
            ? OrThrow(() => TextConverter.ToRequiredText(Button, nameof(Button), "the name, id, value or text of a button"))
            : null;
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _form = null;
        _summary = null;
        base.ProcessRecord();
    }

    /// <inheritdoc/>
    private protected override PreparedRequest Prepare(RequestSession session, DownloadTarget? file)
    {
        var filled = HtmlFormConverter.Fill(GetForm(), Fields, Files);
        return session.PrepareForm(filled, _button, MergeOptions(session.Defaults));
    }

    /// <summary>Gets the form of the current record. A response is parsed once.</summary>
    private HtmlForm GetForm()
    {
        if (_form is not null) return _form;
        _form = HtmlFormConverter.ToForm(Form);
        _summary = new RequestSummary(_form.Method, _form.Action);
        return _form;
    }
}
