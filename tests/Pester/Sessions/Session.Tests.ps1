BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
}

AfterAll { Stop-TestServer $server }

Describe 'A session' {
    It 'has a method for each verb, with the parameters of a call as a map' {
        $session = New-RequestSession -BaseUri $url
        $session.Get('/get').StatusCode | Should -Be 200
        $session.Post('/post', @{ Json = @{ a = 1 } }).Json().json.a | Should -Be 1
        foreach ($verb in 'Put', 'Patch', 'Delete') { $session.$verb("/$verb".ToLower()).Request.Method | Should -Be $verb.ToUpper() }
        $session.Head('/get').Text | Should -BeNullOrEmpty
        $session.Request('REPORT', '/anything/x').Request.Method | Should -Be 'REPORT'
        $session.Options('/anything/x').Request.Method | Should -Be 'OPTIONS'
        $session.Send((New-Request '/get' -Params @{ a = 1 })).Json().args.a | Should -Be 1
        $session.Mount('mock://', (New-MockAdapter @{ Body = 'mounted' }))
        $session.Get('mock://x/').Text | Should -Be 'mounted'
        $session.GetAdapter('mock://x/').Calls.Count | Should -Be 1
        { $session.Get('/status/404', @{ RaiseForStatus = $true }) } | Should -Throw
        try {
            $session.Get('/status/404', @{ RaiseForStatus = $true })
        } catch [Requests.HttpErrorException] {
            $caught = $_.Exception.Response.StatusCode
        }
        $caught | Should -Be 404
        $session.Get('/links/3/0', @{ FollowRelLink = $true }).Count | Should -Be 3
    }

    It 'has a version of HTTP and a Unix socket, as a call has' {
        Invoke-Request "$($server.Http2Url)/get" -HttpVersion 2 | ForEach-Object HttpVersion | Should -Be '2.0'
        $session = New-RequestSession -UnixSocket $server.UnixSocket -Proxies http://127.0.0.1:1
        $response = $session.Get('http://docker.example/headers')
        $response.Json().headers.Host | Should -Be 'docker.example'
        $copy = New-RequestSession -From $session
        $copy.Get('http://docker.example/get').StatusCode | Should -Be 200
        Set-RequestSession $session -UnixSocket $null -HttpVersion 2 -Proxies $null
        $session.Get("$($server.Http2Url)/get").HttpVersion | Should -Be '2.0'
        $session.Get("$url/get", @{ HttpVersion = 1.1 }).HttpVersion | Should -Be '1.1'
        foreach ($bad in 3, 'x', $true, '', '1.0') {
            { Invoke-Request $url -HttpVersion $bad -ErrorAction Stop } | Should -Throw '*1.1 or 2*'
        }
        foreach ($bad in 3, $true, '') {
            { Invoke-Request $url -UnixSocket $bad -ErrorAction Stop } | Should -Throw '*path of a Unix socket*'
        }
    }

    It 'is changed by Set-RequestSession, and not changed by an invalid value' {
        $session = New-RequestSession -Headers ([ordered]@{ 'X-A' = '1'; 'X-B' = '2' }) -Params @{ p = 1 } -Auth 'u', 'p'
        Set-RequestSession $session -Headers @{ 'X-A' = $null } -Params @{ p = $null; q = 2 } -Auth $null
        $seen = $session.Get("$url/get").Json()
        $seen.headers.PSObject.Properties.Name | Should -Not -Contain 'X-A'
        $seen.headers.'X-B' | Should -Be '2'
        $seen.args.q | Should -Be '2'
        $seen.headers.PSObject.Properties.Name | Should -Not -Contain 'Authorization'
        { Set-RequestSession $session -Timeout 'soon' -Headers @{ 'X-C' = '3' } } | Should -Throw -ErrorId 'InvalidTimeout*'
        $session.Headers['X-C'] | Should -BeNullOrEmpty
    }

    It 'is overridden by $null on a call' {
        $session = New-RequestSession -Auth 'u', 'p' -Hooks @{ response = { throw 'must not run' } }
        $response = Invoke-Request "$url/headers" -Session $session -Auth $null -Hooks $null -WarningVariable warned
        $response.Request.Headers['Authorization'] | Should -BeNullOrEmpty
        $warned | Should -BeNullOrEmpty
    }

    It 'trusts the CA file that the environment names, except with -TrustEnv:$false' {
        $session = New-RequestSession
        try {
            $env:REQUESTS_CA_BUNDLE, $before = $server.CaFile, $env:REQUESTS_CA_BUNDLE
            $session.Get("$($server.SecureUrl)/get").StatusCode | Should -Be 200
            (New-Request "$($server.SecureUrl)/get" | ConvertTo-PreparedRequest | Send-Request -Session $session).StatusCode |
                Should -Be 200
            { Invoke-Request "$($server.SecureUrl)/get" -Session (New-RequestSession -TrustEnv:$false) -ErrorAction Stop } |
                Should -Throw -ErrorId 'SslError*'
            $env:REQUESTS_CA_BUNDLE = "$TestDrive/none.pem"
            { Invoke-Request "$($server.SecureUrl)/get" -ErrorAction Stop } | Should -Throw '*none.pem*' -ErrorId 'SslError*'
        }
        finally { $env:REQUESTS_CA_BUNDLE = $before }
    }

    It 'sends nothing after it is closed, and reports that' {
        $session = New-RequestSession
        Close-RequestSession $session
        Close-RequestSession $session
        { Invoke-Request "$url/get" -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'SessionClosed*'
    }

    It 'continues after a response that is closed unread' {
        $session = New-RequestSession
        $response = Invoke-Request "$url/bytes/5000000" -Session $session -Stream
        $response.Close()
        $response.ContentConsumed | Should -BeFalse
        { $response.Raw.ReadByte() } | Should -Throw
        foreach ($name in 'Content', 'Text', 'ApparentEncoding') { { $response.$name } | Should -Throw '*closed before*' }
        try { $response.Text } catch [Requests.StreamConsumedException] { $caught = $_.Exception }
        $caught | Should -Not -BeNullOrEmpty
        { foreach ($piece in $response.IterContent(100)) { $piece } } | Should -Throw "*closed before*"
        $session.Get("$url/get").StatusCode | Should -Be 200
    }

    It 'is closed by Use-RequestSession after success, failure and -First, and its output is streamed' {
        $sessions = [Collections.Generic.List[object]]::new()
        Use-RequestSession { param($s) $sessions.Add($s); $s.Get("$url/get").StatusCode } | Should -Be 200
        { Use-RequestSession { param($s) $sessions.Add($s); throw 'oops' } } | Should -Throw 'oops'
        Use-RequestSession { param($s) $sessions.Add($s); 1; 2; 3 } | Select-Object -First 1 | Should -Be 1
        $sessions.IsClosed | Should -Be $true, $true, $true
    }

    It 'can be shared by a pool of runspaces' {
        $session = New-RequestSession -Headers @{ 'X-Team' = 'red' }
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-ModuleManifestPath))
        $pool = [runspacefactory]::CreateRunspacePool(1, 4, $state, $Host)
        $pool.Open()
        try {
            $running = 1..20 | ForEach-Object {
                $shell = [powershell]::Create()
                $shell.RunspacePool = $pool
                $null = $shell.AddScript(
                    'param($url, $session) (Invoke-Request "$url/headers" -Session $session).Json().headers."X-Team"'
                ).AddArgument($url).AddArgument($session)
                @{ Shell = $shell; Handle = $shell.BeginInvoke() }
            }
            $running | ForEach-Object { $_.Shell.EndInvoke($_.Handle); $_.Shell.Streams.Error } | Should -Be (@('red') * 20)
        } finally {
            $running.Shell.Dispose()
            $pool.Dispose()
        }
    }

    It 'can be shared by parallel runspaces' {
        $session = New-RequestSession
        $module = Get-ModuleManifestPath
        $results = 1..60 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:module
            $session = $using:session
            $n = $_
            $null = $session.Get("$using:url/cookies/set?c$n=$n")
            $session.Get("$using:url/anything", @{ Params = @{ n = $n } }).Json().args.n
        }
        $results | Sort-Object { [int]$_ } | Should -Be (1..60)
        $session.Cookies.Count | Should -Be 60
    }
}

