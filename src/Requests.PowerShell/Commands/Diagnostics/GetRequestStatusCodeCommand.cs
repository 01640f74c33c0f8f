using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Gives the status code of a name, or all names.</summary>
/// <remarks>
/// <para>Knows the names that Requests has: ok, not_found, teapot and many more, in any case and with or without separators. Without a name
/// it emits each name with its code, and with a number the names that it has. [Requests.StatusCodes]::NotFound is the same as a constant. requests: codes.</para>
/// </remarks>
/// <example><code>(Invoke-Request https://api.example.com/get).StatusCode -eq (Get-RequestStatusCode ok)</code>Compares a status by name.</example>
/// <example><code>Get-RequestStatusCode | Where-Object Code -ge 500</code>Lists the names of server errors.</example>
/// <example><code>Get-RequestStatusCode 429</code>Says what a status code is called.</example>
/// <seealso href="docs/guide/quickstart.md"/>
[Cmdlet(VerbsCommon.Get, "RequestStatusCode")]
[OutputType(typeof(int), typeof(StatusCodeName))]
public sealed class GetRequestStatusCodeCommand : RequestCmdlet
{
    /// <summary>The name, such as not_found, NotFound or "not found", or a number. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(StatusCodeNameCompleter))]
    [ValueType(typeof(string))]
    public object? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var name = OrThrow(() => TextConverter.ToText(Name, nameof(Name), "a name or a number") ?? "");
        if (PSValue.Unwrap(Name) is null) WriteNames(_ => true);
        else if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && StatusCodes.Names.Any(pair => pair.Value == number)) WriteNames(code => code == number);
        else if (StatusCodes.Find(name) is { } code) WriteObject(code);
        else WriteError(ErrorRecords.Unknown($"There is no status code '{name}'. Get-RequestStatusCode without a name lists all.", name));
    }

    private void WriteNames(Func<int, bool> isWanted) =>
        WriteObject(StatusCodes.Names.Where(pair => isWanted(pair.Value)).Select(pair => new StatusCodeName(pair.Key, pair.Value)), enumerateCollection: true);
}
