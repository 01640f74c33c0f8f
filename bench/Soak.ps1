<#
.SYNOPSIS
Sends many calls on one session from many threads, and reports failures, connections and memory.
.DESCRIPTION
Each thread is a runspace of ForEach-Object -Parallel. All threads share one session. Each scenario has its own server and its own kinds
of calls (SoakScenarios.ps1). The script throws if a call fails, if there are more connections than threads, or if the heap grows.
.PARAMETER Module
The manifest of the built module.
.PARAMETER Server
The assembly of the test server.
.PARAMETER Calls
The number of calls of a scenario in all threads together.
.PARAMETER Threads
The number of threads. Default: that of the scenario, 16 or 32.
.PARAMETER Scenario
The scenarios to run. Default: all.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Server,
    [int] $Calls = 100000,
    [int] $Threads,
    [string[]] $Scenario
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $Module
. (Join-Path $PSScriptRoot 'Server.ps1')
$scenarios = & (Join-Path $PSScriptRoot 'SoakScenarios.ps1')

function Get-HeapSize { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::GetTotalMemory($true) / 1MB }

function Invoke-Part([string] $Url, $Session, [int] $Count, [int] $Runspaces, [string] $Call) {
    1..$Runspaces | ForEach-Object -ThrottleLimit $Runspaces -Parallel {
        Import-Module $using:Module
        $session, $url, $thread = $using:Session, $using:Url, $_
        $call = [scriptblock]::Create($using:Call)
        $failed = 0
        $connections = [Collections.Generic.HashSet[string]]::new()
        for ($i = 0; $i -lt $using:Count; $i++) {
            try { if (-not (. $call)) { $failed++; Write-Warning "Call $i of thread $thread had another result." } }
            catch { $failed++; Write-Warning "Call $i of thread ${thread}: $_ $($_.Exception.InnerException)" }
        }

        [pscustomobject]@{ Failed = $failed; Connections = $connections }
    }
}

$running = Start-BenchServer $Server
$broken = [Collections.Generic.List[string]]::new()
try {
    '| scenario | calls | threads | failed | connections | calls/s | heap before, MB | heap after, MB | peak working set, MB |'
    '|---|---|---|---|---|---|---|---|---|'
    foreach ($name in $Scenario ? $Scenario : $scenarios.Keys) {
        $definition = $scenarios[$name]
        $runspaces = $Threads ? $Threads : $definition.Threads
        $url = & $definition.Url $running
        $session = & $definition.Session
        $null = Invoke-Part $url $session ([int]($Calls / $runspaces / 10)) $runspaces $definition.Call
        $before = Get-HeapSize
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $results = Invoke-Part $url $session ([int]($Calls / $runspaces)) $runspaces $definition.Call
        $watch.Stop()
        $after = Get-HeapSize
        $failed = ($results | Measure-Object Failed -Sum).Sum
        $connections = @($results | ForEach-Object { $_.Connections } | Sort-Object -Unique).Count
        $shown = $connections ? $connections : ''
        $rate = $Calls / $watch.Elapsed.TotalSeconds
        $peak = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB
        '| {0} | {1:N0} | {2} | {3} | {4} | {5:N0} | {6:0.0} | {7:0.0} | {8:0} |' -f
            $name, $Calls, $runspaces, $failed, $shown, $rate, $before, $after, $peak
        if ($failed -gt 0 -or $connections -gt $runspaces -or $after -gt $before + 20) { $broken.Add($name) }
    }
}
finally {
    Stop-BenchServer $running
}

if ($broken) { throw "A failure, too many connections or a heap that grows: $($broken -join ', ')." }
