using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Requests.PowerShell;

/// <summary>Completes $true, $false, and the path of a file of root certificates.</summary>
public sealed class VerifyCompleter() : StaticCompleter(
[
    ("$true", "Verifies the server certificate with the authorities of the system, or those of REQUESTS_CA_BUNDLE."),
    ("$false", "Does not verify the server certificate. This is not safe."),
])
{
    /// <inheritdoc/>
    public override IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        base.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters)
            .Concat(wordToComplete.Length == 0 ? [] : CompletionCompleters.CompleteFilename(wordToComplete));
}