Describe 'A prepared request' {
    It 'is created from the output of New-Request, and other objects are refused with a reason' {
        $session = New-RequestSession -Headers @{ 'X-Team' = 'red' }
        $session.Send((New-Request "$url/headers")).Json().headers.'X-Team' | Should -Be 'red'
        { $session.Send('GET') } | Should -Throw '*Request cannot be this text: give a request of New-Request*'
        { Send-Request 5 -ErrorAction Stop } | Should -Throw '*Request cannot be Int32*'
    }

    It 'can be changed and sent twice' {
        $session = New-RequestSession -Headers @{ 'X-Team' = 'red' }
        $prepared = New-Request "$url/post" -Method Post -Data 'draft' | ConvertTo-PreparedRequest -Session $session
        $prepared.Body = @{ a = 'b c' }
        $prepared.Headers['X-Mine'] = '1'
        $seen = ($prepared, $prepared | Send-Request -Session $session).ForEach{ $_.Json() }
        $seen.form.a | Should -Be 'b c', 'b c'
        $seen[1].headers.'X-Team' | Should -Be 'red'
    }

    It 'is restored from a file without its secrets, and can be sent' {
        $prepared = New-Request "$url/post" -Method Post -Auth 'u', 'p' -Headers @{ 'X-Mine' = '1' } -Files @{ f = 'content' } |
            ConvertTo-PreparedRequest
        $file = Join-Path $TestDrive 'request.xml'
        $prepared | Export-Clixml $file
        Get-Content $file -Raw | Should -Not -Match 'Basic '
        $seen = (Import-Clixml $file | Send-Request).Json()
        $seen.headers.'X-Mine' | Should -Be '1'
        ($seen.files | ConvertTo-Json) | Should -Match 'content'
    }
}

