using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Requests;

/// <summary>Reads the items of a feed: RSS 0.9 to 2.0, or Atom.</summary>
/// <param name="url">The URL of the feed, which relative links are resolved against.</param>
internal sealed partial class FeedReader(string url)
{
    private const string Dublin = "http://purl.org/dc/elements/1.1/";
    private const string ContentModule = "http://purl.org/rss/1.0/modules/content/";
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Itunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";

    /// <summary>Reads the items, in the order of the feed.</summary>
    /// <param name="response">The response, for the error.</param>
    /// <param name="document">The document.</param>
    /// <exception cref="XmlDecodeException">The document is not a feed.</exception>
    internal static IReadOnlyList<FeedItem> Read(Response response, XmlDocument document)
    {
        var root = document.DocumentElement!;
        var reader = new FeedReader(response.Url);
        switch (root.LocalName)
        {
            case "entry": return [reader.ReadEntry(root)];
            case "feed": return [.. GetChildren(root, "entry", root.NamespaceURI).Select(reader.ReadEntry)];
            case "rss" or "RDF":
                var parents = root.ChildNodes.OfType<XmlElement>().Where(static child => child.LocalName == "channel").Prepend(root);
                return [.. parents.SelectMany(static parent => GetItems(parent)).Select(reader.ReadItem)];
        }

        var error = new XmlDecodeException(
            $"The body is XML whose root element is '{VisibleText.EscapeLine(root.Name)}', not a feed of RSS or Atom.");
        error.Attach(response);
        throw error;
    }

    private static IEnumerable<XmlElement> GetItems(XmlElement parent) =>
        parent.ChildNodes.OfType<XmlElement>().Where(static child => child.LocalName == "item");

    private FeedItem ReadItem(XmlElement item)
    {
        // Modules have elements of the same names, such as atom:link and media:title.
        var own = item.NamespaceURI;
        var guid = GetText(item, "guid", own);
        var isPermalink = guid is not null && GetChildren(item, "guid", own).First().GetAttribute("isPermaLink") is "" or "true";
        var link = GetText(item, "link", own) ?? FindLink(item, Atom, "alternate") ?? (isPermalink && HasScheme(guid!) ? guid : null);
        return new FeedItem(item)
        {
            Title = GetText(item, "title", own),
            Link = Resolve(item, link),
            Id = guid ?? NullIfEmpty(item.GetAttribute("about", Rdf)) ?? NullIfEmpty(item.GetAttribute("about")),
            Published = FeedDate.Parse(GetText(item, "pubDate", own) ?? GetText(item, "date", Dublin)),
            Updated = FeedDate.Parse(GetText(item, "updated", Atom)),
            Author = Join(item, "author", own) ?? Join(item, "creator", Dublin) ?? Join(item, "author", Itunes),
            Summary = GetText(item, "description", own) ?? GetText(item, "summary", Itunes),
            Content = GetText(item, "encoded", ContentModule),
            Categories = [.. GetTexts(item, "category", own), .. GetTexts(item, "subject", Dublin)],
            Enclosures =
            [
                .. GetChildren(item, "enclosure", own).Select(file => ReadFile(file, "url")).OfType<FeedEnclosure>(),
                .. GetLinks(item, Atom, "enclosure").Select(file => ReadFile(file, "href")).OfType<FeedEnclosure>(),
            ],
        };
    }

    private FeedItem ReadEntry(XmlElement entry)
    {
        // Atom 0.3 has another namespace, and other names for the times.
        var own = entry.NamespaceURI;
        return new FeedItem(entry)
        {
            Title = ReadText(entry, "title"),
            Link = Resolve(entry, FindLink(entry, own, "alternate")),
            Id = GetText(entry, "id", own),
            Published = FeedDate.Parse(GetText(entry, "published", own) ?? GetText(entry, "issued", own)),
            Updated = FeedDate.Parse(GetText(entry, "updated", own) ?? GetText(entry, "modified", own)),
            Author = FindAuthor(entry),
            Summary = ReadText(entry, "summary"),
            Content = ReadText(entry, "content"),
            Categories =
            [
                .. GetChildren(entry, "category", own).Select(static category => category.GetAttribute("term").Trim())
                    .Where(static term => term.Length > 0),
            ],
            Enclosures =
                [.. GetLinks(entry, own, "enclosure").Select(file => ReadFile(file, "href")).OfType<FeedEnclosure>()],
        };
    }

