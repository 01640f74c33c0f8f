# Tests what users and logs see: no secret that a server repeats, and no command for a terminal or for the agent of a pipeline.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $authority = ([uri] $url).Authority

    # Errors quote the line of the call, so the secret is not on these lines.
    $canary = 'Zebra|Quagga'
    $whole = '"value": "Quagga'

    # Returns all that a command writes, as a user or a log gets it.
    function Get-Shown([scriptblock] $Command) {
        $Error.Clear()
        $out = try { & $Command *>&1 } catch { $_ }
        $records = @($out | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) + @($Error)
        $text = @($out | ForEach-Object { "$_" }) + @($out | Out-String -Width 500) + @($out | Format-List | Out-String -Width 500)
        foreach ($record in $records) {
            $text += "$record", "$($record.TargetObject)", "$($record.ErrorDetails)", "$($record.Exception.Message)",
                ($record | Get-Error | Out-String -Width 500), ($record | Format-List * -Force | Out-String -Width 500)
        }

        $text -join "`n"
    }
}

AfterAll { Stop-TestServer $server }

Describe 'A redirect that repeats a secret' {
    It 'does not write it to the log by its path or its headers' {
        $session = New-RequestSession -Auth (New-BearerAuth canary-of-the-first-hop)
        Add-RequestAdapter $session https:// (New-MockAdapter -Ordered @(
                @{ StatusCode = 302; Headers = @{ Location = 'https://other.test/canary-of-the-first-hop/x' } }
                @{ Headers = @{ 'X-Echo' = 'canary-of-the-first-hop' } }))
        $lines = Invoke-Request https://mock.test/a -Session $session -Verbose -Debug *>&1 | ForEach-Object { "$_" }
        $lines -match '^GET ' | Should -HaveCount 2
        $lines -match 'canary' | Should -BeNullOrEmpty
    }
}

