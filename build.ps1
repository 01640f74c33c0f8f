<#
.SYNOPSIS
Builds, shows, tests, measures, packs and installs the module: the only entry.
.PARAMETER Task
Build leaves an importable module at output/Requests/Requests.psd1. Try shows the module at work against the test server. Test runs the tests and ends
with "N passed, N failed". Bench measures the module beside the web cmdlets. Package makes the nupkg. Install copies the module into the module folder
of the current user. Mutate changes single tokens of the engine and reports the changes that no test notices: docs/mutants.md says how. Fuzz runs the
property tests over fresh cases for some minutes, prints their counts and the seeds of the cases that fail, and ends with code 1 if there are any.
.PARAMETER Configuration
Release, the default, or Debug.
.PARAMETER Package
The nupkg to test or to install. Default: the module is built.
.PARAMETER Suite
The suites that Test runs: Engine (white space, and xunit on .NET 10, 11 and 8), Module (Pester, in the PowerShell that runs this script) or All, the default.
.PARAMETER Interactive
Try opens a prompt with the module imported and the test server at $url. The server stops when the prompt ends.
.PARAMETER Count
The number of changes that Mutate makes. Default: 200.
.PARAMETER Seed
The seed that picks the changes of Mutate: the same sources and seed give the same changes. Default: 1.
.PARAMETER Area
The beginning of the paths of the files that Mutate changes, such as Cookies/ or Cookies/CookieJar. Default: all files.
.PARAMETER Again
Whether Mutate tries those changes again that survived in the last run with the seed.
.PARAMETER Minutes
The number of minutes that Fuzz runs. Default: 5.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Try', 'Test', 'Bench', 'Package', 'Install', 'Mutate', 'Fuzz')] [string] $Task = 'Build',
    [ValidateSet('Release', 'Debug')] [string] $Configuration = 'Release',
    [ValidateScript({ Test-Path -LiteralPath $_ -PathType Leaf }, ErrorMessage = 'The package {0} does not exist.')] [string] $Package,
    [ValidateSet('All', 'Engine', 'Module')] [string] $Suite = 'All',
    [switch] $Interactive,
    [ValidateRange(1, 100000)] [int] $Count = 200,
    [int] $Seed = 1,
    [string] $Area = '',
    [switch] $Again,
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
. (Join-Path $root 'tools/Compile.ps1')
. (Join-Path $root 'tools/Package.ps1')
. (Join-Path $root 'tools/Install.ps1')
. (Join-Path $root 'tools/Mutation.ps1')
. (Join-Path $root 'tools/Fuzz.ps1')

switch ($Task) {
    'Build' { Build-Module }
    'Try' { Build-Module; Build-TestServer; Start-Try $Interactive }
    'Test' { Test-All $Suite $Package }
    'Bench' { Build-Module; Build-TestServer; Start-Bench }
    'Package' { Build-Module; Add-AllCompiledAssembly; New-Package $module $output }
    'Install' { Use-Module $Package; Install-BuiltModule $module (Get-UserModuleFolder) }
    'Mutate' { Build-Module; Build-TestServer; Build-TestExtension; Start-Mutation $Count $Seed $Area $Again }
    'Fuzz' { Start-Fuzz $Minutes }
}
