BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $module = (Get-Module Requests).Path
    $user = [pscredential]::new('user', (ConvertTo-SecureString 'päss' -AsPlainText -Force))
}

AfterAll { Stop-TestServer $server }

Describe 'OAuth 2' {
    BeforeEach {
        $realm = "$url/oauth2/$(New-Guid)"
        function Get-TokenRequest { @(Invoke-Request "$realm/token-requests" | ForEach-Object { $_.Json() }) }
    }

    It 'requests one token for calls one after another and at the same time' {
        $auth = New-OAuth2Auth "$realm/token" client (ConvertTo-SecureString 's3cret: ü+/&' -AsPlainText -Force) -Scope read,
            write -Parameter @{ audience = 'x', 'y' }
        $auth.Token | Should -BeNullOrEmpty
        $session = New-RequestSession -Auth $auth
        (1..12 | ForEach-Object { "$realm/resource" } | Invoke-Request -Session $session -ThrottleLimit 6).StatusCode |
            Should -Be (@(200) * 12)
        (Invoke-Request "$realm/resource" -Auth $auth).StatusCode | Should -Be 200
        $requests = Get-TokenRequest
        $requests | Should -HaveCount 1
        $requests | Should -BeLike 'client_credentials basic scope=read write audience=x,y agent*'
        $auth.Token.Scope | Should -Be 'read', 'write'
        $auth.Token.AccessToken | Should -BeOfType securestring
    }

    It 'shares one token between runspaces' {
        $auth = New-OAuth2Auth "$realm/token" client secret -OnToken { param($Token) }
        $statuses = 1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            (Invoke-Request "$using:realm/resource" -Auth $using:auth).StatusCode
        }
        $statuses | Should -Be (@(200) * 8)
        Get-TokenRequest | Should -HaveCount 1
    }

    It 'passes tokens to a script block, and continues with a token that the script block stored' {
        $kept = $null
        $auth = New-OAuth2Auth "$realm/token" client secret -Credential $user -OnToken { param($Token) $script:kept = $Token }
        (Invoke-Request "$realm/resource" -Auth $auth).StatusCode | Should -Be 200
        $script:kept.RefreshToken | Should -BeOfType securestring
        $null = Invoke-Request "$realm/revoke"

        $stored = @{ RefreshToken = ConvertFrom-SecureString $script:kept.RefreshToken -AsPlainText }
        (Invoke-Request "$realm/resource" -Auth (New-OAuth2Auth "$realm/token" client secret -Token $stored)).StatusCode | Should -Be 200
        (Get-TokenRequest) -replace ' .*' | Should -Be 'password', 'refresh_token'
        (
            Invoke-Request "$realm/resource" -Auth (
                New-OAuth2Auth "$realm/token" client secret -Token $stored
            ) -ErrorAction SilentlyContinue -ErrorVariable problems
        ) | Should -BeNullOrEmpty
        $problems[0].Exception.Error | Should -Be 'invalid_grant'
    }

    It 'renews a token that the server rejects, and keeps the 401 in History' {
        $session = New-RequestSession -Auth (New-OAuth2Auth "$realm/token" client secret)
        $first = $session.Get("$realm/resource").Json().token
        $null = Invoke-Request "$realm/revoke"
        $second = $session.Get("$realm/resource")
        $second.Json().token | Should -Not -Be $first
        $second.History.StatusCode | Should -Be 401
    }

    It 'prompts with the URI and waits for the user at the browser' {
        $pages = [Collections.Generic.List[object]]::new()
        $auth = New-OAuth2Auth "$realm/token" public -AuthorizationUri "$realm/authorize" -Scope openid -Prompt {
            param($Prompt)
            $pages.Add((Invoke-WebRequest $Prompt.Uri))
        }
        (Invoke-Request "$realm/resource" -Auth $auth).StatusCode | Should -Be 200
        $pages.Content | Should -BeLike '*close this window*'
    }

    It 'writes the code for another device to the information stream' {
        $auth = New-OAuth2Auth "$realm/token" public -DeviceAuthorizationUri "$realm/device"
        $job = Start-ThreadJob {
            Import-Module $using:module
            (Invoke-Request "$using:realm/resource" -Auth $using:auth -TotalTimeout 20).StatusCode
        }
        while (-not $job.Information -and $job.State -in 'NotStarted', 'Running') { $null = Wait-Job $job -Timeout 1 }
        "$($job.Information)" | Should -Match "To sign in, open .*/approve in a browser and enter the code (U-\w+)"
        $null = Invoke-Request "$realm/approve" -Params @{ user_code = [regex]::Match("$($job.Information)", 'U-\w+').Value }
        $job | Wait-Job | Receive-Job 6>$null | Should -Be 200
    }

    It 'reports the error of the authorization server without a secret' {
        $auth = New-OAuth2Auth "$realm/token" client hunter2
        { Invoke-Request "$realm/resource" -Auth $auth -ErrorAction Stop } |
            Should -Throw '*refused: invalid_client (who are you?)*' -ErrorId 'OAuth2Error*'
        $problem = $Error[0]
        $problem.Exception | Should -BeOfType Requests.OAuth2Exception
        $problem.Exception.ErrorUri | Should -Be 'https://example.com/why'
        $problem.Exception.Response.StatusCode | Should -Be 401
        $problem.CategoryInfo.Category | Should -Be 'AuthenticationError'
        ($problem | Get-Error | Out-String) + ($auth | Format-List * -Force | Out-String) + ($auth | ConvertTo-Json -Depth 5) +
            ([Management.Automation.PSSerializer]::Serialize($problem, 4)) | Should -Not -Match 'hunter2|aHVudGVyM'
        try { Invoke-Request "$realm/resource" -Auth $auth -ErrorAction Stop } catch [Requests.OAuth2Exception] { $caught = $_ }
        $caught.Exception.ErrorDescription | Should -Be 'who are you?'
    }

    It 'shows and serializes no token' {
        $auth = New-OAuth2Auth "$realm/token" client secret
        $response = Invoke-Request "$realm/resource" -Auth $auth
        $token = $response.Json().token
        ($auth | Format-List * -Force | Out-String) + ($auth.Token | Format-List * | Out-String) + ($auth | ConvertTo-Json -Depth 5) +
            "$($auth.Token)" | Should -Not -Match $token
    }

    It 'stops within a second while it waits for a user' {
        $prompted = [Threading.ManualResetEventSlim]::new()
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($Module, $Url, $Realm, $Prompted)
            Import-Module $Module
            Invoke-Request $Url -Auth (
                New-OAuth2Auth "$Realm/token" public -AuthorizationUri "$Realm/authorize" -Prompt { $Prompted.Set() }
            )
        }).AddArgument($module).AddArgument("$realm/resource").AddArgument($realm).AddArgument($prompted)
        $running = $shell.BeginInvoke()
        $prompted.Wait(20000) | Should -BeTrue
        Stop-Shell $shell
        $shell.Dispose()
    }

    It 'refuses an invalid argument before anything is sent: <Name>' -ForEach @(
        @{
            Name    = 'http to another machine'
            Script  = { New-OAuth2Auth http://login.example.com/token id secret }
            Message = "*use https://*"
        }
        @{
            Name    = 'a redirect to another machine'
            Script  = {
                $uris = @{ AuthorizationUri = 'https://login.example.com/a'; RedirectUri = 'https://example.com/' }
                New-OAuth2Auth https://login.example.com/token id @uris
            }
            Message = '*not a plain http URL of this machine*'
        }
        @{
            Name    = 'a map without a token'
            Script  = { New-OAuth2Auth https://login.example.com/token id -Token @{ Other = 1 } }
            Message = '*AccessToken or RefreshToken*'
        }
        @{
            Name    = 'a text as token'
            Script  = { New-OAuth2Auth https://login.example.com/token id -Token abc }
            Message = '*AccessToken or RefreshToken*'
        }
        @{
            Name    = 'no script block'
            Script  = { New-OAuth2Auth https://login.example.com/token id secret -OnToken abc }
            Message = '-OnToken must be a script block*'
        }
        @{
            Name    = 'an invalid origin'
            Script  = { New-OAuth2Auth https://login.example.com/token id secret -Origin api }
            Message = '*api*'
        }
    ) {
        $Script | Should -Throw $Message
    }
}
