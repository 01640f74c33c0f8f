using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Completes content types, and the encodings after <c>; charset=</c>.</summary>
public sealed class ContentTypeCompleter() : StaticCompleter(
[
    "application/json",
    "application/xml",
    "application/octet-stream",
    "application/x-ndjson",
    "application/x-www-form-urlencoded",
    "text/csv",
    "text/plain",
])
{
    private const string Charset = "charset=";

    internal static readonly Lazy<string[]> Encodings = new(() =>
    [
        .. Encoding.GetEncodings()
            .Concat(CodePagesEncodingProvider.Instance.GetEncodings())
            .Select(encoding => encoding.Name)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal),
    ]);

    /// <inheritdoc/>
    public override IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.Trim('\'', '"');
        if (word.Split(';', 2) is not [var type, var parameter])
        {
            return base.CompleteArgument(commandName, parameterName, word, commandAst, fakeBoundParameters);
        }

        var typed = parameter.TrimStart();
        var encoding = typed.StartsWith(Charset, StringComparison.OrdinalIgnoreCase) ? typed[Charset.Length..]
            : Charset.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? ""
            : typed;
        return Match(Encodings.Value, static name => name, encoding)
            .Select(static name => $"{Charset}{name}")
            .Select(charset => new CompletionResult(
                $"'{CodeGeneration.EscapeSingleQuotedStringContent(type)}; {charset}'",
                charset,
                CompletionResultType.ParameterValue,
                charset));
    }
}
