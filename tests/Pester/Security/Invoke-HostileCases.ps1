# Sends to the hostile server, in a shell of its own so that memory is measured, and gives what came of each case as JSON. Each case
# is three URLs in a pipeline, of which the second is hostile.
param([string] $Module, [string] $Control, [string] $CasesFile)

Import-Module $Module
$ProgressPreference = 'SilentlyContinue'
$env:TF_BUILD = $env:GITHUB_ACTIONS = 'true'
Set-Location (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "hostile-$PID"))
$servers = Invoke-RestMethod "$Control/hostile"
$me = [Diagnostics.Process]::GetCurrentProcess()
# The highest working set of a case: Linux can begin it anew, elsewhere it only grows.
function Reset-Peak { if ($IsLinux) { [IO.File]::WriteAllText('/proc/self/clear_refs', '5') } }
function Get-Peak {
    if ($IsLinux) {
        1KB * [long] [regex]::Match([IO.File]::ReadAllText('/proc/self/status'), 'VmHWM:\s+(\d+)').Groups[1].Value
    } else {
        $me.Refresh()
        $me.PeakWorkingSet64
    }
}

$null = "$($servers.url)/ok", "$($servers.url)/evil-body" | Invoke-Request -Verbose -As Text -ErrorAction SilentlyContinue *>&1 | Out-String
foreach ($case in & $CasesFile) {
    Get-ChildItem -Force -Recurse | Remove-Item -Recurse -Force
    if ($case.Before) { & $case.Before }
    $base = if ($case.Http2) { $servers.http2.($case.Http2) } elseif ($case.At) { $servers.($case.At) } else { $servers.url }
    $with = if ($case.With) { $case.With } else { @{} }
    if ($case.Variables) { foreach ($name in @($case.Variables.Keys)) { Set-Variable $name $case.Variables[$name] } }
    $bad = "$base/$($case.Path)"
    [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
    $me.Refresh()
    $before = $me.WorkingSet64
    $peakBefore = Get-Peak
    Reset-Peak
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $problems = $null
    $Error.Clear()
    $shown = @(& {
            if ($case.Script) { try { & $case.Script $bad } catch { $_ } }
            else {
                "$($servers.url)/ok?before", $bad, "$($servers.url)/ok?after" |
                    Invoke-Request @with -Verbose -ErrorAction Continue -ErrorVariable +problems
            }
        } *>&1)
    $elapsed = $watch.Elapsed.TotalSeconds
    # On a busy machine the limit is what the same pipeline takes with a server that behaves, and more.
    $bound =
        if ($elapsed -lt 5) { 5 } else { 5 + 3 * (Measure-Command { $null = @("$($servers.url)/ok") * 3 | Invoke-Request }).TotalSeconds }
    $peak = Get-Peak
    $memory = if ($IsLinux -or $peak -gt $peakBefore) { $peak - $before } else { 0 }
    $records = @($shown | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
    $output = @(
        $shown | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] -and $_ -isnot [Management.Automation.InformationalRecord] }
    )
    $responses = @($output | Where-Object { $_ -is [Requests.Response] })
    $result = if ($case.Result) { "$(& $case.Result $output $responses)" }
    $text = @(
        $shown | Where-Object {
            $_ -is [Requests.Response] -or $_ -is [Management.Automation.ErrorRecord] -or $_ -is [Management.Automation.InformationalRecord]
        } | ForEach-Object {
            $_ | Out-String -Width 300
            if ($_ -isnot [Management.Automation.InformationalRecord]) { $_ | Format-List | Out-String -Width 300 }
        }
    )
    foreach ($record in $records) {
        $text += "$record", "$($record.ErrorDetails)", "$($record.TargetObject)", ($record | Get-Error | Out-String -Width 300)
    }
    $plain = ($text -join "`n") -replace "`e\[[\d;]*m"
    [ordered]@{
        name     = $case.Name
        errors   = @($records | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] })
        others   = @($responses.Url -match '/ok\?(before|after)$').Count
        result   = $result
        seconds  = $elapsed
        limit    = $bound
        megabyte = [int] ($memory / 1MB)
        controls = @(
            [regex]::Matches($plain, "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]") | ForEach-Object Value | Sort-Object -Unique |
                ForEach-Object { '{0:x4}' -f [int] [char] $_ }
        )
        commands = @([regex]::Matches($plain, '##vso\[|(?m)^\s*::error') | ForEach-Object Value)
        files    = @(Get-ChildItem -Force -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath((Get-Location), $_) })
        messages = @($records | ForEach-Object { "$_" })
    } | ConvertTo-Json -Compress -Depth 5
}
Set-Location ([IO.Path]::GetTempPath())
Remove-Item (Join-Path ([IO.Path]::GetTempPath()) "hostile-$PID") -Recurse -Force
