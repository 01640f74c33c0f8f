using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Requests.PowerShell;

/// <summary>Completes the names of charsets.</summary>
public sealed class CharsetCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        StaticCompleter.Match(ContentTypeCompleter.Encodings.Value, static encoding => encoding.Name, wordToComplete)
            .Select(static encoding => new CompletionResult(
                encoding.Name,
                encoding.Name,
                CompletionResultType.ParameterValue,
                ContentTypeCompleter.Describe(encoding)));
}