Describe 'Hooks before sending' {
    It 'see and change each request' {
        $response = Invoke-Request "$url/redirect/1" -Hooks @{ request = { param($Request) $Request.Headers['X-Hook'] = 'seen' } }
        $response.Request.Headers['X-Hook'] | Should -Be 'seen'
        $response.History[0].Request.Headers['X-Hook'] | Should -Be 'seen'
    }
}

Describe 'Custom auth' {
    It 'answers a challenge as script blocks' {
        $auth = New-CustomAuth -Apply { param($r) $r.Headers['X-Pizza'] = 'one' } -Respond {
            param($r)
            if ($r.StatusCode -eq 401 -and -not $r.Request.Headers['Authorization']) {
                $n = $r.Request.Copy()
                $n.Headers['Authorization'] = 'Basic dXNlcjpwYXNz'
                $n
            }
        }
        $response = Invoke-Request "$url/basic-auth/user/pass" -Auth $auth
        $response.StatusCode | Should -Be 200
        $response.Request.Headers['X-Pizza'] | Should -Be 'one'
        $response.History.StatusCode | Should -Be 401
    }

    It 'sends nothing of it to another origin: <Name>' -ForEach @(
        @{ Name = 'of a call'; Call = { Invoke-Request https://a.example/ -Session $session -Auth $auth } }
        @{
            Name = 'of a session'
            Call = {
                $session.Auth = $auth
                $session.Get('https://a.example/')
            }
        }
        @{ Name = 'of a page'; Call = { Invoke-Request https://a.example/page -Session $session -Auth $auth -FollowRelLink } }
        @{
            Name = 'of a prepared request'
            Call = {
                $prepared = ConvertTo-PreparedRequest (New-Request https://a.example/ -Auth $auth) -Session $session
                Send-Request $prepared -Session $session
            }
        }
        @{
            Name = 'of a download'
            Call = { Invoke-Request https://a.example/ -Session $session -Auth $auth -OutFile "$TestDrive/pizza.txt" -Resume -PassThru }
        }
    ) {
        $seen = [ordered]@{}
        $session = New-RequestSession -Headers @{ 'X-Topping' = 'ham' }
        Add-RequestAdapter $session https:// {
            param($Request)
            $seen[$Request.Url] = "$($Request.Headers['X-Pizza']) $($Request.Headers['X-Topping'])"
            switch ($Request.Url) {
                'https://a.example/' { @{ StatusCode = 302; Headers = @{ Location = 'https://b.example/' } } }
                'https://a.example/page' { @{ Headers = @{ Link = '<https://b.example/>; rel="next"' } } }
                default { @{ Body = 'ok' } }
            }
        }
        $auth = New-CustomAuth {
            param($Request)
            $Request.Headers['X-Pizza'] = 'secret'
            $Request.Headers['X-Topping'] = 'key'
        }
        $null = & $Call
        $seen.Values | Should -Be 'secret key', ' ham'
    }

    It 'can be a class that derives from Requests.AuthBase' {
        $auth = [scriptblock]::Create(
            'class PizzaAuth : Requests.AuthBase {
                [void] Apply([Requests.PreparedRequest]$r) { $r.Headers["X-Pizza"] = "class" }
            }
            [PizzaAuth]::new()'
        ).Invoke()[0]
        (Invoke-Request "$url/headers" -Auth $auth).Json().headers.'X-Pizza' | Should -Be 'class'
    }
}

Describe 'Adapters' {
    It 'are added, found and removed by prefix' {
        $session = New-RequestSession
        Add-RequestAdapter $session 'script://x/' { param($Request) @{ StatusCode = 201; Json = @{ method = $Request.Method } } }
        (Invoke-Request script://x/y -Session $session -Method put).Json().method | Should -Be 'PUT'
        (Get-RequestAdapter $session script://x/y).Prefix | Should -Be 'script://x/'
        Remove-RequestAdapter $session 'SCRIPT://x/'
        { Remove-RequestAdapter $session 'script://x/' } | Should -Throw '*has no adapter*'
        { Invoke-Request script://x/y -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSchema*'
    }

    It 'cause a warning for a host without a slash' {
        Add-RequestAdapter (New-RequestSession) 'https://example.com' (New-HttpAdapter) -WarningVariable warned 3>$null
        $warned | Should -Match 'slash'
    }

    It 'mock a server, and list the replies if none matches' {
        $mock = New-MockAdapter -Replies @{
            Method      = 'POST'
            Url         = '/users'
            RequestJson = @{ name = 'Alice' }
            StatusCode  = 201
            Json        = @{ id = 7 }
        }, @{ Url = '/script'; Script = { param($Request) "requested $($Request.Url)" } }
        $session = New-RequestSession -BaseUri https://api.example.com
        Add-RequestAdapter $session https:// $mock
        $session.Post('/users', @{ Json = @{ name = 'Alice' } }).Json().id | Should -Be 7
        $null = $session.Get('/script?token=s3cret')
        $session.Get('/script').Text | Should -Be 'requested https://api.example.com/script'
        { $session.Get('/other') } | Should -Throw '*POST /users*'
        $mock.Calls.Url | Should -Be 'https://api.example.com/users', 'https://api.example.com/script?token=s3cret',
            'https://api.example.com/script', 'https://api.example.com/other'
        ($mock.Calls | Out-String), (New-Request 'http://u:s3cret@h/?token=s3cret' | Out-String) | Should -Not -Match 's3cret'
        [Management.Automation.PSSerializer]::Serialize((New-Request 'http://u:s3cret@h/' -Auth 'u', 's3cret')) |
            Should -Not -Match 's3cret'
        { New-MockAdapter -Replies @{ Uri = '/x' } } | Should -Throw "*no part 'Uri'*"
    }
}

Describe 'A failure that a mock throws' {
    It 'is one error for each URL, with any exception' {
        $session = New-RequestSession
        Add-RequestAdapter $session http:// (New-MockAdapter @{ Exception = [IO.IOException]::new('disk') })
        $results = 'http://a/', 'http://b/' | Invoke-Request -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed
        $results | Should -BeNullOrEmpty
        $failed.Exception.Message | Should -Be 'disk', 'disk'
    }
}

Describe 'Stopping' {
    It 'ends <Name> within a second' -ForEach @(
        @{
            Name   = 'the wait before a retry'
            Reply  = @{ StatusCode = 503; Headers = @{ 'Retry-After' = '600' } }
            Closes = $false
            Script = 'Invoke-Request http://h/ -Session $args[0] -Retry 3'
        }
        @{ Name = 'a mock with a delay'; Reply = @{ Delay = 90 }; Closes = $false; Script = '$args[0].Get("http://h/")' }
        @{
            Name   = 'a block with a session, which is closed'
            Reply  = @{ Delay = 90 }
            Closes = $true
            Script = 'Use-RequestSession -Session $args[0] { param($s) New-Request http://h/ | Send-Request -Session $s }'
        }
    ) {
        $mock = New-MockAdapter $Reply
        $session = New-RequestSession
        Add-RequestAdapter $session http:// $mock
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-ModuleManifestPath)'; $Script").AddArgument($session)
            $running = $shell.BeginInvoke()
            $deadline = [DateTime]::UtcNow.AddSeconds(20)
            while ($mock.Calls.Count -eq 0 -and [DateTime]::UtcNow -lt $deadline) { [Threading.Thread]::Yield() }
            $mock.Calls.Count | Should -Be 1
            Stop-Shell $shell
            $running.IsCompleted | Should -BeTrue
            $session.IsClosed | Should -Be $Closes
        } finally { $shell.Dispose() }
    }
}

Describe 'Retries' {
    It 'obey the policy of a call and are in the response' {
        $mock = New-MockAdapter -Ordered -Replies @{ StatusCode = 503 }, @{ StatusCode = 503; Headers = @{ 'Retry-After' = '0' } },
            @{ Body = 'there' }
        $session = New-RequestSession
        Add-RequestAdapter $session http:// $mock
        $response = Invoke-Request http://h/ -Session $session -Retry (New-RetryPolicy 3 -StatusList 503)
        $response.Text | Should -Be 'there'
        $response.Retries.StatusCode | Should -Be 503, 503
    }

    It 'have no limit with $null' {
        (New-RetryPolicy -Total $null -Connect $null).Total | Should -BeNullOrEmpty
        (New-RetryPolicy -Methods $null).Methods | Should -BeNullOrEmpty
        { New-RetryPolicy -Total -1 } | Should -Throw '*cannot be -1*'
    }

    It 'end in an error if all fail' {
        { Invoke-Request "$url/status/500" -Retry (New-RetryPolicy 1 -StatusList 500) -ErrorAction Stop } |
            Should -Throw -ErrorId 'RetryError*'
        { Invoke-Request "$url/get" -Retry 'often' -ErrorAction Stop } | Should -Throw '*Retry must be*'
    }
}
