BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
}

AfterAll { Stop-TestServer $server }

Describe 'Hooks' {
    It 'run on the pipeline thread, with the caller''s variables and the response' {
        $seen = [Collections.Generic.List[object]]::new()
        $here = [Environment]::CurrentManagedThreadId
        $null = Invoke-Request "$url/redirect/1" -Hooks @{
            response = {
                param($Response, $Options)
                $seen.Add($Response.StatusCode)
                $seen.Add([Environment]::CurrentManagedThreadId)
                $seen.Add($Options.Timeout.Read.TotalSeconds)
            }
        }
        $seen | Should -Be 302, $here, 100, 200, $here, 100
    }

    It 'of a call replace those of its session' {
        $log = [Collections.Generic.List[string]]::new()
        $session = New-RequestSession -Hooks @{ response = { $log.Add('session') } }
        $null = Invoke-Request "$url/get" -Session $session
        $null = Invoke-Request "$url/get" -Session $session -Hooks @{ response = { $log.Add('call') } }
        $log | Should -Be 'session', 'call'
    }

    It 'replace the response one after the other, and write no output' {
        $r = Invoke-Request "$url/get" -Hooks @{ response = { 'noise'; [Requests.Response]::new($args[0].Request, 299) }, { 'more noise' } }
        @($r).Count | Should -Be 1
        $r.StatusCode | Should -Be 299
    }

    It 'write a warning if they fail, and stop the call with -ErrorAction Stop' {
        $r = Invoke-Request "$url/get" -Hooks @{
            response = { throw 'oops' }
        } -WarningVariable warning -WarningAction SilentlyContinue -ErrorAction Continue
        $r.StatusCode | Should -Be 200
        "$warning" | Should -BeLike '*oops*'
        { Invoke-Request "$url/get" -Hooks @{ response = { throw 'oops' } } -ErrorAction Stop } | Should -Throw '*oops*'
    }

    It 'can send requests with the session' {
        $session = New-RequestSession
        $r = Invoke-Request "$url/get" -Session $session -Hooks @{
            response = { param($Response) Invoke-Request "$url/headers" -Session $session }
        }
        $r.Url | Should -Be "$url/headers"
    }

    It 'are refused for an unknown event' {
        { Invoke-Request $url -Hooks @{ respnse = { } } -ErrorAction Stop } | Should -Throw "*'response'*"
    }
}