    /// <summary>Gets the authors of an entry, else of its source, else of its feed.</summary>
    private static string? FindAuthor(XmlElement entry)
    {
        var own = entry.NamespaceURI;
        XmlElement?[] places = [entry, GetChildren(entry, "source", own).FirstOrDefault(), entry.ParentNode as XmlElement];
        return places.OfType<XmlElement>()
            .Select(place => Join(GetChildren(place, "author", own).Select(person =>
                GetText(person, "name", own) ?? GetText(person, "email", own) ?? GetText(person, "uri", own))))
            .FirstOrDefault(static authors => authors is not null);
    }

    /// <summary>
    /// Reads a text of Atom: plain text or HTML as it is, XHTML without the element that holds it (RFC 4287 section 3.1).
    /// </summary>
    private static string? ReadText(XmlElement entry, string name)
    {
        if (GetChildren(entry, name, entry.NamespaceURI).FirstOrDefault() is not { } element) return null;
        var type = element.GetAttribute("type");
        var isMarkup = type == "xhtml" || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase);
        var holder = type == "xhtml" ? element.ChildNodes.OfType<XmlElement>().FirstOrDefault() ?? element : element;
        return NullIfEmpty(isMarkup ? holder.InnerXml : element.InnerText);
    }

    private FeedEnclosure? ReadFile(XmlElement file, string name) =>
        Resolve(file, NullIfEmpty(file.GetAttribute(name))) is not { } target
            ? null
            : new FeedEnclosure(
                target,
                NullIfEmpty(file.GetAttribute("type")),
                long.TryParse(file.GetAttribute("length").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                    ? length
                    : null);

    private static string? FindLink(XmlElement parent, string ns, string relation) =>
        GetLinks(parent, ns, relation).Select(static link => NullIfEmpty(link.GetAttribute("href"))).FirstOrDefault();

    /// <summary>Gets the links of a relation; a link without one is an alternate (RFC 4287 section 4.2.7.2).</summary>
    private static IEnumerable<XmlElement> GetLinks(XmlElement parent, string ns, string relation) =>
        GetChildren(parent, "link", ns).Where(link => (NullIfEmpty(link.GetAttribute("rel")) ?? "alternate") == relation);

    private static string? GetText(XmlElement parent, string name, string ns) => GetTexts(parent, name, ns).FirstOrDefault();

    private static IEnumerable<string> GetTexts(XmlElement parent, string name, string ns) =>
        GetChildren(parent, name, ns).Select(static child => NullIfEmpty(child.InnerText)).OfType<string>();

    private static string? Join(XmlElement parent, string name, string ns) => Join(GetTexts(parent, name, ns));

    private static string? Join(IEnumerable<string?> texts) => NullIfEmpty(string.Join(", ", texts.OfType<string>()));

    private static IEnumerable<XmlElement> GetChildren(XmlElement parent, string name, string ns) =>
        parent.ChildNodes.OfType<XmlElement>().Where(child => child.LocalName == name && child.NamespaceURI == ns);

    private static string? NullIfEmpty(string text) => text.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    /// <summary>Returns an absolute URL as it is, and a relative one resolved; null for null, and for text that is not a URL.</summary>
    private string? Resolve(XmlElement place, string? link)
    {
        if (link is null || HasScheme(link)) return link?.Trim();
        return Uri.TryCreate(GetBase(place), link.Trim(), out var target) ? target.AbsoluteUri : null;
    }

    /// <summary>Gets the URL that the links of an element are relative to (XML Base section 4).</summary>
    private Uri? GetBase(XmlElement element)
    {
        Uri.TryCreate(url, UriKind.Absolute, out var outer);
        if (element.ParentNode is XmlElement parent) outer = GetBase(parent);
        var text = element.GetAttribute("base", "http://www.w3.org/XML/1998/namespace").Trim();
        return text.Length > 0 && Uri.TryCreate(outer, text, out var inner) ? inner : outer;
    }

    private static bool HasScheme(string link) => Scheme().IsMatch(link);

    [GeneratedRegex(@"^\s*[A-Za-z][A-Za-z0-9+.\-]*:", RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();
}
