# What only shows after a while, by a clock that the tests move: back-off, limits, the ages of tokens and cookies, and progress.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    function New-Mocked($Replies) {
        $session = New-RequestSession
        Add-RequestAdapter $session http:// (New-MockAdapter @Replies)
        $session
    }
}

AfterAll { Set-ProcessTime $null }

Describe 'A wait' {
    BeforeEach { Set-ProcessTime ($time = New-FakeTime) }

    It 'of a policy''s back-off is twice as long each time' {
        $session = New-Mocked @{
            Replies = @{ StatusCode = 503 }, @{ StatusCode = 503 }, @{ StatusCode = 503 }, @{ Body = 'there' }
            Ordered = $true
        }
        $result =
            Invoke-InTime $time 'Invoke-Request http://h/ -Session $session -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 10)' @{
            session = $session
        } -Step 2
        $result.Output.Text | Should -Be 'there'
        # As urllib3: not at all before the first, then factor times two, times four.
        $result.Output.Retries.Wait.TotalSeconds | Should -Be 0, 20, 40
        $result.Seconds | Should -BeGreaterOrEqual 60
    }

    It 'of -Retry is 30 s at most, with exponential back-off' {
        $session = New-Mocked @{ Replies = @{ StatusCode = 503 } }
        $result = Invoke-InTime $time 'Invoke-Request http://h/ -Session $session -Retry 8' @{ session = $session } -Step 5
        $result.Output.StatusCode | Should -Be 503
        # Full jitter takes less than these.
        $waits = $result.Output.Retries.Wait.TotalSeconds
        $waits.Count | Should -Be 8
        $limits = 1, 2, 4, 8, 16, 30, 30, 30
        0..7 | Where-Object { $waits[$_] -gt $limits[$_] } | Should -BeNullOrEmpty -Because "the waits were $waits"
        $result.Seconds | Should -BeGreaterOrEqual ($waits | Measure-Object -Sum).Sum
    }

    It 'that the server names is obeyed: <Name>' -ForEach @(
        @{ Name = 'seconds'; Value = '600' }
        @{ Name = 'a date'; Value = 'Thu, 01 Jan 2026 00:10:00 GMT' }
    ) {
        $session =
            New-Mocked @{ Replies = @{ StatusCode = 503; Headers = @{ 'Retry-After' = $Value } }, @{ Body = 'there' }; Ordered = $true }
        $result =
            Invoke-InTime $time '$response = Invoke-Request http://h/ -Session $session -Retry 1; $response.Text; $time.GetUtcNow()' @{
            session = $session
        } -Step 10
        $result.Output[0] | Should -Be 'there'
        $result.Output[1] | Should -BeGreaterOrEqual ([DateTimeOffset]'2026-01-01T00:10:00Z')
    }

    It 'between the connections of an event stream is the server''s' {
        $session = New-Mocked @{
            Replies = @{ Body = "retry: 60000`ndata: 1`n`n"; Headers = @{ 'Content-Type' = 'text/event-stream' } },
                @{ Body = "data: 2`n`n"; Headers = @{ 'Content-Type' = 'text/event-stream' } }, @{ StatusCode = 204 }
            Ordered = $true
        }
        $result = Invoke-InTime $time 'Invoke-Request http://h/ -Session $session -As Events -Reconnect' @{ session = $session } -Step 2
        $result.Output.Data | Should -Be '1', '2'
        $result.Seconds | Should -BeGreaterOrEqual 120
    }

    It 'of a mock is over when its time has come' {
        $session = New-Mocked @{ Replies = @{ Delay = 90; Body = 'late' } }
        $result = Invoke-InTime $time '$session.Get("http://h/").Text' @{ session = $session }
        $result.Output | Should -Be 'late'
        $result.Seconds | Should -BeGreaterOrEqual 90
    }
}

