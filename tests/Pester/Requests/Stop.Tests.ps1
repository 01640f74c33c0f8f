# Stop(), Stop-Job and Select-Object -First end every wait in under a second. Peers/Waits.psm1 has the commands that wait. Ctrl+C and
# SIGINT are tested in Interrupt.Tests.ps1.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    Import-Module "$PSScriptRoot/../Peers/Waits.psm1"
    $server = Start-TestServer
    $servers = Start-SilentServer
    $manifest = Get-ModuleManifestPath
    $support = "$PSScriptRoot/../TestSupport.psm1"
    $waits = @(Get-Wait)
    $progress = 'Downloading|Uploading|Retrying|Waiting for|in flight'

    function Open-Shell([int] $Count) {
        # Returns a runspace without the module, in which the stop of a sleep is measured, and the given number of runspaces with it.
        $state = [initialsessionstate]::CreateDefault()
        $state.ImportPSModule($manifest)
        foreach ($one in 0..$Count) {
            $runspace = $one ? [runspacefactory]::CreateRunspace($state) : [runspacefactory]::CreateRunspace()
            $runspace.Open()
            $runspace
        }
    }

    function Start-Wait($Wait, [runspace] $Runspace, [string] $Group) {
        $folder = "$TestDrive/$([guid]::NewGuid())"
        $null = New-Item -ItemType Directory $folder
        if ($Wait.Script -match '\$pipe') { & mkfifo "$folder/pipe" }
        $settings = Get-Setting $server $Group $folder $servers
        foreach ($name in $settings.Keys) { $Runspace.SessionStateProxy.SetVariable($name, $settings[$name]) }
        $one = [powershell]::Create()
        $one.Runspace = $Runspace
        $begin = "`$wentOn = 0; `$ProgressPreference = '$Preference'; Set-Location '$folder'"
        $null = $one.AddScript("$begin; $($Wait.Script); `$wentOn = 1")
        [pscustomobject]@{
            Name = $Wait.Name; Shown = $Wait.Shown; Shell = $one; Folder = $folder; Running = $one.BeginInvoke()
            Stop = $null; Seconds = [double]::NaN; Limit = 1.0
        }
    }

    function Stop-Wait([object[]] $Running, [runspace] $Idle) {
        # Stops a few at a time, together with a sleep. On a busy machine the limit is a second more than the stop of the sleep takes.
        for ($i = 0; $i -lt $Running.Count; $i += 4) {
            $some = $Running[$i..[math]::Min($i + 3, $Running.Count - 1)]
            $sleep = [powershell]::Create()
            $sleep.Runspace = $Idle
            $null = $sleep.AddScript('Start-Sleep 60').BeginInvoke()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $control = $sleep.BeginStop($null, $null)
            foreach ($one in $some) { $one.Stop = $one.Shell.BeginStop($null, $null) }
            $usual = if ($control.AsyncWaitHandle.WaitOne(60000)) { $watch.Elapsed.TotalSeconds } else { 60 }
            foreach ($one in $some) {
                $one.Limit = 1 + $usual
                $left = [int][math]::Max(0, 1000 * $one.Limit - $watch.ElapsedMilliseconds)
                if ($one.Stop.AsyncWaitHandle.WaitOne($left)) { $one.Seconds = $watch.Elapsed.TotalSeconds }
            }
            $sleep.Dispose()
        }
    }

    function Assert-Stopped([object[]] $Running, [string] $Group, [Net.Sockets.Socket[]] $Connections) {
        $Running | Where-Object { [double]::IsNaN($_.Seconds) } | ForEach-Object { "$($_.Name): $([math]::Round($_.Limit, 2)) s" } |
            Should -BeNullOrEmpty -Because 'these were not back within their limit'
        # A download with -Resume keeps its part.
        $left = foreach ($one in $Running) {
            Get-ChildItem $one.Folder -Force -Exclude pipe, g.bin.part* | ForEach-Object { "$($one.Name): $($_.Name)" }
        }
        $left | Should -BeNullOrEmpty -Because 'these files were left'
        $Running | Where-Object { $_.Shell.Runspace.SessionStateProxy.GetVariable('wentOn') } | ForEach-Object Name |
            Should -BeNullOrEmpty -Because 'these scripts continued'
        $Running | Where-Object { $_.Shell.InvocationStateInfo.State -ne 'Stopped' } |
            ForEach-Object { "$($_.Name): $($_.Shell.InvocationStateInfo.State) $($_.Shell.InvocationStateInfo.Reason)" } |
            Should -BeNullOrEmpty
        (Invoke-WebRequest "$($server.Url)/together/$Group/left" -TimeoutSec 10).StatusCode |
            Should -Be 200 -Because 'no connection to the test server is left'
        Find-Open $Connections | Should -BeNullOrEmpty -Because 'no connection to the silent server is left'
    }

    # A pipeline that is not stopped, for the duration of its own work.
    $quick = { Invoke-Expression "Invoke-Request '$($server.Url)/get' | Select-Object -First 1" }

    $idle, $shells = Open-Shell 12
}

