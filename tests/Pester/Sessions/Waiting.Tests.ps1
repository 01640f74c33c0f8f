# Wait-Request and Wait-RequestOperation. The waits are stopped in Stop.Tests.ps1.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    function New-WaitSession([object[]] $Replies) {
        $script:mock = New-MockAdapter $Replies -Ordered
        $session = New-RequestSession http://h/
        Add-RequestAdapter $session http:// $script:mock
        $session
    }

    function Get-SentBody { $mock.Calls | ForEach-Object { [Text.Encoding]::UTF8.GetString([byte[]]$_.Body) } }

    function New-Status([string] $Status, [hashtable] $More = @{}) { @{ Json = @{ status = $Status } + $More } }
}

AfterAll {
    Set-ProcessTime $null
    Stop-TestServer $server
}

Describe 'Wait-Request' {
    It 'runs a script block whose output is compressed in its own pipeline' {
        $word = 'variable'
        $request = New-Request "$url/compressed" -Method Post -Data { "from a $word" } -Compress gzip
        $r = $request | Wait-Request -Until { $_.Ok } -ErrorAction Stop
        $r.Json().coding, $r.Json().text | Should -Be 'gzip', 'from a variable'
    }

    It 'sends a request until the script block is true: <Name>' -ForEach @(
        @{ Name = 'with $_'; Until = { $_.Json().status -eq 'ready' } }
        @{ Name = 'with a parameter'; Until = { param($Response) $Response.Json().status -eq 'ready' } }
        @{ Name = 'with variables of the caller'; Until = { $_.Json().status -eq $wanted } }
        @{ Name = 'with several outputs'; Until = { if ($_.Json().status -eq 'ready') { 0, 0 } } }
    ) {
        $wanted = 'ready'
        $session = New-WaitSession (New-Status new), @{ StatusCode = 503; Body = '<html>' }, (New-Status ready @{ id = 7 })
        $r = Wait-Request a $Until -Every 0 -Session $session
        $r.Json().id | Should -Be 7
        $mock.Calls.Count | Should -Be 3
    }

    It 'waits for an error status, too' {
        $session = New-WaitSession @{}, @{ StatusCode = 404 }
        (Wait-Request a -Until { $_.StatusCode -eq 404 } -Every 0 -Session $session).StatusCode | Should -Be 404
    }

    It 'takes a URL with its parameters, a request and a prepared request' {
        $session = New-WaitSession @{ StatusCode = 202 }, @{}
        $post = @{ Method = 'Post'; Params = @{ p = 1 }; Headers = @{ 'X-A' = 'b' }; Json = @{ q = 1 }; Auth = 'u', 'p' }
        $null = Wait-Request a { $_.StatusCode -eq 200 } -Every 0 -Session $session @post
        foreach ($call in $mock.Calls) {
            "$($call.Request.Method) $($call.Request.Url) $($call.Request.Headers['X-A'])" | Should -Be 'POST http://h/a?p=1 b'
            $call.Request.Headers['Authorization'] | Should -Match '^Basic'
        }
        Get-SentBody | Should -Be '{"q":1}', '{"q":1}'
        $described = New-Request a -Method Put -Data x
        foreach ($request in $described, ($described | ConvertTo-PreparedRequest -Session $session)) {
            $session = New-WaitSession @{ StatusCode = 202 }, @{}
            $null = $request | Wait-Request -Until { $_.StatusCode -eq 200 } -Every 0 -Session $session
            $mock.Calls.Request.Method | Should -Be 'PUT', 'PUT'
        }
        Wait-Request $described { $true } -Method Post -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.Exception.Message | Should -Match '-Method .+ New-Request'
    }

    It 'reports an error of the script block as its own, and ends the wait' {
        $session = New-WaitSession @{}, @{}
        { Wait-Request a { throw 'mine' } -Every 0 -Session $session } | Should -Throw mine
        $mock.Calls.Count | Should -Be 1
    }

    It 'refuses <Name> before it sends anything' -ForEach @(
        @{ Name = 'text as -Until'; With = @{ Until = 'ready' }; Message = '-Until cannot be this text: give a script block*' }
        @{ Name = 'a negative -Every'; With = @{ Every = -1 }; Message = '-Every must be from 0*' }
        @{ Name = 'a -ThrottleLimit of 0'; With = @{ ThrottleLimit = 0 }; Message = '-ThrottleLimit cannot be 0*' }
        @{ Name = 'two bodies'; With = @{ Json = 1; Data = 'x' }; Message = '-Json is the whole body*' }
    ) {
        $session = New-WaitSession @{}
        $arguments = @{ Uri = 'a'; Until = { $true }; Session = $session } + @{}
        foreach ($name in $With.Keys) { $arguments[$name] = $With[$name] }
        { Wait-Request @arguments } | Should -Throw $Message
        $mock.Calls.Count | Should -Be 0
    }

    It 'waits for a service that refuses connections, with -SkipConnectionError' {
        $closed = "http://127.0.0.1:$(Get-FreePort)/"
        { Wait-Request $closed { $true } } | Should -Throw -ExceptionType ([Requests.ConnectionException])
        $failed = try { Wait-Request $closed { $true } -SkipConnectionError -Every 0.01 -TotalTimeout 0.1 } catch { $_ }
        $failed.FullyQualifiedErrorId | Should -Be 'TotalTimeout,Requests.PowerShell.WaitRequestCommand'
        $failed.Exception.Message | Should -Match 'the last status was .*refused'
    }

    It 'ends with -RaiseForStatus at an error status' {
        $session = New-WaitSession @{ StatusCode = 404 }
        { Wait-Request a { $_.Ok } -RaiseForStatus -Session $session } | Should -Throw -ExceptionType ([Requests.HttpErrorException])
    }

    It 'waits for several URLs at the same time and keeps their order' {
        $group = [guid]::NewGuid()
        $r = 1..3 | ForEach-Object { "$url/together/$group/3?n=$_" } | Wait-Request -Until { $_.Ok } -ThrottleLimit 3
        $r.Url | Should -Be (1..3 | ForEach-Object { "$url/together/$group/3?n=$_" })
    }

    It 'waits as long as -Every or the response says, and -TotalTimeout limits the whole wait' {
        Set-ProcessTime ($time = New-FakeTime)
        try {
            $session = New-WaitSession @{}, @{ Headers = @{ 'Retry-After' = '120' } }, @{ Body = 'there' }
            $result = Invoke-InTime $time 'Wait-Request a { $_.Text } -Every 30 -Session $session' @{ session = $session } -Step 2
            $result.Output.Text | Should -Be 'there'
            $result.Seconds | Should -BeGreaterOrEqual 150
            $session = New-WaitSession (@(@{ StatusCode = 202 }) * 20)
            $script = 'try { Wait-Request a { $_.Text } -Every 30 -TotalTimeout 70 -Session $session } catch { $_ }'
            $result = Invoke-InTime $time $script @{ session = $session } -Step 2
            $result.Output.Exception | Should -BeOfType ([Requests.TotalTimeoutException])
            $result.Output.Exception.Response.StatusCode | Should -Be 202
            $mock.Calls.Count | Should -Be 3
        } finally { Set-ProcessTime $null }
    }

    It 'retries each request with -Retry, and renews the authentication' {
        $session = New-WaitSession @(
            @{ StatusCode = 202 }, @{ StatusCode = 503; Headers = @{ 'Retry-After' = '0' } }, @{ StatusCode = 401 }, (New-Status ready)
        )
        $tokens = [Collections.Generic.Queue[string]]::new([string[]]('old', 'new'))
        $auth = New-BearerAuth { $tokens.Dequeue() }
        $r = Wait-Request a { $_.StatusCode -eq 200 } -Every 0 -Session $session -Auth $auth -Retry 1
        $r.Json().status | Should -Be 'ready'
        $mock.Calls.Request | ForEach-Object { $_.Headers['Authorization'] } |
            Should -Be 'Bearer old', 'Bearer old', 'Bearer old', 'Bearer new'
    }

    It 'applies the total timeout of the session to each request only' {
        $session = New-WaitSession (@(@{ StatusCode = 202 }) * 3 + @{})
        Set-ProcessTime ($time = New-FakeTime)
        try {
            Set-RequestSession $session -TotalTimeout 10
            $script = 'Wait-Request a { $_.StatusCode -eq 200 } -Every 30 -Session $session'
            (Invoke-InTime $time $script @{ session = $session } -Step 2).Output.StatusCode | Should -Be 200
        } finally { Set-ProcessTime $null }
    }
}

