# The tasks of build.ps1, which sets $root, $output, $module and $Configuration.

# The dlls of third parties lie in bin/deps, where the module's resolver finds them; the engine's own beside the cmdlets.
function Build-Module {
    $bin = Join-Path $module 'bin'
    $deps = Join-Path $bin 'deps'
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    $null = New-Item $deps -ItemType Directory -Force
    $staging = Join-Path $output 'staging'
    dotnet publish (Join-Path $root 'src/Requests.PowerShell') -c $Configuration -o $staging --nologo -v quiet | Out-Host
    foreach ($name in 'Requests.PowerShell', 'Requests') { Copy-Item (Join-Path $staging "$name.dll"), (Join-Path $staging "$name.pdb") $bin }
    # What an editor shows for the members, where a C# program refers to the dll.
    Copy-Item (Join-Path $staging Requests.xml) $bin
    foreach ($name in 'Requests.Dependencies.dll', 'UtfUnknown.dll') { Copy-Item (Join-Path $staging $name) $deps }
    Copy-Item (Join-Path $root 'module/*') $module -Recurse
    foreach ($name in 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'CHANGELOG.md') { Copy-Item (Join-Path $root $name) $module }
    Build-Help $staging
    Remove-Item $staging -Recurse -Force
}

function Build-Help([string] $Staging) {
    $help = Join-Path $module 'en-US'
    $null = New-Item $help -ItemType Directory -Force
    Copy-Item (Join-Path $root 'docs/en-US/*.help.txt') $help
    Start-FreshShell (Join-Path $root 'tools/New-Help.ps1') (Join-Path $module 'Requests.psd1') $Staging (Join-Path $help 'Requests.PowerShell.dll-Help.xml')
}

function Build-TestServer {
    dotnet build (Join-Path $root 'tests/TestServer') -c $Configuration -f net10.0 -o (Join-Path $output 'TestServer') --nologo -v quiet | Out-Host
}

function Build-TestExtension {
    dotnet build (Join-Path $root 'tests/TestExtensions') -c $Configuration -o (Join-Path $output 'TestExtensions') --nologo -v quiet | Out-Host
}

# A dll stays loaded in the shell that imported it: each use gets a shell of its own.
function Start-FreshShell {
    dotnet pwsh -NoProfile -NonInteractive -File @args
}

# Each suite gives its counts; one that crashes, runs nothing or ends badly without a failed test counts as one failure, and the last line is written all the same.
function Test-All {
    $results = Join-Path $output 'TestResults'
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    $null = New-Item $results -ItemType Directory
    $PSNativeCommandUseErrorActionPreference = $false
    $suites = @(
        Measure-Suite 'dotnet format' { Test-Format }
        Measure-Suite 'xunit on .NET 10' { Test-Engine $results 'net10.0' }
        Measure-Suite 'xunit on .NET 8' { Test-Engine $results 'net8.0' }
        Measure-Suite 'Pester' { Test-Module $results }
    )
    $passed = ($suites.Passed | Measure-Object -Sum).Sum
    $failed = ($suites.Failed | Measure-Object -Sum).Sum
    "$passed passed, $failed failed"
    if ($failed) { exit 1 }
}

function Measure-Suite([string] $Name, [scriptblock] $Suite) {
    try {
        $result = & $Suite
        if ($result.ExitCode -and -not $result.Failed) { throw "It ended with code $($result.ExitCode)." }
        if (-not $result.Passed -and -not $result.Failed) { throw 'It ran no test.' }
    } catch {
        Write-Host "$Name failed as a whole: $_"
        $result = @{ Passed = 0; Failed = 1 }
    }
    Write-Host "${Name}: $($result.Passed) passed, $($result.Failed) failed"
    $result
}

# Style and analyzers are errors of the build; what it does not see is white space.
function Test-Format {
    dotnet restore (Join-Path $root 'Requests.slnx') --nologo -v quiet | Out-Host
    dotnet format whitespace (Join-Path $root 'Requests.slnx') --verify-no-changes --no-restore | Out-Host
    $clean = $LASTEXITCODE -eq 0
    @{ Passed = [int]$clean; Failed = [int](-not $clean); ExitCode = 0 }
}

# The engine is compiled for .NET 8, and runs there too: a self-contained build brings that runtime.
function Test-Engine([string] $Results, [string] $Framework) {
    $project = Join-Path $root 'tests/Requests.Tests'
    $report = Join-Path $Results "xunit-$Framework.xml"
    dotnet build $project -c $Configuration -f $Framework --nologo -v quiet | Out-Host
    if ($LASTEXITCODE) { throw 'It does not compile.' }
    $target = dotnet msbuild $project "-p:Configuration=$Configuration;TargetFramework=$Framework" -getProperty:TargetPath
    $runner = Join-Path (Split-Path $target) "Requests.Tests$($IsWindows ? '.exe' : '')"
    & $runner -noLogo -noColor -result-xml $report | Out-Host
    $code = $LASTEXITCODE
    $counts = ([xml](Get-Content $report -Raw)).assemblies.assembly
    @{ Passed = [int]$counts.passed; Failed = [int]$counts.failed + [int]$counts.errors; ExitCode = $code }
}

function Test-Module([string] $Results) {
    $report = Join-Path $Results 'pester.json'
    dotnet restore (Join-Path $root 'tools/tools.csproj') --nologo -v quiet | Out-Host
    Start-FreshShell (Join-Path $root 'tests/Pester/Run.ps1') $report | Out-Host
    $code = $LASTEXITCODE
    $counts = Get-Content $report -Raw | ConvertFrom-Json
    @{ Passed = [int]$counts.Passed; Failed = [int]$counts.Failed; ExitCode = $code }
}

function Start-Bench {
    dotnet build (Join-Path $root 'bench/Baseline') -c $Configuration -o (Join-Path $output 'Baseline') --nologo -v quiet | Out-Host
    Start-FreshShell (Join-Path $root 'bench/SideBySide.ps1') -Module (Join-Path $module 'Requests.psd1') -Baseline (Join-Path $output 'Baseline/Requests.Bench.Baseline.dll') -Server (Join-Path $output 'TestServer/Requests.TestServer.dll')
}
