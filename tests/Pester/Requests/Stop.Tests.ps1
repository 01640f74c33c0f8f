# Every wait ends in under a second, however it is stopped. The scripts of Peers/Waits.psm1 wait side by side.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    Import-Module "$PSScriptRoot/../Peers/Waits.psm1"
    $server = Start-TestServer
    $manifest, $shell, $peers = (Get-ModuleManifestPath), @(Get-ShellCommand), "$PSScriptRoot/../Peers"
    $support = "$PSScriptRoot/../TestSupport.psm1"
    $waits = @(Get-Wait)

    # Accepts connections and says nothing; and one whose queue of connections is full.
    $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $silent.Start(500)
    $full = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $full.Start(1)
    $fillers = 1..3 | ForEach-Object { $one = [Net.Sockets.TcpClient]::new(); $null = $one.ConnectAsync([Net.IPAddress]::Loopback, $full.LocalEndpoint.Port); $one }

    function Get-Connection([int] $Count) {
        # The connections of the silent server, once so many have come.
        foreach ($one in 1..$Count) {
            $accepted = $silent.AcceptSocketAsync()
            if (-not $accepted.Wait(30000)) { throw "Of $Count connections to the silent server $($one - 1) came." }
            $accepted.Result
        }
    }

    function Test-Left([Net.Sockets.Socket] $Connection) {
        # Whether the client ends a connection in the next seconds; what it has sent before is read away.
        $Connection.ReceiveTimeout = 3000
        $buffer = [byte[]]::new(1MB)
        try { while ($Connection.Receive($buffer) -gt 0) { }; $true }
        catch [Net.Sockets.SocketException] { $_.Exception.SocketErrorCode -eq 'ConnectionReset' }
        finally { $Connection.Dispose() }
    }

    function Start-Wait([object[]] $Waits, [string] $Group) {
        # Each in a runspace of its own, which is used again.
        $state = [initialsessionstate]::CreateDefault()
        $state.ImportPSModule($manifest)
        foreach ($wait in $Waits) {
            $folder = "$TestDrive/$([guid]::NewGuid())"
            $null = New-Item -ItemType Directory $folder
            if ($wait.Script -match '\$pipe') { & mkfifo "$folder/pipe" }
            if ($runspaces[$wait.Name].RunspaceAvailability -ne 'Available') {
                $runspaces[$wait.Name] = [runspacefactory]::CreateRunspace($state)
                $runspaces[$wait.Name].Open()
            }

            $settings = Get-Setting $server $Group $folder $silent $full
            foreach ($name in $settings.Keys) { $runspaces[$wait.Name].SessionStateProxy.SetVariable($name, $settings[$name]) }
            $one = [powershell]::Create()
            $one.Runspace = $runspaces[$wait.Name]
            $null = $one.AddScript("`$wentOn = 0; `$ProgressPreference = '$Preference'; Set-Location '$folder'; $($wait.Script); `$wentOn = 1")
            [pscustomobject]@{ Name = $wait.Name; Shell = $one; Folder = $folder; Running = $one.BeginInvoke(); Stop = $null; Seconds = [double]::NaN }
        }
    }

    function Stop-All([object[]] $Running) {
        # So many at a time that the machine is not what makes them late.
        for ($i = 0; $i -lt $Running.Count; $i += 5) {
            $some = $Running[$i..[math]::Min($i + 4, $Running.Count - 1)]
            $watch = [Diagnostics.Stopwatch]::StartNew()
            foreach ($one in $some) { $one.Stop = $one.Shell.BeginStop($null, $null) }
            foreach ($one in $some) {
                if ($one.Stop.AsyncWaitHandle.WaitOne([int][math]::Max(0, 1000 - $watch.ElapsedMilliseconds))) { $one.Seconds = $watch.Elapsed.TotalSeconds }
            }
        }
    }

    $runspaces = @{}
}

AfterAll {
    foreach ($one in @($silent) + $full + $fillers) { $one.Dispose() }
    foreach ($one in $runspaces.Values) { $one.Dispose() }
}

