<#
.SYNOPSIS
Runs the test files that no other shell has taken. Run.ps1 starts several of these scripts.
.PARAMETER Queue
The folder with the list of the files, in which a shell marks the files that it takes.
.PARAMETER Mark
The text at the start of the line with the counts of a file.
.PARAMETER Seed
The seed of the order in which the blocks and tests of a file run.
.PARAMETER Filter
The full name of the tests to run, with wildcards. Default: all tests.
#>
param(
    [Parameter(Mandatory)] [string] $Queue,
    [Parameter(Mandatory)] [string] $Mark,
    [Parameter(Mandatory)] [int] $Seed,
    [string] $Filter
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) '.tools/pester/6.2.0/tools/Pester.psd1')

foreach ($file in Get-Content (Join-Path $Queue files)) {
    # Only one shell can create the mark.
    try { [IO.File]::Open((Join-Path $Queue (Split-Path $file -Leaf)), 'CreateNew').Dispose() } catch [IO.IOException] { continue }
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $file
    $configuration.Run.PassThru = $true
    $configuration.Run.Shuffle = $true
    $configuration.Run.ShuffleSeed = $Seed
    if ($Filter) { $configuration.Filter.FullName = $Filter }
    $configuration.Output.RenderMode = 'Plaintext'
    $configuration.Output.Verbosity = 'Normal'
    $run = Invoke-Pester -Configuration $configuration
    $name = Split-Path $file -Leaf
    $failures = @(
        $run.Failed | ForEach-Object { "$name, $($_.ExpandedPath): $($_.ErrorRecord.Exception.Message)" }
        $run.FailedBlocks | ForEach-Object { "$name, the block $($_.ExpandedPath): $($_.ErrorRecord.Exception.Message)" }
        $run.FailedContainers | ForEach-Object { "$name as a whole: $($_.ErrorRecord.Exception.Message)" }
    )
    $counts = @{
        File     = $file
        Passed   = $run.PassedCount
        Skipped  = $run.SkippedCount
        Seconds  = [math]::Round($run.Duration.TotalSeconds, 1)
        Failures = $failures
    }
    # The counts start on a new line, also if a test has written an incomplete line.
    [Console]::Out.WriteLine("`n$Mark$($counts | ConvertTo-Json -Compress)")
}
