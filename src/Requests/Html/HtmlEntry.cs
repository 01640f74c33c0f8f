namespace Requests;

/// <summary>Represents one name and value that a form sends.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; of a file its name.</param>
/// <param name="File">The file, or null.</param>
internal readonly record struct HtmlEntry(string Name, string Value, FilePart? File = null);
