using System.Collections;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Gets the environment of the module for a problem report.</summary>
/// <remarks>
/// <para>Emits the versions of the module, PowerShell, .NET, the operating system and the TLS library, and the file of trusted
/// certificates that the environment names. The report contains no secrets. Python equivalent: python -m requests.help.</para>
/// </remarks>
/// <example><code>Get-RequestEnvironment</code>Shows the report.</example>
/// <example><code>Get-RequestEnvironment | ConvertTo-Json</code>Converts the report to JSON, to paste it into a problem report.</example>
/// <seealso href="docs/guide/looking.md"/>
[Cmdlet(VerbsCommon.Get, "RequestEnvironment")]
[OutputType(typeof(EnvironmentReport))]
public sealed class GetRequestEnvironmentCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(EnvironmentReport.Create() with
    {
        PowerShell = (SessionState.PSVariable.GetValue("PSVersionTable") as IDictionary)?["PSVersion"]?.ToString(),
    });
}
