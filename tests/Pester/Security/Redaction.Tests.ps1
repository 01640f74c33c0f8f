# Canaries in every place that a secret can be given, and a search of every place where one could be shown.
BeforeDiscovery {
    # A token endpoint that refuses, and repeats all that it was sent.
    $refuse = {
        param($Request)
        $sent = "$($Request.Body.GetText()) $($Request.Headers['Authorization']) $canary"
        @{ StatusCode = 400; Reason = "Bad $canary"; Json = @{ error = 'invalid_grant'; error_description = "no $canary in $sent"; error_uri = "https://api.example/why?code=$canary"; value = $canary }; Headers = @{ 'X-Echo' = $canary } }
    }
    $places = @(
        @{ Name = 'the login of a URL'; With = { @{ Uri = "https://user:$canary@api.example/a" } } }
        @{ Name = 'a query parameter'; With = { @{ Uri = "https://api.example/a?access_token=$canary&page=2" } } }
        @{ Name = 'a signature in a query'; With = { @{ Uri = "https://api.example/a?sig=$canary" } } }
        @{ Name = 'a fragment'; With = { @{ Uri = "https://api.example/a#access_token=$canary" } } }
        @{ Name = '-Params'; With = { @{ Params = @{ 'subscription-key' = $canary } } } }
        @{ Name = '-Params as text'; With = { @{ Params = "api_key=$canary" } } }
        @{ Name = 'Authorization'; With = { @{ Headers = @{ Authorization = "Bearer $canary" } } } }
        @{ Name = 'an unknown scheme'; With = { @{ Headers = @{ Authorization = $canary } } } }
        @{ Name = 'Proxy-Authorization'; Unsent = $true; With = { @{ Headers = @{ 'Proxy-Authorization' = "Basic $([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("u:$canary")))" } } } }
        @{ Name = 'X-Api-Key'; With = { @{ Headers = @{ 'X-Api-Key' = $canary } } } }
        @{ Name = 'X-My-Token'; With = { @{ Headers = @{ 'X-My-Token' = @('other', $canary) } } } }
        @{ Name = 'a Cookie header'; With = { @{ Headers = @{ Cookie = "id=$canary" } } } }
        @{ Name = '-Cookies'; With = { @{ Cookies = @{ id = $canary } } } }
        @{ Name = 'a cookie that the server sets'; Replies = @{ '/cookie' = { @{ StatusCode = 400; Json = @{ value = $canary }; Headers = @{ 'Set-Cookie' = "sid=$canary; Path=/"; 'X-Echo' = $canary } } } }; With = { @{ Uri = 'https://api.example/cookie' } } }
        @{ Name = 'XML'; With = { @{ Method = 'Post'; Data = "<a><password>$canary</password></a>"; ContentType = 'application/xml' } } }
        @{ Name = 'a pair as -Auth'; With = { @{ Auth = 'user', $canary } } }
        @{ Name = '-Credential'; With = { @{ Credential = [pscredential]::new('user', (ConvertTo-SecureString $canary -AsPlainText -Force)) } } }
        @{ Name = 'Basic'; With = { @{ Auth = New-BasicAuth user $canary } } }
        @{ Name = 'Digest'; With = { @{ Auth = New-DigestAuth user $canary } } }
        @{ Name = 'a guess'; With = { @{ Auth = New-GuessAuth user $canary } } }
        @{ Name = 'Bearer'; With = { @{ Auth = New-BearerAuth $canary } } }
        @{ Name = 'a proxy''s authentication'; With = { @{ Auth = New-ProxyAuth user $canary } } }
        @{ Name = 'the server''s beside a proxy''s'; With = { @{ Auth = New-ProxyAuth user other -Server (New-BearerAuth $canary) } } }
        @{ Name = 'Negotiate'; With = { @{ Auth = New-NegotiateAuth user $canary } } }
        @{ Name = 'a script block'; With = { @{ Auth = { param($Request) $Request.Headers['X-Auth-Token'] = $canary } } } }
        @{ Name = 'OAuth 1, the client'; With = { @{ Auth = New-OAuth1Auth key $canary } } }
        @{ Name = 'OAuth 1, the token'; With = { @{ Auth = New-OAuth1Auth key secret token, $canary } } }
        @{ Name = 'OAuth 1 as plain text'; With = { @{ Auth = New-OAuth1Auth key $canary -SignatureMethod PlainText } } }
        @{ Name = 'OAuth 2, the client'; With = { @{ Auth = New-OAuth2Auth https://api.example/token id $canary } } }
        @{ Name = 'OAuth 2, the secret in the form'; With = { @{ Auth = New-OAuth2Auth https://api.example/token id $canary -ClientAuthentication Body } } }
        @{ Name = 'OAuth 2, the user'; With = { @{ Auth = New-OAuth2Auth https://api.example/token id -Credential ([pscredential]::new('user', (ConvertTo-SecureString $canary -AsPlainText -Force))) } } }
        @{ Name = 'OAuth 2, a refresh token'; With = { @{ Auth = New-OAuth2Auth https://api.example/token id -Token @{ RefreshToken = $canary } } } }
        @{ Name = 'OAuth 2, an access token'; With = { @{ Auth = New-OAuth2Auth https://api.example/token id -Token @{ AccessToken = $canary } } } }
        @{ Name = 'a proxy''s URL'; With = { @{ Proxies = "http://user:$canary@proxy.example:3128" } } }
        @{ Name = 'the proxies of schemes'; With = { @{ Proxies = @{ https = "socks5://user:$canary@proxy.example:1080" } } } }
        @{ Name = 'a form'; With = { @{ Method = 'Post'; Data = @{ user = 'me'; password = $canary } } } }
        @{ Name = 'a form as text'; With = { @{ Method = 'Post'; Data = "user=me&client_secret=$canary"; ContentType = 'application/x-www-form-urlencoded' } } }
        @{ Name = 'JSON'; With = { @{ Method = 'Post'; Json = @{ auth = @{ tokens = @($canary, @{ x = $canary }) } } } } }
        @{ Name = 'JSON as text'; With = { @{ Method = 'Post'; Data = "{`"password`":`"$canary`"}"; ContentType = 'application/json' } } }
        @{ Name = 'multipart'; With = { @{ Method = 'Post'; Data = @{ password = $canary }; Files = @{ f = New-FilePart -Content x -FileName x.txt } } } }
        @{ Name = 'a certificate''s password'; Unsent = $true; With = { @{ Cert = @{ Path = "$TestDrive/client.pfx"; Password = $canary } } } }
        @{ Name = 'a private key''s passphrase'; Unsent = $true; With = { @{ Cert = @{ Path = "$TestDrive/client.pem"; Key = "$TestDrive/client.key"; Password = ConvertTo-SecureString $canary -AsPlainText -Force } } } }
        @{ Name = 'a wrong password of a certificate'; Unsent = $true; With = { @{ Cert = @{ Path = "$TestDrive/client.pfx"; Password = "x$canary" } } } }
        @{ Name = 'a wrong passphrase of a private key'; Unsent = $true; With = { @{ Cert = @{ Path = "$TestDrive/client.pem"; Key = "$TestDrive/client.key"; Password = "x$canary" } } } }
        @{ Name = 'OAuth 1, the passphrase of its key'; Unsent = $true; With = { @{ Auth = New-OAuth1Auth key -PrivateKey "$TestDrive/client.key" -KeyPassword $canary } } }
        @{ Name = 'OAuth 2, the token that the server gives'; Replies = @{ '/token' = { @{ Json = @{ access_token = $canary; token_type = 'Bearer' } } } }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id secret } } }
        @{ Name = 'OAuth 2, the refresh token that the server gives'; Unsent = $true; Replies = @{ '/token' = { @{ Json = @{ access_token = 'short'; refresh_token = $canary; id_token = "x.$canary" } } } }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id secret } } }
        @{ Name = 'OAuth 2, the code of a browser'; Unsent = $true; Replies = @{ '/token' = { @{ Json = @{ access_token = 'a-token' } } } }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id secret -AuthorizationUri https://api.example/authorize -Prompt $browser } } }
        @{ Name = 'OAuth 2, a code that is refused'; Replies = @{ '/token' = $refuse }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id secret -AuthorizationUri https://api.example/authorize -Prompt $browser } } }
        @{ Name = 'OAuth 2, the code of a device'; Unsent = $true; Replies = @{ '/device' = { @{ Json = @{ device_code = $canary; user_code = 'U-1'; verification_uri = 'https://api.example/approve'; interval = 0 } } }; '/token' = { @{ Json = @{ access_token = 'a-token' } } } }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id -DeviceAuthorizationUri https://api.example/device -Prompt { } } } }
        @{ Name = 'OAuth 2, the code of a device that is refused'; Replies = @{ '/device' = { @{ Json = @{ device_code = $canary; user_code = 'U-1'; verification_uri = 'https://api.example/approve'; interval = 0 } } }; '/token' = $refuse }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id -DeviceAuthorizationUri https://api.example/device -Prompt { } } } }
        @{ Name = 'OAuth 2, a client''s secret that is refused'; Replies = @{ '/token' = $refuse }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id $canary } } }
        @{ Name = 'OAuth 2, a user''s password that is refused'; Replies = @{ '/token' = $refuse }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id secret -Credential ([pscredential]::new('user', (ConvertTo-SecureString $canary -AsPlainText -Force))) } } }
        @{ Name = 'OAuth 2, a refresh token that is refused'; Replies = @{ '/token' = $refuse }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id secret -Token @{ RefreshToken = $canary } } } }
        @{ Name = 'OAuth 2, a token in a reply that is no JSON'; Replies = @{ '/token' = { @{ Body = "access_token=$canary" } } }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id secret } } }
        @{ Name = 'OAuth 2, a token of a type that cannot be used'; Replies = @{ '/token' = { @{ Json = @{ access_token = $canary; token_type = 'mac' } } } }; With = { @{ Auth = New-OAuth2Auth https://api.example/token id secret } } }
    )

    # Each place with one of the server's ways to repeat what it was sent.
    for ($i = 0; $i -lt $places.Count; $i++) { $places[$i].Path = ('json', 'text', 'redirect', 'xml', 'html')[$i % 5] }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"

    # Letters and digits alone are the same in every escaping; Base64 has three forms by where it begins.
    $canary = 'Zq7xKanari4Vogel9'
    $forms = @($canary) + @(0, 1, 2 | ForEach-Object {
            $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(('u' * $_) + $canary))
            $encoded.Substring($_ ? 4 : 0, 16)
        })
    # On Linux and macOS the Clixml of a secure string is its characters in hexadecimal.
    $forms += [Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($canary))
    $pattern = ($forms | ForEach-Object { [regex]::Escape($_) }) -join '|'

    # What the guide says is data: a script reads it by its name. The members of each kind of object, in lists of all members and in files.
    $guide = Get-Content "$PSScriptRoot/../../../docs/guide/looking.md" -Raw
    $rows = [regex]::Matches([regex]::Match($guide, '(?s)## What is never redacted(.*?)(\n## |$)').Groups[1].Value, '(?m)^\| `(?<member>\w+)` \| (?<of>[^|]+) \| (?<file>[^|]+) \|')
    $data = @{}
    $kept = @($rows | Where-Object { $_.Groups['file'].Value -match 'as it is' } | ForEach-Object { $_.Groups['member'].Value; [regex]::Matches($_.Groups['file'].Value, '`(\w+)`').ForEach({ $_.Groups[1].Value }) })
    foreach ($row in $rows) { foreach ($of in $row.Groups['of'].Value -split ',\s*') { $data[$of] += @($row.Groups['member'].Value) } }
    # These show no value in lists of all members.
    $shown = @{ response = $data.response | Where-Object { $_ -ne 'Headers' }; request = $data.request | Where-Object { $_ -notin 'Headers', 'Params' }; link = $data.link; session = @('BaseUri') }
    $kinds = @{ 'Requests.Response' = 'response'; 'Requests.PreparedRequest' = 'request'; 'Requests.Request' = 'request'; 'Requests.RequestSession' = 'session'; 'Requests.ResponseLink' = 'link' }
    # JSON of what holds a response has all of these, at any depth.
    $named = @($data.response + $data.request + $data.link | Sort-Object -Unique)

    # A server that repeats all that it is sent, in every notation, in its headers, its cookies and its redirects.
    $echo = {
        param($Request)
        $kind = ([uri] $Request.Url).AbsolutePath
        $base64 = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$canary"))
        if ($replies.$kind) { return & $replies.$kind $Request }
        if ($unsent) { return @{ StatusCode = 400; Json = @{ value = 'other' } } }
        if ($kind -eq '/token') { return @{ Json = @{ access_token = "access$canary"; token_type = 'Bearer'; expires_in = 3600 } } }
        if ($kind -eq '/redirect') { return @{ StatusCode = 302; Headers = @{ Location = "/to/$canary/a?access_token=$canary" } } }
        $json = [ordered]@{ value = $canary; $canary = 1; list = @("a $canary b"); object = @{ x = $canary }; base64 = $base64; url = [uri]::EscapeDataString("?x=$canary"); message = "no $canary"; error = @{ message = "bad $canary" } }
        $headers = @{ 'X-Echo' = $canary; Link = "</next/${canary}?access_token=$canary>; rel=next; title=$canary" }
        switch ($kind) {
            '/xml' { @{ StatusCode = 400; Body = "<e a='$canary'><Message>$canary</Message></e>"; Headers = $headers + @{ 'Content-Type' = 'application/xml' } } }
            '/html' { @{ StatusCode = 400; Body = "<html><title>$canary</title><p>$canary"; Headers = $headers + @{ 'Content-Type' = 'text/html' } } }
            '/text' { @{ StatusCode = 400; Reason = "Bad $canary"; Body = "you sent $canary and $base64"; Headers = $headers + @{ 'Content-Type' = 'text/plain' } } }
            default { @{ StatusCode = 400; Json = $json; Headers = $headers } }
        }
    }

    # A browser that comes back with a code.
    $browser = {
        param($Prompt)
        $query = [Web.HttpUtility]::ParseQueryString(([uri] $Prompt.Uri).Query)
        $null = Invoke-WebRequest "$($query['redirect_uri'])?code=$canary&state=$($query['state'])" -UseBasicParsing
    }

    $key = [Security.Cryptography.RSA]::Create(2048)
    $described = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=client', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $certificate = $described.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
    [IO.File]::WriteAllBytes("$TestDrive/client.pfx", $certificate.Export('Pfx', $canary))
    Set-Content "$TestDrive/client.pem" $certificate.ExportCertificatePem()
    Set-Content "$TestDrive/client.key" $key.ExportEncryptedPkcs8PrivateKeyPem($canary, [Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 1000))

    function New-EchoSession {
        $session = New-RequestSession https://api.example/ -Record
        Add-RequestAdapter $session https:// (New-ScriptAdapter $echo) 3>$null
        $session
    }

    function Add-Text($Sinks, [string] $Sink, [scriptblock] $Write) {
        $Sinks[$Sink] = try { (& $Write *>&1 | Out-String -Width 400) } catch { "$_" }
    }

    # What an object looks like in everything that shows or keeps it, but for what is data.
    function Add-Shown($Sinks, [string] $Name, $Object) {
        Add-Text $Sinks "$Name as text" { "$Object"; $Object.ToString() }
        foreach ($width in 40, 400) { Add-Text $Sinks "$Name, $width wide" { $Object | Out-String -Width $width } }
        Add-Text $Sinks "$Name as list" { $Object | Format-List }
        Add-Text $Sinks "$Name as table" { $Object | Format-Table }
        $without = $shown["$($kinds["$($Object.GetType())"])"]
        Add-Text $Sinks "$Name with all properties" { $Object | Select-Object * -ExcludeProperty $without | Format-List * -Force }
        Add-Text $Sinks "$Name custom" { $Object | Format-Custom -Depth 2 }
        Add-Clixml $Sinks $Name $Object
    }

    function Add-Clixml($Sinks, [string] $Name, $Object) {
        $Sinks["$Name as Clixml"] = [Management.Automation.PSSerializer]::Serialize($Object, 2) -split '\r?\n' | Where-Object { $_ -notmatch "N=`"($($kept -join '|'))`"" } | Out-String -Width 4000
    }

    function Add-Record($Sinks, [string] $Name, $Record) {
        Add-Shown $Sinks $Name $Record
        Add-Text $Sinks "$Name by Get-Error" { $Record | Get-Error }
        Add-Text $Sinks "$Name, its target" { $Record.CategoryInfo.TargetName; "$($Record.TargetObject)"; $Record.CategoryInfo.ToString() }
        Add-Text $Sinks "$Name as JSON" { ($Record | ConvertTo-Json -Depth 3 -EnumsAsStrings 3>$null) -split '\r?\n' | Where-Object { $_ -notmatch "^\s*`"($($named -join '|')|X-Echo|Link)`": " } }
        Add-Text $Sinks "$Name, its message" { "$($Record.ErrorDetails)"; $Record.Exception.Message; $Record.Exception.ToString() }
    }

    function Find-Canary($Sinks) {
        foreach ($sink in $Sinks.GetEnumerator()) {
            foreach ($line in $sink.Value -split '\r?\n') { if ($line -match $pattern -and $line -notmatch 'Line \||^\s*\d+ \|') { "$($sink.Key): $($line.Trim())"; break } }
        }
    }
}

Describe 'A secret' {
    It 'is shown and kept nowhere: <Name>' -ForEach $places {
        $sinks = [ordered]@{}
        $replies = $Replies ?? @{}
        $unsent = [bool] $Unsent
        $session = New-EchoSession
        # What cannot be used is refused at once.
        $Error.Clear()
        $arguments = try { & $With } catch { @{} }
        foreach ($record in @($Error)) { Add-Record $sinks 'error of the source' $record }
        if (-not $arguments.Uri) { $arguments.Uri = "https://api.example/$Path" }
        foreach ($path in $arguments.Uri) {
            $Error.Clear()
            $response = $null
            Add-Text $sinks "streams of $path" { $script:response = Invoke-Request @arguments -Session $session -Verbose -Debug; $script:response }
            foreach ($record in @($Error)) { Add-Record $sinks "error of $path" $record }
            if ($script:response) {
                $response = $script:response
                Add-Shown $sinks "response of $path" $response
                Add-Shown $sinks "request of $path" $response.Request
                Add-Text $sinks "response of $path, its links and cookies" { $response.Links.Values; $response.Cookies; $response.History }
                Add-Text $sinks "Format-Exchange of $path" { $response | Format-Exchange -Timing }
                Add-Text $sinks "curl of $path" { $response | ConvertTo-CurlCommand }
                $response | Export-RequestHar "$TestDrive/one.har" -Force
                $sinks["HAR of $path"] = Get-Content "$TestDrive/one.har" -Raw
                if (-not $IsWindows) { $sinks["mode of $path"] = (Get-Item "$TestDrive/one.har").UnixMode -eq '-rw-------' ? '' : $canary }
                $Error.Clear()
                Add-Text $sinks "RaiseForStatus of $path" { $response.RaiseForStatus() }
                Add-Text $sinks "RaiseForStatus of $path, streams" { Invoke-Request @arguments -Session $session -RaiseForStatus }
                foreach ($record in @($Error)) { Add-Record $sinks "status error of $path" $record }
            }
        }

        if ($arguments.Auth -and $arguments.Auth -is [Requests.AuthBase]) {
            Add-Shown $sinks 'the auth' $arguments.Auth
            Add-Text $sinks 'the auth as JSON' { $arguments.Auth | ConvertTo-Json -Depth 4 }
            if ($arguments.Auth.Token) { Add-Text $sinks 'its token' { $arguments.Auth.Token; $arguments.Auth.Token | Format-List * -Force; $arguments.Auth.Token | Format-Custom } }
        }
        Find-Canary $sinks | Should -BeNullOrEmpty
    }

    It 'of a session is shown and saved nowhere' {
        $session = New-RequestSession "https://user:$canary@api.example/" -Headers @{ 'X-Api-Key' = $canary } -Params @{ sig = $canary } -Cookies @{ id = $canary } -Auth user, $canary -Proxies "http://u:$canary@proxy.example"
        $sinks = [ordered]@{}
        Add-Shown $sinks 'session' $session
        foreach ($part in 'Headers', 'Cookies', 'Proxies', 'Auth') { Add-Text $sinks $part { $session.$part; $session.$part | Format-List } }
        Export-Clixml "$TestDrive/session.xml" -InputObject $session
        $sinks['saved'] = Get-Content "$TestDrive/session.xml" -Raw
        foreach ($line in 'Get-RequestCookie $session ', 'Remove-RequestCookie $session ', 'Invoke-Request /a -Session ', 'Get-RequestAdapter $session ', 'Invoke-Request /a -Headers ', 'Invoke-Request /a -Proxies ', 'Invoke-Request /a -Auth ') {
            Add-Text $sinks "completion of $line" { (TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object { $_.CompletionText, $_.ListItemText, $_.ToolTip } }
        }
        $before = $env:HTTPS_PROXY
        $env:HTTPS_PROXY = "http://u:$canary@proxy.example"
        try {
            Add-Shown $sinks 'environment' (Get-RequestEnvironment)
            Add-Text $sinks 'completion of a proxy' { (TabExpansion2 'Invoke-Request /a -Proxies ' 27).CompletionMatches | ForEach-Object { $_.CompletionText, $_.ListItemText, $_.ToolTip } }
            Add-Text $sinks 'a proxy that does not answer' { Invoke-Request https://api.example/ -Verbose -Debug -Timeout 0.2 }
        } finally { $env:HTTPS_PROXY = $before }
        Find-Canary $sinks | Should -BeNullOrEmpty
    }

    It 'is in no transcript' {
        $script = "`$canary = `$env:TEST_CANARY; `$s = New-RequestSession https://api.example/; Add-RequestAdapter `$s https:// (New-MockAdapter @{ StatusCode = 400; Json = @{ value = `$canary } })
            `$null = Start-Transcript '$TestDrive/transcript.txt'
            Invoke-Request `"/a?access_token=`$canary`" -Session `$s -Auth u, `$canary -Headers @{ 'X-Api-Key' = `$canary } -Verbose -Debug
            Invoke-Request /a -Session `$s -Auth u, `$canary | Format-List
            try { Invoke-Request /a -Session `$s -Auth u, `$canary -RaiseForStatus } catch { `$_; Get-Error }
            `$null = Stop-Transcript"
        $env:TEST_CANARY = $canary
        try { $null = Invoke-FreshShell $script *>&1 } finally { Remove-Item Env:TEST_CANARY }
        $text = Get-Content "$TestDrive/transcript.txt" -Raw
        $text | Should -Match '400'
        $text | Should -Not -Match $pattern
    }
}
