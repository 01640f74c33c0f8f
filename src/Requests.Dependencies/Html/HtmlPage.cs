using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace Requests.Dependencies;

/// <summary>
/// Parses HTML with AngleSharp and reads the links and forms of the page. It runs no script and loads nothing. The types of AngleSharp are
/// not exposed, except in <see cref="Document"/>, whose type is hidden as an object.
/// </summary>
public sealed class HtmlPage
{
    private readonly IDocument _document;

    // The form that was open when the parser created a control. A form in a table is the parent of none of its controls.
    private readonly Dictionary<IElement, IElement> _openForms;

    private HtmlPage(IDocument document, Dictionary<IElement, IElement> openForms)
    {
        _document = document;
        _openForms = openForms;
    }

    /// <summary>Gets the document, an <c>AngleSharp.Html.Dom.IHtmlDocument</c>.</summary>
    public object Document => _document;

    /// <summary>Gets the value of the first href attribute of a base element, or null.</summary>
    public string? BaseReference =>
        _document.All.FirstOrDefault(static element => element.LocalName == "base" && element.HasAttribute("href"))?.GetAttribute("href");

    /// <summary>Parses a page.</summary>
    /// <param name="utf8">The text of the page in UTF-8.</param>
    /// <param name="url">The URL of the page.</param>
    /// <exception cref="HtmlLimitException">The page nests elements too deeply, or needs too much memory.</exception>
    public static HtmlPage Parse(byte[] utf8, string url)
    {
        var openForms = new Dictionary<IElement, IElement>(ReferenceEqualityComparer.Instance);
        var limits = new ParserLimits(utf8.Length);
        IElement? form = null;
        var options = new HtmlParserOptions
        {
            MaximumDepth = 2 * ParserLimits.MaximumDepth,
            DisableElementPositionTracking = true,
            OnToken = (token, _) =>
            {
                limits.CheckMemory();
                if (token.Type == HtmlTokenType.EndTag && token.Name == "form") form = null;
            },
            OnCreated = (element, _) =>
            {
                limits.CheckDepth(element);
                if (element is IHtmlFormElement) form = element;
                else if (form is not null && HtmlControls.IsControl(element)) openForms[element] = form;
            },
        };
        var configuration = Configuration.Default.WithOnly<IHtmlParser>(context => new HtmlParser(options, context));
        using var content = new MemoryStream(utf8, writable: false);

        // Without a loader and a scripting service, opening a response waits for nothing.
        var document = BrowsingContext.New(configuration)
            .OpenAsync(response => response.Content(content).Address(url).Header("Content-Type", "text/html; charset=utf-8"))
            .GetAwaiter()
            .GetResult();
        return new HtmlPage(document, openForms);
    }

    /// <summary>Reads the links of the page, a and area elements with href, in the order of the page.</summary>
    public IReadOnlyList<HtmlPageLink> ReadLinks() =>
    [
        .. _document.All
            .Where(static element => element is IHtmlAnchorElement or IHtmlAreaElement && element.HasAttribute("href"))
            .Select(static element => new HtmlPageLink(
                element.GetAttribute("href") ?? "",
                Collapse(element is IHtmlAreaElement ? element.GetAttribute("alt") ?? "" : element.TextContent),
                element.GetAttribute("title"),
                element.GetAttribute("rel"),
                element.Id)),
    ];

    /// <summary>Reads the forms of the page with their controls, in the order of the page.</summary>
    public IReadOnlyList<HtmlPageForm> ReadForms()
    {
        var controls = new Dictionary<IElement, List<HtmlPageControl>>(ReferenceEqualityComparer.Instance);
        var ids = new Dictionary<string, IElement>(StringComparer.Ordinal);
        foreach (var element in _document.All)
        {
            if (element is IHtmlFormElement) controls[element] = [];
            if (element.Id is { Length: > 0 } id) ids.TryAdd(id, element);
        }

        foreach (var element in _document.All)
        {
            if (HtmlControls.IsControl(element) && FindOwner(element, ids) is { } owner && controls.TryGetValue(owner, out var list))
            {
                list.Add(HtmlControls.Read(element));
            }
        }

        return
        [
            .. controls.Select(static pair => new HtmlPageForm(
                pair.Key.Id,
                pair.Key.GetAttribute("name"),
                pair.Key.GetAttribute("action"),
                pair.Key.GetAttribute("method"),
                pair.Key.GetAttribute("enctype"),
                pair.Key.GetAttribute("accept-charset"),
                pair.Value)),
        ];
    }

    /// <summary>Returns a text without white space at its ends, and with one blank in place of other white space.</summary>
    /// <param name="text">The text.</param>
    internal static string Collapse(string text) =>
        string.Join(' ', text.Split([' ', '\t', '\n', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Finds the form that owns a control (HTML section 4.10.17.3).</summary>
    private IElement? FindOwner(IElement control, Dictionary<string, IElement> ids)
    {
        if (control.GetAttribute("form") is { } id) return ids.GetValueOrDefault(id);
        if (_openForms.TryGetValue(control, out var open)) return open;
        for (var parent = control.ParentElement; parent is not null; parent = parent.ParentElement)
        {
            if (parent is IHtmlFormElement) return parent;
        }

        return null;
    }
}