Describe 'Stop()' {
    It 'ends each wait in under a second: the connection is gone, no file is left, the script does not go on; <Name>' -ForEach @(
        @{ Name = 'in the first second'; Preference = 'SilentlyContinue'; After = 0 }
        @{ Name = 'while progress is shown'; Preference = 'Continue'; After = 1.5 }
    ) {
        $group = [guid]::NewGuid()
        $running = @(Start-Wait $waits $group)
        $connections = @(Get-Connection ($waits.Silent | Measure-Object -Sum).Sum)
        $null = Invoke-Request "$($server.Url)/together/$group/arrived/$(($waits.Arrivals | Measure-Object -Sum).Sum)" -Timeout 30
        if ($After) { $null = Invoke-Request "$($server.Url)/delay/$After" }
        # A download that -Resume goes on with keeps its part.
        $ended = $running | Where-Object { $_.Running.IsCompleted } | ForEach-Object { "$($_.Name): $($_.Shell.Streams.Error)" }

        Stop-All $running

        $ended | Should -BeNullOrEmpty -Because 'they wait'
        $running | Where-Object { [double]::IsNaN($_.Seconds) } | ForEach-Object Name | Should -BeNullOrEmpty -Because 'these were not back in a second'
        $running | ForEach-Object { foreach ($file in Get-ChildItem $_.Folder -Force -Exclude pipe, g.bin.part*) { "$($_.Name): $($file.Name)" } } | Should -BeNullOrEmpty -Because 'these files were left'
        $running | Where-Object { $_.Shell.Runspace.SessionStateProxy.GetVariable('wentOn') } | ForEach-Object Name | Should -BeNullOrEmpty -Because 'these scripts went on'
        $running | Where-Object { $_.Shell.InvocationStateInfo.State -ne 'Stopped' } | ForEach-Object { "$($_.Name): $($_.Shell.InvocationStateInfo.State) $($_.Shell.InvocationStateInfo.Reason)" } | Should -BeNullOrEmpty
        (Invoke-Request "$($server.Url)/together/$group/left" -TotalTimeout 3).Ok | Should -BeTrue -Because 'no connection to the test server is left'
        @($connections | Where-Object { -not (Test-Left $_) }) | Should -BeNullOrEmpty -Because 'no connection to the silent server is left'
        $shown = @($running | Where-Object { $_.Shell.Streams.Progress.Activity -match 'Downloading|Uploading|Retrying|in flight' }).Count
        if ($After) { $shown | Should -BeGreaterThan 20 } else { $shown | Should -Be 0 }
        foreach ($one in $running) { $one.Shell.Dispose() }
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
        # What waited in a thread of its own has ended: each of these would be one more in every round.
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $names = $waits.Name -match 'pipe|accepted'
        if (-not $names) { Set-ItResult -Skipped -Because 'this system has none of these'; return }
        $count = foreach ($round in 1..3) {
            $running = @(Start-Wait ($waits | Where-Object Name -In $names) ([guid]::NewGuid()))
            $null = Invoke-Request "$($server.Url)/delay/0.3"
            Stop-All $running
            foreach ($one in $running) { $one.Shell.Dispose() }
            $null = Invoke-Request "$($server.Url)/delay/0.3"
            $process.Refresh()
            $process.Threads.Count
        }

        $count[2] | Should -BeLessThan ($count[0] + $names.Count) -Because "the threads after each round were $count"
    }
}

