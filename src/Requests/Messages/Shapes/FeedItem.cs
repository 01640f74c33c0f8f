using System.Xml;

namespace Requests;

/// <summary>Represents an item of a feed: an item of RSS, or an entry of Atom.</summary>
/// <remarks>RSS 2.0 and 1.0, with the modules content and Dublin Core; RFC 4287.</remarks>
public sealed class FeedItem
{
    internal FeedItem(XmlElement element) => Element = element;

    /// <summary>Gets the title as the feed has it, which may be HTML; null without one.</summary>
    public string? Title { get; internal init; }

    /// <summary>Gets the absolute URL of the page of the item; null without one.</summary>
    public string? Link { get; internal init; }

    /// <summary>Gets the identifier: the guid of RSS 2.0, rdf:about of RSS 1.0, the id of Atom; null without one.</summary>
    public string? Id { get; internal init; }

    /// <summary>Gets the time of publication; null without one, and for a time that cannot be read.</summary>
    public DateTimeOffset? Published { get; internal init; }

    /// <summary>Gets the time of the last change; null without one, and for a time that cannot be read.</summary>
    public DateTimeOffset? Updated { get; internal init; }

    /// <summary>Gets the authors, separated by a comma and a blank; null without one.</summary>
    public string? Author { get; internal init; }

    /// <summary>Gets the summary or description as the feed has it, which may be HTML; null without one.</summary>
    public string? Summary { get; internal init; }

    /// <summary>Gets the whole text as the feed has it, which may be HTML; null without one.</summary>
    public string? Content { get; internal init; }

    /// <summary>Gets the categories; empty without one.</summary>
    public IReadOnlyList<string> Categories { get; internal init; } = [];

    /// <summary>Gets the files that belong to the item; empty without one.</summary>
    public IReadOnlyList<FeedEnclosure> Enclosures { get; internal init; } = [];

    /// <summary>Gets the element of the feed, for the parts that have no property here.</summary>
    public XmlElement Element { get; }

    /// <summary>Returns the title, or else the link.</summary>
    public override string ToString() => Title ?? Link ?? Id ?? "";
}
