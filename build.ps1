<#
.SYNOPSIS
Builds, shows, tests, measures and packs the module: the only entry.
.PARAMETER Task
Build leaves an importable module at output/Requests/Requests.psd1. Try shows it at work against the test server. Test runs all tests and ends
with "N passed, N failed". Bench measures it beside the web cmdlets. Package makes the nupkg.
.PARAMETER Configuration
Release, the default, or Debug.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Try', 'Test', 'Bench', 'Package')] [string] $Task = 'Build',
    [ValidateSet('Release', 'Debug')] [string] $Configuration = 'Release'
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

switch ($Task) {
    'Build' { Build-Module }
    'Try' { Build-Module; Build-TestServer; Start-FreshShell (Join-Path $root 'tools/Try.ps1') }
    'Test' { Build-Module; Build-TestServer; Build-TestExtension; Test-All }
    'Bench' { Build-Module; Build-TestServer; Start-Bench }
    'Package' { Build-Module; New-Package $module $output }
}