Describe 'Auth' {
    It 'sends Basic with the first request' {
        $auths = @(, @('user', 'pass')), [pscredential]::new('user', (ConvertTo-SecureString pass -AsPlainText -Force)),
            (New-BasicAuth user pass)
        foreach ($auth in $auths) {
            $value = if ($auth -is [array] -and $auth.Count -eq 1) { $auth[0] } else { $auth }
            $r = Invoke-Request "$url/basic-auth/user/pass" -Auth $value
            $r.StatusCode, $r.History.Count | Should -Be 200, 0
        }
        (Invoke-Request "$url/basic-auth/user/pass").StatusCode | Should -Be 401
        (Invoke-Request "$url/basic-auth/user/pass" -Session (New-RequestSession -Auth user, pass)).StatusCode | Should -Be 200
    }

    It 'accepts a script block with the caller''s variables' {
        $token = 'dummy-auth-test-ok'
        (
            Invoke-Request "$url/headers" -Auth { param($Request) $Request.Headers['Dummy-Auth-Test'] = $token }
        ).Json().headers.'Dummy-Auth-Test' | Should -Be $token
    }

    It 'accepts a class of the user' {
        # PowerShell compiles a class before its script runs, and so before the module is imported. The class needs its own script block.
        $output = Invoke-FreshShell @"
            . ([scriptblock]::Create('
                class PizzaAuth : Requests.AuthBase {
                    [void] Apply([Requests.PreparedRequest] `$request) { `$request.Headers["X-Pizza"] = "kenneth" }
                }
                (Invoke-Request "$url/headers" -Auth ([PizzaAuth]::new())).Json().headers."X-Pizza"
            '))
"@ 2>&1
        $output | Should -Be 'kenneth'
    }

    It 'reports the error of the script block' {
        { Invoke-Request $url -Auth { throw 'no token' } } | Should -Throw 'no token' -ErrorId 'no token,*'
        { Invoke-Request $url -Auth { throw [UnauthorizedAccessException]::new('no token') } } |
            Should -Throw 'no token' -ExceptionType ([UnauthorizedAccessException])
        { Invoke-Request $url -Auth { Write-Error 'no token' -ErrorId NoToken -Category PermissionDenied -ErrorAction Stop } } |
            Should -Throw 'no token' -ErrorId 'NoToken,*'
        { Invoke-Request $url -Auth { $ErrorActionPreference = 'Stop'; Get-Item /nowhere } } |
            Should -Throw '*nowhere*' -ErrorId 'PathNotFound,*'
        { Invoke-Request $url -Auth { throw [Requests.SslException]::new('no trust') } } | Should -Throw 'no trust' -ErrorId 'SslError,*'
        { Invoke-Request $url -Auth 3 } | Should -Throw '-Auth cannot be*' -ErrorId 'InvalidParameter,*'
    }
}

Describe 'The first argument of a block' {
    BeforeAll {
        $session = New-RequestSession http://mock.test/
        Add-RequestAdapter $session http:// (
            New-MockAdapter @{
                Script = {
                    @{
                        Json = @{
                            underbar = $_.Url
                            item     = $PSItem.Url
                            argument = $args[0].Url
                            count    = $args.Count
                            a        = "$($_.Headers['X-A'])"
                            b        = "$($_.Headers['X-B'])"
                        }
                    }
                }
            }
        )
        $outer = 'outer'
        $manifest = Get-ModuleManifestPath
    }

    It 'is $_ in a mock''s reply, and $PSItem' {
        $json = (Invoke-Request a -Session $session).Json()
        $json.underbar, $json.item, $json.argument, $json.count |
            Should -Be 'http://mock.test/a', 'http://mock.test/a', 'http://mock.test/a', 2
    }

    It 'is $_ in a hook, inside a pipeline with another $_' {
        $seen = [Collections.Generic.List[object]]::new()
        $hooks = @{
            request  = { $_.Headers['X-A'] = $outer }
            response =
                { param($Response, $Options) $seen.Add($_ -eq $Response); $seen.Add($Options.GetType().Name); $seen.Add($_.StatusCode) }
        }
        $after = 'x' | ForEach-Object { $r = Invoke-Request a -Session $session -Hooks $hooks; $_ }
        $r.Json().a | Should -Be 'outer'
        $seen | Should -Be $true, 'SendOptions', 200
        $after | Should -Be 'x'
    }

    It 'is $_ in -Auth, New-CustomAuth and an adapter' {
        (Invoke-Request a -Session $session -Auth { $_.Headers['X-A'] = $outer }).Json().a | Should -Be 'outer'
        $seen = [Collections.Generic.List[int]]::new()
        (
            Invoke-Request a -Session $session -Auth (
                New-CustomAuth -Apply { $_.Headers['X-B'] = 'b' } -Respond { $seen.Add($_.StatusCode) }
            )
        ).Json().b | Should -Be 'b'
        $seen | Should -Be 200
        $session.Mount('block://', { @{ Body = $_.Url } })
        $session.Mount('script://', (New-ScriptAdapter { @{ Body = $_.Url } }))
        $session.Get('block://x/').Text, $session.Get('script://x/').Text | Should -Be 'block://x/', 'script://x/'
    }

    It 'is $_ in -OnToken' {
        Add-RequestAdapter $session https:// (
            New-MockAdapter @{ Url = 'https://mock.test/token'; Json = @{ access_token = 'T'; token_type = 'Bearer' } }
        )
        $seen = [Collections.Generic.List[object]]::new()
        $auth = New-OAuth2Auth -TokenUri https://mock.test/token -ClientId i -ClientSecret s -OnToken { $seen.Add($_.AccessToken) }
        $null = Invoke-Request a -Session $session -Auth $auth
        $seen[0] | Should -BeOfType ([securestring])
    }

    It 'is $_ in another runspace' {
        $hooks = @{ request = { $_.Headers['X-A'] = 'there' } }
        $r = 1 | ForEach-Object -Parallel { Import-Module $using:manifest; Invoke-Request a -Session $using:session -Hooks $using:hooks }
        $r.Request.Headers['X-A'] | Should -Be 'there'
    }

    It 'does not exist in a body, where $_ is that of the caller' {
        'q', 'w' | ForEach-Object { Invoke-Request "$url/post" -Method Post -Body { "b$_" } } | ForEach-Object { $_.Json().data } |
            Should -Be 'bq', 'bw'
    }

    It 'writes the output of a block to the streams of the cmdlet: <Name>' -ForEach @(
        @{ Name = 'a hook'; Call = { param($s, $block) Invoke-Request a -Session $s -Hooks @{ response = $block } @args } }
        @{ Name = 'an auth'; Call = { param($s, $block) Invoke-Request a -Session $s -Auth $block @args } }
        @{ Name = 'a body'; Call = { param($s, $block) Invoke-Request a -Session $s -Method Post -Data $block @args } }
        @{ Name = 'an adapter'; Call = { param($s, $block) $s.Mount('block://', $block); Invoke-Request block://a -Session $s @args } }
    ) {
        $block = { Write-Error soft -ErrorAction Continue; Write-Warning careful; Write-Information noted; 'text' }
        $emitted = . {
            . $Call $session $block -ErrorAction Continue -ErrorVariable errors -WarningVariable warnings -InformationVariable notes
        } 2>&1 3>&1 6>&1
        $emitted | ForEach-Object { $_.GetType().Name } | Sort-Object |
            Should -Be 'ErrorRecord', 'InformationRecord', 'Response', 'WarningRecord'
        "$errors|$warnings|$notes" | Should -Be 'soft|careful|noted'
        { & $Call $session $block -ErrorAction Stop } | Should -Throw 'soft'
        $(& $Call $session { Write-Verbose v; Write-Debug d; 'text' } -Verbose -Debug *>&1) -match '^[vd]$' |
            Should -BeNullOrEmpty -Because 'the preferences of the caller decide'
        $VerbosePreference = $DebugPreference = 'Continue'
        @(
            $(& $Call $session { Write-Verbose v; Write-Debug d; 'text' } *>&1) |
                Where-Object { "$_" -match '^[vd]$' } | ForEach-Object { $_.GetType().Name }
        ) | Should -Be 'VerboseRecord', 'DebugRecord'
    }
}

Describe 'Verbose and debug' {
    It 'write a line for each request and response, without the query and with redacted secrets' {
        $lines = Invoke-Request "$url/redirect-to?url=/get" -Auth user, pass -Verbose -Debug *>&1 | ForEach-Object { "$_" }
        $lines | Should -Contain "GET $url/redirect-to"
        ($lines -match '^302 Found').Count | Should -Be 1
        ($lines -match '^200 OK').Count | Should -Be 1
        $lines | Should -Contain '> Authorization: ********'
    }
}

Describe 'Stopping' {
    It 'ends the wait <Name> within a second' -ForEach @(
        @{ Name = 'for headers'; Reply = ' '; Script = 'Invoke-Request $args[0]' }
        @{ Name = 'within a body'; Reply = "HTTP/1.1 200 OK`r`nContent-Length: 10`r`n`r`nshort"; Script = 'Invoke-Request $args[0]' }
    ) {
        $raw = Start-RawServer $Reply -Hang
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-ModuleManifestPath)'; $Script").AddArgument($raw.Url)
            $running = $shell.BeginInvoke()
            $deadline = [DateTime]::UtcNow.AddSeconds(20)
            while ($raw.Seen.Count -eq 0 -and [DateTime]::UtcNow -lt $deadline) { [Threading.Thread]::Yield() }
            $raw.Seen.Count | Should -Be 1
            Stop-Shell $shell
            $running.IsCompleted | Should -BeTrue
        } finally {
            $shell.Dispose()
            $raw.Listener.Stop()
        }
    }

    It 'ends the pipeline with Select-Object -First' {
        @("$url/get", "$url/headers", "$url/delay/30" | Invoke-Request | Select-Object -First 2).Count | Should -Be 2
    }
}

Describe 'Sharing a session' {
    It 'works from many runspaces at the same time' {
        $session = New-RequestSession
        $results = 1..40 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:manifest
            $r = Invoke-Request "$using:url/cookies/set?n$_=$_" -Session $using:session -Headers @{ 'X-Number' = $_ }
            (Invoke-Request "$using:url/headers" -Session $using:session -Headers @{ 'X-Number' = $_ }).Json().headers.'X-Number' -eq "$_"
        }
        $results.Count | Should -Be 40
        $results | Should -Not -Contain $false
        $session.Cookies.Count | Should -Be 40
    }

    BeforeAll { $manifest = Get-ModuleManifestPath }
}
