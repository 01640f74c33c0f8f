<#
.SYNOPSIS
Compares Invoke-Request with the bare cmdlet, compiled HttpClient, Invoke-WebRequest and Invoke-RestMethod, all in one run.
.DESCRIPTION
The output is one Markdown table, as bench/README.md describes. Each workload writes a line with the figures of all contestants to the
host when it has been measured. The rounds are interleaved. Compare only ratios, because the machine may be noisy.
.PARAMETER Module
The manifest of the built module.
.PARAMETER Baseline
The assembly of bench/Baseline.
.PARAMETER Server
The assembly of the test server.
.PARAMETER Rounds
The number of rounds. Each round measures every contestant once. Default: the number of each workload in bench/Workloads.ps1.
.PARAMETER Only
Names of the workloads to run, as in bench/Workloads.ps1, such as Small, Tls. Default: all.
.PARAMETER Quick
Runs fewer rounds, leaves out the slowest contestants, and without -Only runs only the workloads of the first table in bench/README.md.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Baseline,
    [Parameter(Mandatory)] [string] $Server,
    [ValidateRange(1, 1000)] [int] $Rounds,
    [string[]] $Only,
    [switch] $Quick
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$manifests = Convert-Path -LiteralPath $Module, ([IO.Path]::ChangeExtension($Baseline, 'psd1'))
Import-Module $manifests
foreach ($part in 'Server', 'Contestants', 'Connections', 'RateContestants', 'StoredContestants', 'FreshContestants', 'Measure', 'Table') {
    . (Join-Path $PSScriptRoot "$part.ps1")
}

$all = . (Join-Path $PSScriptRoot 'Workloads.ps1')
$names = @($Only -split ',' -ne '')
$unknown = $names | Where-Object { $_ -notin $all.Name }
if ($unknown) { throw "There is no workload '$unknown'. The workloads are: $($all.Name -join ', ')." }
$chosen = @($all | Where-Object { $names ? $_.Name -in $names : -not $Quick -or $_.Quick })

$running = Start-BenchServer $Server
try {
    $table = foreach ($workload in $chosen) {
        Write-Host "$($workload.Name): " -NoNewline
        $run = @{
            Url      = $running[$workload.Server] + $workload.Path
            CaFile   = $running.CaFile
            Module   = $manifests[0]
            Baseline = $manifests[1]
        }
        $count = $Rounds ? $Rounds : $Quick ? [math]::Max(1, $workload.Quick) : $workload.Rounds
        $rows = @(Measure-Workload $workload $run $count ($Quick ? $workload.Slow : @()))
        Write-Host (Format-Progress $workload $rows)
        Format-TableRow $workload $rows
    }
}
finally {
    Stop-BenchServer $running
}

Write-Host
Get-TableHead
$table
