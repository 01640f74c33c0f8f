namespace Requests.Dependencies;

/// <summary>Represents a control of a form, as the page has it.</summary>
/// <param name="Tag">The name of the element: input, button, select or textarea.</param>
/// <param name="Type">The type of an input or a button in lower case; of another element its name.</param>
/// <param name="Name">The name; empty without one.</param>
/// <param name="Id">The id, or null.</param>
public sealed record HtmlPageControl(string Tag, string Type, string Name, string? Id)
{
    /// <summary>Gets the value as written, or null; of a textarea its text.</summary>
    public string? Value { get; init; }

    /// <summary>Gets the text of a button; empty for other controls.</summary>
    public string Text { get; init; } = "";

    /// <summary>Gets a value that indicates whether the control is checked.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Gets a value that indicates whether several options or files can be chosen.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>Gets a value that indicates whether the control is not submitted, because it or its fieldset is disabled.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Gets the number of options that a select shows; 0 when the page does not say.</summary>
    public int DisplaySize { get; init; }

    /// <summary>Gets the name under which the direction of the text is sent, or null.</summary>
    public string? DirectionName { get; init; }

    /// <summary>Gets a value that indicates whether the text runs from right to left.</summary>
    public bool IsRightToLeft { get; init; }

    /// <summary>Gets the smallest value as written, or null.</summary>
    public string? Minimum { get; init; }

    /// <summary>Gets the largest value as written, or null.</summary>
    public string? Maximum { get; init; }

    /// <summary>Gets the action that a button replaces that of the form with, or null.</summary>
    public string? Action { get; init; }

    /// <summary>Gets the method that a button replaces that of the form with, or null.</summary>
    public string? Method { get; init; }

    /// <summary>Gets the encoding of the fields that a button replaces that of the form with, or null.</summary>
    public string? Enctype { get; init; }

    /// <summary>Gets the options of a select; empty for other controls.</summary>
    public IReadOnlyList<HtmlPageOption> Options { get; init; } = [];
}
