# Every wait ends in under a second, however it is stopped. All forms wait side by side, for longer than a second, so that progress is shown.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-TestServer
    $manifest, $shell, $peers, $delay = (Get-ModuleManifestPath), @(Get-ShellCommand), "$PSScriptRoot/Peers", "$($server.Url)/delay/1.5"

    $forms = [ordered]@{
        'a call'                    = 'Invoke-Request "$url/stall"', 1
        'a body'                    = 'Invoke-Request "$url/stall?text=x"', 1
        '-OutFile'                  = 'Invoke-Request "$url/stall?text=x" -OutFile a.bin', 1
        '-OutFile -Retry'           = 'Invoke-Request "$url/stall?text=x" -OutFile b.bin -Retry 3', 1
        '-As Json'                  = 'Invoke-Request "$url/stall?text=[1," -As Json', 1
        '-As Text'                  = 'Invoke-Request "$url/stall?text=x" -As Text', 1
        '-As Bytes'                 = 'Invoke-Request "$url/stall?text=x" -As Bytes', 1
        '-As Lines'                 = 'Invoke-Request "$url/stall?text=a%0Ab" -As Lines', 1
        '-As Events'                = 'Invoke-Request "$url/stall?text=data:x%0A%0A&type=text/event-stream" -As Events', 1
        '-Reconnect'                = 'Invoke-Request "$url/stall?text=data:x%0A%0A&type=text/event-stream" -As Events -Reconnect', 1
        '-FollowRelLink'            = 'Invoke-Request "$url/stall?text=x" -FollowRelLink', 1
        '-FollowRelLink -OutFile'   = 'Invoke-Request "$url/stall?text=x" -FollowRelLink -OutFile c.bin', 1
        '-ThrottleLimit'            = '@("$url/stall?text=x") * 3 | Invoke-Request -ThrottleLimit 4', 3
        '-ThrottleLimit -Unordered' = '@("$url/stall?text=x") * 3 | Invoke-Request -ThrottleLimit 4 -Unordered -As Lines', 3
        '-ThrottleLimit -OutFile'   = '1..3 | ForEach-Object { "$url/stall?text=x&n=$_" } | Invoke-Request -ThrottleLimit 4 -OutFile ./', 3
        '-Verbose'                  = 'Invoke-Request "$url/stall?text=x" -As Text -Verbose', 1
        'a hook'                    = 'Invoke-Request "$root/get" -Hooks @{ response = { Invoke-Request "$url/stall" } }', 1
        'a script as body'          = 'Invoke-Request "$url/stall" -Method Post -Data { "a"; Start-Sleep 60; "b" }', 1
        'a script as body, -As'     = 'Invoke-Request "$url/stall" -Method Post -Data { "a"; Start-Sleep 60; "b" } -As Lines', 1
        'a body that was sent'      = 'Invoke-Request "$url/stall" -Method Post -Data { "a" } -OutFile d.bin', 1
        'a session method'          = '(New-RequestSession).Get("$url/stall?text=x")', 1
        'a session method with -As' = '(New-RequestSession).Get("$url/stall?text=x", @{ As = "Lines" })', 1
        'Send-Request'              = 'New-Request "$url/stall?text=x" | Send-Request -As Text', 1
        'Use-RequestSession'        = 'Use-RequestSession { param($s) Invoke-Request "$url/stall?text=x" -Session $s -As Lines }', 1
        'Save-Response'             = 'Invoke-Request "$url/stall?text=x" -Stream | Save-Response e.bin', 1
        'Save()'                    = '(Invoke-Request "$url/stall?text=x" -Stream).Save("f.bin")', 1
        'IterContent()'             = 'foreach ($piece in (Invoke-Request "$url/stall?text=x" -Stream).IterContent()) { $piece.Length }', 1
        'IterContent(10)'           = 'foreach ($piece in (Invoke-Request "$url/stall?text=x" -Stream).IterContent(10)) { $piece.Length }', 1
        'IterLines()'               = 'foreach ($line in (Invoke-Request "$url/stall?text=a%0Ab" -Stream).IterLines()) { $line }', 1
        'IterLines() piped'         = '(Invoke-Request "$url/stall?text=a%0Ab" -Stream).IterLines() | ForEach-Object { $_ }', 1
        'IterLines(";")'            = 'foreach ($line in (Invoke-Request "$url/stall?text=a;b" -Stream).IterLines(";")) { $line }', 1
        'IterText()'                = 'foreach ($text in (Invoke-Request "$url/stall?text=x" -Stream).IterText()) { $text }', 1
        'Text'                      = '(Invoke-Request "$url/stall?text=x" -Stream).Text', 1
        'Content'                   = '(Invoke-Request "$url/stall?text=x" -Stream).Content', 1
        'Json()'                    = '(Invoke-Request "$url/stall?text=[1," -Stream).Json()', 1
        'ApparentEncoding'          = '(Invoke-Request "$url/stall?text=x" -Stream).ApparentEncoding', 1
        'DeclaredEncodings'         = '(Invoke-Request "$url/stall?text=x" -Stream).DeclaredEncodings', 1
        'Raw'                       = '[IO.StreamReader]::new((Invoke-Request "$url/stall?text=x" -Stream).Raw).ReadToEnd()', 1
        'Get-Content of a response' = '(Invoke-Request "$url/stall?text=x" -Stream) | Select-Object -ExpandProperty Text', 1
        # These wait for something else than a server that was asked: nothing arrives there.
        'a stream as body'          = 'Invoke-Request "$url/stall" -Method Post -Data ([IO.Pipes.AnonymousPipeServerStream]::new("In"))', 0
        'a stream as body, -As'     = 'Invoke-Request "$url/stall" -Method Post -Data ([IO.Pipes.AnonymousPipeServerStream]::new("In")) -As Text', 0
        'a stream in a form'             = 'Invoke-Request "$url/stall" -Method Post -Files @{ f = [IO.Pipes.AnonymousPipeServerStream]::new("In") }', 0
        'the wait of a retry'            = 'Invoke-Request "$root/status/503" -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)', 0
        'the wait of a retry, -As'       = 'Invoke-Request "$root/status/503" -As Text -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)', 0
        'the wait of a reconnection'     = 'Invoke-Request "$root/status/503" -As Events -Reconnect -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 60)', 0
        'a script as adapter'            = '$s = New-RequestSession; $s.Mount("slow://", { Start-Sleep 60 }); Invoke-Request slow://x -Session $s -As Text', 0
        'a sign-in at another device'    = 'Invoke-Request "$root/oauth2/stop/resource" -Auth (New-OAuth2Auth "$root/oauth2/stop/token" public -DeviceAuthorizationUri "$root/oauth2/stop/device" -Prompt { })', 0
        'a sign-in in the browser'       = 'Invoke-Request "$root/oauth2/stop/resource" -Auth (New-OAuth2Auth "$root/oauth2/stop/token" public -AuthorizationUri "$root/oauth2/stop/authorize" -Prompt { })', 0
        'a sign-in of OAuth 1'           = 'Get-OAuth1Token key secret -RequestTokenUri "$root/oauth1/request" -AuthorizationUri "$root/oauth1/authorize" -AccessTokenUri "$root/oauth1/access" -Prompt { }', 0
    }

    # Starts scripts side by side, lets them wait for more than a second, stops them all, and tells which were not back a second later.
    function Stop-All([Collections.IDictionary] $Forms, [string] $Preference) {
        $group = "$($server.Url)/together/$([guid]::NewGuid())"
        $arrivals = 0
        $shells = foreach ($name in $Forms.Keys) {
            $script, $count = $Forms[$name]
            $arrivals += $count
            $folder = New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())"
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$(Get-ModuleManifestPath)'; `$ProgressPreference = '$Preference'; Set-Location '$folder'; `$root = '$($server.Url)'; `$url = '$group'; $script; `$wentOn = 1")
            [pscustomobject]@{ Name = $name; Shell = $shell; Folder = $folder; Running = $shell.BeginInvoke() }
        }
        $isBack = $false
        try {
            $null = Invoke-Request "$group/arrived/$arrivals" -Timeout 30
            $null = Invoke-Request "$($server.Url)/delay/1.5"
            $ended = $shells | Where-Object { $_.Running.IsCompleted }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $stops = @(foreach ($one in $shells) { $one.Shell.BeginStop($null, $null) })
            foreach ($stop in $stops) { $null = $stop.AsyncWaitHandle.WaitOne([int][math]::Max(0, 1000 - $watch.ElapsedMilliseconds)) }
            $late = @(for ($i = 0; $i -lt $stops.Count; $i++) { if (-not $stops[$i].IsCompleted) { $shells[$i].Name } })
            $isBack = $late.Count -eq 0
            [pscustomobject]@{
                Late   = $late
                Ended  = @($ended | ForEach-Object { "$($_.Name): $($_.Shell.Streams.Error)" })
                Files  = @($shells | ForEach-Object { foreach ($file in Get-ChildItem $_.Folder -Force) { "$($_.Name): $($file.Name)" } })
                WentOn = @(if ($isBack) { $shells | Where-Object { $_.Shell.Runspace.SessionStateProxy.GetVariable('wentOn') } | ForEach-Object Name })
                State  = @($shells | Where-Object { $_.Shell.InvocationStateInfo.State -ne 'Stopped' } | ForEach-Object { "$($_.Name): $($_.Shell.InvocationStateInfo.State)" })
                Gone   = $(try { (Invoke-Request "$group/left" -TotalTimeout 3).Ok } catch { $false })
                Shown  = @($shells | Where-Object { $_.Shell.Streams.Progress.Activity -match 'Downloading|Uploading|in flight' }).Count
            }
        } finally {
            if ($isBack) { foreach ($one in $shells) { $one.Shell.Dispose() } }
        }
    }
}

