BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    function New-Group { "$url/together/$([guid]::NewGuid())" }
}

AfterAll { Stop-TestServer $server }

Describe 'Many requests at the same time' {
    It 'sends at most -ThrottleLimit requests at the same time' {
        $group = New-Group
        $seen = @(1..12 | ForEach-Object { "$group/4" } | Invoke-Request -ThrottleLimit 4).Text
        $seen.Count | Should -Be 12
        ($seen | ForEach-Object { [int]$_ } | Measure-Object -Maximum).Maximum | Should -Be 4
    }

    It 'sends one at a time without -ThrottleLimit' {
        $group = New-Group
        (1..3 | ForEach-Object { "$group/1" } | Invoke-Request).Text | Should -Be '1', '1', '1'
    }

    It 'keeps the order of the input, errors included' {
        $group = New-Group
        $responses = "$group/2", 'nowhere', "$url/status/404", "$url/anything/x", "$group/2" |
            Invoke-Request -ThrottleLimit 5 -ErrorAction Continue 2>&1
        $responses | ForEach-Object {
            if ($_ -is [Management.Automation.ErrorRecord]) { $_.FullyQualifiedErrorId.Split(',')[0] } else { $_.StatusCode }
        } | Should -Be 200, 'MissingSchema', 404, 200, 200
        $responses[3].Url | Should -Be "$url/anything/x"
    }

    It 'emits responses in the order of their arrival with -Unordered' {
        $group = New-Group
        # The server sends the first response only after the pipeline has received the second one.
        $responses = "$group/2", "$url/get" | Invoke-Request -ThrottleLimit 2 -Unordered -TotalTimeout 30 |
            ForEach-Object { if ($_.Url -eq "$url/get") { $null = Invoke-Request "$group/2" -TotalTimeout 30 }; $_ }
        $responses.Url | Should -Be "$url/get", "$group/2"
    }

    It 'writes one error record for each failure and sends the other requests' {
        $responses = "$url/get", 'http://127.0.0.1:1/', "$url/status/500", "$url/get" |
            Invoke-Request -ThrottleLimit 4 -RaiseForStatus -ErrorAction SilentlyContinue -ErrorVariable failed
        $responses.Count | Should -Be 2
        $failed.FullyQualifiedErrorId |
            Should -Be 'ConnectionError,Requests.PowerShell.InvokeRequestCommand', 'HttpError,Requests.PowerShell.InvokeRequestCommand'
        $failed[1].Exception.Response.StatusCode | Should -Be 500
    }

    It 'stops at the first failure with -ErrorAction Stop, and cancels the other requests' {
        $group = New-Group
        { "$group/9", "$group/9", 'nowhere' | Invoke-Request -ThrottleLimit 3 -Unordered -ErrorAction Stop } |
            Should -Throw -ErrorId 'MissingSchema*'
        (Invoke-Request "$group/left").Ok | Should -BeTrue
    }

    It 'cancels the other requests if <Name> ends' -ForEach @(
        @{
            Name   = 'the pipeline'
            Script = { "$url/get", "$group/9", "$group/9" | Invoke-Request -ThrottleLimit 3 | Select-Object -First 1 }
        }
        @{
            Name   = 'a command after it'
            Script = {
                try {
                    "$url/get", "$group/9", "$group/9" | Invoke-Request -ThrottleLimit 3 | ForEach-Object { throw 'enough' }
                } catch {
                    'threw'
                }
            }
        }
        @{
            Name   = 'a command before it'
            Script = {
                try {
                    & { "$group/9"; "$group/9"; (Invoke-Request "$group/arrived/2").Ok; throw 'enough' } | Invoke-Request -ThrottleLimit 9
                } catch {
                    'threw'
                }
            }
        }
    ) {
        $group = New-Group
        & $Script | Should -Not -BeNullOrEmpty
        (Invoke-Request "$group/left").Ok | Should -BeTrue
    }

    It 'runs hooks on the thread of the pipeline, with its variables' {
        $seen = [Collections.Generic.List[int]]::new()
        $group = New-Group
        $hooks = @{
            request  = { $seen.Add([Environment]::CurrentManagedThreadId) }
            response = { param($Response) $seen.Add([Environment]::CurrentManagedThreadId); Add-Member -InputObject $Response Mark 'seen' }
        }
        $responses = 1..6 | ForEach-Object { "$group/3" } | Invoke-Request -ThrottleLimit 3 -Hooks $hooks
        $responses.Mark | Should -Be (@('seen') * 6)
        $seen | Should -HaveCount 12
        $seen | Select-Object -Unique | Should -Be ([Environment]::CurrentManagedThreadId)
    }

    It 'allows a hook to send several requests with the session' {
        $session = New-RequestSession -BaseUri $url
        $hook = {
            param($Response)
            if ($Response.Url -match 'anything') {
                $inner = "$url/get", "$url/headers" | Invoke-Request -Session $session -ThrottleLimit 2 -Hooks $null
                Add-Member -InputObject $Response Inner @($inner.StatusCode)
            }
        }
        $responses = 1..4 | ForEach-Object { "/anything/$_" } |
            Invoke-Request -Session $session -ThrottleLimit 2 -Hooks @{ response = $hook }
        $responses.Inner | Should -Be (@(200) * 8)
    }

    It 'shares the cookies and connections of one session' {
        $session = New-RequestSession
        $responses = 1..40 | ForEach-Object { "$url/cookies/set/c$_/$_" } | Invoke-Request -Session $session -ThrottleLimit 8
        $responses.Count | Should -Be 40
        @(Get-RequestCookie $session).Count | Should -Be 40
        $connections = 1..40 | ForEach-Object { "$url/connection" } | Invoke-Request -Session $session -ThrottleLimit 8
        @($connections.Json().id | Sort-Object -Unique).Count | Should -BeLessOrEqual 8
    }

    It 'sends bodies from the pipeline' {
        $responses = 'a', 'b', 'c' | Invoke-Request "$url/post" -Method Post -ThrottleLimit 3
        $responses.Json().data | Should -Be 'a', 'b', 'c'
    }

    It 'sends a stream in one request and refuses it in the next one, with -ThrottleLimit <_>' -ForEach 1, 2 {
        $stream = [IO.MemoryStream]::new([byte[]](, 97 * 100))
        $failed = @()
        $responses = @(
            "$url/post", "$url/post" |
                Invoke-Request -Method Post -Data $stream -ThrottleLimit $_ -ErrorAction SilentlyContinue -ErrorVariable failed
        )
        $responses.Json().data | Should -Be ('a' * 100)
        $failed.FullyQualifiedErrorId | Should -Be 'InvalidBody,Requests.PowerShell.InvokeRequestCommand'
    }

    It 'sends described and prepared requests' {
        $session = New-RequestSession -BaseUri $url
        $requests = 1..5 | ForEach-Object { New-Request "/anything/$_" -Params @{ n = $_ } }
        ($requests | Send-Request -Session $session -ThrottleLimit 3).Json().args.n | Should -Be '1', '2', '3', '4', '5'
        (
            $requests | ConvertTo-PreparedRequest -Session $session | Send-Request -Session $session -ThrottleLimit 3 -Unordered
        ).Json().args.n | Sort-Object | Should -Be '1', '2', '3', '4', '5'
    }

    It 'refuses <_>' -ForEach '-ThrottleLimit 0', '-MaximumPages 0 -FollowRelLink', '-MaximumPages 3' {
        { Invoke-Expression "Invoke-Request '$url/get' $_ -ErrorAction Stop" } | Should -Throw
    }

    It 'writes a line for each request and response with -Verbose' {
        $lines = "$url/get", "$url/headers" | Invoke-Request -ThrottleLimit 2 -Verbose 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message
        ($lines -match '^GET ').Count | Should -Be 2
        ($lines -match '^200 OK').Count | Should -Be 2
    }

    It 'reads only as many items as it sends at the same time, and ends within a second when it is stopped' {
        $group = New-Group
        $taken = [Collections.Generic.List[int]]::new()
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript(
                "Import-Module '$(Get-ModuleManifestPath)'; `$url, `$taken = `$args; " +
                    '1..50 | ForEach-Object { $taken.Add($_); $url } | Invoke-Request -ThrottleLimit 8'
            ).AddArgument("$group/99").AddArgument($taken)
            $running = $shell.BeginInvoke()
            $null = Invoke-Request "$group/arrived/8"
            Stop-Shell $shell
            $running.IsCompleted | Should -BeTrue
            $taken.Count | Should -Be 8
            (Invoke-Request "$group/left").Ok | Should -BeTrue
        } finally { $shell.Dispose() }
    }

    It 'keeps few responses in memory, <Name>' -ForEach @(
        @{ Name = 'in order'; Options = '' }
        @{ Name = 'unordered'; Options = '-Unordered' }
    ) {
        # All responses together are 400 MB.
        $count, $heap = Invoke-FreshShell @"
            `$session = New-RequestSession
            `$session.Mount('mock://', (New-ScriptAdapter { param(`$Request) @{ Body = [byte[]]::new(20000) } }))
            `$n = 0; `$heap = 0
            1..20000 | ForEach-Object { 'mock://x/' } | Invoke-Request -ThrottleLimit 8 -Session `$session $Options | ForEach-Object {
                if (++`$n % 1000 -eq 0) { `$heap = [math]::Max(`$heap, [GC]::GetTotalMemory(`$true)) }
            }
            `$n, `$heap
"@
        $count | Should -Be 20000
        [long]$heap | Should -BeLessThan 60MB
    }
}
