<#
.SYNOPSIS
Runs the Pester tests in this shell, against the built module.
.PARAMETER Result
The file that gets the counts.
.PARAMETER Path
The tests to run. Default: all.
#>
param([Parameter(Mandatory)] [string] $Result, [string[]] $Path = $PSScriptRoot)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$root = Split-Path (Split-Path $PSScriptRoot)
Import-Module (Join-Path $root '.tools/pester/6.2.0/tools/Pester.psd1')
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.RenderMode = 'Plaintext'
$configuration.Output.Verbosity = 'Normal'
$run = Invoke-Pester -Configuration $configuration
@{ Passed = $run.PassedCount; Failed = $run.FailedCount + $run.FailedContainersCount + $run.FailedBlocksCount; Skipped = $run.SkippedCount } | ConvertTo-Json | Set-Content -LiteralPath $Result
if ($run.FailedCount + $run.FailedContainersCount + $run.FailedBlocksCount) { exit 1 }
