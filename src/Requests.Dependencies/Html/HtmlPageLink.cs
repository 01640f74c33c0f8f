namespace Requests.Dependencies;

/// <summary>Represents a link of a page, as the page has it.</summary>
/// <param name="Href">The target as written.</param>
/// <param name="Text">The text, with one blank for each white space; of an area its alternative text.</param>
/// <param name="Title">The title, or null.</param>
/// <param name="Rel">The relation as written, or null.</param>
/// <param name="Id">The id, or null.</param>
public sealed record HtmlPageLink(string Href, string Text, string? Title, string? Rel, string? Id);
