# Tests New-BearerAuth with a script block that returns the token.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $module = (Get-Module Requests).Path
    $api = New-RequestSession https://api.example/
    $mock = New-MockAdapter @{ Script = { param($Request) @{ Json = @{ sent = "$($Request.Headers['Authorization'])" } } } }
    Add-RequestAdapter $api https:// $mock
    function Get-Sent($Auth) { (Invoke-Request a -Session $api -Auth $Auth).Json().sent }
    function New-Jwt([DateTimeOffset] $ExpiresAt) {
        $claims = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ exp = $ExpiresAt.ToUnixTimeSeconds() }))
        "e30.$([Convert]::ToBase64String($claims).TrimEnd('=').Replace('+', '-').Replace('/', '_')).c2ln"
    }
}

AfterAll {
    Close-RequestSession $api
    Stop-TestServer $server
}

Describe 'New-BearerAuth with a script block' {
    BeforeEach { $state = @{ Calls = 0 } }

    It 'runs the block when the first call needs a token, and keeps the token' {
        $auth = New-BearerAuth { $state.Calls++; "t$($state.Calls)" }
        $state.Calls | Should -Be 0
        Get-Sent $auth | Should -Be 'Bearer t1'
        Get-Sent $auth | Should -Be 'Bearer t1'
        $state.Calls | Should -Be 1
    }

    It 'runs the block on the thread and with the variables of the caller' {
        $thread = [Threading.Thread]::CurrentThread.ManagedThreadId
        $token = 'of-the-caller'
        $auth = New-BearerAuth { $state.Thread = [Threading.Thread]::CurrentThread.ManagedThreadId; $token }
        @('a') * 20 | Invoke-Request -Session $api -Auth $auth -ThrottleLimit 5 -As Json | ForEach-Object sent | Sort-Object -Unique |
            Should -Be 'Bearer of-the-caller'
        $state.Thread | Should -Be $thread
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'a secure string'; Block = { ConvertTo-SecureString abc -AsPlainText -Force } }
        @{ Name = 'a text with a line end'; Block = { "abc`n" } }
        @{ Name = 'the last object'; Block = { 'a notice'; 1; 'abc' } }
        @{
            Name  = 'the object of Get-AzAccessToken'
            Block = {
                [pscustomobject]@{
                    Token    = ConvertTo-SecureString abc -AsPlainText -Force; ExpiresOn = [DateTimeOffset]::UtcNow.AddHours(1)
                    TenantId = 'x'; UserId = 'x'; Type = 'Bearer'
                }
            }
        }
        @{ Name = 'the object of Get-MsalToken'; Block = { [pscustomobject]@{ AccessToken = 'abc'; ExpiresOn = (Get-Date).AddHours(1) } } }
        @{
            Name  = 'the lines of Azure CLI'
            Block = {
                '{', '  "accessToken": "abc",', "  `"expiresOn`": `"$((Get-Date).AddHours(1).ToString('yyyy-MM-dd HH:mm:ss.ffffff'))`",",
                "  `"expires_on`": $([DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeSeconds()),", '  "tokenType": "Bearer"', '}'
            }
        }
        @{ Name = 'the reply of a token endpoint'; Block = { '{"token_type":"Bearer","access_token":"abc","expires_in":"3600"}' } }
        @{ Name = 'a reply as a map'; Block = { @{ access_token = 'abc'; expires_in = 3600 } } }
        @{ Name = 'the reply of GitHub'; Block = { [pscustomobject]@{ token = 'abc'; expires_at = [DateTime]::UtcNow.AddHours(1) } } }
        @{
            Name  = 'the reply of CodeArtifact'
            Block = { ConvertTo-Json @{ authorizationToken = 'abc'; expiration = [DateTime]::UtcNow.AddHours(1) } }
        }
        @{
            Name  = 'a credential of Kubernetes'
            Block = {
                ConvertTo-Json @{
                    kind = 'ExecCredential'; status = @{ token = 'abc'; expirationTimestamp = [DateTime]::UtcNow.AddHours(1).ToString('o') }
                }
            }
        }
        @{
            Name  = 'such a credential as an object'
            Block = { [pscustomobject]@{ status = @{ token = 'abc'; expirationTimestamp = [DateTime]::UtcNow.AddHours(1) } } }
        }
        @{ Name = 'a token of New-OAuth2Auth'; Block = { [Requests.OAuth2Token]::new('abc') } }
    ) {
        Get-Sent (New-BearerAuth $Block) | Should -Be 'Bearer abc'
    }

    It 'runs the block again shortly before the token expires, by <Name>' -ForEach @(
        @{ Name = 'ExpiresOn'; Block = { $state.Calls++; @{ Token = "t$($state.Calls)"; ExpiresOn = $now.AddHours(1) } } }
        @{
            Name  = 'expires_on'
            Block = { $state.Calls++; @{ token = "t$($state.Calls)"; expires_on = $now.AddHours(1).ToUnixTimeSeconds() } }
        }
        @{ Name = 'expires_in'; Block = { $state.Calls++; @{ token = "t$($state.Calls)"; expires_in = 3600 } } }
        @{ Name = 'exp of a JWT'; Block = { $state.Calls++; New-Jwt $now.AddHours($state.Calls) } }
    ) {
        $time = New-FakeTime
        $now = $time.GetUtcNow()
        Set-ProcessTime $time
        try {
            $auth = New-BearerAuth $Block
            $first = Get-Sent $auth
            $time.Advance([timespan]::FromSeconds(3569))
            Get-Sent $auth | Should -Be $first
            $now = $time.GetUtcNow()
            $time.Advance([timespan]::FromSeconds(1))
            Get-Sent $auth | Should -Not -Be $first
        } finally { Set-ProcessTime $null }
        $state.Calls | Should -Be 2
    }

    It 'runs the block once more after a 401, with the response' {
        $realm = "$url/oauth2/$(New-Guid)"
        $form = @{ grant_type = 'client_credentials' }
        $auth = New-BearerAuth {
            param($Response)
            $state.Calls++
            $state.Refusal = $Response.StatusCode
            if ($state.Calls -eq 1) { 'stale' }
            else { Invoke-Request "$realm/token" -Method Post -Auth client, secret -Data $form -As Json }
        }
        $r = Invoke-Request "$realm/resource" -Auth $auth
        $r.StatusCode, $r.History.StatusCode, $state.Refusal, $state.Calls | Should -Be 200, 401, 401, 2
        (Invoke-Request "$realm/resource" -Auth $auth).History.Count | Should -Be 0
    }

    It 'sends no second request if the block returns the same token' {
        $auth = New-BearerAuth { $state.Calls++; 'abc' }
        $r = Invoke-Request "$url/oauth2/$(New-Guid)/resource" -Auth $auth
        $r.StatusCode, $r.History.Count, $state.Calls | Should -Be 401, 0, 2
    }

    It 'runs the block once for 1,000 calls at the same time' {
        $realm = "$url/oauth2/$(New-Guid)"
        $auth = New-BearerAuth {
            $state.Calls++
            Invoke-Request "$realm/token" -Method Post -Auth client, secret -Data @{ grant_type = 'client_credentials' } -As Json
        }
        $session = New-RequestSession -Auth $auth
        @("$realm/resource") * 1000 | Invoke-Request -Session $session -ThrottleLimit 50 | ForEach-Object StatusCode |
            Sort-Object -Unique | Should -Be 200
        $state.Calls | Should -Be 1
        Close-RequestSession $session
    }

    It 'runs the block once for several runspaces' {
        $barrier = [Threading.Barrier]::new(4)
        $auth = New-BearerAuth { "$(New-Guid)" }
        $sent = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            $null = ($using:barrier).SignalAndWait(30000)
            (Invoke-Request "$using:url/headers" -Auth $using:auth).Json().headers.Authorization
        }
        $sent | Should -HaveCount 4
        $sent | Sort-Object -Unique | Should -HaveCount 1
    }

    It 'works with -As, -OutFile, -Stream, a list of authentications and a session that is recorded' {
        $session = New-RequestSession -Auth (New-BearerAuth { 'hunter2-token' }) -Record
        (Invoke-Request "$url/headers" -Session $session -As Json).headers.Authorization | Should -Be 'Bearer hunter2-token'
        Invoke-Request "$url/get" -Session $session -OutFile "$TestDrive/get.json"
        (Invoke-Request "$url/get" -Session $session -Stream).Close()
        $r = Invoke-Request "$url/headers" -Auth $session.Auth, { $_.Headers['X-Length'] = "$($_.Headers['Authorization'].Length)" }
        $r.Json().headers.'X-Length' | Should -Be 20
        $session | Export-RequestHar -Path "$TestDrive/a.har"
        Get-Content "$TestDrive/a.har" -Raw | Should -Not -Match 'hunter2'
        ($session.Auth | Format-List * -Force | Out-String) + ($session.Auth | ConvertTo-Json -Depth 5) | Should -Not -Match 'hunter2'
        Close-RequestSession $session
    }

    It 'is an error if the block returns <Name>, and nothing is sent' -ForEach @(
        @{ Name = 'nothing'; Block = { }; Message = '*returned no token*' }
        @{ Name = '$null'; Block = { $null }; Message = '*returned no token*' }
        @{ Name = 'an empty text'; Block = { '' }; Message = '*returned no token*' }
        @{ Name = 'a number'; Block = { 42 }; Message = '*returned Int32, which is not a token: return*' }
        @{ Name = 'an object without a token'; Block = { @{ user = 'hunter2' } }; Message = '*no token, but user: return*' }
        @{ Name = 'another object'; Block = { Get-Date }; Message = '*returned *DateTime, which is not a token*' }
        @{ Name = 'a file'; Block = { Get-Item $TestDrive }; Message = '*object that has no token: return*' }
        @{ Name = 'a text that is not a token'; Block = { 'please run az login hunter2' }; Message = '*cannot be a token*' }
        @{ Name = 'JSON that is cut off'; Block = { '{"accessToken": "hunter2' }; Message = '*not JSON*' }
        @{ Name = 'a time that is not one'; Block = { @{ token = 'hunter2'; expires_on = 'soon' } }; Message = '*cannot be read*' }
        @{ Name = 'an expired token'; Block = { New-Jwt '2020-01-01Z' }; Message = '*expired at 2020-01-01*the clock of this machine*' }
        @{ Name = 'a token with its scheme'; Block = { 'Bearer hunter2' }; Message = "*Return it without 'Bearer'*" }
    ) {
        $count = $mock.Calls.Count
        Invoke-Request a -Session $api -Auth (New-BearerAuth $Block) -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'BearerTokenError,*'
        $problem[0].Exception | Should -BeOfType Requests.BearerTokenException
        $problem[0].Exception.Message | Should -BeLike $Message
        $mock.Calls.Count | Should -Be $count
        $problem | Get-Error | Out-String | Should -Not -Match 'hunter2'
    }

    It 'reports an error of the block as its own, once for all who wait' {
        $auth = New-BearerAuth { $state.Calls++; throw [InvalidOperationException]::new('no vault') }
        @('a') * 5 | Invoke-Request -Session $api -Auth $auth -ThrottleLimit 5 -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem | Should -HaveCount 5
        $problem.Exception.Message | Sort-Object -Unique | Should -Be 'no vault'
        $problem[0].Exception | Should -BeOfType InvalidOperationException
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*script block of New-BearerAuth*'
    }

    It 'writes what a program reports as a warning, also with -ErrorAction Stop' {
        $auth = New-BearerAuth { & /bin/sh -c 'echo notice >&2; echo abc' }
        $null = Invoke-Request a -Session $api -Auth $auth -ErrorAction Stop -WarningVariable warned 3>$null
        "$warned" | Should -BeLike '*notice*'
    } -Skip:$IsWindows

    It 'reports a block that needs its own token' {
        $session = New-RequestSession https://api.example/ -Auth (New-BearerAuth { (Invoke-Request token -Session $session).Text })
        Add-RequestAdapter $session https:// $mock
        Invoke-Request a -Session $session -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[-1].Exception.Message | Should -BeLike '*-Auth $null or another session*'
        Close-RequestSession $session
    }

    It 'is stopped with the call while the block runs, and the next call runs the block again' {
        $started = [Threading.ManualResetEventSlim]::new()
        $auth = New-BearerAuth {
            $event = [AppDomain]::CurrentDomain.GetData('started')
            if ($event.IsSet) { return 'abc' }
            $event.Set()
            Start-Sleep 60
        }
        [AppDomain]::CurrentDomain.SetData('started', $started)
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($Module, $Url, $Auth) Import-Module $Module; Invoke-Request $Url -Auth $Auth').
            AddArgument($module).AddArgument("$url/get").AddArgument($auth)
        $null = $shell.BeginInvoke()
        $started.Wait(30000) | Should -BeTrue
        Stop-Shell $shell
        $shell.Dispose()
        (Invoke-Request "$url/headers" -Auth $auth).Json().headers.Authorization | Should -Be 'Bearer abc'
    }
}
