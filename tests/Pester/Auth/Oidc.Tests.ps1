# Tests New-OAuth2Auth and Revoke-OAuth2Token with oidc-provider, a certified OpenID provider. A session acts as the user's browser.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $hasNode = Test-Peer node, npm
}

Describe 'oidc-provider' -Skip:(-not $hasNode) {
    BeforeAll {
        Import-Module "$PSScriptRoot/../TestSupport.psm1"
        $folder = (New-Item (Join-Path (Resolve-Path "$PSScriptRoot/../../..") output/oidc) -ItemType Directory -Force).FullName
        if (-not (Test-Path "$folder/node_modules/oidc-provider")) {
            npm install --prefix $folder --no-save --no-package-lock --no-audit --no-fund --loglevel=error oidc-provider@8 | Out-Host
        }
        Copy-Item "$PSScriptRoot/../Peers/oidc.mjs" $folder

        # The public keys of the clients, as the provider takes them.
        $rsa = [Security.Cryptography.RSA]::Create(2048)
        $ecdsa = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        function ConvertTo-Base64Url([byte[]] $Bytes) { [Convert]::ToBase64String($Bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
        $public = $rsa.ExportParameters($false)
        $rsaKey = @{ kty = 'RSA'; kid = 'r'; n = ConvertTo-Base64Url $public.Modulus; e = ConvertTo-Base64Url $public.Exponent }
        $point = $ecdsa.ExportParameters($false).Q
        $ecdsaKey = @{ kty = 'EC'; kid = 'e'; crv = 'P-256'; x = ConvertTo-Base64Url $point.X; y = ConvertTo-Base64Url $point.Y }
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
            'CN=client', $rsa, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1
        )
        $certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
        $machine = @{ grant_types = @('client_credentials'); redirect_uris = @(); response_types = @() }
        $user = @{ application_type = 'native'; redirect_uris = @('http://127.0.0.1/'); response_types = @('code') }
        $device = 'urn:ietf:params:oauth:grant-type:device_code'
        $clients = @(
            @{ client_id = 'service'; client_secret = 's3cret: +/&' } + $machine
            @{ client_id = 'form'; client_secret = 'secret'; token_endpoint_auth_method = 'client_secret_post' } + $machine
            @{ client_id = 'signed'; token_endpoint_auth_method = 'private_key_jwt'; jwks = @{ keys = @($rsaKey, $ecdsaKey) } } + $machine
            @{
                client_id                  = 'app'
                token_endpoint_auth_method = 'none'
                grant_types                = @('authorization_code', 'refresh_token', $device)
            } + $user
            @{
                client_id                  = 'signed-app'
                token_endpoint_auth_method = 'private_key_jwt'
                jwks                       = @{ keys = @($ecdsaKey) }
                grant_types                = @('authorization_code', 'refresh_token', $device)
            } + $user
        )
        ConvertTo-Json $clients -Depth 6 | Set-Content "$TestDrive/clients.json"
        $port = Get-FreePort
        $process = Start-Peer node "$folder/oidc.mjs", $port, "$TestDrive/clients.json" $port "$TestDrive"
        $issuer = "http://127.0.0.1:$port"
        $signIn = @{ Scope = 'openid', 'offline_access'; SignInTimeout = 60 }

        # Signs in and consents, as a user does: sends the first form of each page until a page has no form.
        $browser = {
            param($Prompt)
            $session = New-RequestSession
            $page = Invoke-Request ($Prompt.CompleteUri ?? $Prompt.Uri) -Session $session
            foreach ($number in 1..8) {
                $form = @($page.HtmlForms())[0]
                if (-not $form) { break }
                $fields = $form.Fields.Keys -contains 'login' ? @{ login = 'alice'; password = 'any' } : @{}
                $page = Submit-HtmlForm $form $fields -Session $session
            }
        }
        function Get-Resource($Auth) { (Invoke-Request "$issuer/resource" -Auth $Auth -RaiseForStatus).Json() }
    }

    AfterAll { if ($process) { $process.Kill($true) } }

    It 'issues a token for client credentials, with the secret in the header or in the form' {
        $auth = New-OAuth2Auth -Issuer $issuer service 's3cret: +/&'
        (Get-Resource $auth).client | Should -Be 'service'
        (Get-Resource (New-OAuth2Auth "$issuer/token" form secret -ClientAuthentication Body)).client | Should -Be 'form'
        { Get-Resource (New-OAuth2Auth -Issuer $issuer service wrong) } | Should -Throw -ErrorId 'OAuth2Error,*'
        { Get-Resource (New-OAuth2Auth -Issuer "$issuer/" service secret) } | Should -Throw "*names the issuer '$issuer', and not*"
    }

    It 'accepts the assertion of a <Name>' -ForEach @(
        @{ Name = 'certificate with RS256'; Make = { @{ Certificate = $certificate } } }
        @{ Name = 'certificate with PS256'; Make = { @{ Certificate = $certificate; Algorithm = 'PS256' } } }
        @{ Name = 'key with ES256'; Make = { @{ Certificate = $ecdsa; KeyId = 'e' } } }
        @{ Name = 'key with the issuer as audience'; Make = { @{ Certificate = $ecdsa; AssertionAudience = $issuer } } }
        @{
            Name = 'script block'
            Make = {
                @{
                    Assertion = {
                        $claims = @{ iss = 'signed'; sub = 'signed'; aud = $_; jti = [guid]::NewGuid() }
                        New-JsonWebToken $rsa $claims -ExpiresIn 60 -KeyId r
                    }
                }
            }
        }
    ) {
        $arguments = & $Make
        (Get-Resource (New-OAuth2Auth -Issuer $issuer signed @arguments)).client | Should -Be 'signed'
    }

    It 'refuses the assertion of another key, and of a clock that is wrong, which the error says' {
        $other = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        { Get-Resource (New-OAuth2Auth -Issuer $issuer signed -Certificate $other) } | Should -Throw '*refused: invalid_client*'
        try {
            $time = New-FakeTime
            $time.SetUtcNow([DateTimeOffset]::UtcNow.AddMinutes(-20))
            Set-ProcessTime $time
            { Get-Resource (New-OAuth2Auth -Issuer $issuer signed -Certificate $ecdsa) } |
                Should -Throw '*The clock of this machine is 20 minutes behind that of the server*' -ErrorId 'OAuth2Error,*'
        } finally { Set-ProcessTime $null }
    }

    It 'issues a token for a code of the browser, and rotates the refresh token' {
        $auth = New-OAuth2Auth -Issuer $issuer app -Interactive -Prompt $browser @signIn
        (Get-Resource $auth).account | Should -Be 'alice'
        $first = ConvertFrom-SecureString $auth.Token.RefreshToken -AsPlainText
        $auth.Token.IdToken | Should -BeOfType securestring

        $later = New-OAuth2Auth -Issuer $issuer app -Token @{ RefreshToken = $first }
        (Get-Resource $later).account | Should -Be 'alice'
        ConvertFrom-SecureString $later.Token.RefreshToken -AsPlainText | Should -Not -Be $first

        # A refresh token that is used twice was stolen.
        { Get-Resource (New-OAuth2Auth -Issuer $issuer app -Token @{ RefreshToken = $first }) } | Should -Throw '*invalid_grant*'
    }

    It 'issues a token for a code of the browser to a client that signs' {
        $uris = @{ AuthorizationUri = "$issuer/auth" }
        $auth = New-OAuth2Auth "$issuer/token" signed-app -Certificate $ecdsa @uris -Prompt $browser @signIn
        (Get-Resource $auth).client | Should -Be 'signed-app'
    }

    It 'issues a token for the code of a device' {
        Set-ProcessTime ($time = New-FakeTime)
        try {
            # The provider names no interval, so five seconds pass before the first poll.
            $script = '
                $prompt = [scriptblock]::Create($browser)
                $auth = New-OAuth2Auth -Issuer $issuer app -DeviceCode -Prompt $prompt -Scope openid
                (Invoke-Request "$issuer/resource" -Auth $auth -Timeout 0).Json().account
            '
            $result = Invoke-InTime $time $script @{ issuer = $issuer; browser = $browser.ToString() } -Step 0.05
            $result.Failure | Should -BeNullOrEmpty
            $result.Output | Should -Be 'alice'
        } finally { Set-ProcessTime $null }
    }

    It 'revokes the tokens, so that they are not accepted' {
        $auth = New-OAuth2Auth -Issuer $issuer app -Interactive -Prompt $browser @signIn
        $null = Get-Resource $auth
        $token = $auth.Token
        $auth | Revoke-OAuth2Token
        $auth.Token | Should -BeNullOrEmpty
        (Invoke-Request "$issuer/resource" -Auth (New-BearerAuth $token.AccessToken)).StatusCode | Should -Be 401
        { Get-Resource (New-OAuth2Auth -Issuer $issuer app -Token $token) } | Should -Throw '*invalid_grant*'
        (Get-Resource $auth).account | Should -Be 'alice'

        $service = New-OAuth2Auth "$issuer/token" signed -Certificate $ecdsa
        $null = Get-Resource $service
        Revoke-OAuth2Token $service -RevocationUri "$issuer/token/revocation"
        $service.Token | Should -BeNullOrEmpty
    }
}
