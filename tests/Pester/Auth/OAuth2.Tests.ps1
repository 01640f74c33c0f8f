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

    It 'shares one token with a call <Name> another call that waits for it, on the same thread' -ForEach @(
        @{
            Name = 'in a hook beside'
            Run  = {
                $hook = { $seen.Inner = Invoke-Request "$realm/resource" -Auth $auth -TotalTimeout 60 -ErrorAction Stop }
                $first, (New-Request "$url/get" -Hooks @{ request = $hook }) | Send-Request -ThrottleLimit 2 -Verbose
            }
        }
        @{
            Name = 'in a command behind'
            Run  = {
                (New-Request "$url/get"), $first | Send-Request -ThrottleLimit 2 -Verbose | ForEach-Object {
                    $seen.Inner = Invoke-Request "$realm/resource" -Auth $auth -TotalTimeout 60 -ErrorAction Stop
                    $_
                }
            }
        }
    ) {
        # The token is received on the thread of the pipeline, which the second call blocks until it has the token.
        $auth = New-OAuth2Auth "$realm/token" client secret -OnToken { param($Token) $seen.Tokens++ }
        $first = New-Request "$realm/resource" -Auth $auth
        $seen = @{ Tokens = 0 }
        $responses = & $Run 4>$null
        $responses.StatusCode | Should -Be 200, 200
        $seen.Inner.StatusCode | Should -Be 200
        $seen.Tokens | Should -Be 1
        Get-TokenRequest | Should -HaveCount 1
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

Describe 'OAuth 2 without a stored secret' {
    BeforeEach {
        $realm = "$url/oauth2/$(New-Guid)"
        $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        function Get-TokenRequest { @(Invoke-Request "$realm/token-requests" | ForEach-Object { $_.Json() }) }
    }

    It 'signs an assertion for each token request, at the endpoints of the issuer' {
        $auth = New-OAuth2Auth -Issuer $realm client -Certificate $key
        (Invoke-Request "$realm/resource" -Auth $auth).StatusCode | Should -Be 200
        $null = Invoke-Request "$realm/revoke"
        (Invoke-Request "$realm/resource" -Auth $auth).StatusCode | Should -Be 200
        Get-TokenRequest | Should -BeLike 'client_credentials assertion *'
        Get-TokenRequest | Should -HaveCount 2
        ($auth | Format-List | Out-String) | Should -Match "Issuer +: $([regex]::Escape($realm))"
    }

    It 'names its certificate, and reads the file of a renewed one' {
        function Set-CertificateFile {
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=client', $key, 'SHA256')
            $made = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
            Set-Content "$TestDrive/client.pem" $made.ExportCertificatePem(), $key.ExportPkcs8PrivateKeyPem()
            $hash = [Convert]::ToBase64String([Security.Cryptography.SHA256]::HashData($made.RawData))
            $hash.TrimEnd('=').Replace('+', '-').Replace('/', '_')
        }
        $sent = [Collections.Generic.List[object]]::new()
        $session = New-RequestSession https://api.example/
        Add-RequestAdapter $session https:// (
            New-ScriptAdapter {
                param($Request)
                $refusal = @{ 'WWW-Authenticate' = 'Bearer error="invalid_token"' }
                if ($Request.Url -notlike '*/token') { return @{ StatusCode = 401; Headers = $refusal } }
                $assertion = [Web.HttpUtility]::ParseQueryString($Request.Body.GetText())['client_assertion']
                $part = $assertion.Split('.')[0].Replace('-', '+').Replace('_', '/')
                $part = $part.PadRight([Math]::Ceiling($part.Length / 4) * 4, '=')
                $sent.Add(([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($part)) | ConvertFrom-Json))
                @{ Json = @{ access_token = "t$($sent.Count)"; expires_in = 3600 } }
            }
        ) 3>$null
        $expected = @(Set-CertificateFile) * 2
        $auth = New-OAuth2Auth https://api.example/token client -Certificate "$TestDrive/client.pem" -KeyId k
        $null = Invoke-Request /a -Session $session -Auth $auth
        $expected += Set-CertificateFile
        $null = Invoke-Request /a -Session $session -Auth $auth
        $sent.'x5t#S256' | Should -Be $expected
        $sent.alg | Should -Be (@('ES256') * 3)
        $sent.kid | Should -Be (@('k') * 3)

        Remove-Item "$TestDrive/client.pem"
        { Invoke-Request /a -Session $session -Auth $auth } | Should -Throw '*client.pem*cannot be read*' -ErrorId 'CertificateFile,*'
        { New-OAuth2Auth https://api.example/token client -Certificate "$TestDrive/client.pem" } | Should -Throw -ErrorId 'Invalid*'
    }

    It 'requests one token for a thousand first calls of several runspaces' {
        $auth = New-OAuth2Auth -Issuer $realm client -Assertion {
            # In another runspace a script block sees only its arguments.
            $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
            New-JsonWebToken $key @{ iss = 'client'; sub = 'client'; aud = $_; jti = [guid]::NewGuid() }
        }
        $statuses = 1..5 | ForEach-Object -ThrottleLimit 5 -Parallel {
            Import-Module $using:module
            (, "$using:realm/resource" * 200 | Invoke-Request -Auth $using:auth -ThrottleLimit 40).StatusCode
        }
        $statuses | Group-Object -NoElement | ForEach-Object { "$($_.Name): $($_.Count)" } | Should -Be '200: 1000'
        Get-TokenRequest | Should -HaveCount 1
    }

    It 'reads the file of an assertion for each token request' {
        $file = "$TestDrive/token"
        $claims = @{ iss = 'client'; sub = 'client'; aud = "$realm/token"; jti = [guid]::NewGuid() }
        New-JsonWebToken $key $claims -AsPlainText | Set-Content $file
        $auth = New-OAuth2Auth "$realm/token" client -Assertion $file
        (Invoke-Request "$realm/resource" -Auth $auth).StatusCode | Should -Be 200
        $null = Invoke-Request "$realm/revoke"
        Set-Content $file ' '
        { Invoke-Request "$realm/resource" -Auth $auth -ErrorAction Stop } |
            Should -Throw "The file '*token' returned no assertion, so no token was requested." -ErrorId 'OAuth2Assertion,*'
        Get-TokenRequest | Should -HaveCount 1
    }

    It 'sends nothing if the script block yields <Name>' -ForEach @(
        @{ Name = 'nothing'; Block = { }; Message = 'The script block given as -Assertion returned no assertion*' }
        @{ Name = 'a text'; Block = { 'Please sign in.' }; Message = '*returned a text that is not a JSON Web Token*' }
        @{ Name = 'an error'; Block = { throw 'no agent' }; Message = '*-Assertion failed, so no token was requested: no agent' }
        @{ Name = 'a map'; Block = { @{ a = 1 } }; Message = '*-Assertion failed*Hashtable*' }
    ) {
        $auth = New-OAuth2Auth "$realm/token" client -Assertion $Block
        { Invoke-Request "$realm/resource" -Auth $auth -ErrorAction Stop } | Should -Throw $Message -ErrorId 'OAuth2Assertion,*'
        Get-TokenRequest | Should -BeNullOrEmpty
    }

    It 'gets a token for the assertion of a service account' {
        $auth = New-OAuth2Auth "$realm/token" -Scope read -GrantAssertion { New-JsonWebToken $key @{ iss = 'robot'; aud = $_ } }
        (Invoke-Request "$realm/resource" -Auth $auth).StatusCode | Should -Be 200
        $behalf = New-OAuth2Auth -Issuer $realm client secret -GrantAssertion { New-JsonWebToken $key @{ iss = 'user'; aud = $_ } }
        (Invoke-Request "$realm/resource" -Auth $behalf).StatusCode | Should -Be 200
        (Get-TokenRequest) -replace ' scope.*' | Should -Be 'urn:ietf:params:oauth:grant-type:jwt-bearer body',
        'urn:ietf:params:oauth:grant-type:jwt-bearer basic'
    }

    It 'signs a user in at the endpoints of the issuer' {
        $auth = New-OAuth2Auth -Issuer $realm public -Interactive -Prompt { param($Prompt) $null = Invoke-WebRequest $Prompt.Uri }
        (Invoke-Request "$realm/resource" -Auth $auth).StatusCode | Should -Be 200
        $device = New-OAuth2Auth -Issuer $realm public -DeviceCode -Prompt { param($Prompt) $null = Invoke-Request $Prompt.CompleteUri }
        (Invoke-Request "$realm/resource" -Auth $device).StatusCode | Should -Be 200
    }

    It 'revokes the tokens' {
        $auth = New-OAuth2Auth -Issuer $realm client secret -Credential $user
        (Invoke-Request "$realm/resource" -Auth $auth).StatusCode | Should -Be 200
        Revoke-OAuth2Token $auth -WhatIf
        $auth.Token | Should -Not -BeNullOrEmpty
        $auth | Revoke-OAuth2Token | Should -BeNullOrEmpty
        $auth.Token | Should -BeNullOrEmpty
        (Invoke-Request "$realm/revocations").Json() | Should -Be 'refresh_token', 'access_token'
        $kept = New-OAuth2Auth "$realm/token" client secret -Token @{ AccessToken = 'other-kind' }
        { Revoke-OAuth2Token $kept -RevocationUri "$realm/revocation" } | Should -Throw '*unsupported_token_type*' -ErrorId 'OAuth2Error,*'
        $kept.Token | Should -Not -BeNullOrEmpty
        { Revoke-OAuth2Token $kept } | Should -Throw '*RevocationUri*' -ErrorId 'InvalidParameter,*'
    }

    It 'is an error if the assertion is requested with the authentication that waits for it' {
        $session = New-RequestSession
        $auth = New-OAuth2Auth "$realm/token" client -Assertion { (Invoke-Request "$url/get" -Session $session).Text }
        $session.Auth = $auth
        { Invoke-Request "$realm/resource" -Session $session -TotalTimeout 30 -ErrorAction Stop } | Should -Throw '*waits for this token*'
    }

    It 'refuses <Name> before anything is sent' -ForEach @(
        @{
            Name   = 'a secret and a certificate'
            Script = { New-OAuth2Auth "$realm/token" client secret -Certificate $key }
            Id     = 'ParameterConflict,*'
        }
        @{
            Name   = 'a certificate and an assertion'
            Script = { New-OAuth2Auth "$realm/token" client -Certificate $key -Assertion { } }
            Id     = 'ParameterConflict,*'
        }
        @{ Name = 'a key identifier alone'; Script = { New-OAuth2Auth "$realm/token" client s -KeyId k }; Id = 'ParameterConflict,*' }
        @{
            Name   = 'two grants'
            Script = { New-OAuth2Auth -Issuer $realm client -Interactive -DeviceCode }
            Id     = 'ParameterConflict,*'
        }
        @{
            Name   = 'a prompt without a user'
            Script = { New-OAuth2Auth -Issuer $realm client secret -Prompt { } }
            Id     = 'ParameterConflict,*'
        }
        @{
            Name   = 'a variable that is not set'
            Script = { New-OAuth2Auth "$realm/token" client -Assertion $null }
            Id     = 'InvalidParameter,*'
        }
        @{
            Name   = 'an assertion as text'
            Script = { New-OAuth2Auth "$realm/token" client -Assertion eyJhunter2.e30.c2ln }
            Id     = 'InvalidParameter,*'
        }
        @{
            Name   = 'an assertion as text with a blank in its head'
            Script = { New-OAuth2Auth "$realm/token" client -Assertion eyAihunter2.e30.c2ln }
            Id     = 'InvalidParameter,*'
        }
        @{
            Name   = 'a file that does not exist'
            Script = { New-OAuth2Auth "$realm/token" client -Assertion "$TestDrive/none" }
            Id     = 'InvalidParameter,*'
        }
        @{
            Name   = 'a secret as algorithm of a certificate'
            Script = { New-OAuth2Auth "$realm/token" client -Certificate $key -Algorithm HS256 }
            Id     = 'InvalidParameter,*'
        }
        @{
            Name   = 'a key of another kind'
            Script = { New-OAuth2Auth "$realm/token" client -Certificate $key -Algorithm PS256 }
            Id     = 'CertificateFile,*'
        }
        @{ Name = 'http to another machine'; Script = { New-OAuth2Auth -Issuer http://login.example.com client s }; Id = 'InvalidUrl,*' }
        @{ Name = 'no client'; Script = { New-OAuth2Auth -Issuer $realm -ClientSecret s }; Id = 'InvalidParameter,*' }
    ) {
        $failed = $Script | Should -Throw -ErrorId $Id -PassThru
        $failed.Exception.Message | Should -Not -Match 'hunter2'
    }
}