Describe 'Ctrl+C' -Skip:(-not $IsLinux -or -not (Test-Path /usr/bin/python3)) {
    It 'brings the prompt back in under a second at each wait, in a terminal' {
        # Several terminals, each with one shell that runs its part of the waits one after the other.
        $parts = 3
        $results = 0..($parts - 1) | ForEach-Object {
            $folder = "$TestDrive/terminal$_"
            $null = New-Item -ItemType Directory $folder
            $part = $_
            $own = @($waits | Where-Object { [array]::IndexOf($waits, $_) % $parts -eq $part })
            $lines = for ($i = 0; $i -lt $own.Count; $i++) {
                $group = [guid]::NewGuid()
                $settings = Get-Setting $server $group "$folder/$i" $silent $full
                $null = New-Item -ItemType Directory "$folder/$i"
                if ($own[$i].Script -match '\$pipe') { & mkfifo $settings.pipe }
                Add-Content "$folder/profile.ps1" "function w$i { $(($settings.Keys | ForEach-Object { "`$$_ = '$($settings[$_])'" }) -join '; '); Set-Location '$folder/$i'; [Console]::WriteLine('WAITS'); $($own[$i].Script); [Console]::WriteLine('WENT ON') }"
                @{ name = $own[$i].Name; line = "w$i"; arrived = $own[$i].Arrivals ? "$($settings.url)/arrived/$($own[$i].Arrivals)" : $null }
            }
            Add-Content "$folder/profile.ps1" "Import-Module '$manifest'; Remove-Module PSReadLine -ErrorAction Ignore; function prompt { 'READY>' }"
            ConvertTo-Json @($lines) | Set-Content "$folder/lines.json"
            $folder
        } | ForEach-Object -ThrottleLimit 3 -Parallel {
            & /usr/bin/python3 "$using:peers/session.py" "$_/lines.json" @using:shell -NoLogo -NoProfile -NoExit -Command ". '$_/profile.ps1'" | ConvertFrom-Json
        }

        $results | Where-Object seconds -GE 1 | ForEach-Object { "$($_.name): $($_.seconds) s, $($_.seen.Length -gt 300 ? $_.seen.Substring($_.seen.Length - 300) : $_.seen)" } | Should -BeNullOrEmpty
        $results | Where-Object seen -Match 'WENT ON' | ForEach-Object name | Should -BeNullOrEmpty
        $results.Count | Should -Be $waits.Count
        Get-ChildItem $TestDrive/terminal*/* -Recurse -File -Exclude pipe, profile.ps1, lines.json, g.bin.part* | ForEach-Object FullName | Should -BeNullOrEmpty
    }

    # The process ends where its script ends. In the terminal the key is pressed when progress is seen, which is after a second, or a line where no progress is shown; without one a job tells.
    It 'ends a script in under a second <Name>' -ForEach @(
        @{ Way = 'pty'; Name = 'in a terminal, progress shown' }
        @{ Way = 'plain'; Name = 'without a terminal, by SIGINT' }
    ) {
        $group = "$($server.Url)/together/$([guid]::NewGuid())"
        $delay = "$($server.Url)/delay/1.5"
        $results = 'Invoke-Request "$url/stall?text=x" -OutFile keyboard.bin', 'Invoke-Request "$url/stall?text=PRESS%0Ab" -As Lines', 'foreach ($line in (Invoke-Request "$url/stall?text=PRESS%0Ab" -Stream).IterLines()) { $line }' |
            ForEach-Object -ThrottleLimit 3 -Parallel {
                $all = "Import-Module '$using:manifest'; Set-Location '$using:TestDrive'; `$url = '$using:group'; $(if ($using:Way -eq 'plain') { "`$tell = Start-ThreadJob { `$null = Invoke-Request '$using:group/arrived/3'; `$null = Invoke-Request '$using:delay'; [Console]::WriteLine('PRESS') }" }); $_; [Console]::WriteLine('WENT ON')"
                $file = "$using:TestDrive/$([guid]::NewGuid()).ps1"
                Set-Content $file $all
                $seconds, $seen = & /usr/bin/python3 "$using:peers/keyboard.py" $using:Way $($using:Way -eq 'pty' -and $_ -notmatch 'PRESS' ? 'Downloading' : 'PRESS') @using:shell -NoProfile -File $file
                [pscustomobject]@{ Seconds = [double]$seconds; Seen = "$seen"; Form = $_ }
            }
        foreach ($one in $results) {
            # To the end of the process, which takes a moment of its own.
            $one.Seconds | Should -BeLessThan 1.5 -Because $one.Seen
            $one.Seen | Should -Not -Match 'WENT ON'
        }
        (Invoke-Request "$group/left" -TotalTimeout 3).Ok | Should -BeTrue
        Join-Path $TestDrive keyboard.bin* | Should -Not -Exist
    }
}

Describe 'Stop-Job' {
    It 'ends jobs in under a second' {
        $group = [guid]::NewGuid()
        $chosen = @($waits | Where-Object Name -In '-OutFile', '-As Text', 'Text', 'IterLines()', 'Save-Response', 'the wait of a retry', 'a session method', 'an upload that the server does not read', 'a token of OAuth 2', 'a script as body', 'a pipe as body')
        $folder = New-Item -ItemType Directory "$TestDrive/jobs"
        $settings = Get-Setting $server $group "$folder" $silent $full
        if ($chosen.Name -match 'pipe') { & mkfifo $settings.pipe }
        $values = ($settings.Keys | ForEach-Object { "`$$_ = '$($settings[$_])'" }) -join '; '
        $jobs = @(foreach ($one in $chosen) { Start-ThreadJob -ThrottleLimit 20 ([scriptblock]::Create("Import-Module '$manifest'; Set-Location '$folder'; $values; $($one.Script); Set-Content went-on x")) })
        $jobs += Start-Job ([scriptblock]::Create("Import-Module '$manifest'; Set-Location '$folder'; `$url = '$($settings.url)'; Invoke-Request `"`$url/stall?text=x`" -OutFile process.bin; Set-Content went-on x"))
        try {
            $connections = @(Get-Connection ($chosen.Silent | Measure-Object -Sum).Sum)
            $null = Invoke-Request "$($server.Url)/together/$group/arrived/$(($chosen.Arrivals | Measure-Object -Sum).Sum + 1)" -Timeout 30
            foreach ($job in $jobs) {
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $job | Stop-Job
                # The job in another process is PowerShell's to end, which takes its time.
                if ($job.PSJobTypeName -ne 'BackgroundJob') { $watch.Elapsed.TotalSeconds | Should -BeLessThan 1 -Because "this was stopped: $($job.Command)" }
            }

            (Invoke-Request "$($server.Url)/together/$group/left" -TotalTimeout 3).Ok | Should -BeTrue
            @($connections | Where-Object { -not (Test-Left $_) }) | Should -BeNullOrEmpty
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
            @(Invoke-Expression "$Script | Select-Object -First 1").Count | Should -Be 1
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
            (Invoke-Request "$url/left" -TotalTimeout 3).Ok | Should -BeTrue
        } finally { Pop-Location }
    }

    It 'takes the progress away' {
        $group = "$($server.Url)/together/$([guid]::NewGuid())"
        $one = [powershell]::Create()
        try {
            $running = $one.AddScript("Import-Module '$manifest'; @('$($server.Url)/delay/1.5') + @('$group/stall?text=x') * 3 | Invoke-Request -ThrottleLimit 4 -Unordered | Select-Object -First 1").BeginInvoke()
            $running.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
            $one.EndInvoke($running).StatusCode | Should -Be 200
            ($one.Streams.Progress | Where-Object Activity -NotMatch module)[-1].RecordType | Should -Be 'Completed'
            (Invoke-Request "$group/left" -TotalTimeout 3).Ok | Should -BeTrue
        } finally { $one.Dispose() }
    }
}
