using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Provides the members that the module adds to responses for their HTML, and to links and forms. The types file names them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HtmlMembers
{
    /// <summary>Parses the body as HTML and returns the document of AngleSharp.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="maximumSize">The largest size of the body in bytes. Default: 32 MB.</param>
    /// <exception cref="UnexpectedContentTypeException">The body is neither text nor markup.</exception>
    /// <exception cref="ResponseTooLargeException">The body is larger than the maximum.</exception>
    public static object Html(PSObject instance, object? maximumSize = null) => ToSize(maximumSize) is { } size
        ? GetResponse(instance).ReadHtml(size)
        : GetResponse(instance).ReadHtml();

    /// <summary>Reads the links of the page.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="maximumSize">The largest size of the body in bytes. Default: 32 MB.</param>
    /// <exception cref="UnexpectedContentTypeException">The body is neither text nor markup.</exception>
    /// <exception cref="ResponseTooLargeException">The body is larger than the maximum.</exception>
    public static IReadOnlyList<HtmlLink> HtmlLinks(PSObject instance, object? maximumSize = null) => ToSize(maximumSize) is { } size
        ? GetResponse(instance).ReadHtmlLinks(size)
        : GetResponse(instance).ReadHtmlLinks();

    /// <summary>Reads the forms of the page.</summary>
    /// <param name="instance">The response.</param>
    /// <param name="maximumSize">The largest size of the body in bytes. Default: 32 MB.</param>
    /// <exception cref="UnexpectedContentTypeException">The body is neither text nor markup.</exception>
    /// <exception cref="ResponseTooLargeException">The body is larger than the maximum.</exception>
    public static IReadOnlyList<HtmlForm> HtmlForms(PSObject instance, object? maximumSize = null) => ToSize(maximumSize) is { } size
        ? GetResponse(instance).ReadHtmlForms(size)
        : GetResponse(instance).ReadHtmlForms();

    /// <summary>Gets the URL of a link or the action of a form, with secrets redacted and control characters escaped.</summary>
    /// <param name="instance">A link or a form.</param>
    public static string ShownUrl(PSObject instance) => VisibleText.EscapeLine(instance.BaseObject switch
    {
        HtmlLink link => link.ToString(),
        HtmlForm form => form.Redact(UrlRedactor.WithoutSecrets(form.Action)),
        _ => "",
    });

    /// <summary>
    /// Gets the text of a link, the name or else the id of a form, or the name or else the text of a control, with secrets redacted and
    /// control characters escaped.
    /// </summary>
    /// <param name="instance">A link, a form or a control.</param>
    public static string ShownText(PSObject instance) => VisibleText.EscapeLine(instance.BaseObject switch
    {
        HtmlLink link => link.Redact(link.Text),
        HtmlForm form => form.Redact(form.Name ?? form.Id ?? ""),
        HtmlControl { Name.Length: > 0 } control => control.Name,
        HtmlControl button => button.Text,
        _ => "",
    });

    /// <summary>Gets the names of the fields of a form, without buttons.</summary>
    /// <param name="instance">The form.</param>
    public static string ShownFields(PSObject instance)
    {
        var form = (HtmlForm)instance.BaseObject;
        return VisibleText.EscapeLine(form.Redact(string.Join(
            ", ",
            form.Controls.Where(static control => !control.IsButton && control.Name.Length > 0)
                .Select(static control => control.Name)
                .Distinct(StringComparer.Ordinal))));
    }

    /// <summary>Gets the values that a control can send, with control characters escaped.</summary>
    /// <param name="instance">The control.</param>
    public static string ShownChoices(PSObject instance) =>
        VisibleText.EscapeLine(string.Join(", ", ((HtmlControl)instance.BaseObject).Choices));

    private static long? ToSize(object? maximumSize) =>
        SessionProperties.Try(() => NumberConverter.ToCount<long>(maximumSize, "maximumSize", minimum: 1));

    private static Response GetResponse(PSObject instance) => (Response)instance.BaseObject;
}
