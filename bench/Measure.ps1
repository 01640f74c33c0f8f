# Measures in interleaved rounds in one shell, or in a fresh shell for each figure where startup is what is measured.

function Start-BenchServer([string] $Assembly) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', "`"$Assembly`"")
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $urls = $process.StandardOutput.ReadLine() | ConvertFrom-Json
    @{ Process = $process; Url = $urls.http.TrimEnd('/'); SecureUrl = $urls.https.TrimEnd('/'); CaFile = $urls.ca; Closing = $urls.closing }
}

function Stop-BenchServer($Server) {
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(10000)) { $Server.Process.Kill() }
}

function Get-Median([double[]] $Values) {
    $sorted = $Values | Sort-Object
    $sorted[[int][math]::Floor($sorted.Count / 2)]
}

function Measure-Interleaved($Contestants, [string] $Url, [int] $Count, [int] $Rounds) {
    $times = @{}
    $bytes = @{}
    foreach ($name in $Contestants.Keys) {
        $times[$name] = [Collections.Generic.List[double]]::new()
        $bytes[$name] = [Collections.Generic.List[double]]::new()
        & $Contestants[$name] $Url $Count
    }

    for ($round = 0; $round -lt $Rounds; $round++) {
        foreach ($name in $Contestants.Keys) {
            [GC]::Collect()
            $before = [GC]::GetTotalAllocatedBytes($true)
            $watch = [Diagnostics.Stopwatch]::StartNew()
            & $Contestants[$name] $Url $Count
            $times[$name].Add($watch.Elapsed.TotalMilliseconds)
            $bytes[$name].Add(([GC]::GetTotalAllocatedBytes($true) - $before) / $Count / 1KB)
        }
    }

    foreach ($name in $Contestants.Keys) {
        [pscustomobject]@{ Name = $name; Time = Get-Median $times[$name]; Allocated = Get-Median $bytes[$name] }
    }
}

