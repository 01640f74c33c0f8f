# Tests the rate limit of a session, with a clock that the tests move.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer

    function New-Limited($RateLimit, [hashtable] $Reply = @{ Body = 'there' }) {
        $session = New-RequestSession -RateLimit $RateLimit
        Add-RequestAdapter $session http:// (New-MockAdapter $Reply)
        $session
    }
}

AfterAll { Set-ProcessTime $null }

Describe 'A rate limit' {
    BeforeEach { Set-ProcessTime ($time = New-FakeTime) }

    It 'spreads the requests of a pipeline' {
        $session = New-Limited 2
        $script = '1..7 | ForEach-Object { "http://h/$_" } | Invoke-Request -Session $session -ThrottleLimit 4'
        $result = Invoke-InTime $time $script @{ session = $session } -Step 0.1
        $result.Output.Count | Should -Be 7
        $result.Seconds | Should -BeGreaterOrEqual 3
    }

    It 'lets a burst through without a wait' {
        $session = New-Limited (New-RateLimit 90 -Per 60 -Burst 10 -By Host)
        $script = '1..10 | ForEach-Object { $null = $session.Get("http://h/") }; $time.GetUtcNow(); $null = $session.Get("http://h/")'
        $began = $time.GetUtcNow()
        $result = Invoke-InTime $time "$script; `$time.GetUtcNow()" @{ session = $session } -Step 0.01
        ($result.Output[1] - $began).TotalSeconds | Should -BeGreaterOrEqual 0.6
    }

    It 'waits when the server says <Name>, and -Verbose says why' -ForEach @(
        @{ Name = 'RateLimit'; Headers = @{ RateLimit = '"default";r=0;t=30' } }
        @{ Name = 'X-RateLimit-Remaining'; Headers = @{ 'X-RateLimit-Remaining' = '0'; 'X-RateLimit-Reset' = '30' } }
        @{ Name = 'Retry-After'; Headers = @{ 'Retry-After' = '30' } }
    ) {
        $session = New-Limited 100 @{ Body = 'there'; Headers = $Headers }
        $script = '$null = $session.Get("http://h/"); Invoke-Request http://h/ -Session $session -Verbose 4>&1'
        $result = Invoke-InTime $time $script @{ session = $session }
        # The clock moves on between the two requests.
        "$($result.Output)" | Should -Match 'Waiting \d+(\.\d+)? s: the server allows no requests until then'
        $result.Seconds | Should -BeGreaterOrEqual 30
    }

    It 'is covered by -TotalTimeout' {
        $session = New-Limited (New-RateLimit 1 -Per 3600)
        $script = '$null = $session.Get("http://h/"); Invoke-Request http://h/ -Session $session -TotalTimeout 60'
        $result = Invoke-InTime $time $script @{ session = $session }
        $result.Failure.Exception | Should -BeOfType ([Requests.TotalTimeoutException])
    }
}

