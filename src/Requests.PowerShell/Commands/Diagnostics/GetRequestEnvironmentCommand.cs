using System.Collections;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Tells what the module runs on: for a report of a problem.</summary>
/// <remarks>
/// <para>Emits the versions of the module, of PowerShell, of .NET, of the system and of the library that speaks TLS, and the file of
/// trusted certificates that the environment names. It holds no secret. requests: python -m requests.help.</para>
/// </remarks>
/// <example><code>Get-RequestEnvironment</code>Shows the report.</example>
/// <example><code>Get-RequestEnvironment | ConvertTo-Json</code>Gives it as text to paste.</example>
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
