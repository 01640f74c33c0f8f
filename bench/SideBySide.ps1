<#
.SYNOPSIS
Compares Invoke-Request with the bare cmdlet, Invoke-WebRequest, Invoke-RestMethod and compiled HttpClient, all in one run.
.DESCRIPTION
The rounds are interleaved. Compare only ratios of medians, because the machine may be noisy. The output is Markdown tables, as in
bench/README.md.
.PARAMETER Module
The manifest of the built module.
.PARAMETER Baseline
The assembly of bench/Baseline.
.PARAMETER Server
The assembly of the test server.
.PARAMETER Rounds
The number of rounds. Each round measures every contestant once.
.PARAMETER Only
Names of the workloads to run: Small, Cold, Stateless, Many, Wait, Jar, Mount, Json, Body, Download, Upload, Line, Item, Event, Import,
Tls, Handshake, Digest, Lookup. Default: all.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Baseline,
    [Parameter(Mandatory)] [string] $Server,
    [int] $Rounds = 7,
    [ValidateSet(
        'Small', 'Cold', 'Stateless', 'Many', 'Wait', 'Jar', 'Mount', 'Json', 'Body', 'Download', 'Upload', 'Line', 'Item', 'Event',
        'Import', 'Tls', 'Handshake', 'Digest', 'Lookup')]
    [string[]] $Only = @(
        'Small', 'Cold', 'Stateless', 'Many', 'Wait', 'Jar', 'Mount', 'Json', 'Body', 'Download', 'Upload', 'Line', 'Item', 'Event'
        'Import', 'Tls', 'Handshake', 'Digest', 'Lookup'
    )
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module, $Baseline
. (Join-Path $PSScriptRoot 'Contestants.ps1')
. (Join-Path $PSScriptRoot 'Measure.ps1')
. (Join-Path $PSScriptRoot 'Connections.ps1')

$running = Start-BenchServer $Server
try {
    $Only | ForEach-Object {
        if ($_ -in 'Tls', 'Handshake', 'Digest', 'Lookup') { & "Measure-$_" -Server $running -Rounds $Rounds }
        else { & "Measure-$_" -Url $running.Url -Rounds $Rounds -Module $Module -Baseline $Baseline }
    }
}
finally {
    Stop-BenchServer $running
}
