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
            .Concat(CompletePath(wordToComplete));

    private static IEnumerable<CompletionResult> CompletePath(string? word)
    {
        // No path contains a null character, and the completer of PowerShell throws for it.
        if (string.IsNullOrEmpty(word) || word.Contains('\0', StringComparison.Ordinal)) return [];
        return CompletionCompleters.CompleteFilename(word).Select(static file => new CompletionResult(
            file.CompletionText,
            VisibleText.EscapeLine(file.ListItemText),
            file.ResultType,
            VisibleText.EscapeLine(file.ToolTip)));
    }
}
