# Implements the tasks of build.ps1, which sets $root, $output, $module and $Configuration.

# The assemblies of third parties are in bin/deps, where the resolver of the module finds them. The assemblies of the module are in bin.
function Build-Module {
    $bin = Join-Path $module 'bin'
    $deps = Join-Path $bin 'deps'
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    $null = New-Item $deps -ItemType Directory -Force
    $staging = Join-Path $output 'staging'
    foreach ($project in 'Requests.PowerShell', 'Requests.Loader') {
        dotnet publish (Join-Path $root "src/$project") -c $Configuration -o $staging --nologo -v quiet | Out-Host
    }
    foreach ($name in 'Requests.PowerShell', 'Requests', 'Requests.Loader') {
        Copy-Item (Join-Path $staging "$name.dll"), (Join-Path $staging "$name.pdb") $bin
    }
    # An editor shows these descriptions of the members in a C# program that refers to the assembly.
    Copy-Item (Join-Path $staging Requests.xml) $bin
    foreach ($name in 'Requests.Dependencies.dll', 'UtfUnknown.dll', 'AngleSharp.dll', 'ZstdSharp.dll') {
        Copy-Item (Join-Path $staging $name) $deps
    }
    Copy-Item (Join-Path $root 'module/*') $module -Recurse
    foreach ($name in 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'CHANGELOG.md') { Copy-Item (Join-Path $root $name) $module }
    Add-CompiledAssembly
    Build-Help $staging
    Remove-Item $staging -Recurse -Force
}

# Puts the module to test or to install into $module: the module of a package, or a new build.
function Use-Module([string] $Package) {
    if (-not $Package) { return Build-Module }
    $resolved = Convert-Path -LiteralPath $Package
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    Expand-Package $resolved $module
}

function Build-Help([string] $Staging) {
    $help = Join-Path $module 'en-US'
    $null = New-Item $help -ItemType Directory -Force
    Copy-Item (Join-Path $root 'docs/en-US/*.help.txt') $help
    $manifest = Join-Path $module 'Requests.psd1'
    Start-FreshShell (Join-Path $root 'tools/New-Help.ps1') $manifest $Staging (Join-Path $help 'Requests.PowerShell.dll-Help.xml')
}

function Build-TestServer {
    $target = Join-Path $output 'TestServer'
    dotnet build (Join-Path $root 'tests/TestServer') -c $Configuration -f net10.0 -o $target --nologo -v quiet | Out-Host
}

function Build-TestExtension {
    $target = Join-Path $output 'TestExtensions'
    dotnet build (Join-Path $root 'tests/TestExtensions') -c $Configuration -o $target --nologo -v quiet | Out-Host
}

# Returns the command that starts the PowerShell of this process. Each use of the module gets a new shell, because an assembly stays loaded.
function Get-Shell {
    $path = (Get-Process -Id $PID).Path
    if ([IO.Path]::GetFileNameWithoutExtension($path) -eq 'dotnet') { $path, [Environment]::GetCommandLineArgs()[0] } else { , $path }
}

function Start-FreshShell {
    $shell = @(Get-Shell)
    $rest = @($shell | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-File'
    & $shell[0] @rest @args
}

function Start-Try([bool] $Interactive) {
    $script = Join-Path $root 'tools/Try.ps1'
    if (-not $Interactive) { return Start-FreshShell $script }
    $shell = @(Get-Shell)
    $rest = @($shell | Select-Object -Skip 1) + '-NoProfile', '-NoLogo', '-NoExit', '-File', $script, '-Interactive'
    & $shell[0] @rest
}

# Runs the test suites and writes their counts. A suite that crashes, that runs no test, or that ends with an error code without a failed
# test counts as one failure. The last line has the sum of all suites in each case.
function Test-All([string] $Suite, [string] $Package) {
    if ($Suite -ne 'Engine') {
        Use-Module $Package
        Build-TestServer
        Build-TestExtension
    }

    $results = Join-Path $output 'TestResults'
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    $null = New-Item $results -ItemType Directory
    $PSNativeCommandUseErrorActionPreference = $false
    # The engine and the module are tested at the same time, except in CI, where other work may share the processors.
    $moduleTest = if ($Suite -eq 'All' -and -not $env:CI) { Start-ModuleTest $results }
    $suites = @(
        if ($Suite -ne 'Module') {
            Measure-Suite 'dotnet format' { Test-Format }
            Measure-Suite 'xunit on .NET 10' { Test-Engine $results 'net10.0' }
            # Together with Pester, other runtimes would take the tests over ten minutes; the property tests run twice in CI only.
            if ($env:CI -or $Suite -eq 'Engine') {
                Measure-Suite 'xunit on .NET 11' { Test-Engine $results 'net10.0' -Runtime '11.0.0' -Short:(-not $env:CI) }
                Measure-Suite 'xunit on .NET 8' { Test-Engine $results 'net8.0' -Short }
            }
        }
        if ($Suite -ne 'Engine') { Measure-Suite "Pester on PowerShell $($PSVersionTable.PSVersion)" { Test-Module $results $moduleTest } }
    )
    $passed = ($suites.Passed | Measure-Object -Sum).Sum
    $failed = ($suites.Failed | Measure-Object -Sum).Sum
    # .ci/run repeats these lines at its end.
    $suites | ForEach-Object { $_.Failures } | ForEach-Object { "FAILED $_" }
    "$passed passed, $failed failed"
    if ($failed) { exit 1 }
}

function Measure-Suite([string] $Name, [scriptblock] $Suite) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    try {
        $result = & $Suite
        if ($result.ExitCode -and -not $result.Failed) { throw "It ended with exit code $($result.ExitCode)." }
        if (-not $result.Passed -and -not $result.Failed) { throw 'It ran no test.' }
    } catch {
        Write-Host "$Name failed as a whole: $_"
        $result = @{ Passed = 0; Failed = 1; Failures = @("as a whole: $_") }
    }
    # One line a failure, whatever its message is.
    $result.Failures = @($result.Failures | ForEach-Object { "${Name}: $_" -replace '\s+', ' ' })
    Write-Host "${Name}: $($result.Passed) passed, $($result.Failed) failed, in $([int]$watch.Elapsed.TotalSeconds) s"
    $result
}