# Measures one figure in a fresh shell: the milliseconds of the block, and the growth of the peak working set in MB.
function Measure-FreshShell([string] $Block, [string] $Url, [string[]] $Modules) {
    $script = @"
`$ProgressPreference = 'SilentlyContinue'
$(foreach ($module in $Modules) { "Import-Module '$module'`n" })`$url = '$Url'
`$file = '$(Get-BenchFile)'
[GC]::Collect()
`$before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
`$watch = [Diagnostics.Stopwatch]::StartNew()
$Block
`$time = `$watch.Elapsed.TotalMilliseconds
`$peak = ([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - `$before) / 1MB
[string]::Format([cultureinfo]::InvariantCulture, '{0} {1}', `$time, `$peak)
"@
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
    $time, $peak = (& (Get-Process -Id $PID).Path @(Get-ShellArgument) -NoProfile -NonInteractive -EncodedCommand $encoded) -split ' '
    [pscustomobject]@{
        Time = [double]::Parse($time, [cultureinfo]::InvariantCulture)
        Peak = [double]::Parse($peak, [cultureinfo]::InvariantCulture)
    }
}

# PowerShell installed as a dotnet tool runs in the process `dotnet`. The assembly of the shell is then the first argument.
function Get-ShellArgument {
    if ((Get-Process -Id $PID).ProcessName -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] }
}

# $Before runs before each figure and is not measured.
function Measure-Fresh($Contestants, [string] $Url, [int] $Rounds, [string[]] $Modules, [scriptblock] $Before = {}) {
    $results = @{}
    foreach ($name in $Contestants.Keys) { $results[$name] = [Collections.Generic.List[object]]::new() }
    for ($round = 0; $round -lt $Rounds; $round++) {
        foreach ($name in $Contestants.Keys) { & $Before; $results[$name].Add((Measure-FreshShell $Contestants[$name] $Url $Modules)) }
    }

    foreach ($name in $Contestants.Keys) {
        [pscustomobject]@{ Name = $name; Time = Get-Median $results[$name].Time; Peak = Get-Median $results[$name].Peak }
    }
}

function Write-Table([string] $Title, $Rows, [string] $Second, [string] $Unit) {
    $reference = $Rows | Where-Object Name -eq 'Invoke-Request'
    "`n### $Title`n"
    if ($Second) { "| | time, ms | Invoke-Request takes | $Second, $Unit |"; '|---|---|---|---|' }
    else { '| | time, ms | Invoke-Request takes |'; '|---|---|---|' }
    foreach ($row in $Rows) {
        $ratio = if ($row.Name -eq 'Invoke-Request') { '' } else { '{0:0.00} of it' -f ($reference.Time / $row.Time) }
        $line = '| {0} | {1:0} | {2} |' -f $row.Name, $row.Time, $ratio
        if ($Second) { $line + (' {0:0.0} |' -f $row.$Second) } else { $line }
    }
}

function Measure-Small([string] $Url, [int] $Rounds) {
    $rows = Measure-Interleaved (Get-SmallContestant) "$Url/robots.txt" 1000 $Rounds
    Write-Table '1,000 small GETs, one session, warm' $rows 'Allocated' 'KB a call'
}

function Measure-Stateless([string] $Url, [int] $Rounds) {
    $rows = Measure-Interleaved (Get-StatelessContestant) "$Url/robots.txt" 200 $Rounds
    Write-Table '200 small GETs, no session' $rows 'Allocated' 'KB a call'
}

function Measure-Many([string] $Url, [int] $Rounds) {
    $rows = Measure-Interleaved (Get-ManyContestant) "$Url/robots.txt" 1000 $Rounds
    Write-Table '1,000 small GETs down the pipeline, 16 at a time' $rows 'Allocated' 'KB a call'
}

function Measure-Wait([string] $Url, [int] $Rounds) {
    $rows = Measure-Interleaved (Get-ManyContestant) "$Url/delay/0.02" 300 $Rounds
    Write-Table '300 responses of 20 ms each, 16 at a time' $rows 'Allocated' 'KB a call'
}

function Measure-Jar([string] $Url, [int] $Rounds) {
    $rows = Measure-Interleaved (Get-JarContestant) "$Url/robots.txt" 1000 $Rounds
    Write-Table '1,000 small GETs, 10,000 cookies of other hosts in the jar' $rows 'Allocated' 'KB a call'
}

function Measure-Mount([string] $Url, [int] $Rounds) {
    $rows = Measure-Interleaved (Get-MountContestant) "$Url/robots.txt" 1000 $Rounds
    Write-Table '1,000 small GETs, 1,000 adapters for other hosts mounted' $rows 'Allocated' 'KB a call'
}

function Measure-Cold([string] $Url, [int] $Rounds, [string] $Module, [string] $Baseline) {
    $rows = Measure-Fresh (Get-ColdContestant) "$Url/robots.txt" $Rounds $Module, $Baseline
    Write-Table 'The first 1,000 small GETs in a fresh shell' $rows
}

function Measure-Json([string] $Url, [int] $Rounds, [string] $Module, [string] $Baseline) {
    $rows = Measure-Fresh (Get-JsonContestant) "$Url/json-array/50000" $Rounds $Module, $Baseline
    Write-Table 'JSON of 50,000 objects into PowerShell objects, fresh shell' $rows 'Peak' 'MB'
}

function Measure-Body([string] $Url, [int] $Rounds, [string] $Module, [string] $Baseline) {
    $rows = Measure-Fresh (Get-BodyContestant) "$Url/bytes/209715200" $Rounds $Module, $Baseline
    Write-Table 'A body of 200 MB in memory, fresh shell' $rows 'Peak' 'MB'
}

# Uses a file system in memory if there is one. Otherwise the speed of the disk and its caches would be measured.
function Get-BenchFile { Join-Path ((Test-Path /dev/shm) ? '/dev/shm' : [IO.Path]::GetTempPath()) 'requests-bench.bin' }

function Measure-Download([string] $Url, [int] $Rounds, [string] $Module, [string] $Baseline) {
    $before = { Remove-Item (Get-BenchFile) -ErrorAction Ignore }
    try {
        $rows = Measure-Fresh (Get-DownloadContestant) "$Url/flow/1073741824" $Rounds $Module, $Baseline -Before $before
        Write-Table 'A body of 1 GiB into a file, fresh shell' $rows 'Peak' 'MB'
    }
    finally { Remove-Item (Get-BenchFile) }
}

function Measure-Upload([string] $Url, [int] $Rounds, [string] $Module, [string] $Baseline) {
    $file = Get-BenchFile
    $stream = [IO.File]::Create($file)
    $stream.SetLength(512MB)
    $stream.Dispose()
    try {
        $rows = Measure-Fresh (Get-UploadContestant) "$Url/sink" $Rounds $Module, $Baseline
        Write-Table 'A file of 512 MiB as body, fresh shell' $rows 'Peak' 'MB'
    }
    finally { Remove-Item $file }
}

function Measure-Line([string] $Url, [int] $Rounds, [string] $Module, [string] $Baseline) {
    $rows = Measure-Fresh (Get-LineContestant) "$Url/lines/1000000" $Rounds $Module, $Baseline
    Write-Table 'A million lines, fresh shell' $rows 'Peak' 'MB'
}

function Measure-Item([string] $Url, [int] $Rounds, [string] $Module, [string] $Baseline) {
    $rows = Measure-Fresh (Get-ItemContestant) "$Url/items/1000000" $Rounds $Module, $Baseline
    Write-Table 'A JSON array of 1,000,000 objects item by item, fresh shell' $rows 'Peak' 'MB'
}

# The server writes its clock into each event. Measures the time until the cmdlet emits the event, for the first event too.
function Measure-Event([string] $Url, [int] $Rounds) {
    $late = for ($round = 0; $round -lt $Rounds; $round++) {
        $first = $true
        Invoke-Request "$Url/clock-events/20" -As Events | ForEach-Object {
            [pscustomobject]@{ First = $first; Late = ([DateTime]::UtcNow.Ticks - [long]$_.Data) / 1e4 }
            $first = $false
        }
    }

    "`n### Server-sent events, time from the server's write to the object`n`n| | median, ms | longest, ms |`n|---|---|---|"
    foreach ($which in $true, $false) {
        $times = $late | Where-Object First -EQ $which | ForEach-Object Late
        $name = $which ? 'first event of a stream' : 'later events'
        '| {0} | {1:0.0} | {2:0.0} |' -f $name, (Get-Median $times), ($times | Measure-Object -Maximum).Maximum
    }
}

# Each import is the first one of its shell and uses the manifest, as Import-Module by name does.
function Measure-Import([string] $Rounds, [string] $Module, [string] $Baseline) {
    $contestants = [ordered]@{
        'module of one cmdlet' = "Import-Module '$([IO.Path]::ChangeExtension($Baseline, 'psd1'))'"
        'Invoke-Request'       = "Import-Module '$Module'"
    }
    $rows = Measure-Fresh $contestants '' $Rounds @()
    Write-Table 'Import-Module in a fresh shell' $rows
}