Describe 'A rate limit of several calls' {
    BeforeEach { Set-ProcessTime ($time = New-FakeTime) }

    It 'is one for all runspaces that share the session' {
        $session = New-Limited 2
        $script = @'
            $state = [initialsessionstate]::CreateDefault()
            $state.ImportPSModule($manifest)
            $pool = [runspacefactory]::CreateRunspacePool(1, 4, $state, $Host)
            $pool.Open()
            $shells = 1..4 | ForEach-Object {
                $shell = [powershell]::Create()
                $shell.RunspacePool = $pool
                $call = { param($s) 1..4 | ForEach-Object { (Invoke-Request http://h/ -Session $s).StatusCode } }
                $null = $shell.AddScript($call).AddArgument($session)
                @{ Shell = $shell; Running = $shell.BeginInvoke() }
            }
            $shells | ForEach-Object { $_.Shell.EndInvoke($_.Running) }
            $pool.Dispose()
'@
        $result = Invoke-InTime $time $script @{ session = $session; manifest = Get-ModuleManifestPath } -Step 0.1
        $result.Failure | Should -BeNullOrEmpty
        $result.Output | Should -Be (@(200) * 16)
        $result.Seconds | Should -BeGreaterOrEqual 7.5
    }

    It 'counts each download of -OutFile, and the files are whole' {
        $session = New-Limited 2 @{ Body = 'there' }
        $folder = (New-Item "$TestDrive/files" -ItemType Directory).FullName
        $script = '1..5 | ForEach-Object { "http://h/$_.txt" } | Invoke-Request -Session $session -OutFile $folder -ThrottleLimit 3'
        $result = Invoke-InTime $time $script @{ session = $session; folder = $folder } -Step 0.1
        $result.Failure | Should -BeNullOrEmpty
        $result.Seconds | Should -BeGreaterOrEqual 2
        Get-ChildItem $folder | Get-Content | Should -Be (@('there') * 5)
    }

    It 'makes -OutFile wait that the server requires, and leaves no file when the total timeout ends the wait' {
        $session = New-Limited 100 @{ Body = 'there'; Headers = @{ 'Retry-After' = '30' } }
        $file = "$TestDrive/late.txt"
        $script = '$null = $session.Get("http://h/"); Invoke-Request http://h/ -Session $session -OutFile $file -TotalTimeout 5'
        $result = Invoke-InTime $time $script @{ session = $session; file = $file }
        $result.Failure.Exception | Should -BeOfType ([Requests.TotalTimeoutException])
        Test-Path $file | Should -BeFalse
        Get-ChildItem $TestDrive -Filter 'late*' -Force | Should -BeNullOrEmpty

        $script = 'Invoke-Request http://h/ -Session $session -OutFile $file'
        $result = Invoke-InTime $time $script @{ session = $session; file = $file }
        Get-Content $file | Should -Be 'there'
    }

    It 'counts each page' {
        $session = New-RequestSession -RateLimit 1
        $replies = 2..4 | ForEach-Object { @{ Json = @{ value = @($_); nextLink = "/$_" } } }
        Add-RequestAdapter $session http:// (New-MockAdapter (@($replies) + @{ Json = @{ value = @(5) } }) -Ordered)
        $script = 'Invoke-Request http://h/1 -Session $session -Paginate -As Json'
        $result = Invoke-InTime $time $script @{ session = $session } -Step 0.1
        $result.Output | Should -Be 2, 3, 4, 5
        $result.Seconds | Should -BeGreaterOrEqual 3
    }

    It 'ends 5,000 waits when the pipeline is stopped' {
        $session = New-Limited (New-RateLimit 1 -Per 3600)
        $null = $session.Get('http://h/')
        $shell = [powershell]::Create()
        try {
            $shell.Runspace.SessionStateProxy.SetVariable('session', $session)
            $script = '@("http://h/") * 5000 | Invoke-Request -Session $session -ThrottleLimit 5000 -Verbose'
            $null = $shell.AddScript("Import-Module '$(Get-ModuleManifestPath)'; $script").BeginInvoke()
            $end = [DateTime]::UtcNow.AddSeconds(60)
            while (@($shell.Streams.Verbose).Where{ $_.Message -match 'Waiting' }.Count -lt 5000) {
                if ([DateTime]::UtcNow -gt $end) { throw "Only $($shell.Streams.Verbose.Count) requests wait." }
                Start-Sleep -Milliseconds 100
            }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            Test-Soon $watch.Elapsed.TotalSeconds { Invoke-FreshShell '1' } | Should -BeTrue
        } finally { $shell.Dispose() }
    }
}

Describe 'The wait for a rate limit' {
    BeforeAll { Set-ProcessTime $null }

    It 'is in Timings, in Format-Exchange and in an archive' {
        # Of two requests that are in flight at the same time, one waits.
        $session = New-RequestSession -RateLimit 2
        $both = @("$($server.Url)/get") * 2 | Invoke-Request -Session $session -ThrottleLimit 2
        $response = $both | Where-Object { $_.Timings.RateLimit }
        $response.Timings.RateLimit.TotalMilliseconds | Should -BeGreaterThan 0
        $response.Timings.Total | Should -BeGreaterOrEqual $response.Timings.RateLimit
        ($response | Format-Exchange -Timing -NoColor) -match '^rate limit ' | Should -Not -BeNullOrEmpty
        $response | Export-RequestHar "$TestDrive/rate.har"
        $entry = (Get-Content "$TestDrive/rate.har" -Raw | ConvertFrom-Json).log.entries[0]
        $entry.timings.blocked | Should -Be $response.Timings.RateLimit.TotalMilliseconds
    }
}

Describe 'New-RateLimit' {
    It 'creates <Text> from <Arguments>' -ForEach @(
        @{ Arguments = @{ Requests = 10 }; Text = '10 requests a second' }
        @{ Arguments = @{ Requests = '2.5' }; Text = '2.5 requests a second' }
        @{ Arguments = @{ Requests = 90; Per = 60; Burst = 10; By = 'host' }; Text = '90 requests in 60 s, bursts of 10, for each host' }
        @{ Arguments = @{ Requests = 5; Per = [timespan]'01:00:00' }; Text = '5 requests in 3600 s' }
    ) {
        "$(New-RateLimit @Arguments)" | Should -Be $Text
    }

    It 'refuses <Arguments>' -ForEach @(
        @{ Arguments = @{ Requests = 0 } }
        @{ Arguments = @{ Requests = $null } }
        @{ Arguments = @{ Requests = 'many' } }
        @{ Arguments = @{ Requests = $true } }
        @{ Arguments = @{ Requests = 1; Per = 0 } }
        @{ Arguments = @{ Requests = 1; Per = [timespan]'-00:00:01' } }
        @{ Arguments = @{ Requests = 1; Burst = 0 } }
        @{ Arguments = @{ Requests = 1; Burst = 1.5e9 } }
        @{ Arguments = @{ Requests = 1; By = 'user' } }
    ) {
        { New-RateLimit @Arguments -ErrorAction Stop } | Should -Throw -ExceptionType ([Requests.InvalidParameterException])
    }

    It 'is a setting of a session, which a copy and a file keep' {
        $session = New-RequestSession -RateLimit (New-RateLimit 90 -Per 60 -Burst 10 -By Host)
        ($session | Out-String) | Should -Match 'RateLimit *: 90 requests in 60 s, bursts of 10, for each host'
        "$((New-RequestSession -From $session).RateLimit)" | Should -Be "$($session.RateLimit)"
        $session | Export-Clixml "$TestDrive/session.xml"
        "$((Import-Clixml "$TestDrive/session.xml" | New-RequestSession).RateLimit)" | Should -Be "$($session.RateLimit)"
        Set-RequestSession $session -RateLimit $null
        $session.RateLimit | Should -BeNullOrEmpty
        { Set-RequestSession $session -RateLimit 0 -ErrorAction Stop } | Should -Throw '-RateLimit cannot be 0: give requests a second*'
    }
}
