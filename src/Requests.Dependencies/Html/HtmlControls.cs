using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Requests.Dependencies;

/// <summary>Reads the controls of forms.</summary>
internal static class HtmlControls
{
    /// <summary>Returns whether an element is a control that can be submitted.</summary>
    /// <param name="element">The element.</param>
    internal static bool IsControl(IElement element) =>
        element is IHtmlInputElement or IHtmlButtonElement or IHtmlSelectElement or IHtmlTextAreaElement;

    /// <summary>Reads a control as the page has it.</summary>
    /// <param name="element">The element of the control.</param>
    internal static HtmlPageControl Read(IElement element) => new(
        element.LocalName,
        GetKind(element),
        element.GetAttribute("name") ?? "",
        element.Id)
    {
        Value = element is IHtmlTextAreaElement ? element.TextContent : element.GetAttribute("value"),
        Text = element is IHtmlButtonElement ? HtmlPage.Collapse(element.TextContent) : "",
        IsChecked = element.HasAttribute("checked"),
        IsMultiple = element.HasAttribute("multiple"),
        IsDisabled = IsDisabled(element),
        DisplaySize = int.TryParse(element.GetAttribute("size"), CultureInfo.InvariantCulture, out var size) ? size : 0,
        DirectionName = element.GetAttribute("dirname"),
        IsRightToLeft = IsRightToLeft(element),
        Minimum = element.GetAttribute("min"),
        Maximum = element.GetAttribute("max"),
        Action = element.GetAttribute("formaction"),
        Method = element.GetAttribute("formmethod"),
        Enctype = element.GetAttribute("formenctype"),
        Options = element is IHtmlSelectElement ? ReadOptions(element) : [],
    };

    private static string GetKind(IElement element) => element switch
    {
        IHtmlInputElement => element.GetAttribute("type")?.ToLowerInvariant() ?? "text",
        IHtmlButtonElement => element.GetAttribute("type")?.ToLowerInvariant() is ("button" or "reset") and var type ? type : "submit",
        _ => element.LocalName,
    };

    private static List<HtmlPageOption> ReadOptions(IElement select) =>
    [
        .. select.GetElementsByTagName("option").Select(static option => new HtmlPageOption(
            option.GetAttribute("value") ?? HtmlPage.Collapse(option.TextContent),
            option.GetAttribute("label") is { Length: > 0 } label ? label : HtmlPage.Collapse(option.TextContent),
            option.HasAttribute("selected"),
            option.HasAttribute("disabled") || option.ParentElement is IHtmlOptionsGroupElement group && group.HasAttribute("disabled"))),
    ];

    /// <summary>
    /// Returns whether a control is not submitted: it is disabled, or in a disabled fieldset and not in its first legend, or in a datalist
    /// (HTML sections 4.10.18.5 and 4.10.21.4).
    /// </summary>
    private static bool IsDisabled(IElement element)
    {
        if (element.HasAttribute("disabled")) return true;
        var child = element;
        for (var parent = element.ParentElement; parent is not null; child = parent, parent = parent.ParentElement)
        {
            if (parent is IHtmlDataListElement) return true;
            if (parent is not IHtmlFieldSetElement || !parent.HasAttribute("disabled")) continue;
            if (child is not IHtmlLegendElement || parent.Children.First(static item => item is IHtmlLegendElement) != child) return true;
        }

        return false;
    }

    private static bool IsRightToLeft(IElement element)
    {
        if (!element.HasAttribute("dirname")) return false;
        for (var current = element; current is not null; current = current.ParentElement)
        {
            if (current.GetAttribute("dir")?.ToLowerInvariant() is ("rtl" or "ltr") and var direction) return direction == "rtl";
        }

        return false;
    }
}
