# The contestants of the workloads about rate limits. They run in one shell, as those of Contestants.ps1.

# The same number of requests in three ways: one after the other, many at the same time, and from 16 runspaces that share the session.
function Get-RateContestant($Run) {
    $pool = Open-BenchPool $Run.Module 16
    [ordered]@{
        'Invoke-Request' = {
            param($url, $count)
            $session = New-RequestSession -RateLimit 200
            for ($i = 0; $i -lt $count; $i++) { $null = Invoke-Request $url -Session $session }
        }
        '-ThrottleLimit 16' = {
            param($url, $count)
            $null = @($url) * $count | Invoke-Request -Session (New-RequestSession -RateLimit 200) -ThrottleLimit 16
        }
        '16 runspaces' = {
            param($url, $count)
            $session = New-RequestSession -RateLimit 200
            $running = foreach ($number in 0..15) {
                $share = [math]::Floor(($count + $number) / 16)
                $shell = [powershell]::Create()
                $shell.RunspacePool = $pool
                $null = $shell.AddScript('param($u, $s, $n) for ($i = 0; $i -lt $n; $i++) { $null = Invoke-Request $u -Session $s }')
                $null = $shell.AddArgument($url).AddArgument($session).AddArgument($share)
                [pscustomobject]@{ Shell = $shell; Result = $shell.BeginInvoke() }
            }
            foreach ($one in $running) {
                $one.Shell.EndInvoke($one.Result)
                $one.Shell.Dispose()
            }
        }.GetNewClosure()
    }
}

# Returns the ms that the stop of a pipeline takes in which 5,000 requests wait.
function Get-StopContestant($Run) {
    $pool = Open-BenchPool $Run.Module 1
    [ordered]@{
        'Invoke-Request' = {
            param($url)
            $session = New-RequestSession -RateLimit (New-RateLimit 1 -Per 3600)
            $null = Invoke-Request $url -Session $session
            $shell = [powershell]::Create()
            $shell.RunspacePool = $pool
            $null = $shell.AddScript('param($u, $s) @($u) * 5000 | Invoke-Request -Session $s -ThrottleLimit 5000 -Verbose')
            $null = $shell.AddArgument($url).AddArgument($session).BeginInvoke()
            while (@($shell.Streams.Verbose).Where{ $_.Message -match 'Waiting' }.Count -lt 5000) { Start-Sleep -Milliseconds 50 }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalMilliseconds
            $shell.Dispose()
        }.GetNewClosure()
    }
}

function Open-BenchPool([string] $Module, [int] $Size) {
    $state = [initialsessionstate]::CreateDefault()
    $state.ImportPSModule($Module)
    $pool = [runspacefactory]::CreateRunspacePool($Size, $Size, $state, $Host)
    $pool.Open()
    $pool
}
