# Canaries in every place that a secret can be given, and a search of every place where one could be shown.
BeforeDiscovery {
    $places = @(
        @{ Name = 'the login of a URL'; With = { @{ Uri = "https://user:$canary@api.example/a" } } }
        @{ Name = 'a query parameter'; With = { @{ Uri = "https://api.example/a?access_token=$canary&page=2" } } }
        @{ Name = 'a signature in a query'; With = { @{ Uri = "https://api.example/a?sig=$canary" } } }
        @{ Name = 'a fragment'; With = { @{ Uri = "https://api.example/a#access_token=$canary" } } }
        @{ Name = '-Params'; With = { @{ Params = @{ 'subscription-key' = $canary } } } }
        @{ Name = '-Params as text'; With = { @{ Params = "api_key=$canary" } } }
        @{ Name = 'Authorization'; With = { @{ Headers = @{ Authorization = "Bearer $canary" } } } }
        @{ Name = 'an unknown scheme'; With = { @{ Headers = @{ Authorization = $canary } } } }
        @{ Name = 'Proxy-Authorization'; With = { @{ Headers = @{ 'Proxy-Authorization' = "Basic $([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("u:$canary")))" } } } }
        @{ Name = 'X-Api-Key'; With = { @{ Headers = @{ 'X-Api-Key' = $canary } } } }
        @{ Name = 'X-My-Token'; With = { @{ Headers = @{ 'X-My-Token' = @('other', $canary) } } } }
        @{ Name = 'a Cookie header'; With = { @{ Headers = @{ Cookie = "id=$canary" } } } }
        @{ Name = '-Cookies'; With = { @{ Cookies = @{ id = $canary } } } }
        @{ Name = 'a pair as -Auth'; With = { @{ Auth = 'user', $canary } } }
        @{ Name = '-Credential'; With = { @{ Credential = [pscredential]::new('user', (ConvertTo-SecureString $canary -AsPlainText -Force)) } } }
        @{ Name = 'Basic'; With = { @{ Auth = New-BasicAuth user $canary } } }
        @{ Name = 'Digest'; With = { @{ Auth = New-DigestAuth user $canary } } }
        @{ Name = 'a guess'; With = { @{ Auth = New-GuessAuth user $canary } } }
        @{ Name = 'Bearer'; With = { @{ Auth = New-BearerAuth $canary } } }
        @{ Name = 'a proxy''s authentication'; With = { @{ Auth = New-ProxyAuth user $canary } } }
        @{ Name = 'the server''s beside a proxy''s'; With = { @{ Auth = New-ProxyAuth user other -Server (New-BearerAuth $canary) } } }
        @{ Name = 'Negotiate'; With = { @{ Auth = New-NegotiateAuth user $canary } } }
        @{ Name = 'a script block'; With = { @{ Auth = { param($Request) $Request.Headers['X-Auth-Token'] = $canary }.GetNewClosure() } } }
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
    )

    # Each place with one of the server's ways to repeat what it was sent.
    for ($i = 0; $i -lt $places.Count; $i++) { $places[$i].Path = ('json', 'text', 'redirect', 'xml', 'html')[$i % 5] }
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"

    # Letters and digits alone are the same in every escaping; Base64 has three forms by where it begins.
    $canary = 'Zq7xKanari4Vogel9'
    $forms = @($canary) + @(0, 1, 2 | ForEach-Object {
            $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(('u' * $_) + $canary))
            $encoded.Substring($_ ? 4 : 0, 16)
        })
    $pattern = ($forms | ForEach-Object { [regex]::Escape($_) }) -join '|'

    # What the guide says is data: the reader asks for the server's own words, or the request's, by name.
    $guide = Get-Content "$PSScriptRoot/../../docs/guide/looking.md" -Raw
    $data = [regex]::Matches([regex]::Match($guide, '(?s)## What is never redacted(.*?)(\n## |$)').Groups[1].Value, '(?m)^\| `([^`]+)` \|').ForEach({ $_.Groups[1].Value })

    # A server that repeats all that it is sent, in every notation, in its headers, its cookies and its redirects.
    $echo = {
        param($Request)
        $kind = ([uri] $Request.Url).AbsolutePath
        $base64 = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$canary"))
        if ($kind -eq '/token') { return @{ Json = @{ access_token = "access$canary"; token_type = 'Bearer'; expires_in = 3600 } } }
        if ($kind -eq '/redirect') { return @{ StatusCode = 302; Headers = @{ Location = "/a?access_token=$canary"; 'Set-Cookie' = "sid=$canary; Path=/" } } }
        $json = [ordered]@{ value = $canary; $canary = 1; list = @("a $canary b"); object = @{ x = $canary }; base64 = $base64; url = [uri]::EscapeDataString("?x=$canary"); message = "no $canary"; error = @{ message = "bad $canary" } }
        $headers = @{ 'X-Echo' = $canary; 'Set-Cookie' = "sid=$canary; Path=/"; Link = "</next?access_token=$canary>; rel=next" }
        switch ($kind) {
            '/xml' { @{ StatusCode = 400; Body = "<e a='$canary'><Message>$canary</Message></e>"; Headers = $headers + @{ 'Content-Type' = 'application/xml' } } }
            '/html' { @{ StatusCode = 400; Body = "<html><title>$canary</title><p>$canary"; Headers = $headers + @{ 'Content-Type' = 'text/html' } } }
            '/text' { @{ StatusCode = 400; Reason = "Bad $canary"; Body = "you sent $canary and $base64"; Headers = $headers + @{ 'Content-Type' = 'text/plain' } } }
            default { @{ StatusCode = 400; Json = $json; Headers = $headers } }
        }
    }.GetNewClosure()

    function New-EchoSession {
        $session = New-RequestSession https://api.example/ -Record
        Add-RequestAdapter $session https:// (New-ScriptAdapter $echo)
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
        Add-Text $Sinks "$Name with all properties" { $Object | Select-Object * -ExcludeProperty $data | Format-List * -Force }
        Add-Text $Sinks "$Name custom" { ($Object | Select-Object * -ExcludeProperty $data | Format-Custom -Depth 2 | Out-String) -split '\r?\n' | Where-Object { $_ -notmatch "^\s*($($data -join '|')) = " } }
        $Sinks["$Name as Clixml"] = [Management.Automation.PSSerializer]::Serialize($Object, 3) -split '\r?\n' | Where-Object { $_ -notmatch "N=`"($($data -join '|'))`"" } | Out-String -Width 4000
    }

    function Add-Record($Sinks, [string] $Name, $Record) {
        Add-Shown $Sinks $Name $Record
        Add-Text $Sinks "$Name by Get-Error" { $Record | Get-Error }
        Add-Text $Sinks "$Name, its target" { $Record.CategoryInfo.TargetName; "$($Record.TargetObject)"; $Record.CategoryInfo.ToString() }
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
        $session = New-EchoSession
        $arguments = & $With
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
                $response | Export-RequestHar "$TestDrive/one.har"
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
