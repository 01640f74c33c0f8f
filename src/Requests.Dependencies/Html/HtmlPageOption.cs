namespace Requests.Dependencies;

/// <summary>Represents an option of a select, as the page has it.</summary>
/// <param name="Value">The value that is sent.</param>
/// <param name="Label">The text that a browser shows.</param>
/// <param name="IsSelected">Whether the page selects the option.</param>
/// <param name="IsDisabled">Whether the option cannot be selected.</param>
public sealed record HtmlPageOption(string Value, string Label, bool IsSelected, bool IsDisabled);