Describe 'A password in a URL' {
    It 'is not shown if it contains a delimiter of URLs: <_>' -ForEach @(
        'Zebra/Quagga', 'Zebra?Quagga', 'Zebra#Quagga', '/Quagga', '?Quagga', '#Quagga', 'Zebra\Quagga', ':Zebra/Quagga'
    ) {
        $bad = "http://user:$_@$authority/get"
        Get-Shown { Invoke-Request $bad -Verbose -Debug } | Should -Not -Match $canary
        Get-Shown { $bad | Invoke-Request } | Should -Not -Match $canary
        Get-Shown { Invoke-Request items -Session (New-RequestSession -BaseUri $bad) -Verbose } | Should -Not -Match $canary
        Get-Shown { New-RequestSession -BaseUri $bad } | Should -Not -Match $canary
        Get-Shown { New-Request $bad } | Should -Not -Match $canary
        Get-Shown { New-Request $bad | ConvertTo-PreparedRequest } | Should -Not -Match $canary
        Get-Shown { Invoke-Request "$url/redirect-to?url=$([uri]::EscapeDataString($bad))" -Verbose -Debug } | Should -Not -Match $canary
        Get-Shown { Invoke-Request "$url/redirect-to?url=$([uri]::EscapeDataString($bad))" -AllowRedirects:$false } |
            Should -Not -Match $canary
    }

    It 'of a proxy is not shown: <_>' -ForEach @(
        'Zebra/Quagga', 'Zebra?Quagga', 'Zebra#Quagga', '1/Quagga', '1?Quagga', '1#Quagga'
    ) {
        $bad = "http://user:$_@$authority"
        Get-Shown { Invoke-Request http://nowhere.example/ -Proxies $bad -Verbose -Debug } | Should -Not -Match $canary
        Get-Shown { New-RequestSession -Proxies @{ http = $bad } } | Should -Not -Match $canary
        $before = $env:http_proxy
        $env:http_proxy = $bad
        try {
            Get-Shown { Invoke-Request http://nowhere.example/ -Verbose -Debug } | Should -Not -Match $canary
        } finally {
            $env:http_proxy = $before
        }
    }

    It 'works for a proxy with <_>' -ForEach 'p@ss', 'p\ss', 'p@@\ss@' {
        $proxy = Start-RawServer "HTTP/1.1 200 OK`r`nContent-Length: 0`r`n`r`n"
        try {
            (Invoke-Request http://nowhere.example/ -Proxies "http://user:$_@$(([uri] $proxy.Url).Authority)").StatusCode | Should -Be 200
            $proxy.Seen -join '' |
                Should -BeLike "*Proxy-Authorization: Basic $([Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("user:$_")))*"
        } finally { Stop-RawServer $proxy }
    }
}

Describe 'A URL that cannot be used' {
    It 'is an error with its own id: <Url>' -ForEach @(
        @{ Url = "http://127.0.0.1\@localhost:8080/"; Id = 'InvalidUrl*' }
        @{ Url = "http://$([char]0xee44)/"; Id = 'InvalidUrl*' }
        @{ Url = "http://$([char]0xd800)/"; Id = 'InvalidUrl*' }
        @{ Url = 'localhost:8000/x'; Id = 'InvalidSchema*'; Message = "*'http://localhost:8000/x'*" }
        @{ Url = ''; Id = 'MissingSchema*'; Message = '*empty*https://*' }
    ) {
        Invoke-Request $Url -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike $Id
        if ($Message) { "$($failed[0])" | Should -BeLike $Message }
        if (-not $Url.StartsWith('http')) { return }
        Invoke-Request "$url/redirect-to?url=$([uri]::EscapeDataString($Url))" -ErrorVariable redirected -ErrorAction SilentlyContinue
        $redirected[0].FullyQualifiedErrorId | Should -BeLike $Id
        Invoke-Request http://nowhere.example/ -Proxies $Url -ErrorVariable proxied -ErrorAction SilentlyContinue
        $proxied[0].FullyQualifiedErrorId | Should -BeLike 'InvalidProxyUrl*'
    }
}

Describe 'A secret that a server repeats' {
    It 'is redacted by its value: <Name>' -ForEach @(
        @{ Name = 'a header'; With = @{ Headers = @{ 'X-Vault-Token' = 'Quagga-Zebra' } } }
        @{ Name = 'Bearer'; With = @{ Headers = @{ Authorization = 'Bearer Quagga-Zebra' } } }
        @{ Name = 'a cookie'; With = @{ Cookies = @{ id = 'Quagga-Zebra' } } }
        @{ Name = 'a field'; With = @{ Method = 'Post'; Json = @{ tokens = @('Quagga-Zebra') } } }
        @{ Name = 'a form'; With = @{ Method = 'Post'; Data = @{ otp = 'Quagga-Zebra' } } }
        @{ Name = 'a query'; With = @{ Params = @{ jwt = 'Quagga-Zebra' } } }
        @{ Name = 'Basic'; With = @{ Auth = 'user', 'Quagga-Zebra' } }
    ) {
        $session = New-RequestSession
        Add-RequestAdapter $session https:// (New-ScriptAdapter {
                param($Request)
                $body = @{
                    value  = 'Quagga-Zebra'
                    list   = @('a Quagga-Zebra b')
                    base64 = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('user:Quagga-Zebra'))
                    url    = 'Quagga%2dZebra'
                }
                @{ StatusCode = 400; Json = $body; Headers = @{ 'X-Echo' = 'Quagga-Zebra' } }
            }) 3>$null
        $response = Invoke-Request https://api.example/ -Session $session @With
        $response | Format-List | Out-String | Should -Not -Match 'Text.*Quagga'
        ($response | Format-Exchange -NoColor) -join "`n" | Should -Not -Match 'Quagga|UXVhZ2dh|OlF1YWdnYS1aZWJyY'
        ($response | Format-Exchange -NoColor -Unmask) -join "`n" | Should -Match 'Quagga'
        $response | ConvertTo-CurlCommand | Should -Not -Match 'Quagga'
        $response | Export-RequestHar "$TestDrive/values.har"
        (Get-Content "$TestDrive/values.har" -Raw | ConvertFrom-Json).log.entries[0].response.content.text | Should -Not -Match 'Quagga'
        Get-Shown { $response.RaiseForStatus() } | Should -Not -Match $whole
    }

    It 'is redacted completely under a sensitive name, and shown under other names' {
        $body = @{
            tokens     = @('a1', 'b2')
            primaryKey = 123456
            auth       = @{ user = 'me1' }
            otp        = $true
            name       = '🎉 Müller'
            nothing    = @{ password = $null }
            key        = 'PROJ-1'
        }
        $shown = (New-Request $url -Method Post -Json $body | ConvertTo-PreparedRequest | Format-Exchange -NoColor) -join "`n"
        $shown | Should -Not -Match 'a1|b2|123456|me1|true'
        $shown | Should -Match '🎉 Müller'
        $shown | Should -Match '"password": null'
        $shown | Should -Match 'PROJ-1'
    }
}

