# Measures a workload in interleaved rounds: each round measures every contestant once, except those that the first round measures and no
# other. Returns a row for each contestant with the medians:
# Time in ms; Memory in KB a call (Warm) or as growth of the peak working set in MB (Fresh), 0 if it is not measured.

function Measure-Workload($Workload, $Run, [int] $Rounds, [string[]] $Without) {
    $state = & $Workload.Setup
    try {
        $contestants = & $Workload.Contestants $Run
        foreach ($name in $Without) { $contestants.Remove($name) }
        & "Measure-$($Workload.How)" $Workload $contestants $Run $Rounds
    }
    finally { & $Workload.Cleanup $state }
}

# All contestants run in this shell, once before the first round.
function Measure-Warm($Workload, $Contestants, $Run, [int] $Rounds) {
    foreach ($block in $Contestants.Values) { $null = & $block $Run.Url $Workload.Count }
    Measure-Round $Contestants.Keys $Rounds $Workload.Once {
        param($name)
        [GC]::Collect()
        $before = [GC]::GetTotalAllocatedBytes($true)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & $Contestants[$name] $Run.Url $Workload.Count
        $time = $watch.Elapsed.TotalMilliseconds
        $bytes = [GC]::GetTotalAllocatedBytes($true) - $before
        [pscustomobject]@{ Time = $time; Memory = $bytes / $Workload.Count / 1KB }
    }
}

# Each contestant runs in a shell of its own, after its modules are imported.
function Measure-Fresh($Workload, $Contestants, $Run, [int] $Rounds) {
    Measure-Round $Contestants.Keys $Rounds $Workload.Once {
        param($name)
        & $Workload.Before
        $imports = foreach ($module in Get-Import $Workload.Import $name $Run) { "Import-Module '$module'`n" }
        $script = @"
`$ErrorActionPreference = 'Stop'
`$ProgressPreference = 'SilentlyContinue'
$imports`$url = '$($Run.Url)'
`$file = '$(Get-BenchFile)'
[GC]::Collect()
`$before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
`$watch = [Diagnostics.Stopwatch]::StartNew()
$($Contestants[$name])
`$time = `$watch.Elapsed.TotalMilliseconds
`$peak = ([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - `$before) / 1MB
[string]::Format([cultureinfo]::InvariantCulture, '{0} {1}', `$time, `$peak)
"@
        $time, $peak = (Invoke-FreshShell $script | Select-Object -Last 1) -split ' '
        [pscustomobject]@{
            Time   = [double]::Parse($time, [cultureinfo]::InvariantCulture)
            Memory = [double]::Parse($peak, [cultureinfo]::InvariantCulture)
        }
    }
}

# The contestant returns the time in ms of what it measures.
function Measure-Self($Workload, $Contestants, $Run, [int] $Rounds) {
    Measure-Round $Contestants.Keys $Rounds $Workload.Once {
        param($name)
        [pscustomobject]@{ Time = & $Contestants[$name] $Run.Url; Memory = 0 }
    }
}

# The time is that of a process of its own, from its start to its exit.
function Measure-Process($Workload, $Contestants, $Run, [int] $Rounds) {
    Measure-Round $Contestants.Keys $Rounds $Workload.Once {
        param($name)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = Invoke-FreshShell $Contestants[$name]
        [pscustomobject]@{ Time = $watch.Elapsed.TotalMilliseconds; Memory = 0 }
    }
}

# The contestant returns the ms from the server's write of each event of a stream to its object. The time is the median of those after the
# first.
function Measure-Event($Workload, $Contestants, $Run, [int] $Rounds) {
    foreach ($name in $Contestants.Keys) {
        $first = [Collections.Generic.List[double]]::new()
        $later = [Collections.Generic.List[double]]::new()
        for ($round = 0; $round -lt $Rounds; $round++) {
            $times = & $Contestants[$name] $Run.Url
            $first.Add($times[0])
            $later.AddRange([double[]]$times[1..($times.Count - 1)])
        }

        $note = 'the first event of a stream {0:0.0} ms, at most {1:0.0}; later ones at most {2:0.0}' -f
            (Get-Median $first), ($first | Measure-Object -Maximum).Maximum, ($later | Measure-Object -Maximum).Maximum
        [pscustomobject]@{ Name = $name; Time = Get-Median $later; Memory = 0; Note = $note }
    }
}

function Measure-Round([string[]] $Names, [int] $Rounds, [string[]] $Once, [scriptblock] $Measure) {
    $figures = @{}
    foreach ($name in $Names) { $figures[$name] = [Collections.Generic.List[object]]::new() }
    for ($round = 0; $round -lt $Rounds; $round++) {
        foreach ($name in $Names) {
            if ($round -eq 0 -or $name -notin $Once) { $figures[$name].Add((& $Measure $name)) }
        }
    }

    foreach ($name in $Names) {
        [pscustomobject]@{
            Name   = $name
            Time   = Get-Median $figures[$name].Time
            Memory = Get-Median $figures[$name].Memory
            Note   = ''
        }
    }
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    $sorted[[int][math]::Floor($sorted.Count / 2)]
}

# Returns the modules that a fresh shell imports before it measures: both, that of the contestant, or no module.
function Get-Import([string] $Import, [string] $Contestant, $Run) {
    switch ($Import) {
        'Both' { $Run.Module, $Run.Baseline }
        'Own' {
            switch ($Contestant) {
                'Invoke-Request' { $Run.Module }
                'Invoke-WebRequest' { 'Microsoft.PowerShell.Utility' }
                default { $Run.Baseline }
            }
        }
    }
}

# PowerShell installed as a dotnet tool runs in the process `dotnet`. The assembly of the shell is then the first argument. Starting that
# assembly is faster than starting `dotnet pwsh`.
function Invoke-FreshShell([string] $Command) {
    $path = (Get-Process -Id $PID).Path
    $first = @(if ([IO.Path]::GetFileNameWithoutExtension($path) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] })
    & $path @first -NoProfile -NonInteractive -Command $Command
    if ($LASTEXITCODE) { throw "A measured shell ended with exit code $LASTEXITCODE." }
}

# Uses a file system in memory if there is one. Otherwise the speed of the disk and its caches would be measured.
function Get-BenchFile { Join-Path ((Test-Path /dev/shm) ? '/dev/shm' : [IO.Path]::GetTempPath()) 'requests-bench.bin' }