Describe 'A limit' {
    BeforeEach { Set-ProcessTime ($time = New-FakeTime) }

    It 'ends <Name> when it has passed, and not before' -ForEach @(
        @{ Name = 'a server that says nothing'; Script = 'Invoke-Request "$url/stall" -Timeout 60'; Type = 'Requests.ReadTimeoutException' }
        @{ Name = 'a body that stops'; Script = 'Invoke-Request "$url/stall?text=x" -Timeout 60'; Type = 'Requests.ReadTimeoutException' }
        @{
            Name   = 'a stream that stops'
            Script = '(Invoke-Request "$url/stall?text=x" -Stream -Timeout 60).Text'
            Type   = 'Requests.ReadTimeoutException'
        }
        @{
            Name   = 'lines that stop'
            Script = 'Invoke-Request "$url/stall?text=x" -As Lines -Timeout 60'
            Type   = 'Requests.ReadTimeoutException'
        }
        @{
            Name   = 'a download that stops'
            Script = 'Invoke-Request "$url/stall?text=x" -OutFile stopped.bin -Timeout 60'
            Type   = 'Requests.ReadTimeoutException'
        }
        @{
            Name   = 'a whole exchange'
            Script = 'Invoke-Request "$url/stall?text=x" -TotalTimeout 60'
            Type   = 'Requests.TotalTimeoutException'
        }
        @{
            Name   = 'the attempts of a whole exchange'
            Script = 'Invoke-Request "$root/status/503" -TotalTimeout 60 -Retry (New-RetryPolicy 9 -StatusList 503 -BackoffFactor 10)'
            Type   = 'Requests.TotalTimeoutException'
        }
    ) {
        $result = Invoke-InTime $time "Set-Location '$TestDrive'; $Script" @{ root = $url; url = "$url/together/$([guid]::NewGuid())" }
        # A property wraps what it throws.
        $thrown = $result.Failure.Exception
        while ($thrown.InnerException -and $thrown -isnot [type]$Type) { $thrown = $thrown.InnerException }
        $thrown | Should -BeOfType ([type]$Type)
        $result.Seconds | Should -BeGreaterOrEqual 60
        Get-ChildItem $TestDrive -File | Should -BeNullOrEmpty
    }
}

Describe 'An age' {
    BeforeEach { Set-ProcessTime ($time = New-FakeTime) }

    It 'of an hour ends a token, which is renewed' {
        $realm = "$url/oauth2/$([guid]::NewGuid())"
        $auth = New-OAuth2Auth "$realm/token" client (ConvertTo-SecureString secret -AsPlainText -Force)
        function Get-Token { (Invoke-Request "$realm/resource" -Auth $auth).Json().token }
        $first = Get-Token
        $time.Advance([timespan]::FromMinutes(30))
        Get-Token | Should -Be $first
        $time.Advance([timespan]::FromMinutes(31))
        Get-Token | Should -Not -Be $first
        (Invoke-Request "$realm/asked").Json().Count | Should -Be 2
    }

    It 'ends a cookie: <Name>' -ForEach @(
        @{ Name = 'Max-Age'; Attribute = 'Max-Age=3600' }
        @{ Name = 'Expires'; Attribute = 'Expires=Thu, 01 Jan 2026 01:00:00 GMT' }
    ) {
        $session = New-RequestSession
        $null = Invoke-Request "$url/response-headers" -Params @{ 'Set-Cookie' = "aged=1; Path=/; $Attribute" } -Session $session
        $time.Advance([timespan]::FromMinutes(59))
        (Invoke-Request "$url/cookies" -Session $session).Json().cookies.aged | Should -Be '1'
        $time.Advance([timespan]::FromMinutes(2))
        (Invoke-Request "$url/cookies" -Session $session).Json().cookies.PSObject.Properties | Should -BeNullOrEmpty
        Get-RequestCookie $session | Should -BeNullOrEmpty
    }

    It 'ends the code of a device that nobody approves' {
        $realm = "$url/oauth2/$([guid]::NewGuid())"
        $result =
            Invoke-InTime $time 'Invoke-Request "$realm/resource" -Auth (New-OAuth2Auth "$realm/token" public -DeviceAuthorizationUri "$realm/device" -Prompt { })' @{
            realm = $realm
        } -Step 3
        $result.Failure.Exception | Should -BeOfType ([Requests.OAuth2Exception])
        $result.Seconds | Should -BeGreaterOrEqual 60
    }
}