# Checks white space. The build checks all other style rules.
function Test-Format {
    dotnet restore (Join-Path $root 'Requests.slnx') --nologo -v quiet | Out-Host
    dotnet format whitespace (Join-Path $root 'Requests.slnx') --verify-no-changes --no-restore | Out-Host
    $clean = $LASTEXITCODE -eq 0
    @{ Passed = [int]$clean; Failed = [int](-not $clean); Failures = @(if (-not $clean) { 'white space differs.' }); ExitCode = 0 }
}

# Runs the tests of the engine. The engine is compiled for .NET 8 and is tested on later versions too. A self-contained build contains a
# runtime that is not installed. The analyzers run only in the first build. The short run omits the property tests, which take most of the
# time and only test conversions of text.
function Test-Engine([string] $Results, [string] $Framework, [string] $Runtime, [switch] $Short) {
    $project = Join-Path $root 'tests/Requests.Tests'
    $report = Join-Path $Results "xunit-$Framework$Runtime.xml"
    $properties = if ($Runtime) { "-p:TestRuntime=$Runtime" }
    $analyzers = if ($Runtime -or $Short) { '-p:RunAnalyzers=false' }
    dotnet build $project -c $Configuration -f $Framework $properties $analyzers --nologo -v quiet | Out-Host
    if ($LASTEXITCODE) { throw 'It does not compile.' }
    $target = dotnet msbuild $project "-p:Configuration=$Configuration;TargetFramework=$Framework" $properties -getProperty:TargetPath
    $runner = Join-Path (Split-Path $target) "Requests.Tests$($IsWindows ? '.exe' : '')"
    $selection = $Short ? @('-trait-', 'Kind=Property') : @()
    & $runner -noLogo -noColor -result-xml $report @selection | Out-Host
    $code = $LASTEXITCODE
    $document = [xml](Get-Content $report -Raw)
    $counts = $document.assemblies.assembly
    $failures = @(
        $document.SelectNodes('//test[@result="Fail"]') | ForEach-Object { "$($_.name): $($_.SelectSingleNode('failure').InnerText)" }
        $document.SelectNodes('//errors/error') | ForEach-Object { "$($_.name): $($_.InnerText)" }
    )
    @{ Passed = [int]$counts.passed; Failed = [int]$counts.failed + [int]$counts.errors; Failures = $failures; ExitCode = $code }
}

# Starts the tests of the module beside other tests. Their output is written to a file.
function Start-ModuleTest([string] $Results) {
    Restore-Pester
    $shell = @(Get-Shell)
    $arguments = @($shell | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-File', (Join-Path $root 'tests/Pester/Run.ps1')
    $start = @{
        FilePath               = $shell[0]
        ArgumentList           = $arguments + (Join-Path $Results 'pester.json') | ForEach-Object { "`"$_`"" }
        RedirectStandardOutput = Join-Path $Results 'pester.txt'
    }
    Start-Process @start -NoNewWindow -PassThru
}

function Restore-Pester { dotnet restore (Join-Path $root 'tools/tools.csproj') --nologo -v quiet | Out-Host }

# Runs the tests of the module, or waits for those that were started, and returns their counts.
function Test-Module([string] $Results, [Diagnostics.Process] $Started) {
    $report = Join-Path $Results 'pester.json'
    if ($Started) {
        $Started.WaitForExit()
        Get-Content (Join-Path $Results 'pester.txt') | Out-Host
        $code = $Started.ExitCode
    } else {
        Restore-Pester
        Start-FreshShell (Join-Path $root 'tests/Pester/Run.ps1') $report | Out-Host
        $code = $LASTEXITCODE
    }
    $counts = Get-Content $report -Raw | ConvertFrom-Json
    @{ Passed = [int]$counts.Passed; Failed = [int]$counts.Failed; Failures = $counts.Failures; ExitCode = $code }
}

function Start-Bench([bool] $Quick) {
    dotnet build (Join-Path $root 'bench/Baseline') -c $Configuration -o (Join-Path $output 'Baseline') --nologo -v quiet | Out-Host
    $arguments = @(
        '-Module', (Join-Path $module 'Requests.psd1')
        '-Baseline', (Join-Path $output 'Baseline/Requests.Bench.Baseline.dll')
        '-Server', (Join-Path $output 'TestServer/Requests.TestServer.dll')
        if ($Quick) { '-Quick' }
    )
    Start-FreshShell (Join-Path $root 'bench/SideBySide.ps1') @arguments
}