Describe 'Wait-RequestOperation' {
    # The test server requires the cookie of the first response in each poll.
    It 'follows the <Style> style after <Method> to its result' -ForEach @(
        foreach ($style in 'operation', 'azure', 'location', 'resource') {
            foreach ($method in 'Put', 'Patch', 'Post', 'Delete') {
                if ($style -ne 'resource' -or $method -in 'Put', 'Patch') { @{ Style = $style; Method = $method } }
            }
        }
    ) {
        $name = [guid]::NewGuid()
        $begun = Invoke-Request "$url/operations/$name" -Method $Method -Params @{ style = $Style; polls = 2 }
        $begun.StatusCode | Should -BeIn 201, 202
        $r = $begun | Wait-RequestOperation -Every 0.01
        $r.Ok | Should -BeTrue
        $path = switch ("$Style $Method") {
            { $_ -match 'delete' -and $Style -in 'operation', 'azure' } { '/status'; break }
            { $_ -match '^location' } { '/location'; break }
            'azure Post' { '/result'; break }
            'operation Post' { '/status'; break }
            default { '' }
        }
        $r.Url.Split('?')[0] | Should -Be "$url/operations/$name$path"
    }

    It 'fails with the error message of the server: <Style>, <End>' -ForEach @(
        @{ Style = 'operation'; End = 'Failed' }
        @{ Style = 'azure'; End = 'Canceled' }
        @{ Style = 'location'; End = 'Failed' }
    ) {
        $begun = Invoke-Request "$url/operations/$([guid]::NewGuid())" -Method Post -Params @{ style = $Style; end = $End }
        $failed = try { $begun | Wait-RequestOperation -Every 0.01 -ErrorAction Stop } catch { $_ }
        $failed.FullyQualifiedErrorId | Should -Be 'OperationFailed,Requests.PowerShell.WaitRequestOperationCommand'
        $failed.CategoryInfo.Category | Should -Be OperationStopped
        $failed.Exception.ErrorCode | Should -Be Conflict
        $failed.Exception.ErrorMessage | Should -Match '^The deployment failed. NameTaken: The name .+ is taken.$'
        if ($Style -ne 'location') { $failed.Exception.Status | Should -Be $End }
        "$($failed.ErrorDetails)" | Should -Match 'is taken'
        $failed.Exception.Response | Should -Not -BeNullOrEmpty
        "$($failed.TargetObject)" | Should -BeLike 'POST http*/operations/*'
    }

    It 'uses the session, the authentication and the options of the response' {
        $replies = @{ StatusCode = 202; Headers = @{ Location = '/poll' } }, @{ StatusCode = 202; Headers = @{ Location = '/poll' } },
            @{ StatusCode = 302; Headers = @{ Location = '/elsewhere' }; Body = 'done' }
        $session = New-WaitSession $replies
        $begun = Invoke-Request start -Method Post -Json @{ a = 1 } -Session $session -Auth user, pass -AllowRedirects:$false
        $r = $begun | Wait-RequestOperation -Every 0
        $r.Text | Should -Be 'done'
        $mock.Calls.Request.Method | Should -Be 'POST', 'GET', 'GET'
        $mock.Calls.Request.Headers | ForEach-Object { [bool]$_['Authorization'] } | Should -Be $true, $true, $true
        Get-SentBody | Should -Be '{"a":1}', '', ''
    }

    It 'is limited by -TotalTimeout' {
        $busy = @{ StatusCode = 202; Headers = @{ Location = '/poll' } }
        $session = New-WaitSession (@($busy) * 20)
        Set-ProcessTime ($time = New-FakeTime)
        try {
            $script = '$begun = Invoke-Request a -Method Post -Session $session
                $begun | Wait-RequestOperation -Every 30 -TotalTimeout 70'
            $result = Invoke-InTime $time $script @{ session = $session } -Step 2
            $result.Failure.Exception | Should -BeOfType ([Requests.TotalTimeoutException])
            $mock.Calls.Count | Should -Be 3
        } finally { Set-ProcessTime $null }
    }

    It 'emits a response that has begun no operation unchanged, and -Verbose says so' {
        $session = New-WaitSession @{ Body = 'plain' }, @{ StatusCode = 404 }
        $plain = Invoke-Request a -Session $session
        $shown = $plain | Wait-RequestOperation -Verbose 4>&1
        [object]::ReferenceEquals($shown[-1].PSObject.BaseObject, $plain.PSObject.BaseObject) | Should -BeTrue
        "$($shown[0])" | Should -Match 'no operation'
        $missing = Invoke-Request a -Session $session
        ($missing | Wait-RequestOperation).StatusCode | Should -Be 404
        { $missing | Wait-RequestOperation -RaiseForStatus -ErrorAction Stop } |
            Should -Throw -ExceptionType ([Requests.HttpErrorException])
    }

    It 'waits for several operations at the same time, and a failure loses none of the others' {
        $begun = foreach ($end in 'Succeeded', 'Failed', 'Succeeded') {
            Invoke-Request "$url/operations/$([guid]::NewGuid())" -Method Put -Params @{ polls = 3; end = $end }
        }
        foreach ($limit in 1, 3) {
            $r = $begun | Wait-RequestOperation -Every 0.01 -ThrottleLimit $limit -ErrorAction SilentlyContinue -ErrorVariable failed
            $r.Url | Should -Be $begun[0].Url, $begun[2].Url
            $failed | Should -HaveCount 1
        }
    }

    It 'shows what it waits for in -Verbose and as progress' {
        Set-ProcessTime ($time = New-FakeTime)
        try {
            $session = New-WaitSession @{ StatusCode = 202; Headers = @{ 'Operation-Location' = '/o?sig=canary' } },
                (New-Status Running @{ percentComplete = 40 }), (New-Status Succeeded)
            $begun = Invoke-Request start -Method Post -Session $session
            $script = '$begun | Wait-RequestOperation -Every 10 -Verbose 4>&1'
            $result = Invoke-InTime $time $script @{ begun = $begun } -Step 1
            $shown = $result.Output | ForEach-Object { "$_" }
            $shown | Should -Contain 'http://h/o: 202 Accepted: waiting 10 s, then request 1'
            $shown | Should -Contain 'http://h/o: Running, 40 %: waiting 10 s, then request 2'
            "$shown" | Should -Not -Match canary
            $running = $result.Progress | Where-Object StatusDescription -EQ 'Running, 40 %: waiting 10 s, then request 2'
            $running.Activity | Select-Object -First 1 | Should -Be 'Waiting for start'
            $running.PercentComplete | Select-Object -First 1 | Should -Be 40
            $result.Progress[-1].RecordType | Should -Be Completed
        } finally { Set-ProcessTime $null }
    }

    It 'refuses what is not a response' {
        { 'text' | Wait-RequestOperation -ErrorAction Stop } | Should -Throw '-Response cannot be this text*'
    }

    It 'records its requests with the session' {
        $session = New-RequestSession -Record
        $null = Invoke-Request "$url/operations/$([guid]::NewGuid())" -Method Put -Session $session | Wait-RequestOperation -Every 0.01
        $session.Recording.Count | Should -Be 4
    }
}
