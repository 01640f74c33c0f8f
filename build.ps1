<#
.SYNOPSIS
Builds, demonstrates, tests, measures, packs and installs the module.
.PARAMETER Task
Specifies what to do. Build, the default, writes an importable module to output/Requests/Requests.psd1. Try runs example commands
against the test server and shows their output. Test runs the tests and ends with the line "N passed, N failed". Bench compares the
module with the web cmdlets and prints one table, as bench/README.md describes. Package creates the nupkg. Install copies the module
into the module folder of the current user. Mutate changes single tokens of the engine and reports the changes that no test notices, as
docs/mutants.md describes. Fuzz runs the property tests on new cases for some minutes, prints the number of cases and the seeds of the
cases that fail, and ends with exit code 1 if a case fails.
.PARAMETER Configuration
Specifies the build configuration: Release, the default, or Debug.
.PARAMETER Package
Specifies the path of the nupkg that Test tests or Install installs. Without it, the module is built.
.PARAMETER Suite
Specifies the suites that Test runs: Engine (white space, and xunit on .NET 10, 11 and 8), Module (Pester, in the PowerShell that runs
this script) or All, the default, in which xunit runs on .NET 10 only outside CI.
.PARAMETER Interactive
Makes Try open a prompt in which the module is imported and $url is the URL of the test server. The server stops when the prompt ends.
.PARAMETER Count
Specifies the number of changes that Mutate makes. The default is 200.
.PARAMETER Seed
Specifies the seed that selects the changes of Mutate. The same sources and seed give the same changes. The default is 1.
.PARAMETER Area
Specifies the beginning of the paths of the files that Mutate changes, such as Cookies/ or Cookies/CookieJar. The default is all files.
.PARAMETER Again
Makes Mutate test only the changes that survived in the last run with the seed.
.PARAMETER Quick
Makes Bench measure only the most important workloads, with fewer rounds, in about one minute instead of ten.
.PARAMETER Minutes
Specifies the number of minutes that Fuzz runs. The default is 5.
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
    [switch] $Quick,
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
    'Bench' { Build-Module; Build-TestServer; Start-Bench $Quick }
    'Package' { Build-Module; Add-AllCompiledAssembly; New-Package $module $output }
    'Install' { Use-Module $Package; Install-BuiltModule $module (Get-UserModuleFolder) }
    'Mutate' { Build-Module; Build-TestServer; Build-TestExtension; Start-Mutation $Count $Seed $Area $Again }
    'Fuzz' { Start-Fuzz $Minutes }
}
