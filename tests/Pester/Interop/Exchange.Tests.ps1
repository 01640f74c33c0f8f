BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $authority = ([uri]$url).Authority
}

AfterAll { Stop-TestServer $server }

Describe 'Format-Exchange' {
    It 'shows a request that cannot be sent' {
        $request = New-Request http://h/get | ConvertTo-PreparedRequest
        $request.Url = 'nonsense?token=hunter2'
        @($request | Format-Exchange -NoColor)[0] | Should -Be 'GET nonsense?… HTTP/1.1'
        Send-Request $request -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].Exception.Exchange | Should -Match '^GET nonsense'
    }

    It 'shows request and response as they were sent' {
        $lines = Invoke-Request "$url/post?token=hunter2" -Method Post -Json ([ordered]@{ name = 'me'; password = 'hunter2' }) -Headers @{
            'X-Api-Key' = 'hunter2'
        } -Auth user, hunter2 | Format-Exchange -NoColor
        $lines[0] | Should -Be 'POST /post?… HTTP/1.1'
        $lines[1] | Should -Be "Host: $authority"
        $lines | Should -Contain 'Authorization: ********'
        $lines | Should -Contain 'X-Api-Key: ********'
        $lines | Should -Contain '  "name": "me",'
        $lines | Should -Contain 'HTTP/1.1 200 OK'
        $lines -join "`n" | Should -Not -Match 'hunter2'
    }

    It 'shows each hop of the history' {
        $lines = Invoke-Request "$url/redirect/2" | Format-Exchange -NoColor
        ($lines -match '^GET ') | Should -Be 'GET /redirect/2 HTTP/1.1', 'GET /relative-redirect/1 HTTP/1.1', 'GET /get HTTP/1.1'
        ($lines -match '^HTTP/1.1 ') | Should -Be 'HTTP/1.1 302 Found', 'HTTP/1.1 302 Found', 'HTTP/1.1 200 OK'
    }

    It 'shows the HTTP version that was used' {
        $session = New-RequestSession -Verify $server.CaFile
        Add-RequestAdapter $session https:// (New-HttpAdapter -HttpVersion 2)
        $lines = $session.Get("$($server.SecureUrl)/get") | Format-Exchange -NoColor
        $lines[0] | Should -Be 'GET /get HTTP/2.0'
        $lines -match '^HTTP/' | Should -Be 'HTTP/2.0 200 OK'
    }

    It 'shows secrets with -Unmask' {
        $lines = Invoke-Request "$url/get?token=abc" -Auth user, pass | Format-Exchange -NoColor -Unmask
        $lines[0] | Should -Be 'GET /get?token=abc HTTP/1.1'
        $lines | Should -Contain 'Authorization: Basic dXNlcjpwYXNz'
    }

    It 'shows the time of each phase with -Timing' {
        $local = $server.SecureUrl -replace '127\.0\.0\.1', 'localhost'
        $lines = Invoke-Request "$local/get" -Verify $server.CaFile | Format-Exchange -NoColor -Timing
        ($lines -match ' ms').ForEach{ $_.Substring(0, 12).Trim() } |
            Should -Be 'name lookup', 'connect', 'TLS', 'first byte', 'body', 'total'
        $lines -match '#' | Should -HaveCount 5
    }

    It 'accepts errors and prepared requests' {
        Invoke-Request "$url/status/404" -RaiseForStatus -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0] | Format-Exchange -NoColor | Should -Contain 'HTTP/1.1 404 Not Found'
        $problem[0].Exception | Format-Exchange -NoColor | Should -Contain 'HTTP/1.1 404 Not Found'
        New-Request "$url/get" -Headers @{ 'X-A' = 'b' } | ConvertTo-PreparedRequest | Format-Exchange -NoColor | Should -Contain 'X-A: b'
        { Format-Exchange 5 } | Should -Throw '*InputObject cannot be Int32*'
    }

    It 'describes a body that is not text or not read' {
        Invoke-Request "$url/image/png" | Format-Exchange -NoColor | Select-Object -Last 1 | Should -Match '^\(\d+ bytes of image/png\)$'
        $stream = Invoke-Request "$url/get" -Stream
        $stream | Format-Exchange -NoColor | Select-Object -Last 1 | Should -Be '(not read yet)'
        $stream.Close()
    }

    It 'writes lines, also after other objects' {
        $shown = Invoke-FreshShell "`$r = Invoke-Request '$url/get'; `$r; `$r | Format-Exchange" | Out-String
        $shown | Should -Match "(?m)^Host: $authority"
        $shown | Should -Not -Match 'Colored'
    }

    It 'returns plain text, which only the view colours' {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $lines = Invoke-Request "$url/get" | Format-Exchange
            $lines | Should -BeOfType string
            -join $lines | Should -Not -Match "`e"
            $lines | Out-String | Should -Match "`e\[36m"
            Invoke-Request "$url/get" | Format-Exchange -NoColor | Out-String | Should -Not -Match "`e"
            foreach ($style in 'PlainText', 'Host') {
                $PSStyle.OutputRendering = $style
                Invoke-Request "$url/get" | Format-Exchange | Out-String | Should -Not -Match "`e"
                Invoke-Request "$url/get" | Format-Exchange > $TestDrive/exchange.txt
                Get-Content $TestDrive/exchange.txt -Raw | Should -Not -Match "`e"
                Get-Content $TestDrive/exchange.txt -Raw | Should -Match '^\s*GET /get HTTP/1'
            }
        } finally { $PSStyle.OutputRendering = $rendering }
        Invoke-FreshShell "(Invoke-Request '$url/get' | Format-Exchange)" | Out-String | Should -Not -Match "`e"
        $show = "Invoke-Request '$url/get' | Format-Exchange | Out-String"
        Invoke-FreshShell "`$env:NO_COLOR = '1'; `$PSStyle.OutputRendering = 'Ansi'; $show" | Out-String | Should -Not -Match "`e\[36m"
    }
}
