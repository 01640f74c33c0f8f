<#
.SYNOPSIS
Builds, shows, tests, measures and packs the module: the only entry.
.PARAMETER Task
Build leaves an importable module at output/Requests/Requests.psd1. Try shows it at work against the test server. Test runs all tests and ends
with "N passed, N failed". Bench measures it beside the web cmdlets. Package makes the nupkg. Mutate changes single tokens of the engine and tells which
changes no test notices: docs/architecture.md says how. Fuzz runs the property tests over fresh cases for some minutes, prints their counts and the
seeds of cases that fail, and ends with code 1 if there are any.
.PARAMETER Configuration
Release, the default, or Debug.
.PARAMETER Count
The number of changes that Mutate makes. Default: 200.
.PARAMETER Seed
The seed that picks the changes of Mutate: the same sources and seed give the same changes. Default: 1.
.PARAMETER Minutes
The number of minutes that Fuzz runs. Default: 5.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Try', 'Test', 'Bench', 'Package', 'Mutate', 'Fuzz')] [string] $Task = 'Build',
    [ValidateSet('Release', 'Debug')] [string] $Configuration = 'Release',
    [ValidateRange(1, 100000)] [int] $Count = 200,
    [int] $Seed = 1,
    [ValidateRange(1, 10080)] [int] $Minutes = 5
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$root = $PSScriptRoot
$output = Join-Path $root 'output'
$module = Join-Path $output 'Requests'
. (Join-Path $root 'tools/Tasks.ps1')
. (Join-Path $root 'tools/Package.ps1')
. (Join-Path $root 'tools/Mutation.ps1')
. (Join-Path $root 'tools/Fuzz.ps1')

switch ($Task) {
    'Build' { Build-Module }
    'Try' { Build-Module; Build-TestServer; Start-FreshShell (Join-Path $root 'tools/Try.ps1') }
    'Test' { Build-Module; Build-TestServer; Build-TestExtension; Test-All }
    'Bench' { Build-Module; Build-TestServer; Start-Bench }
    'Package' { Build-Module; New-Package $module $output }
    'Mutate' { Build-Module; Build-TestServer; Build-TestExtension; Start-Mutation $Count $Seed }
    'Fuzz' { Start-Fuzz $Minutes }
}
