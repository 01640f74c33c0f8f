# Tests the token service of registries, and several authentications one after the other. Debian's docker-registry verifies the tokens.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $hasRegistry = Test-Peer docker-registry
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $password = ConvertTo-SecureString pass -AsPlainText -Force
}

AfterAll { Stop-TestServer $server }

Describe 'docker-registry' -Skip:(-not $hasRegistry) {
    BeforeAll {
        $port = Get-FreePort
        $folder = "$TestDrive"
        $name = New-Guid
        Set-Content "$folder/ca.pem" (Invoke-Request "$url/registry/certificate").Text
        Set-Content "$folder/registry.yml" @"
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: $folder/storage }, delete: { enabled: true } }
http: { addr: "127.0.0.1:$port" }
auth: { token: { realm: "$url/registry/$name/token", service: test, issuer: requests-test, rootcertbundle: $folder/ca.pem } }
"@
        $registry = Start-Peer docker-registry 'serve', "$folder/registry.yml" $port $folder
        $session = New-RequestSession "http://127.0.0.1:$port/v2/team/app/" -Auth (New-TokenServiceAuth user $password)
        $layer = [byte[]]::new(300KB)
        [Random]::new(7).NextBytes($layer)
        $type = 'application/vnd.docker.distribution.manifest.v2+json'
        function Get-Digest([byte[]] $Bytes) {
            "sha256:$([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($Bytes)).ToLower())"
        }
        function Get-TokenRequest { @(Invoke-Request "$url/registry/$name/requests" | ForEach-Object { $_.Json() }) }
    }

    AfterAll {
        if ($registry) { $registry.Kill($true) }
        if ($session) { Close-RequestSession $session }
    }

    It 'takes an image, lists its tags, and returns and deletes it' {
        $before = @(Get-TokenRequest).Count
        # A blob in two pieces.
        $started = Invoke-Request blobs/uploads/ -Method Post -Session $session -RaiseForStatus
        $piece = Invoke-Request $started.Headers['Location'] -Method Patch -Session $session -Data ([byte[]] $layer[0..99999]) -Headers @{
            'Content-Range' = '0-99999'; 'Content-Type' = 'application/octet-stream'
        } -RaiseForStatus
        $done = Invoke-Request $piece.Headers['Location'] -Method Put -Session $session -Params @{
            digest = Get-Digest $layer
        } -Data ([byte[]] $layer[100000..($layer.Length - 1)]) -Headers @{ 'Content-Type' = 'application/octet-stream' }
        $started.StatusCode, $piece.StatusCode, $done.StatusCode | Should -Be 202, 202, 201
        $started.History.StatusCode | Should -Be 401
        $piece.History.Count + $done.History.Count | Should -Be 0

        # A blob in one request.
        $config = [Text.Encoding]::UTF8.GetBytes('{"architecture":"amd64","os":"linux"}')
        $upload = Invoke-Request blobs/uploads/ -Method Post -Session $session -RaiseForStatus
        $null = Invoke-Request $upload.Headers['Location'] -Method Put -Session $session -Params @{
            digest = Get-Digest $config
        } -Data $config -RaiseForStatus

        $manifest = ConvertTo-Json @{
            schemaVersion = 2
            mediaType     = $type
            config        = @{
                mediaType = 'application/vnd.docker.container.image.v1+json'; size = $config.Length; digest = Get-Digest $config
            }
            layers        = @(
                @{ mediaType = 'application/vnd.docker.image.rootfs.diff.tar.gzip'; size = $layer.Length; digest = Get-Digest $layer }
            )
        } -Depth 5
        foreach ($tag in '1.0', '1.1', 'latest') {
            $r = Invoke-Request "manifests/$tag" -Method Put -Session $session -Data $manifest -Headers @{ 'Content-Type' = $type }
            $r.StatusCode | Should -Be 201
        }

        $pages = @(Invoke-Request 'tags/list?n=2' -Session $session -FollowRelLink)
        $pages.Json().tags | Sort-Object | Should -Be '1.0', '1.1', 'latest'
        $pulled = Invoke-Request manifests/latest -Session $session -Headers @{ Accept = $type }
        $pulled.Headers['Docker-Content-Digest'] | Should -Be (Get-Digest ([Text.Encoding]::UTF8.GetBytes($manifest)))
        $digest = $pulled.Json().layers[0].digest
        Invoke-Request "blobs/$digest" -Session $session -OutFile "$TestDrive/layer" -Checksum $digest
        (Get-Item "$TestDrive/layer").Length | Should -Be $layer.Length

        $deleted = Invoke-Request "manifests/$($pulled.Headers['Docker-Content-Digest'])" -Method Delete -Session $session
        $deleted.StatusCode | Should -Be 202
        # The registry names the actions in any order.
        @(Get-TokenRequest | Select-Object -Skip $before) -replace '^.*scope=' -replace 'push,pull', 'pull,push' | Should -Be @(
            'repository:team/app:pull,push', 'repository:team/app:pull', 'repository:team/app:delete'
        )
    }

    It 'is read by several calls at the same time with one token' {
        $before = @(Get-TokenRequest).Count
        $shared = New-RequestSession "http://127.0.0.1:$port/v2/" -Auth (New-GuessAuth user $password)
        $statuses = (1..12 | ForEach-Object { "parallel/app/tags/list?n=$_" } | Invoke-Request -Session $shared -ThrottleLimit 6).StatusCode
        $statuses | Should -Be (@(404) * 12)
        @(Get-TokenRequest).Count - $before | Should -Be 1
        Close-RequestSession $shared
    }

    It 'refuses a client without credentials with its own 401' {
        $r = Invoke-Request "http://127.0.0.1:$port/v2/team/app/tags/list" -Auth (New-TokenServiceAuth)
        $r.StatusCode | Should -Be 401
        $r.Headers['WWW-Authenticate'] | Should -BeLike '*insufficient_scope*'
        (Invoke-Request "http://127.0.0.1:$port/v2/public/app/tags/list" -Auth (New-TokenServiceAuth)).StatusCode | Should -Be 404
    }
}

