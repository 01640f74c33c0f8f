using Requests.Dependencies;

namespace Requests;

/// <summary>
/// Represents a control of a form: an input, select, textarea or button. Its value is in <see cref="HtmlForm.Fields"/>, so that a list of
/// all properties does not show a password.
/// </summary>
/// <remarks>HTML section 4.10.22.4, constructing the entry list.</remarks>
public sealed class HtmlControl
{
    private readonly HtmlPageControl _source;
    private string _value;
    private bool _isOmitted;
    private bool[] _selected;
    private FilePart[] _files = [];

    internal HtmlControl(HtmlPageControl source)
    {
        _source = source;
        Type = HtmlInputTypes.GetType(source);
        IsDisabled = source.IsDisabled;
        IsChecked = source.IsChecked;
        Choices = Type switch
        {
            "checkbox" or "radio" => [source.Value ?? "on"],
            "select" => [.. source.Options.Where(static option => !option.IsDisabled).Select(static option => option.Value)],
            _ => [],
        };
        _value = HtmlInputTypes.Sanitize(source, Type);
        _selected = Type == "select" ? HtmlInputTypes.SelectOptions(source) : [];
    }

    private HtmlControl(HtmlControl other)
    {
        _source = other._source;
        Type = other.Type;
        IsDisabled = other.IsDisabled;
        IsChecked = other.IsChecked;
        Choices = other.Choices;
        _value = other._value;
        _isOmitted = other._isOmitted;
        _selected = [.. other._selected];
        _files = other._files;
    }

    /// <summary>Gets the name; empty without one.</summary>
    public string Name => _source.Name;

    /// <summary>
    /// Gets the type: that of an input or button in lower case, such as <c>password</c>, <c>checkbox</c> or <c>submit</c>, or
    /// <c>select</c> or <c>textarea</c>. An unknown type is <c>text</c>.
    /// </summary>
    public string Type { get; }

    /// <summary>Gets the id, or null.</summary>
    public string? Id => _source.Id;

    /// <summary>Gets the text of a button; empty for other controls.</summary>
    public string Text => _source.Tag == "input" && IsButton ? _source.Value ?? "" : _source.Text;

    /// <summary>Gets the values that a select, a checkbox or a radio button can send; empty for other controls.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <summary>Gets a value that indicates whether several options or files can be chosen.</summary>
    public bool IsMultiple => _source.IsMultiple;

    /// <summary>Gets a value that indicates whether a checkbox or a radio button is checked.</summary>
    public bool IsChecked { get; internal set; }

    /// <summary>
    /// Gets a value that indicates whether the control is not sent, because the page disables it. Setting its value enables it.
    /// </summary>
    public bool IsDisabled { get; private set; }

    /// <summary>Gets a value that indicates whether the control is a button, which is sent only when it is chosen.</summary>
    internal bool IsButton => Type is "submit" or "image" or "button" or "reset";

    /// <summary>Gets a value that indicates whether the control is a button that submits the form.</summary>
    internal bool IsSubmit => Type is "submit" or "image";

    /// <summary>Gets a value that indicates whether the control is a checkbox or a radio button.</summary>
    internal bool IsCheckable => Type is "checkbox" or "radio";

    /// <summary>Gets the action, method and encoding that a button replaces those of the form with.</summary>
    internal (string? Action, string? Method, string? Enctype) Overrides => (_source.Action, _source.Method, _source.Enctype);

    /// <summary>Gets the value that a button sends.</summary>
    internal string ButtonValue => _source.Value ?? "";

    /// <summary>Returns the name and the type, such as <c>user (text)</c>.</summary>
    public override string ToString() => $"{Name} ({Type})";

    internal HtmlControl Copy() => new(this);

    /// <summary>Sets the value of a control that takes any text.</summary>
    /// <param name="value">The value; null omits the control.</param>
    internal void SetValue(string? value)
    {
        _value = value ?? "";
        _isOmitted = value is null;
        IsDisabled &= value is null;
    }

    /// <summary>Checks or clears a checkbox or a radio button.</summary>
    /// <param name="isChecked">Whether it is checked.</param>
    internal void Check(bool isChecked)
    {
        IsChecked = isChecked;
        _isOmitted = false;
        IsDisabled &= !isChecked;
    }

    /// <summary>
    /// Selects the options of a select by their values: of several options of a value the first one, unless several can be chosen.
    /// </summary>
    /// <param name="values">The values; empty omits the select.</param>
    internal void Select(IReadOnlyCollection<string> values)
    {
        _selected = [.. _source.Options.Select(option => !option.IsDisabled && values.Contains(option.Value, StringComparer.Ordinal))];
        if (!IsMultiple) _selected.AsSpan(Array.IndexOf(_selected, value: true) + 1).Clear();
        _isOmitted = values.Count == 0;
        IsDisabled &= _isOmitted;
    }

    /// <summary>Sets the files of a file control.</summary>
    /// <param name="files">The files; empty sends an empty file, as browsers do.</param>
    internal void SetFiles(FilePart[] files)
    {
        _files = files;
        _isOmitted = false;
        IsDisabled = false;
    }

    /// <summary>Omits the control.</summary>
    internal void Omit() => _isOmitted = true;

    /// <summary>Returns the value of the option that has a text as its value or label; null when no option has it.</summary>
    /// <param name="text">The value or the label.</param>
    internal string? FindChoice(string text)
    {
        if (Choices.Contains(text, StringComparer.Ordinal)) return text;
        return _source.Options.FirstOrDefault(option => !option.IsDisabled && option.Label == text)?.Value;
    }

    /// <summary>Returns the names and values that the control sends.</summary>
    /// <param name="submitter">The button that the form is sent with, or null.</param>
    internal IEnumerable<HtmlEntry> GetEntries(HtmlControl? submitter)
    {
        if (IsDisabled || _isOmitted || (IsButton && this != submitter) || (IsCheckable && !IsChecked)) yield break;
        if (Type == "image")
        {
            var prefix = Name.Length == 0 ? "" : $"{Name}.";
            yield return new HtmlEntry($"{prefix}x", "0");
            yield return new HtmlEntry($"{prefix}y", "0");
            yield break;
        }

        if (Name.Length == 0) yield break;
        foreach (var entry in GetNamedEntries()) yield return entry;
        if (_source.DirectionName is { Length: > 0 } direction)
        {
            yield return new HtmlEntry(direction, _source.IsRightToLeft ? "rtl" : "ltr");
        }
    }

    private IEnumerable<HtmlEntry> GetNamedEntries() => Type switch
    {
        "checkbox" or "radio" => [new HtmlEntry(Name, Choices[0])],
        "submit" => [new HtmlEntry(Name, ButtonValue)],
        "file" when _files.Length == 0 =>
            [new HtmlEntry(Name, "", FilePart.FromBytes(default).With("", "application/octet-stream", headers: null))],
        "file" => _files.Select(file => new HtmlEntry(Name, file.FileName ?? Name, file)),
        "select" => _source.Options.Where((_, i) => _selected[i]).Select(option => new HtmlEntry(Name, option.Value)),
        _ => [new HtmlEntry(Name, _value)],
    };
}
