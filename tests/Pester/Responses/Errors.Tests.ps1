BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
}

AfterAll { Stop-TestServer $server }

Describe 'Errors' {
    It '<Id> for <Call>' -ForEach @(
        @{ Id = 'MissingSchema'; Category = 'InvalidArgument'; Call = { Invoke-Request 'example.com/x' } }
        @{ Id = 'InvalidSchema'; Category = 'InvalidArgument'; Call = { Invoke-Request 'localhost:3128' } }
        @{ Id = 'InvalidUrl'; Category = 'InvalidArgument'; Call = { Invoke-Request 'http://*' } }
        @{ Id = 'InvalidMethod'; Category = 'InvalidArgument'; Call = { Invoke-Request $url -Method 'a b' } }
        @{ Id = 'InvalidHeader'; Category = 'InvalidArgument'; Call = { Invoke-Request $url -Headers @{ a = "x`r`ny" } } }
        @{ Id = 'InvalidBody'; Category = 'InvalidArgument'; Call = { Invoke-Request $url -Method Post -InFile '/no/such/file' } }
        @{ Id = 'InvalidTimeout'; Category = 'InvalidArgument'; Call = { Invoke-Request $url -Timeout 3, 4, 5 } }
        @{ Id = 'InvalidTimeout'; Category = 'InvalidArgument'; Call = { Invoke-Request $url -Timeout foo } }
        @{ Id = 'InvalidCookie'; Category = 'InvalidArgument'; Call = { Invoke-Request $url -Cookies @{ 'a;b' = 1 } } }
        @{ Id = 'ConnectionError'; Category = 'ConnectionError'; Call = { Invoke-Request 'http://127.0.0.1:1/' } }
        @{ Id = 'ReadTimeout'; Category = 'OperationTimeout'; Call = { Invoke-Request "$url/delay/5" -Timeout 30, 0.1 } }
        @{ Id = 'ReadTimeout'; Category = 'OperationTimeout'; Call = { Invoke-Request "$url/drip?numbytes=2&duration=9" -Timeout 9, 0.3 } }
        @{ Id = 'TooManyRedirects'; Category = 'LimitsExceeded'; Call = { Invoke-Request "$url/redirect/3" -MaximumRedirection 1 } }
        @{ Id = 'HttpError'; Category = 'ObjectNotFound'; Call = { Invoke-Request "$url/status/404" -RaiseForStatus } }
        @{ Id = 'HttpError'; Category = 'AuthenticationError'; Call = { Invoke-Request "$url/status/401" -RaiseForStatus } }
    ) {
        $record = $null
        try { & $Call | Should -BeNullOrEmpty } catch { $record = $_ }
        $record.FullyQualifiedErrorId | Should -Be "$Id,Requests.PowerShell.InvokeRequestCommand"
        $record.CategoryInfo.Category | Should -Be $Category
        $record.Exception | Should -BeOfType ([Requests.RequestException])
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'is caught by its base <Base>: <Call>' -ForEach @(
        @{ Base = 'Requests.InvalidRequestException'; Call = { Invoke-Request 'example.com/x' } }
        @{ Base = 'Requests.InvalidRequestException'; Call = { Invoke-Request $url -Timeout foo } }
        @{ Base = 'Requests.InvalidRequestException'; Call = { Invoke-Request $url -Auth 5 } }
        @{ Base = 'Requests.ConnectionException'; Call = { Invoke-Request 'http://127.0.0.1:1/' } }
        @{ Base = 'Requests.RequestTimeoutException'; Call = { Invoke-Request "$url/delay/5" -Timeout 0.1 } }
        @{ Base = 'Requests.RequestTimeoutException'; Call = { Invoke-Request "$url/delay/5" -TotalTimeout 0.1 } }
        @{
            Base = 'Requests.RequestAuthenticationException'
            Call = { Invoke-Request $url -Auth (New-OAuth2Auth "$url/status/400" id secret) }
        }
        @{
            Base = 'Requests.TokenServiceException'
            Call = { Invoke-Request "$url/v2/team/app/tags/list" -Auth (New-TokenServiceAuth user wrong) }
        }
        @{ Base = 'Requests.ResponseException'; Call = { Invoke-Request "$url/status/404" -RaiseForStatus } }
        @{ Base = 'Requests.ResponseException'; Call = { (Invoke-Request "$url/html").Json() } }
        @{
            Base = 'Requests.DownloadException'
            Call = { Invoke-Request "$url/get" -OutFile (Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid)") -Checksum "md5:$('0' * 32)" }
        }
    ) {
        $handler = [scriptblock]::Create(
            "try { & `$args[0] } catch [$Base] { 'caught' } catch { `"not by its base: `$(`$_.Exception.GetType())`" }"
        )
        & $handler $Call | Should -Be 'caught'
    }

    It 'is written for each item, and the other requests are sent' {
        $r = "$url/get", 'nowhere', "$url/headers" | Invoke-Request -ErrorAction SilentlyContinue -ErrorVariable problems
        $r.Count | Should -Be 2
        $problems.Count | Should -Be 1
        "$($problems[0].TargetObject)" | Should -Be 'GET nowhere'
    }

    It 'has the response' {
        $(
            try {
                Invoke-Request "$url/status/404" -RaiseForStatus -ErrorAction Stop
            } catch [Requests.HttpErrorException] {
                $_.Exception.Response.StatusCode
            }
        ) | Should -Be 404
    }

    It '<Name> from a broken server' -ForEach @(
        @{ Name = 'ChunkedEncodingError'; Reply = "HTTP/1.1 200 OK`r`nContent-Length: 10`r`n`r`nshort" }
        @{ Name = 'ConnectionError'; Reply = "garbage`r`n`r`n" }
        @{ Name = 'ContentDecodingError'; Reply = "HTTP/1.1 200 OK`r`nContent-Encoding: gzip`r`nContent-Length: 3`r`n`r`nabc" }
    ) {
        $raw = Start-RawServer $Reply
        try { { Invoke-Request $raw.Url -ErrorAction Stop } | Should -Throw -ErrorId "$Name,*" } finally { Stop-RawServer $raw }
    }
}

Describe 'Secrets' {
    It 'are in no stream, view, error or file' {
        $log = Invoke-FreshShell @"
`$session = New-RequestSession -Auth user, s3cretA -Headers @{ 'X-Api-Key' = 's3cretB' } -Cookies @{ sid = 's3cretC' }
`$r = Invoke-Request '$url/anything?token=s3cretD' -Session `$session -Verbose -Debug *>&1
`$r | Out-String
`$response = Invoke-Request '$url/response-headers?Set-Cookie=x%3Ds3cretE' -Session `$session
`$response | Format-Table | Out-String
`$response | Format-List | Out-String
`$response.Request | Out-String
`$session | Format-List | Out-String
`$session.Cookies | Out-String
`$parts = 'http://user:', 's3cre', 'tF', '@127.0.0.1:1/?q=1'
`$address = -join `$parts
Invoke-Request `$address -ErrorVariable problem -ErrorAction SilentlyContinue
`$problem | Out-String
Get-Error -Newest 1 | Out-String
`$bad = @{ bad = "s3cretH``r``n" }
Invoke-Request '$url/anything' -Headers `$bad -ErrorAction SilentlyContinue
`$Error[0] | Out-String
Export-Clixml -InputObject `$session -LiteralPath '$TestDrive/session.xml'
Get-Content -LiteralPath '$TestDrive/session.xml' -Raw
"@ 2>&1 | Out-String
        $log | Should -Match 'GET http'
        (
            [regex]::Matches($log, 's3cret[A-H]|dXNlcjpzM2NyZXR').Value | Where-Object { $_ -notin 's3cretD', 's3cretE' } |
                Sort-Object -Unique
        ) | Should -BeNullOrEmpty
    }

    It 'are redacted in the exchange that Get-Error shows' {
        $session = New-RequestSession -Auth user,
            s3cretA -Headers @{ 'X-Api-Key' = 's3cretB'; 'X-Team' = 'red' } -Cookies @{ sid = 's3cretC' }
        $arguments = @{
            Method         = 'Post'
            Params         = @{ token = 's3cretD' }
            Json           = @{ name = 'Alice'; password = 's3cretE' }
            RaiseForStatus = $true
            ErrorAction    = 'SilentlyContinue'
        }
        $null = Invoke-Request "$url/status/404" -Session $session @arguments -ErrorVariable problem 3>$null
        $shown = Get-Error -InputObject $problem[0] | Out-String -Width 160
        $expectedParts = 'POST /status/404\?… HTTP/1.1', 'X-Team: red', 'Authorization: \*{8}', '"name": "Alice"',
            'HTTP/1.1 404 Not Found'
        foreach ($part in $expectedParts) { $shown | Should -Match $part }
        $shown | Should -Not -Match 's3cret|dXNlcjpzM2NyZXR'
        Invoke-Request 'http://127.0.0.1:1/' -Session $session -ErrorAction SilentlyContinue -ErrorVariable problem 3>$null
        Get-Error -InputObject $problem[0] | Out-String | Should -Match 'GET / HTTP/1.1'
    }

    It 'are in no view, also if an object has few other properties' {
        $log = Invoke-FreshShell @"
`$session = New-RequestSession -Cookies @{ sid = 's3cretC' }
`$session.Headers.Clear()
`$session.Headers['X-Api-Key'] = 's3cretB'
`$r = Invoke-Request '$url/get' -Session `$session
'a text first, so that what follows is shown as part of a mixed stream'
`$session; `$session.Cookies; `$r.Request
`$session | Format-Table | Out-String
`$session.Cookies | Format-List | Out-String
`$r.Request | Format-List | Out-String
`$r.Request | Format-Table | Out-String
"@ 2>&1 | Out-String -Width 200
        $log | Should -Match 'X-Api-Key'
        $log | Should -Match 'sid'
        $log | Should -Not -Match 's3cret'
    }

    It 'are not in serialized responses' {
        $r = Invoke-Request "$url/redirect/1" -Auth user, s3cret -Headers @{ Cookie = 'sid=s3cret' }
        Export-Clixml -InputObject $r -LiteralPath "$TestDrive/r.xml"
        $copy = Import-Clixml -LiteralPath "$TestDrive/r.xml"
        $copy.StatusCode, $copy.Reason, $copy.History[0].StatusCode | Should -Be 200, 'OK', 302
        $copy.Text | Should -Be $r.Text
        $copy.ShownHeaders | Should -Not -BeNullOrEmpty
    }
}

Describe 'Sessions from other processes' {
    It 'are refused with an error that names the alternative' {
        $session = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((New-RequestSession)))
        { Invoke-Request $url -Session $session -ErrorAction Stop } | Should -Throw '*New-RequestSession*'
    }
}
