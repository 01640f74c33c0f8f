using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Completes content types, and the encodings after <c>; charset=</c>.</summary>
public sealed class ContentTypeCompleter() : StaticCompleter(
[
    ("application/json", "JSON, as -Json sends it."),
    ("application/xml", "XML."),
    ("application/octet-stream", "Bytes of an unknown type."),
    ("application/x-ndjson", "JSON values, one in each line."),
    ("application/x-www-form-urlencoded", "A form, as a map given to -Data is sent."),
    ("text/csv", "Comma-separated values."),
    ("text/plain", "Text without markup."),
])
{
    private const string Charset = "charset=";

    internal static readonly Lazy<EncodingInfo[]> Encodings = new(() =>
    [
        .. Encoding.GetEncodings()
            .Concat(CodePagesEncodingProvider.Instance.GetEncodings())
            .DistinctBy(encoding => encoding.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(encoding => encoding.Name, StringComparer.Ordinal),
    ]);

    /// <inheritdoc/>
    public override IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete?.Trim('\'', '"') ?? "";
        if (word.Split(';', 2) is not [var type, var parameter])
        {
            return base.CompleteArgument(commandName, parameterName, word, commandAst, fakeBoundParameters);
        }

        var typed = parameter.TrimStart();
        var encoding = typed.StartsWith(Charset, StringComparison.OrdinalIgnoreCase) ? typed[Charset.Length..]
            : Charset.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? ""
            : typed;
        return Match(Encodings.Value, static item => item.Name, encoding)
            .Select(item => new CompletionResult(
                $"'{CodeGeneration.EscapeSingleQuotedStringContent(type)}; {Charset}{item.Name}'",
                $"{Charset}{item.Name}",
                CompletionResultType.ParameterValue,
                Describe(item)));
    }

    internal static string Describe(EncodingInfo encoding) => $"{encoding.DisplayName}, code page {encoding.CodePage}.";
}
