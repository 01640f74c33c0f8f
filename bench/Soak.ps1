<#
.SYNOPSIS
Sends very many calls on one session from many threads, and says what failed, how many connections there were and where memory went.
.DESCRIPTION
Each thread is a runspace of ForEach-Object -Parallel that calls the one session. Calls differ: plain ones, cookies that are set and
sent, bodies, redirects, errors. Throws when a call fails, when there are more connections than threads, or when the heap grew.
.PARAMETER Module
The built module's manifest.
.PARAMETER Server
The test server's assembly.
.PARAMETER Calls
How many calls in all.
.PARAMETER Threads
How many threads.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Server,
    [int] $Calls = 100000,
    [int] $Threads = 16
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $Module
. (Join-Path $PSScriptRoot 'Measure.ps1')

function Get-HeapSize { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::GetTotalMemory($true) / 1MB }

function Invoke-Part([string] $Url, $Session, [int] $Count) {
    1..$Threads | ForEach-Object -ThrottleLimit $Threads -Parallel {
        Import-Module $using:Module
        $session, $url, $thread = $using:Session, $using:Url, $_
        $failed = 0
        $connections = [Collections.Generic.HashSet[string]]::new()
        for ($i = 0; $i -lt $using:Count; $i++) {
            try {
                switch ($i % 5) {
                    0 { $null = $connections.Add($session.Get("$url/connection").Json().id) }
                    1 { if ((Invoke-Request "$url/anything" -Session $session -Params @{ n = $i } -Headers @{ 'X-Thread' = $thread }).Json().args.n -ne $i) { $failed++ } }
                    2 { if ((Invoke-Request "$url/cookies/set/t$thread/$i" -Session $session).Json().cookies."t$thread" -ne $i) { $failed++ } }
                    3 { if ((Invoke-Request "$url/post" -Session $session -Method Post -Json @{ n = $i }).Json().json.n -ne $i) { $failed++ } }
                    4 { if ((Invoke-Request "$url/status/503" -Session $session).StatusCode -ne 503) { $failed++ } }
                }
            }
            catch { $failed++; Write-Warning "$_" }
        }

        [pscustomobject]@{ Failed = $failed; Connections = $connections }
    }
}

$running = Start-BenchServer $Server
try {
    $session = New-RequestSession
    $null = Invoke-Part $running.Url $session ([int]($Calls / $Threads / 10))
    $before = Get-HeapSize
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $results = Invoke-Part $running.Url $session ([int]($Calls / $Threads))
    $watch.Stop()
    $after = Get-HeapSize
    $failed = ($results | Measure-Object Failed -Sum).Sum
    $connections = @($results.Connections | Sort-Object -Unique).Count
    "| calls | threads | failed | connections | calls/s | heap before, MB | heap after, MB | peak working set, MB |`n|---|---|---|---|---|---|---|---|"
    '| {0:N0} | {1} | {2} | {3} | {4:N0} | {5:0.0} | {6:0.0} | {7:0} |' -f $Calls, $Threads, $failed, $connections, ($Calls / $watch.Elapsed.TotalSeconds), $before, $after, ([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB)
    if ($failed -gt 0 -or $connections -gt $Threads -or $after -gt $before + 20) { throw 'The soak found a failure, too many connections or a heap that grows.' }
}
finally {
    Stop-BenchServer $running
}
