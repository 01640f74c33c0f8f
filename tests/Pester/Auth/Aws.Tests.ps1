# Tests signatures for Amazon Web Services: with the test server, and with s3rver, which has the interface of S3 and verifies signatures.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    # The server needs Node 20, which is newer than that of Debian 12.
    $hasNode = Test-Peer node, npm
    if ($hasNode -and [version](node --version).TrimStart('v') -lt [version]'20.0') {
        if ($env:CI) { throw "Node $(node --version) is too old: s3rver needs Node 20." }
        Write-Warning 's3rver needs Node 20; the tests against it are skipped.'
        $hasNode = $false
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $root = (Resolve-Path "$PSScriptRoot/../../..").Path
    $key = 'AKIAIOSFODNN7EXAMPLE'
    $secret = ConvertTo-SecureString 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' -AsPlainText -Force
    function Get-SentHeader($Auth, [hashtable] $With = @{}) { (Invoke-Request "$url/anything" -Auth $Auth @With).Json().headers }
}

AfterAll { Stop-TestServer $server }

Describe 'New-AwsAuth' {
    It 'takes <Name>' -ForEach @(
        @{ Name = 'an ID and a secure string'; Make = { New-AwsAuth AKID $secret -Service s3 -Region eu-west-1 } }
        @{ Name = 'an ID and a text'; Make = { New-AwsAuth AKID secret -Service s3 -Region eu-west-1 } }
        @{
            Name = 'a credential'
            Make = { [pscredential]::new('AKID', $secret) | New-AwsAuth -Service s3 -Region eu-west-1 }
        }
        @{
            Name = 'a map'
            Make = { New-AwsAuth -Credential @{ accesskeyid = 'AKID'; SecretAccessKey = $secret } -Service s3 -Region eu-west-1 }
        }
        @{
            Name  = 'JSON of the command aws'
            Make  = {
                '{ "Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": "secret", "SessionToken": "token" }' | ConvertFrom-Json |
                    New-AwsAuth -Service s3 -Region eu-west-1
            }
            Token = 'token'
        }
        @{
            Name  = 'XML of the security token service'
            Make  = {
                $xml = [xml] ('<R><Credentials><AccessKeyId>AKID</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>' +
                    '<SessionToken>token</SessionToken></Credentials></R>')
                New-AwsAuth -Credential $xml.R.Credentials -Service s3 -Region eu-west-1
            }
            Token = 'token'
        }
        @{
            Name  = 'a session token'
            Make  = { New-AwsAuth AKID $secret (ConvertTo-SecureString token -AsPlainText -Force) -Service s3 -Region eu-west-1 }
            Token = 'token'
        }
    ) {
        $auth = & $Make
        $auth | Should -BeOfType Requests.AwsAuth
        $sent = Get-SentHeader $auth
        $sent.Authorization | Should -Match '^AWS4-HMAC-SHA256 Credential=AKID/\d{8}/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-'
        $sent.'X-Amz-Security-Token' | Should -Be $Token
    }

    It 'reads keys and region from <Name>' -ForEach @(
        @{
            Name = 'the environment'
            Set  = { $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY, $env:AWS_REGION = 'AKVARIABLE', 'secret', 'eu-north-1' }
            Make = { New-AwsAuth -Service s3 }
            Seen = 'AKVARIABLE/\d{8}/eu-north-1/s3'
        }
        @{ Name = 'a profile'; Set = { }; Make = { New-AwsAuth -ProfileName work -Service s3 }; Seen = 'AKPROFILE/\d{8}/eu-south-1/s3' }
        @{
            Name = 'the profile of AWS_PROFILE'
            Set  = { $env:AWS_PROFILE = 'work' }
            Make = { New-AwsAuth -Service s3 }
            Seen = 'AKPROFILE/\d{8}/eu-south-1/s3'
        }
    ) {
        Set-Content "$TestDrive/credentials" "[work]`naws_access_key_id = AKPROFILE`naws_secret_access_key = secret"
        Set-Content "$TestDrive/config" "[profile work]`nregion = eu-south-1"
        $names = 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'REGION', 'DEFAULT_REGION', 'PROFILE', 'SHARED_CREDENTIALS_FILE', 'CONFIG_FILE'
        $before = @{}
        foreach ($name in $names) {
            $before[$name] = [Environment]::GetEnvironmentVariable("AWS_$name")
            [Environment]::SetEnvironmentVariable("AWS_$name", $null)
        }
        try {
            $env:AWS_SHARED_CREDENTIALS_FILE, $env:AWS_CONFIG_FILE = "$TestDrive/credentials", "$TestDrive/config"
            . $Set
            (Get-SentHeader (& $Make)).Authorization | Should -Match "Credential=$Seen/"
            { New-AwsAuth -ProfileName other } | Should -Throw "*no profile 'other'*" -ErrorId 'AuthenticationError,*'
        } finally {
            foreach ($name in $names) { [Environment]::SetEnvironmentVariable("AWS_$name", $before[$name]) }
        }
    }

    It 'reports an error before anything is sent: <Name>' -ForEach @(
        @{
            Name    = 'a host that is not one of Amazon'
            Script  = { Invoke-Request "$url/get" -Auth (New-AwsAuth AKID secret) -ErrorAction Stop }
            Message = '*give the service*'
        }
        @{ Name = 'an empty region'; Script = { New-AwsAuth AKID secret -Region '' }; Message = '*region must be one word*' }
        @{ Name = 'a header that is written later'; Script = { New-AwsAuth a b -SignedHeaders Connection }; Message = "*'Connection'*" }
        @{ Name = 'a payload that does not exist'; Script = { New-AwsAuth a b -Payload None }; Message = '*Auto, Hash, Unsigned, Chunks*' }
        @{ Name = 'a map without keys'; Script = { New-AwsAuth -Credential @{ a = 1 } }; Message = '*AccessKeyId, SecretAccessKey*' }
        @{ Name = 'a line end in a secret'; Script = { New-AwsAuth a "b`n" }; Message = '*SecretAccessKey*line end*' }
        @{
            Name    = 'a long expiry'
            Script  = { New-AwsPresignedUrl https://b.s3.amazonaws.com/k -Auth (New-AwsAuth a b) -ExpiresIn (New-TimeSpan -Days 8) }
            Message = '*604800*'
        }
        @{
            Name    = 'another authentication'
            Script  = { New-AwsPresignedUrl https://b.s3.amazonaws.com/k -Auth (New-BearerAuth t) }
            Message = '*New-AwsAuth creates*'
        }
        @{
            Name    = 'a URL that is presigned'
            Script  = { New-AwsPresignedUrl 'https://b.s3.amazonaws.com/k?X-Amz-Signature=1' -Auth (New-AwsAuth a b) }
            Message = '*presigned already*'
        }
        @{
            Name    = 'a stream that is read once, for another service than S3'
            Script  = {
                $auth = New-AwsAuth a b -Service sqs -Region eu-west-1
                $once = [IO.Compression.DeflateStream]::new([IO.MemoryStream]::new(), [IO.Compression.CompressionMode]::Decompress)
                Invoke-Request "$url/post" -Method Post -Data $once -Auth $auth -ErrorAction Stop
            }
            Message = '*covers the body*'
        }
    ) {
        $Script | Should -Throw $Message
    }

    It 'names a clock that is wrong as the cause of a refusal' {
        $body = '<Error><Code>RequestTimeTooSkewed</Code><Message>The difference is too large.</Message></Error>'
        $headers = @{ 'Content-Type' = 'application/xml'; Date = 'Thu, 01 Jan 2026 00:20:00 GMT' }
        $reply = @{ StatusCode = 403; Body = $body; Headers = $headers }
        $session = New-RequestSession -Auth (New-AwsAuth AKID secret)
        Add-RequestAdapter $session https:// (New-MockAdapter $reply)
        try {
            Set-ProcessTime (New-FakeTime)
            { Invoke-Request https://bucket.s3.eu-west-1.amazonaws.com/a -Session $session -ErrorAction Stop } |
                Should -Throw '*refused the signature (403)*20 minutes behind that of the server*' -ErrorId 'ClockSkew,*'
        } finally { Set-ProcessTime $null }
        $Error[0].Exception | Should -BeOfType Requests.ClockSkewException
        $Error[0].Exception.Difference | Should -Be ([timespan]::FromMinutes(-20))
        $Error[0].Exception.Response.Xml().Error.Code | Should -Be 'RequestTimeTooSkewed'
        $Error[0].CategoryInfo.Category | Should -Be 'AuthenticationError'
    }

    It 'shows no secret and no signature' {
        $token = 'hunter' + '3'
        $auth = New-AwsAuth AKID hunter2 $token -Service s3 -Region eu-west-1
        "$auth" | Should -Be 'Aws (AKID, s3, eu-west-1)'
        $session = New-RequestSession -Auth $auth
        $response = $session.Get("$url/headers")
        $signature = $response.Json().headers.Authorization -replace '.*Signature='
        $signature | Should -Match '^[0-9a-f]{64}$'
        $presigned = New-AwsPresignedUrl "$url/get" -Auth $auth
        $verbose = Invoke-Request $presigned -Session $session -Verbose -Debug 4>&1 5>&1
        Export-RequestHar $response -Path "$TestDrive/aws.har" -Force
        $shown = @(
            $auth | Format-List * -Force | Out-String
            $auth | ConvertTo-Json -Depth 4
            $response | Format-Exchange | Out-String
            $response.Request | ConvertTo-CurlCommand
            $verbose | Where-Object { $_ -isnot [Requests.Response] } | Out-String
            $verbose | Where-Object { $_ -is [Requests.Response] } | Format-Exchange | Out-String
            Get-Content "$TestDrive/aws.har" -Raw
            [Management.Automation.PSSerializer]::Serialize($session, 3)
        ) -join "`n"
        $shown | Should -Match 'Amz-Date'
        $shown | Should -Not -Match 'hunter[23]'
        $shown | Should -Not -Match $signature
        $shown | Should -Not -Match ($presigned -replace '.*X-Amz-Signature=')
    }
}

Describe 's3rver' -Skip:(-not $hasNode) {
    BeforeAll {
        $folder = (New-Item (Join-Path $root output/s3rver) -ItemType Directory -Force).FullName
        if (-not (Test-Path "$folder/node_modules/@20minutes/s3rver")) {
            npm install --prefix $folder --no-save --no-package-lock --no-audit --no-fund --loglevel=error '@20minutes/s3rver@5.0.0' |
                Out-Host
        }
        Copy-Item "$PSScriptRoot/../Peers/s3.mjs" $folder
        $data = (New-Item "$TestDrive/s3" -ItemType Directory -Force).FullName
        $port = Get-FreePort
        # Its tokens of pages use DES.
        $process = Start-Peer node '--openssl-legacy-provider', "$folder/s3.mjs", $port, $data $port "$TestDrive"
        $s3 = "http://127.0.0.1:$port"
        $auth = New-AwsAuth $key $secret -Service s3 -Region eu-west-1
        $session = New-RequestSession "$s3/tests/" -Auth $auth
    }

    AfterAll { if ($process) { $process.Kill($true) } }

    It 'runs the recipe of the guide' {
        $page = Get-Content "$root/docs/guide/recipes.md" -Raw
        $section = [regex]::Match($page, "(?s)\n## Amazon S3\r?\n(.*?)(\n## |$)").Groups[1].Value
        $code = [regex]::Matches($section, '(?s)```powershell\r?\n(.*?)```').ForEach({ $_.Groups[1].Value }) -join "`n"
        $expected = @([regex]::Matches($code, '(?m) {4}# (.*?)\r?$').ForEach({ $_.Groups[1].Value }))
        $code.Contains('https://api.example.com/s3/store1/') | Should -BeTrue
        $code = $code.Replace('https://api.example.com/s3/store1/', "$s3/")
        $file = New-Item "$TestDrive/report.bin" -Force -Value ('report ' * 20000)
        $shown = @(& ([scriptblock]::Create("Set-StrictMode -Version 3; `$ErrorActionPreference = 'Stop'`n$code")))
        $shown.ForEach({ "$_" }) | Should -Be $expected
    }

    It 'stores an object whose name is <_>' -ForEach 'plain', 'a b', 'x+y', '(1)!*''', 'ü€', 'a@b:c,d;e', 'a=1&b=2', 'folder/a.txt' {
        $escaped = $_.Replace('%', '%25')
        (Invoke-Request $escaped -Session $session -Method Put -Data "content of $_" -RaiseForStatus).StatusCode | Should -Be 200
        (Invoke-Request $escaped -Session $session -RaiseForStatus).Text | Should -Be "content of $_"
        (Invoke-Request (New-AwsPresignedUrl "$s3/tests/$escaped" -Auth $auth)).Text | Should -Be "content of $_"
    }

    It 'stores a file with the payload <_>' -ForEach 'Auto', 'Hash', 'Unsigned', 'Chunks' {
        $file = "$TestDrive/file.bin"
        [IO.File]::WriteAllBytes($file, [byte[]](1..200 * 1500))
        $with = New-AwsAuth $key $secret -Service s3 -Region eu-west-1 -Payload $_
        $null = Invoke-Request "file $_" -Session $session -Auth $with -Method Put -InFile $file -RaiseForStatus
        $null = Invoke-Request "file $_" -Session $session -OutFile "$file.copy" -Force
        (Get-FileHash "$file.copy").Hash | Should -Be (Get-FileHash $file).Hash
    }

    It 'signs metadata, conditions and many requests at the same time' {
        $headers = @{ 'x-amz-meta-note' = 'a note'; 'Content-Type' = 'text/plain; charset=utf-8' }
        $null = Invoke-Request noted -Session $session -Method Put -Data 'x' -Headers $headers -RaiseForStatus
        (Invoke-Request noted -Session $session -Method Head).Headers['x-amz-meta-note'] | Should -Be 'a note'
        $range = New-AwsAuth $key $secret -Service s3 -Region eu-west-1 -SignedHeaders Range, Accept
        (Invoke-Request noted -Session $session -Auth $range -Headers @{ Range = 'bytes=0-0' }).StatusCode | Should -Be 206
        $all = 1..30 | ForEach-Object { "noted?n=$_" } | Invoke-Request -Session $session -ThrottleLimit 8
        $all.StatusCode | Select-Object -Unique | Should -Be 200
        $all | Should -HaveCount 30
    }

    It 'shows the error of the server for a wrong secret' {
        $wrong = New-AwsAuth $key hunter2 -Service s3 -Region eu-west-1
        (Invoke-Request noted -Session $session -Auth $wrong).StatusCode | Should -Be 403
        { Invoke-Request noted -Session $session -Auth $wrong -RaiseForStatus } | Should -Throw '*403*'
        "$($Error[0].ErrorDetails)" | Should -Match 'signature we calculated does not match'
        $Error[0] | Get-Error | Out-String | Should -Not -Match 'hunter2'
        $Error[0].Exception.Response.Xml().Error.Code | Should -Be 'SignatureDoesNotMatch'
    }

    It 'stores with a presigned URL what a client without keys sends, and refuses another method' {
        $headers = @{ 'Content-Type' = 'text/plain'; 'x-amz-meta-from' = 'client' }
        $put = New-AwsPresignedUrl "$s3/tests/presigned" -Method Put -Headers $headers -Auth $auth -ExpiresIn 60
        (Invoke-Request $put -Method Put -Data 'from a client' -Headers $headers).StatusCode | Should -Be 200
        (Invoke-Request $put).StatusCode | Should -Be 403
        (Invoke-Request (New-AwsPresignedUrl "$s3/tests/presigned" -Auth $auth)).Text | Should -Be 'from a client'
    }

    It 'refuses presigned URLs that have expired' {
        try {
            Set-ProcessTime (New-FakeTime)
            $expired = Invoke-Request (New-AwsPresignedUrl "$s3/tests/noted" -Auth $auth -ExpiresIn 60)
        } finally { Set-ProcessTime $null }
        $expired.StatusCode | Should -Be 403
        $expired.Xml().Error.Message | Should -Match 'expired'
    }
}