Describe 'Control characters that a server sends' {
    BeforeAll {
        $evil = "`e[2J`e]0;owned`a$([char]0x9b)1m$([char]0x202e)"
        $reply = "HTTP/1.1 404 No$evil`r`nContent-Type: application/problem+json`r`nX-Evil: $evil`r`n" +
            "Link: </next>; rel=next; title=`"$evil`"`r`nConnection: close`r`n`r`n" +
            (@{ title = "no$evil"; detail = "##vso[task.setvariable variable=a]b`n::error::x`n::set-output name=a::b" } | ConvertTo-Json)
    }

    It 'are not written to the terminal' {
        $raw = Start-RawServer $reply, $reply, $reply
        try {
            $shown = Get-Shown { $script:response = Invoke-Request "$($raw.Url)/" -Verbose -Debug; $response }
            $shown += Get-Shown {
                $response.Links.Values
                $response.Headers
                $response.Links.Values | Format-List | Out-String
                $response.Headers | Format-List | Out-String
            }
            $shown += Get-Shown { Invoke-Request "$($raw.Url)/" -RaiseForStatus }
            $shown += Get-Shown { Invoke-Request "$($raw.Url)/" -As Text }
            $shown += ($response | Format-Exchange -NoColor) -join "`n"
            $shown += ($response | Format-Exchange -NoColor -Unmask) -join "`n"
            $plain = $shown -replace "`e\[[\d;]*m"
            $plain | Should -Not -Match "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]"
            $plain | Should -Match 'u001b'
            $response.Reason | Should -Match "`e"
        } finally { Stop-RawServer $raw }
    }

    It 'form no command for the agent of a pipeline: <_>' -ForEach 'TF_BUILD', 'GITHUB_ACTIONS' {
        $raw = Start-RawServer $reply, $reply
        [Environment]::SetEnvironmentVariable($_, 'true')
        try {
            $shown = Get-Shown { $script:response = Invoke-Request "$($raw.Url)/" -Verbose -Debug; $response | Format-List | Out-String }
            $shown += Get-Shown { Invoke-Request "$($raw.Url)/" -RaiseForStatus }
            $shown += ($response | Format-Exchange -NoColor) -join "`n"
            $shown | Should -Not -Match '##vso\[|(?m)^\s*::\w'
            $shown | Should -Match '# #vso'
        } finally {
            [Environment]::SetEnvironmentVariable($_, $null)
            Stop-RawServer $raw
        }
    }
}

Describe 'A body' {
    It 'is not shown as its text' {
        $request = (Invoke-Request "$url/post" -Method Post -Data @{ password = 'Quagga' }).Request
        "$($request.Body)" | Should -Be 'Requests.FormBody'
        $request | Format-List * | Out-String | Should -Not -Match 'Quagga'
        $request.Body.GetText() | Should -Be 'password=Quagga'
    }
}
