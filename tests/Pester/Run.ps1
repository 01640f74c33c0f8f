<#
.SYNOPSIS
Runs the Pester tests against the built module, in several shells that share one test server.
.DESCRIPTION
Each shell takes the next file that no other shell has taken. The blocks and tests of a file run in a random order, which a seed repeats.
The output of a file is shown in one piece when the file is done, and all failed tests are listed at the end.
.PARAMETER Result
The JSON file to which the counts of tests are written.
.PARAMETER Path
The test files to run, or folders of test files. Default: all.
.PARAMETER Workers
The number of shells that run at the same time. Default: one for each processor, and outside CI one more, because many tests wait. In CI
other work may share the processors.
.PARAMETER Seed
The seed of the order in which the blocks and tests of each file run. Default: a new seed, which is shown.
.PARAMETER Filter
The full name of the tests to run: the names of their blocks and their own, joined by dots, with wildcards. A filter that selects no test is
an error. Default: all tests.
.EXAMPLE
./Run.ps1 output/pester.json tests/Pester/Sessions/Cookie.Tests.ps1 -Filter '*exported*'
#>
param(
    [Parameter(Mandatory, Position = 0)] [string] $Result,
    [Parameter(ValueFromRemainingArguments)] [string[]] $Path = $PSScriptRoot,
    [int] $Workers = [Environment]::ProcessorCount + [int](-not $env:CI),
    [int] $Seed = (Get-Random -Minimum 1),
    [string] $Filter
)

$ErrorActionPreference = 'Stop'
# The agent that runs the tests may have a trace of its own, which requests would then continue.
Remove-Item Env:TRACEPARENT, Env:TRACESTATE -ErrorAction Ignore
$ProgressPreference = 'SilentlyContinue'
Import-Module "$PSScriptRoot/TestSupport.psm1"

# The files that take longest start first, so that all shells end at about the same time.
$longest = 'Docs', 'Interrupt', 'Hostile', 'Redaction', 'Stop', 'Package', 'Negotiate', 'Examples', 'Help', 'LanguageMode', 'Secret',
    'Parameters', 'Compiled', 'Shown', 'Many', 'As', 'Differential', 'Curl', 'Module', 'Upload', 'Progress', 'Exchange'
$files = @(
    Get-ChildItem $Path -Filter *.Tests.ps1 -Recurse |
        Sort-Object -Stable { $place = $longest.IndexOf($_.Name.Split('.')[0]); $place -lt 0 ? 99 : $place } | ForEach-Object FullName
)
$queue = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "requests-pester-$([guid]::NewGuid())")
$mark = "##$([guid]::NewGuid()) "
$counts = @{}
$shell = @(Get-ShellCommand)

function Start-Worker {
    $start = [Diagnostics.ProcessStartInfo]::new($shell[0])
    $arguments = @($shell | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-File'
    $arguments += "$PSScriptRoot/Worker.ps1", $queue, $mark, $Seed
    if ($Filter) { $arguments += $Filter }
    foreach ($argument in $arguments) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{
        Process = $process
        Next    = $process.StandardOutput.ReadLineAsync()
        Lines   = [Collections.Generic.List[string]]::new()
    }
}

try {
    Set-Content (Join-Path $queue files) $files
    if ($files.Count -gt 1) { Publish-TestServer }
    $open = [Collections.Generic.List[object]]@(1..[math]::Min($Workers, $files.Count) | ForEach-Object { Start-Worker })
    while ($open.Count) {
        $worker = $open[[Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]$open.Next)]
        $line = $worker.Next.Result
        if ($null -ne $line -and -not $line.StartsWith($mark)) {
            $worker.Lines.Add($line)
        } else {
            # A file is done, or the shell has ended, so its output is complete.
            $worker.Lines | Out-Host
            $worker.Lines.Clear()
            if ($null -eq $line) { $null = $open.Remove($worker); continue }
            $count = $line.Substring($mark.Length) | ConvertFrom-Json
            $counts[$count.File] = $count
        }
        $worker.Next = $worker.Process.StandardOutput.ReadLineAsync()
    }
} finally {
    Remove-Item $queue -Recurse -Force
}

# A file has no counts if its shell ended early. It counts as failed.
$failures = @($counts.Values.Failures | Where-Object { $_ }) +
    @($files | Where-Object { -not $counts[$_] } | ForEach-Object { "$_ as a whole: its shell ended." })
$ran = ($counts.Values.Passed + $counts.Values.Skipped | Measure-Object -Sum).Sum
if ($Filter -and -not $ran -and -not $failures) { $failures = @("No test has a full name like '$Filter'.") }
if ($failures) { "Failed, in the order of -Seed $($Seed):`n  $($failures -join "`n  ")" }
@{
    Passed   = ($counts.Values.Passed | Measure-Object -Sum).Sum
    Failed   = $failures.Count
    Failures = $failures
    Skipped  = ($counts.Values.Skipped | Measure-Object -Sum).Sum
    Seed     = $Seed
    Seconds  = $counts.Values | Select-Object File, Seconds
} | ConvertTo-Json | Set-Content -LiteralPath $Result
if ($failures) { exit 1 }
