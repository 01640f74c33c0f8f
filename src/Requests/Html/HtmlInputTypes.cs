using System.Globalization;
using System.Text.RegularExpressions;
using Requests.Dependencies;

namespace Requests;

/// <summary>Defines the values that controls have in the page, by their types (HTML section 4.10.5.1).</summary>
internal static partial class HtmlInputTypes
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "hidden", "text", "search", "tel", "url", "email", "password", "date", "month", "week", "time", "datetime-local", "number", "range",
        "color", "checkbox", "radio", "file", "submit", "image", "reset", "button",
    };

    /// <summary>Returns the type of a control; an unknown type of an input is text.</summary>
    /// <param name="control">The control.</param>
    internal static string GetType(HtmlPageControl control) =>
        control.Tag != "input" || Types.Contains(control.Type) ? control.Type : "text";

    /// <summary>Returns the value of a control that takes a text: without what its type does not allow.</summary>
    /// <param name="control">The control.</param>
    /// <param name="type">The result of <see cref="GetType"/>.</param>
    internal static string Sanitize(HtmlPageControl control, string type)
    {
        var value = control.Value ?? "";
        return type switch
        {
            "text" or "search" or "tel" or "password" => WithoutLineEnds(value),
            "url" or "email" => WithoutLineEnds(value).Trim(' ', '\t', '\f'),
            "number" => IsNumber(value) ? value : "",
            "range" => IsNumber(value) ? value : GetMiddle(control),
            "color" => Color().IsMatch(value) ? value.ToLowerInvariant() : "#000000",
            _ => value,
        };
    }

    /// <summary>
    /// Returns which options of a select are selected. A select of one line has a selected option: the last that the page selects, or the
    /// first that can be selected.
    /// </summary>
    /// <param name="select">The select.</param>
    internal static bool[] SelectOptions(HtmlPageControl select)
    {
        var options = select.Options;
        var selected = options.Select(static option => option.IsSelected && !option.IsDisabled).ToArray();
        if (select.IsMultiple) return selected;
        var last = options.Select(static option => option.IsSelected).ToList().LastIndexOf(true);
        if (last < 0 && select.DisplaySize <= 1) last = options.ToList().FindIndex(static option => !option.IsDisabled);
        for (var i = 0; i < selected.Length; i++) selected[i] = i == last && !options[i].IsDisabled;
        return selected;
    }

    private static string WithoutLineEnds(string value) =>
        value.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private static bool IsNumber(string? value) => value is not null && Number().IsMatch(value);

    private static string GetMiddle(HtmlPageControl control)
    {
        var minimum = IsNumber(control.Minimum) ? Parse(control.Minimum!) : 0;
        var maximum = IsNumber(control.Maximum) ? Parse(control.Maximum!) : 100;
        var middle = maximum < minimum ? minimum : minimum + ((maximum - minimum) / 2);
        return middle.ToString(CultureInfo.InvariantCulture);
    }

    private static double Parse(string number) => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A-?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A#[0-9A-Fa-f]{6}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Color();
}
