using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Requests.PowerShell;

/// <summary>Completes from what the session that the line names has; nothing where the line names none yet.</summary>
public abstract class SessionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (fakeBoundParameters["Session"] is not { } session) return [];
        return StaticCompleter.Match(Words(PSValue.Unwrap(session)!).Distinct(StringComparer.Ordinal), static word => word, wordToComplete)
            .Select(static word => new CompletionResult(Quoted(word), word, CompletionResultType.ParameterValue, word));
    }

    /// <summary>The words.</summary>
    /// <param name="session">What the line gives as session.</param>
    private protected abstract IEnumerable<string> Words(object session);

    private static string Quoted(string word) =>
        word is not ['-', ..] && word.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.' or ':' or '/') ? word : CommandText.Quote(word);
}
