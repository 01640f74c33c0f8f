using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Completes content types, and behind one with <c>; charset=</c> the encodings.</summary>
public sealed class ContentTypeCompleter() : StaticCompleter(
    ["application/json", "application/xml", "application/octet-stream", "application/x-ndjson", "application/x-www-form-urlencoded", "text/csv", "text/plain"])
{
    internal static readonly Lazy<string[]> Encodings = new(() =>
        [.. Encoding.GetEncodings().Concat(CodePagesEncodingProvider.Instance.GetEncodings()).Select(one => one.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public override IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.Trim('\'', '"');
        if (word.Split(';', 2) is not [var type, var parameter]) return base.CompleteArgument(commandName, parameterName, word, commandAst, fakeBoundParameters);
        var begun = parameter.TrimStart();
        return Encodings.Value.Select(name => $"charset={name}")
            .Where(one => one.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(one => new CompletionResult($"'{CodeGeneration.EscapeSingleQuotedStringContent(type)}; {one}'", one, CompletionResultType.ParameterValue, one));
    }
}