Describe 'New-TokenServiceAuth' {
    BeforeAll { $root = "$url/registry/$(New-Guid)" }

    It 'exchanges an identity token' {
        $auth = New-TokenServiceAuth -IdentityToken (ConvertTo-SecureString identity-of-user -AsPlainText -Force)
        (Invoke-Request "$root/v2/team/app/tags/list" -Auth $auth).Json().tags | Should -Contain latest
        "$auth" | Should -Be 'TokenService (identity token)'
    }

    It 'requests a new token if the server refuses the old one' {
        $auth = New-TokenServiceAuth user $password
        $null = Invoke-Request "$root/v2/team/app/tags/list" -Auth $auth
        $null = Invoke-Request "$root/revoke"
        $r = Invoke-Request "$root/v2/team/app/tags/list" -Auth $auth
        $r.StatusCode | Should -Be 200
        $r.History.StatusCode | Should -Be 401
    }

    It 'works with -As, -OutFile and recording' {
        $session = New-RequestSession -Auth (New-TokenServiceAuth user $password) -Record
        Invoke-Request "$root/v2/as/app/tags/list" -Session $session -As Json | ForEach-Object name | Should -Be as/app
        Invoke-Request "$root/v2/file/app/tags/list" -Session $session -OutFile "$TestDrive/tags.json"
        Get-Content "$TestDrive/tags.json" | Should -BeLike '*file/app*'
        $session.Recording.Url | Should -Not -BeLike '*token*'
        Close-RequestSession $session
    }

    It 'reports what the token service says' {
        $auth = New-TokenServiceAuth user (ConvertTo-SecureString wrong-secret -AsPlainText -Force)
        { Invoke-Request "$root/v2/team/app/tags/list" -Auth $auth -ErrorAction Stop } |
            Should -Throw "*token service '$root/token' responded with 401*incorrect username or password*" -ErrorId 'TokenServiceError,*'
    }

    It 'sends nothing to a token service in another domain, unless -Realm names it' {
        $mock = New-MockAdapter @{
            Url = 'https://lscr.io/*'; StatusCode = 401
            Headers = @{ 'WWW-Authenticate' = 'Bearer realm="https://ghcr.io/token",service="ghcr.io"' }
        }, @{ Url = 'https://ghcr.io/token*'; Json = @{ token = 't' } }
        $session = New-RequestSession
        Add-RequestAdapter $session https:// $mock
        $untrusted = @{ Auth = New-TokenServiceAuth user $password; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problem' }
        Invoke-Request https://lscr.io/v2/ -Session $session @untrusted
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UntrustedTokenService,*'
        $problem[0].Exception.Realm | Should -Be 'https://ghcr.io/token'
        $mock.Calls.Count | Should -Be 1

        $trusted = New-TokenServiceAuth -Realm https://ghcr.io/token
        (Invoke-Request https://lscr.io/v2/ -Session $session -Auth $trusted).StatusCode | Should -Be 401
        $mock.Calls.Url -like 'https://ghcr.io/token*' | Should -HaveCount 1
    }

    It 'refuses <_>' -ForEach @(
        { New-TokenServiceAuth -Realm http://auth.example.com/token }, { New-TokenServiceAuth -Realm 5 }
        { New-TokenServiceAuth -Realm auth }
        { New-TokenServiceAuth -IdentityToken '' }, { New-TokenServiceAuth -Scope @($null) }, { New-TokenServiceAuth a:b c }
    ) {
        $_ | Should -Throw -ExceptionType ([Requests.InvalidRequestException])
    }
}

Describe 'Authentications one after the other' {
    It 'are applied in order' {
        $auth = { $_.Headers['X-Key'] = 'key' }, { $_.Headers['X-Signature'] = "of $($_.Headers['X-Key'])" }
        (Invoke-Request "$url/headers" -Auth $auth).Json().headers.'X-Signature' | Should -Be 'of key'
    }

    It 'can be pairs, credentials and objects: <Shown>' -ForEach @(
        @{ Shown = 'Basic \(user\), Bearer'; Auth = { ('user', 'pass'), (New-BearerAuth t) } }
        @{ Shown = 'Bearer, Digest \(user\)'; Auth = { (New-BearerAuth t), (New-DigestAuth user pass) } }
        @{ Shown = 'Basic \(user\), Script'; Auth = { [pscredential]::new('user', $password), { } } }
        @{ Shown = 'Bearer'; Auth = { , (New-BearerAuth t) } }
        @{ Shown = 'Basic \(user\)'; Auth = { 'user', 'pass' } }
    ) {
        "$((New-RequestSession -Auth (& $Auth)).Auth)" | Should -Match "^$Shown$"
        $session = New-RequestSession
        $session.Auth = & $Auth
        "$($session.Auth)" | Should -Match "^$Shown$"
    }

    It 'are refused: <Because>' -ForEach @(
        @{ Because = '*Item 2 of -Auth cannot be this text*'; Auth = { (New-BearerAuth t), 'text' } }
        @{ Because = '*Item 1 of -Auth cannot be $null*'; Auth = { $null, (New-BearerAuth t) } }
        @{ Because = '*two authentications of New-NegotiateAuth*'; Auth = { (New-NegotiateAuth u p), (New-NegotiateAuth u p) } }
    ) {
        { Invoke-Request "$url/get" -Auth (& $Auth) -ErrorAction Stop } | Should -Throw $Because -ErrorId 'InvalidParameter,*'
    }

    It 'combine Digest with a session identifier, as the RPC of Transmission needs it' {
        $state = @{}
        $session = New-CustomAuth -Apply {
            param($Request)
            if ($state.Id) { $Request.Headers['X-Transmission-Session-Id'] = $state.Id }
        } -Respond {
            param($Response)
            if ($Response.StatusCode -ne 409) { return }
            $state.Id = $Response.Headers['X-Transmission-Session-Id']
            $next = $Response.Request.Copy()
            $next.Headers['X-Transmission-Session-Id'] = $state.Id
            $next
        }
        $options = @{ Method = 'Post'; Json = @{ method = 'session-get' }; Auth = $session, (New-BasicAuth user pass) }
        $first = Invoke-Request "$url/transmission/s1/secure/rpc" @options
        $first.Json().result | Should -Be success
        $first.History.StatusCode | Should -Be 409
        (Invoke-Request "$url/transmission/s1/secure/rpc" @options).History.Count | Should -Be 0
        (Invoke-Request "$url/transmission/s2/secure/rpc" @options -RaiseForStatus).History.StatusCode | Should -Be 409
    }
}
