namespace Requests.PowerShell;

/// <summary>Converts to the parts of a request that a cassette compares.</summary>
internal static class CassetteConverter
{
    private const CassetteMatch All = CassetteMatch.Method | CassetteMatch.Url | CassetteMatch.Headers | CassetteMatch.Body;

    private static readonly string Forms =
        $"one or more of {string.Join(", ", Enum.GetNames<CassetteMatch>().Skip(1))}, or a script block "
        + "{ param($Entry, $Request) … } that emits whether they match";

    /// <summary>Converts to the parts, null for the default ones, and to a condition, or null.</summary>
    /// <param name="value">A part, a script block, or a list of them. A script block alone is added to the default parts.</param>
    /// <exception cref="InvalidParameterException">An item is neither.</exception>
    internal static (CassetteMatch? Match, Func<HarEntry, PreparedRequest, bool>? Condition) ToMatch(object? value)
    {
        if (PSValue.Unwrap(value) is not { } given) return default;
        var items = given is System.Collections.IEnumerable list && PSValue.IsList(list)
            ? list.Cast<object?>().Select(PSValue.Unwrap).ToArray()
            : [given];
        if (items.Length == 0) throw ParameterErrors.Invalid("Match", value, Forms);
        CassetteMatch? match = null;
        Func<HarEntry, PreparedRequest, bool>? condition = null;
        foreach (var item in items)
        {
            if (ScriptBlocks.ToMatch(item) is { } block)
            {
                if (condition is not null)
                {
                    throw new InvalidParameterException("-Match takes one script block: join the conditions in it.");
                }

                condition = block;
                continue;
            }

            match = (match ?? CassetteMatch.None) | ToPart(item);
        }

        return (match, condition);
    }

    private static CassetteMatch ToPart(object? item) => item switch
    {
        CassetteMatch part when (part & ~All) == CassetteMatch.None => part,
        string name when Enum.GetNames<CassetteMatch>().Contains(name, StringComparer.OrdinalIgnoreCase) =>
            Enum.Parse<CassetteMatch>(name, ignoreCase: true),
        _ => throw ParameterErrors.Invalid("Match", item, Forms),
    };
}
