namespace Requests.PowerShell;

/// <summary>Converts the parameters of a form that is sent.</summary>
internal static class HtmlFormConverter
{
    private const string Forms = "a form of the HtmlForms method of a response, or a response whose page has one form";

    /// <summary>Converts to a form.</summary>
    /// <param name="value">A form, or a response whose page has one form.</param>
    /// <exception cref="RequestException">The value is neither, or the page has no form or several.</exception>
    internal static HtmlForm ToForm(object? value) => PSValue.Unwrap(value) switch
    {
        HtmlForm form => form,
        Response response => ToForm(response),
        _ => throw ParameterErrors.Invalid("Form", value, Forms),
    };

    /// <summary>Returns a copy of a form with other values.</summary>
    /// <param name="form">The form.</param>
    /// <param name="fields">The value of -Fields: a map or a list of pairs, or null.</param>
    /// <param name="files">The value of -Files: a map or a list of pairs, or null.</param>
    /// <exception cref="RequestException">A parameter is of another kind, or the form has no such field.</exception>
    internal static HtmlForm Fill(HtmlForm form, object? fields, object? files)
    {
        var copy = form.Copy();
        if (PSValue.Unwrap(fields) is not null)
        {
            var pairs = PSValue.ToPairs(fields, "Fields")
                ?? throw ParameterErrors.Invalid("Fields", fields, "a map or a list of pairs, such as @{ user = 'Ada' }");
            foreach (var (name, value) in pairs) copy.Fields[name] = ToValue(name, value);
        }

        if (PSValue.Unwrap(files) is null) return copy;
        foreach (var group in FileConverter.ToFiles(files!).GroupBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            copy.Fields.SetFiles(group.Key, [.. group.Select(static pair => pair.Value)]);
        }

        return copy;
    }

    private static HtmlForm ToForm(Response response)
    {
        var forms = response.ReadHtmlForms();
        if (forms is [var single]) return single;
        throw new InvalidParameterException(forms.Count == 0
            ? "-Form: the page of the response has no form."
            : $"-Form: the page of the response has {forms.Count} forms: give one of those of its HtmlForms method.");
    }

    private static object? ToValue(string name, object? value) => value switch
    {
        null or bool or System.Security.SecureString => value,
        System.Management.Automation.SwitchParameter flag => flag.ToBool(),
        _ when PSValue.IsList(value) =>
            ((System.Collections.IEnumerable)value).Cast<object?>().Select(item => PSValue.ToText(item, name, "Fields")).ToArray(),
        _ => PSValue.ToText(value, name, "Fields"),
    };
}