AfterAll { Stop-TestServer $server }

Describe 'Stopping' {
    It 'ends each wait in under a second; the connection is gone, no file is left, the script does not go on; progress: <_>' -ForEach 'Continue', 'SilentlyContinue' {
        $result = Stop-All $forms $_
        $result.Ended | Should -BeNullOrEmpty
        $result.Late | Should -BeNullOrEmpty
        $result.Files | Should -BeNullOrEmpty
        $result.WentOn | Should -BeNullOrEmpty
        $result.Gone | Should -BeTrue
        if ($_ -eq 'Continue') { $result.Shown | Should -BeGreaterThan 10 } else { $result.Shown | Should -Be 0 }
    }
}

Describe 'Ctrl+C' -Skip:(-not $IsLinux -or -not (Test-Path /usr/bin/python3)) {
    # The process ends where its script ends. In the terminal the key is pressed when progress is seen, which is after a second, or a line where no progress is shown; without one a job tells.
    It 'ends each form in under a second <Name>' -ForEach @(
        @{ Way = 'pty'; Name = 'in a terminal, progress shown' }
        @{ Way = 'plain'; Name = 'without a terminal, by SIGINT' }
    ) {
        $group = "$($server.Url)/together/$([guid]::NewGuid())"
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
        $group = "$($server.Url)/together/$([guid]::NewGuid())"
        $jobs = foreach ($script in 'Invoke-Request "$url/stall?text=x" -OutFile job.bin', 'Invoke-Request "$url/stall?text=x" -As Text', '(Invoke-Request "$url/stall?text=x" -Stream).Text') {
            Start-ThreadJob ([scriptblock]::Create("Import-Module '$(Get-ModuleManifestPath)'; Set-Location '$TestDrive'; `$url = '$group'; $script"))
        }
        try {
            $null = Invoke-Request "$group/arrived/3"
            $null = Invoke-Request "$($server.Url)/delay/1.5"
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $jobs | Stop-Job
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
            (Invoke-Request "$group/left" -TotalTimeout 3).Ok | Should -BeTrue
            Join-Path $TestDrive job.bin* | Should -Not -Exist
        } finally { $jobs | Remove-Job -Force }
    }
}

Describe 'Select-Object -First' {
    It 'ends what is in flight and takes the progress away' {
        $group = "$($server.Url)/together/$([guid]::NewGuid())"
        $shell = [powershell]::Create()
        try {
            $running = $shell.AddScript("Import-Module '$(Get-ModuleManifestPath)'; @('$($server.Url)/delay/1.5') + @('$group/stall?text=x') * 3 | Invoke-Request -ThrottleLimit 4 -Unordered | Select-Object -First 1").BeginInvoke()
            $running.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
            $shell.EndInvoke($running).StatusCode | Should -Be 200
            ($shell.Streams.Progress | Where-Object Activity -NotMatch module)[-1].RecordType | Should -Be 'Completed'
            (Invoke-Request "$group/left" -TotalTimeout 3).Ok | Should -BeTrue
        } finally { $shell.Dispose() }
    }
}
