using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Requests.PowerShell;

/// <summary>Completes with the values of a fixed list.</summary>
/// <param name="values">The values, each with a tooltip that explains it.</param>
public abstract class StaticCompleter(IEnumerable<(string Value, string ToolTip)> values) : IArgumentCompleter
{
    /// <inheritdoc/>
    public virtual IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Match(values, static item => item.Value, wordToComplete)
            .Select(static item => new CompletionResult(item.Value, item.Value, CompletionResultType.ParameterValue, item.ToolTip));

    /// <summary>
    /// Returns the items whose name begins with a word, followed by those whose name contains it, without regard to case.
    /// </summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="name">A function that returns the name of an item.</param>
    /// <param name="word">The text that was typed; quotation marks around it are ignored.</param>
    internal static IEnumerable<T> Match<T>(IEnumerable<T> items, Func<T, string> name, string? word)
    {
        var typed = word?.Trim('\'', '"') ?? "";
        return items.Where(item => name(item).Contains(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(item => name(item).StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 0 : 1);
    }
}
