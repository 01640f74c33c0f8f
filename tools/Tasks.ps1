# The tasks of build.ps1, which sets $root, $output, $module and $Configuration.

function Get-ModuleVersion { (Import-PowerShellDataFile (Join-Path $root 'module/Requests.psd1')).ModuleVersion }

# The dlls of third parties lie in bin/deps, where the module's resolver finds them; the engine's own beside the cmdlets.
function Build-Module {
    $bin = Join-Path $module 'bin'
    $deps = Join-Path $bin 'deps'
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    $null = New-Item $deps -ItemType Directory -Force
    $staging = Join-Path $output 'staging'
    dotnet publish (Join-Path $root 'src/Requests.PowerShell') -c $Configuration -o $staging "-p:Version=$(Get-ModuleVersion)" --nologo -v quiet | Out-Host
    foreach ($name in 'Requests.PowerShell', 'Requests') { Copy-Item (Join-Path $staging "$name.dll"), (Join-Path $staging "$name.pdb") $bin }
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
    Start-FreshShell (Join-Path $root 'tools/New-Help.ps1') (Join-Path $module 'Requests.psd1') (Join-Path $Staging 'Requests.PowerShell.xml') (Join-Path $help 'Requests.PowerShell.dll-Help.xml')
}

function Build-TestServer {
    dotnet build (Join-Path $root 'tests/TestServer') -c $Configuration -o (Join-Path $output 'TestServer') --nologo -v quiet | Out-Host
}

# A dll stays loaded in the shell that imported it: each use gets a shell of its own.
function Start-FreshShell {
    dotnet pwsh -NoProfile -NonInteractive -File @args
}

function Test-All {
    $results = Join-Path $output 'TestResults'
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    $null = New-Item $results -ItemType Directory
    dotnet restore (Join-Path $root 'tools/tools.csproj') --nologo -v quiet | Out-Host
    $PSNativeCommandUseErrorActionPreference = $false
    $passed = 0
    $failed = 0

    dotnet restore (Join-Path $root 'Requests.slnx') --nologo -v quiet | Out-Host
    dotnet format (Join-Path $root 'Requests.slnx') --verify-no-changes --no-restore | Out-Host
    if ($LASTEXITCODE -eq 0) { $passed++ } else { $failed++; Write-Host 'dotnet format finds work to do.' }

    dotnet build (Join-Path $root 'tests/Requests.Tests') -c $Configuration --nologo -v quiet | Out-Host
    dotnet (Join-Path $root "tests/Requests.Tests/bin/$Configuration/net10.0/Requests.Tests.dll") -noLogo -noColor -result-xml (Join-Path $results 'xunit.xml') | Out-Host
    if (-not (Test-Path (Join-Path $results 'xunit.xml'))) { throw 'The xunit tests did not run.' }
    $xunit = ([xml](Get-Content (Join-Path $results 'xunit.xml') -Raw)).assemblies.assembly
    if (-not [int]$xunit.total) { throw 'The xunit suite ran no test.' }
    $passed += [int]$xunit.passed
    $failed += [int]$xunit.failed + [int]$xunit.errors

    Start-FreshShell (Join-Path $root 'tests/Pester/Run.ps1') (Join-Path $results 'pester.json') | Out-Host
    if (-not (Test-Path (Join-Path $results 'pester.json'))) { throw 'The Pester tests did not run.' }
    $pester = Get-Content (Join-Path $results 'pester.json') -Raw | ConvertFrom-Json
    if (-not $pester.Passed) { throw 'The Pester suite passed no test.' }
    $passed += $pester.Passed
    $failed += $pester.Failed

    "$passed passed, $failed failed"
    if ($failed) { exit 1 }
}

function Start-Bench {
    dotnet build (Join-Path $root 'bench/Baseline') -c $Configuration -o (Join-Path $output 'Baseline') --nologo -v quiet | Out-Host
    Start-FreshShell (Join-Path $root 'bench/SideBySide.ps1') -Module (Join-Path $module 'Requests.psd1') -Baseline (Join-Path $output 'Baseline/Requests.Bench.Baseline.dll') -Server (Join-Path $output 'TestServer/Requests.TestServer.dll')
}

function New-Package {
    Get-ChildItem $output -Filter 'Requests.*.nupkg' | Remove-Item
    Compress-PSResource -Path $module -DestinationPath $output
    Get-ChildItem $output -Filter 'Requests.*.nupkg' | ForEach-Object FullName
}
