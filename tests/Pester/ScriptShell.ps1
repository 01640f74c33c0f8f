<#
.SYNOPSIS
Runs scripts one after the other, each in a new runspace with the module. Start-ScriptShell of TestSupport.psm1 starts this script.
.DESCRIPTION
Each line of the standard input is a script as a JSON string. The lines of its output and errors are written, and then a line with the mark.
What a script writes to the environment is reset.
.PARAMETER Manifest
The manifest of the module.
.PARAMETER Mark
The line that ends the output of a script.
#>
param([Parameter(Mandatory)] [string] $Manifest, [Parameter(Mandatory)] [string] $Mark)

$state = [initialsessionstate]::CreateDefault()
$state.ImportPSModule($Manifest)
while ($line = [Console]::In.ReadLine()) {
    $before = [Environment]::GetEnvironmentVariables()
    $shell = [powershell]::Create($state)
    $output = try { $shell.AddScript(($line | ConvertFrom-Json)).Invoke() } catch { $_.Exception.InnerException.Message }
    @($output) + $shell.Streams.Error | Out-String -Stream -Width 1000 | ForEach-Object { [Console]::Out.WriteLine($_) }
    $shell.Runspace.Dispose()
    foreach ($name in @($before.Keys) + [Environment]::GetEnvironmentVariables().Keys) {
        [Environment]::SetEnvironmentVariable($name, $before[$name])
    }
    [Console]::Out.WriteLine($Mark)
}
