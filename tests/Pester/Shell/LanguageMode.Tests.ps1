# Tests a constrained language, in which cmdlets, parameters and properties must be sufficient, and any culture, strict mode and encoding.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $env:TEST_URL, $env:TEST_FOLDER = $server.Url, $TestDrive
    function Invoke-Constrained([string] $Script) {
        $prepare = '
            $url, $folder = $env:TEST_URL, $env:TEST_FOLDER
            $ErrorActionPreference = "Stop"
            $ExecutionContext.SessionState.LanguageMode = "ConstrainedLanguage"
        '
        Invoke-FreshShell ($prepare + $Script) 2>&1
    }
}

AfterAll {
    Stop-TestServer $server
    Remove-Item Env:TEST_URL, Env:TEST_FOLDER
}

Describe 'A constrained language' {
    It 'refuses methods' {
        Invoke-Constrained 'try { (Invoke-Request "$url/get").Json() } catch { "refused" }' | Should -Be 'refused'
    }

    It 'runs the quickstart of the guide' {
        Invoke-Constrained '
            (Invoke-Request "$url/get" -Params ([ordered]@{ key1 = "value1"; key2 = "value2", "value3" })).Url -replace ".*\?"
            (Invoke-Request "$url/get").Text.Length -gt 10
            (Invoke-Request "$url/get" -As Json).url -replace ".*/"
            (Invoke-Request "$url/headers" -Headers @{ "X-A" = "b" } -As Json).headers."X-A"
            (Invoke-Request "$url/post" -Method Post -Data @{ a = 1 } -As Json).form.a
            (Invoke-Request "$url/post" -Method Post -Json ([ordered]@{ a = @{ b = 2 } }) -As Json).json.a.b
            (Invoke-Request "$url/post" -Method Post -Files @{ f = New-FilePart -Content text -FileName x.txt } -As Json).files.f
            (Invoke-Request "$url/post" -Method Post -Data { "chunk" } -As Json).data
            try { Invoke-Request "$url/status/404" -RaiseForStatus }
            catch [Requests.HttpErrorException] { $_.Exception.Response.StatusCode }
            (Invoke-Request "$url/get").Headers["content-type"]
            (Invoke-Request "$url/cookies/set?a=b" -AllowRedirects:$false).Cookies["a"]
            (Invoke-Request "$url/redirect/2").History.Count
            try { Invoke-Request "$url/delay/5" -Timeout 30, 0.2 } catch [Requests.ReadTimeoutException] { "too slow" }
            (Invoke-Request "$url/stream/3" -As Lines).Count
            Invoke-Request "$url/bytes/100" | Save-Response "$folder/clm.bin"
            (Get-Item "$folder/clm.bin").Length' |
            Should -Be 'key1=value1&key2=value2&key2=value3', $true, 'get', 'b', '1', 2, 'text', 'chunk', 404, 'application/json', 'b', 2,
                'too slow', 3, 100
    }

    It 'has the same views' {
        $shown = Invoke-Constrained '
            $session = New-RequestSession -BaseUri $url -Headers @{ "X-Api-Key" = "hunter2" } -Auth (New-BasicAuth user hunter2)
            $r = Invoke-Request "/redirect/1" -Session $session -WarningAction Ignore
            $r | Format-Table | Out-String -Width 120
            $r | Format-List | Out-String
            $r.Request | Format-List | Out-String
            $session, (New-BasicAuth user hunter2) | Out-String
            Get-RequestAdapter $session | Out-String
            $r | Format-Exchange -Timing -NoColor' | Out-String
        $parts = '200 GET +application/json', 'Content-Type: application/json', 'History +: 302 GET', 'X-Api-Key: \*{8}',
            'http:// HttpAdapter', 'Basic \(user\)', 'first byte +\d+\.\d ms'
        foreach ($part in $parts) { $shown | Should -Match $part }
        $shown | Should -Not -Match 'hunter2'
    }

    It 'supports sessions, authentication, hooks, adapters and pages' {
        Invoke-Constrained '
            $session = New-RequestSession -Headers @{ "X-A" = "b" } -Auth user, pass
            (Invoke-Request "$url/basic-auth/user/pass" -Session $session).StatusCode
            $null = Invoke-Request "$url/cookies/set?a=b" -Session $session
            (Get-RequestCookie $session a).Value
            Set-RequestSession $session -BaseUri $url
            (Invoke-Request get -Session $session).StatusCode
            Close-RequestSession $session
            $session.IsClosed
            Use-RequestSession { param($s) (Invoke-Request "$url/get" -Session $s).StatusCode }
            (Invoke-Request "$url/digest-auth/auth/user/pass" -Auth (New-DigestAuth user pass)).StatusCode
            (Invoke-Request "$url/headers" -Auth (New-CustomAuth { param($r) $r.Headers["X-P"] = "q" }) -As Json).headers."X-P"
            $auth = New-OAuth2Auth "$url/oauth2/constrained/token" client secret -OnToken { param($t) $script:token = $t }
            (Invoke-Request "$url/oauth2/constrained/resource" -Auth $auth).StatusCode
            $null -ne $token.ExpiresAt
            $null = Invoke-Request "$url/get" -Hooks @{ response = { param($r) $script:seen = $r.StatusCode } }
            $seen
            $mocked = New-RequestSession
            Add-RequestAdapter $mocked https:// (New-MockAdapter @{ Body = "mock" })
            Add-RequestAdapter $mocked http:// (New-ScriptAdapter { param($r) @{ StatusCode = 201 } }) 3>$null
            (Invoke-Request https://x/ -Session $mocked).Text
            (Invoke-Request http://x/ -Session $mocked).StatusCode
            (Invoke-Request "$url/links/3/0" -FollowRelLink).Count
            (1..3 | ForEach-Object { "$url/get?$_" } | Invoke-Request -ThrottleLimit 2).Count
            (New-Request "$url/get" | ConvertTo-PreparedRequest | Send-Request).StatusCode
            $parameters = ConvertFrom-CurlCommand "curl $url/get"
            (Invoke-Request @parameters | Format-Exchange -NoColor)[0]' |
            Should -Be 200, 'b', 200, $true, 200, 200, 'q', 200, $true, 200, 'mock', 201, 3, 3, 200, 'GET /get HTTP/1.1'
    }
}

Describe 'A culture' {
    It 'does not change requests: <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA', '' {
        Invoke-FreshShell "
            [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '$_'
            `$json = @{ number = 1.5; date = [datetime]::new(2024, 5, 6) }
            `$options = @{ Params = @{ f = 2.5 }; Headers = @{ 'X-INDEX' = 3.5 }; Timeout = 5.5 }
            `$r = Invoke-Request '$($server.Url)/post' -Method Post -Json `$json @options
            `$echo = `$r.Json()
            `"`$(`$echo.json.number)`"; `"`$(`$echo.json.date)`".Substring(0, 4); `$echo.args.f; `$echo.headers.'x-index'
            (New-RetryPolicy -BackoffFactor 0.5).ToString().Length -gt 0
            (`$r | Out-String).Length -gt 100" 2>&1 | ForEach-Object { "$_" } | Should -Be '1.5', '2024', '2.5', '3.5', 'True', 'True'
    }
}

Describe 'Strict mode, drives and defaults' {
    It 'are supported' {
        New-Item -ItemType Directory "$TestDrive/a [b]" -Force | Out-Null
        Invoke-FreshShell "
            Set-StrictMode -Version 3
            `$null = New-PSDrive -Name Here -PSProvider FileSystem -Root '$TestDrive'
            Set-Location 'Here:/'
            Invoke-Request '$($server.Url)/bytes/10' -OutFile 'a [b]/c[1].bin'
            (Get-Item -LiteralPath 'Here:/a [b]/c[1].bin').Length
            (Invoke-Request '$($server.Url)/post' -Method Post -InFile 'Here:/a [b]/c[1].bin').StatusCode
            `$PSDefaultParameterValues = @{ 'Invoke-Request:Headers' = @{ 'X-Default' = 'yes' }; 'Invoke-Request:TotalTimeout' = 10 }
            (Invoke-Request '$($server.Url)/headers').Json().headers.'X-Default'" 2>&1 | Should -Be 10, 200, 'yes'
    }
}

Describe 'A console without UTF-8' {
    It 'sends, reads and saves all characters' {
        $before = $env:LC_ALL
        $env:LC_ALL = 'C'
        try {
            Invoke-FreshShell '
                $url, $folder = $env:TEST_URL, $env:TEST_FOLDER
                [Console]::OutputEncoding = [Text.Encoding]::ASCII
                $text = "na$([char]0xEF)ve $([char]0x20AC) $([char]::ConvertFromUtf32(0x1F600))"
                (Invoke-Request "$url/post" -Method Post -Data $text).Json().data -ceq $text
                (Invoke-Request "$url/post" -Method Post -Json @{ a = $text }).Json().json.a -ceq $text
                (Invoke-Request "$url/get" -Params @{ a = $text }).Json().args.a -ceq $text
                $null = Invoke-Request "$url/post" -Method Post -Data $text | Save-Response "$folder/$([char]0xEF).json"
                (Get-Content "$folder/$([char]0xEF).json" -Raw -Encoding utf8 | ConvertFrom-Json).data -ceq $text
                (Invoke-Request "$url/encoding/utf8").Text.Contains([char]0x222E)
                "$(Invoke-Request "$url/encoding/utf8" | Format-List | Out-String)".Length -gt 100' | Should -Be (@('True') * 6)
        } finally { $env:LC_ALL = $before }
    }
}
