using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Requests.PowerShell;

/// <summary>Completes with values of the session that the command line specifies; without a session it completes nothing.</summary>
public abstract class SessionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary? fakeBoundParameters)
    {
        if (PSValue.Unwrap(fakeBoundParameters?["Session"]) is not { } session) return [];
        var values = GetValues(session)
            .Where(static item => item.Value.Length > 0)
            .DistinctBy(static item => item.Value, StringComparer.Ordinal);
        return StaticCompleter.Match(values, static item => item.Value, wordToComplete)
            .Select(static item => new CompletionResult(
                Quote(item.Value),
                VisibleText.EscapeLine(item.Value),
                CompletionResultType.ParameterValue,
                VisibleText.EscapeLine(item.ToolTip)));
    }

    /// <summary>Returns the values that the parameter is completed with, each with a tooltip that explains it.</summary>
    /// <param name="session">The value of the parameter <c>Session</c> on the command line.</param>
    private protected abstract IEnumerable<(string Value, string ToolTip)> GetValues(object session);

    private static string Quote(string value) => value is not ['-', ..] && value.All(IsUnquoted) ? value : CommandText.Quote(value);

    private static bool IsUnquoted(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':' or '/';
}
