namespace Requests.Dependencies;

/// <summary>Represents a form of a page, as the page has it.</summary>
/// <param name="Id">The id, or null.</param>
/// <param name="Name">The name, or null.</param>
/// <param name="Action">The action as written, or null.</param>
/// <param name="Method">The method as written, or null.</param>
/// <param name="Enctype">The encoding of the fields as written, or null.</param>
/// <param name="AcceptCharset">The names of charsets as written, or null.</param>
/// <param name="Controls">The controls that the form owns, in the order of the page.</param>
public sealed record HtmlPageForm(
    string? Id,
    string? Name,
    string? Action,
    string? Method,
    string? Enctype,
    string? AcceptCharset,
    IReadOnlyList<HtmlPageControl> Controls);