AfterAll {
    Stop-SilentServer $servers
    foreach ($one in @($idle) + $shells) { $one.Dispose() }
    Set-ProcessTime $null
}

Describe 'Stop()' {
    AfterEach { Set-ProcessTime $null }

    It 'ends each wait in under a second: the connection is gone, no file is left, the script does not go on; <Name>' -ForEach @(
        @{ Name = 'in the first second'; Preference = 'SilentlyContinue'; After = 0 }
        @{ Name = 'while progress is shown'; Preference = 'Continue'; After = 1.5 }
    ) {
        for ($i = 0; $i -lt $waits.Count; $i += $shells.Count) {
            $group = [guid]::NewGuid()
            $some = $waits[$i..[math]::Min($i + $shells.Count - 1, $waits.Count - 1)]

            # Time passes by a clock that the test advances.
            if ($After) { Set-ProcessTime ($time = New-FakeTime) }
            $running = @(for ($k = 0; $k -lt $some.Count; $k++) { Start-Wait $some[$k] $shells[$k] $group })
            $connections = @(Get-Connection $servers.Silent ($some.Silent | Measure-Object -Sum).Sum)
            $arrived = "$($server.Url)/together/$group/arrived/$(($some.Arrivals | Measure-Object -Sum).Sum)"
            $null = Invoke-WebRequest $arrived -TimeoutSec 60
            if ($After) {
                $time.Advance([timespan]::FromSeconds($After))
                $passed = $After
                $end = [DateTime]::UtcNow.AddSeconds(30)
                while ($hidden = @($running | Where-Object { $_.Shown -and -not ($_.Shell.Streams.Progress.Activity -match $progress) })) {
                    if ([DateTime]::UtcNow -gt $end) { break }
                    Start-Sleep -Milliseconds 20

                    # A few seconds later the timeouts would pass.
                    if ($passed -lt 5) { $time.Advance([timespan]::FromSeconds(0.1)); $passed += 0.1 }
                }
                $hidden.Name | Should -BeNullOrEmpty -Because 'these show their progress'
            } else {
                $running | Where-Object { $_.Shell.Streams.Progress.Activity -match $progress } | ForEach-Object Name |
                    Should -BeNullOrEmpty -Because 'these show no progress'
            }
            $running | Where-Object { $_.Running.IsCompleted } | ForEach-Object { "$($_.Name): $($_.Shell.Streams.Error)" } |
                Should -BeNullOrEmpty -Because 'they wait'

            Stop-Wait $running $idle

            Assert-Stopped $running $group $connections
            foreach ($one in $running) { $one.Shell.Dispose() }
        }
    }

    It 'ends the wait for a KDC that never replies, as the total timeout does' -Skip:(-not (Test-Path /usr/lib/*/libgssapi_krb5.so.2)) {
        # The library reads its settings from the environment of the process: a shell of its own, which is the KDC too.
        $port = Get-FreePort
        Set-Content "$TestDrive/krb5.conf" @"
[libdefaults]
default_realm = SILENT.TEST
dns_lookup_kdc = false
dns_lookup_realm = false
rdns = false
udp_preference_limit = 1
[realms]
SILENT.TEST = {
kdc = 127.0.0.1:$port
}
"@
        Set-Content "$TestDrive/kdc.ps1" @'
            param($Support, $Manifest, $Port, $Url)
            Import-Module $Support
            $kdc = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, $Port)
            $kdc.Start()
            $call = "Import-Module '$Manifest'; Invoke-Request '$Url' -Auth (New-NegotiateAuth alice@SILENT.TEST secret)"
            $shell = [powershell]::Create()
            $null = $shell.AddScript($call).BeginInvoke()
            $called = $kdc.AcceptSocketAsync()
            if (-not $called.Wait(60000)) { throw "The KDC was not called: $($shell.Streams.Error)" }
            Stop-Shell $shell
            $shell.InvocationStateInfo.State
            try { Invoke-Expression "$call -TotalTimeout 0.5" } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
'@
        $url = "$($server.Url)/together/kdc/stall?challenge=Negotiate"
        $before, $env:KRB5_CONFIG = $env:KRB5_CONFIG, "$TestDrive/krb5.conf"
        try {
            Invoke-PlainShell "& '$TestDrive/kdc.ps1' '$support' '$manifest' $port '$url'" | Should -Be 'Stopped', 'TotalTimeout'
        } finally { $env:KRB5_CONFIG = $before }
    }

    It 'leaves no thread that waits' {
        # A thread of a wait ends with it: otherwise each round would add as many threads.
        $Preference = 'SilentlyContinue'
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $some = @($waits | Where-Object Name -Match 'pipe|accepted')
        if (-not $some) { Set-ItResult -Skipped -Because 'this system has none of these'; return }
        $count = [Collections.Generic.List[int]]::new()
        foreach ($round in 1..3) {
            $running = @(for ($k = 0; $k -lt $some.Count; $k++) { Start-Wait $some[$k] $shells[$k] ([guid]::NewGuid()) })
            $null = Invoke-Request "$($server.Url)/delay/0.3"
            Stop-Wait $running $idle
            foreach ($one in $running) { $one.Shell.Dispose() }
            # A thread of the pool may end later than the wait.
            $end = [DateTime]::UtcNow.AddSeconds(10)
            do {
                $null = Invoke-Request "$($server.Url)/delay/0.1"
                $process.Refresh()
                $threads = $process.Threads.Count
            } while ($round -gt 1 -and $threads -ge $count[0] + $some.Count -and [DateTime]::UtcNow -lt $end)
            $count.Add($threads)
        }

        $count[2] | Should -BeLessThan ($count[0] + $some.Count) -Because "the threads after each round were $count"
    }
}

Describe 'Stop-Job' {
    It 'ends jobs in under a second' {
        $group = [guid]::NewGuid()
        $names = '-OutFile', '-As Text', 'Text', 'IterLines()', 'Save-Response', 'the wait of a retry', 'a session method',
            'an upload that the server does not read', 'a token of OAuth 2', 'a script as body', 'a pipe as body'
        $chosen = @($waits | Where-Object Name -In $names)
        $folder = New-Item -ItemType Directory "$TestDrive/jobs"
        $settings = Get-Setting $server $group "$folder" $servers
        if ($chosen.Name -match 'pipe') { & mkfifo $settings.pipe }
        $values = ($settings.Keys | ForEach-Object { "`$$_ = '$($settings[$_])'" }) -join '; '
        $begin = "Import-Module '$manifest'; Set-Location '$folder'; $values"
        $jobs = @(foreach ($one in $chosen) {
                Start-ThreadJob -ThrottleLimit 20 ([scriptblock]::Create("$begin; $($one.Script); Set-Content went-on x"))
            })
        $jobs += Start-Job (
            [scriptblock]::Create("$begin; Invoke-Request `"`$url/stall?text=x`" -OutFile process.bin; Set-Content went-on x")
        )
        try {
            $connections = @(Get-Connection $servers.Silent ($chosen.Silent | Measure-Object -Sum).Sum)
            $arrivals = ($chosen.Arrivals | Measure-Object -Sum).Sum + 1
            $null = Invoke-Request "$($server.Url)/together/$group/arrived/$arrivals" -Timeout 30
            foreach ($job in $jobs) {
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $job | Stop-Job
                $watch.Stop()
                # A job in another process is ended by PowerShell, which takes longer.
                if ($job.PSJobTypeName -eq 'BackgroundJob') { continue }
                $seconds = $watch.Elapsed.TotalSeconds
                Test-Soon $seconds $quick | Should -BeTrue -Because "it took $seconds s to stop $($job.Command)"
            }

            (Invoke-Request "$($server.Url)/together/$group/left" -TotalTimeout 60).Ok | Should -BeTrue
            Find-Open $connections | Should -BeNullOrEmpty
            Get-ChildItem $folder -Exclude pipe | Should -BeNullOrEmpty
        } finally { $jobs | Remove-Job -Force }
    }
}

Describe 'Select-Object -First' {
    It 'ends what is in flight: <Script>' -ForEach @(
        @{ Script = 'Invoke-Request "$url/stall?text=a%0Ab" -As Lines' }
        @{ Script = 'Invoke-Request "$url/stall?text=data:x%0A%0A&type=text/event-stream" -As Events' }
        @{ Script = 'Invoke-Request "$url/stall?text=data:x%0A%0A&type=text/event-stream" -As Events -Reconnect' }
        @{ Script = 'Invoke-Request "$url/stall?text=[1,2," -As Json' }
        @{ Script = 'Invoke-Request "$url/stall?text=[1,2," -Paginate -As Json' }
        @{ Script = 'Invoke-Request "$root/pages/next?pages=1" -NextPage { "$url/stall?text=[1,2," } -As Json' }
        @{ Script = 'Invoke-Request "$url/came?status=200&link=stall" -FollowRelLink' }
        @{ Script = 'Invoke-Request "$url/came?status=200&link=stall" -FollowRelLink -As Bytes' }
        @{ Script = '"$root/get", "$url/stall" | Invoke-Request' }
        @{ Script = '"$root/get", "$url/stall", "$url/stall" | Invoke-Request -ThrottleLimit 3' }
        @{ Script = '"$url/stall", "$root/get" | Invoke-Request -ThrottleLimit 2 -Unordered' }
        @{ Script = '"$root/get", "$url/stall" | Invoke-Request -ThrottleLimit 2 -OutFile ./ -PassThru' }
        @{ Script = '"$root/get", "$url/stall" | ForEach-Object { New-Request $_ } | Send-Request -ThrottleLimit 2' }
        @{ Script = 'Use-RequestSession { param($s) Invoke-Request "$url/stall?text=a%0Ab" -Session $s -As Lines }' }
    ) {
        $root, $url = $server.Url, "$($server.Url)/together/$([guid]::NewGuid())"
        Push-Location (New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())")
        try {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $output = @(Invoke-Expression "$Script | Select-Object -First 1")
            $watch.Stop()
            $output.Count | Should -Be 1
            Test-Soon $watch.Elapsed.TotalSeconds $quick | Should -BeTrue -Because "it took $($watch.Elapsed.TotalSeconds) s"
            (Invoke-Request "$url/left" -TotalTimeout 60).Ok | Should -BeTrue
        } finally { Pop-Location }
    }

    It 'takes the progress away' {
        $group = "$($server.Url)/together/$([guid]::NewGuid())"
        $one = [powershell]::Create()
        try {
            $running = $one.AddScript(
                "Import-Module '$manifest'; @('$($server.Url)/delay/1.5') + @('$group/stall?text=x') * 3 | " +
                'Invoke-Request -ThrottleLimit 4 -Unordered | Select-Object -First 1'
            ).BeginInvoke()
            $running.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
            $one.EndInvoke($running).StatusCode | Should -Be 200
            ($one.Streams.Progress | Where-Object Activity -NotMatch module)[-1].RecordType | Should -Be 'Completed'
            (Invoke-Request "$group/left" -TotalTimeout 60).Ok | Should -BeTrue
        } finally { $one.Dispose() }
    }
}
