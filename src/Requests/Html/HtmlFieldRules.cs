namespace Requests;

/// <summary>Sets the values of the controls of one name.</summary>
internal static class HtmlFieldRules
{
    private const string Checked = "true or false";

    /// <summary>Checks or clears the one checkbox of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="controls">The controls of the name. A hidden field beside the checkbox, as ASP.NET and Rails write it, stays.</param>
    /// <param name="isChecked">Whether it is checked.</param>
    /// <exception cref="InvalidParameterException">There are several checkboxes or radio buttons.</exception>
    internal static void Check(string name, HtmlControl[] controls, bool isChecked)
    {
        var checkable = controls.Where(static control => control.IsCheckable).ToArray();
        if (checkable is [])
        {
            Set(name, controls, [isChecked ? "true" : "false"]);
        }
        else if (checkable is [var single])
        {
            single.Check(isChecked);
        }
        else if (!isChecked)
        {
            foreach (var control in checkable) control.Check(isChecked: false);
        }
        else
        {
            throw Refuse(name, $"There are {checkable.Length} of this name: give {ListChoices(checkable)}.");
        }
    }

    /// <summary>Sets the controls of a name, and returns the values for which there is no control.</summary>
    /// <param name="name">The name.</param>
    /// <param name="controls">The controls of the name.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="InvalidParameterException">A control does not take a value.</exception>
    internal static IEnumerable<HtmlEntry> Set(string name, HtmlControl[] controls, string[] values)
    {
        if (Array.Exists(controls, static control => control.Type == "file"))
        {
            throw Refuse(name, "It takes a file: use -Files, or the SetFiles method of Fields.");
        }

        if (Array.Exists(controls, static control => control.IsCheckable)) SetChecked(name, controls, values);
        else if (Array.Find(controls, static control => control.Type == "select") is { } select) SetSelected(name, select, values);
        else return SetTexts(name, controls, values);
        return [];
    }

    private static void SetChecked(string name, HtmlControl[] controls, string[] values)
    {
        var checkable = controls.Where(static control => control.IsCheckable).ToArray();
        if (checkable is [{ Type: "checkbox" } single] && values is [var flag] && single.FindChoice(flag) is null)
        {
            if (!bool.TryParse(flag, out var isChecked)) throw Refuse(name, $"Give {ListChoices(checkable)}, {Checked}.");
            single.Check(isChecked);
            return;
        }

        if (checkable[0].Type == "radio" && values.Length > 1) throw Refuse(name, "One radio button can be chosen.");
        foreach (var value in values)
        {
            if (!Array.Exists(checkable, control => control.FindChoice(value) is not null))
            {
                throw Refuse(name, $"Give {ListChoices(checkable)}.");
            }
        }

        var radio = FindRadio(checkable, values);
        foreach (var control in checkable)
        {
            control.Check(control.Type == "radio" ? control == radio : values.Contains(control.Choices[0], StringComparer.Ordinal));
        }
    }

    /// <summary>Finds the one radio button that a value checks. Of several of this value it is the first that is not disabled.</summary>
    private static HtmlControl? FindRadio(HtmlControl[] controls, string[] values)
    {
        var found = Array.FindAll(
            controls,
            control => control.Type == "radio" && values.Contains(control.Choices[0], StringComparer.Ordinal));
        return Array.Find(found, static control => !control.IsDisabled) ?? (found is [var first, ..] ? first : null);
    }

    private static void SetSelected(string name, HtmlControl select, string[] values)
    {
        if (values.Length > 1 && !select.IsMultiple) throw Refuse(name, "One option can be chosen.");
        select.Select([
            .. values.Select(value => select.FindChoice(value) ?? throw Refuse(name, $"Give {ListChoices([select])}.")),
        ]);
    }

    private static HtmlEntry[] SetTexts(string name, HtmlControl[] controls, string[] values)
    {
        for (var i = 0; i < controls.Length; i++) controls[i].SetValue(i < values.Length ? values[i] : null);
        return values.Skip(controls.Length).Select(value => new HtmlEntry(name, value)).ToArray();
    }

    private static string ListChoices(HtmlControl[] controls)
    {
        var choices = controls.SelectMany(static control => control.Choices).Distinct(StringComparer.Ordinal).ToArray();
        const int Shown = 20;
        var list = string.Join(", ", choices.Take(Shown).Select(static choice => $"'{choice}'"));
        return choices.Length switch { 0 => "no value, as it has no option", > Shown => $"one of {list} …", _ => $"one of {list}" };
    }

    private static InvalidParameterException Refuse(string name, string reason) =>
        new($"The field '{name}' does not take this value. {reason}");
}
