using System.Collections;
using System.Globalization;

namespace Requests.PowerShell;

/// <summary>Converts to the statuses that a call expects.</summary>
internal static class StatusConverter
{
    private const string Forms = ExpectedStatuses.Forms + ", or a list of them";

    /// <summary>Converts to expected statuses; null stays null.</summary>
    /// <param name="value">A status, a class such as <c>2xx</c>, a range such as <c>200-299</c>, a name, or a list of them.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static ExpectedStatuses? ToExpected(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        ExpectedStatuses expected => expected,
        IList { Count: > 0 } list when PSValue.IsList(list) => new ExpectedStatuses(list.Cast<object?>().Select(ToText).ToArray()),
        var single => new ExpectedStatuses(ToText(single)),
    };

    private static string ToText(object? value)
    {
        var text = PSValue.Unwrap(value) switch
        {
            string given => given,
            System.Net.HttpStatusCode status => ((int)status).ToString(CultureInfo.InvariantCulture),
            bool or char or Enum or DateTime or DBNull => null,
            IConvertible number => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        if (text is not null && ExpectedStatuses.IsValid(text)) return text;

        // A number is not a secret; a text can be one.
        throw text is not null && PSValue.Unwrap(value) is not string
            ? new InvalidParameterException($"-ExpectStatus cannot be {text}: give {Forms}.")
            : ParameterErrors.Invalid("ExpectStatus", value, Forms);
    }
}
