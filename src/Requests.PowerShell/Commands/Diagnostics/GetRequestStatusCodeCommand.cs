using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Gets the status code of a name, or all names.</summary>
/// <remarks>
/// <para>Supports the names of Requests: ok, not_found, teapot and many more, in any case and with or without separators. Without a name
/// the cmdlet emits each name with its code. With a number it emits the names of that code. [Requests.StatusCodes]::NotFound is the same
/// code as a constant.</para>
/// <para>Python equivalent: requests.codes.</para>
/// </remarks>
/// <example>
/// <code>(Invoke-Request https://api.example.com/get).StatusCode -eq (Get-RequestStatusCode ok)</code>
/// Compares a status by name.
/// </example>
/// <example><code>Get-RequestStatusCode | Where-Object Code -ge 500</code>Lists the names of server errors.</example>
/// <example><code>Get-RequestStatusCode 429</code>Gets the names of a status code.</example>
/// <seealso href="docs/guide/quickstart.md"/>
[Cmdlet(VerbsCommon.Get, "RequestStatusCode")]
[OutputType(typeof(int), typeof(StatusCodeName))]
public sealed class GetRequestStatusCodeCommand : RequestCmdlet
{
    /// <summary>Specifies the name, such as not_found, NotFound or "not found", or a number. Default: all names.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(StatusCodeNameCompleter))]
    [ValueType(typeof(string))]
    public object? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var name = OrThrow(() => TextConverter.ToText(Name, nameof(Name), "a name or a number") ?? "");
        var isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (PSValue.Unwrap(Name) is null) WriteNames(_ => true);
        else if (isNumber && StatusCodes.Names.Any(pair => pair.Value == number)) WriteNames(code => code == number);
        else if (StatusCodes.Find(name) is { } code) WriteObject(code);
        else WriteError(ErrorRecords.UnknownStatus($"There is no status code '{name}'. Without -Name the cmdlet lists all names.", name));
    }

    private void WriteNames(Func<int, bool> isIncluded) =>
        WriteObject(
            StatusCodes.Names.Where(pair => isIncluded(pair.Value)).Select(pair => new StatusCodeName(pair.Key, pair.Value)),
            enumerateCollection: true);
}
