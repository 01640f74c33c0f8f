# Tests what depends on time with a clock that the tests move: back-off, limits, and the lifetimes of tokens and cookies.
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
        $script = 'Invoke-Request http://h/ -Session $session -Retry (New-RetryPolicy 3 -StatusList 503 -BackoffFactor 10)'
        $result = Invoke-InTime $time $script @{ session = $session } -Step 2
        $result.Output.Text | Should -Be 'there'
        # As in urllib3, there is no wait before the first retry. Then it is the factor times two, times four.
        $result.Output.Retries.Wait.TotalSeconds | Should -Be 0, 20, 40
        $result.Seconds | Should -BeGreaterOrEqual 60
    }

    It 'of -Retry is at most 30 s, with exponential back-off' {
        $session = New-Mocked @{ Replies = @{ StatusCode = 503 } }
        $result = Invoke-InTime $time 'Invoke-Request http://h/ -Session $session -Retry 8' @{ session = $session } -Step 5
        $result.Output.StatusCode | Should -Be 503
        # Full jitter makes each wait shorter than its limit.
        $waits = $result.Output.Retries.Wait.TotalSeconds
        $waits.Count | Should -Be 8
        $limits = 1, 2, 4, 8, 16, 30, 30, 30
        0..7 | Where-Object { $waits[$_] -gt $limits[$_] } | Should -BeNullOrEmpty -Because "the waits were $waits"
        $result.Seconds | Should -BeGreaterOrEqual ($waits | Measure-Object -Sum).Sum
    }

    It 'of Retry-After is obeyed: <Name>' -ForEach @(
        @{ Name = 'seconds'; Value = '600' }
        @{ Name = 'a date'; Value = 'Thu, 01 Jan 2026 00:10:00 GMT' }
    ) {
        $session =
            New-Mocked @{ Replies = @{ StatusCode = 503; Headers = @{ 'Retry-After' = $Value } }, @{ Body = 'there' }; Ordered = $true }
        $script = '$response = Invoke-Request http://h/ -Session $session -Retry 1; $response.Text; $time.GetUtcNow()'
        $result = Invoke-InTime $time $script @{ session = $session } -Step 10
        $result.Output[0] | Should -Be 'there'
        $result.Output[1] | Should -BeGreaterOrEqual ([DateTimeOffset]'2026-01-01T00:10:00Z')
    }

    It 'between the connections of an event stream is that of the server' {
        $session = New-Mocked @{
            Replies = @{ Body = "retry: 60000`ndata: 1`n`n"; Headers = @{ 'Content-Type' = 'text/event-stream' } },
                @{ Body = "data: 2`n`n"; Headers = @{ 'Content-Type' = 'text/event-stream' } }, @{ StatusCode = 204 }
            Ordered = $true
        }
        $result = Invoke-InTime $time 'Invoke-Request http://h/ -Session $session -As Events -Reconnect' @{ session = $session } -Step 2
        $result.Output.Data | Should -Be '1', '2'
        $result.Seconds | Should -BeGreaterOrEqual 120
    }

    It 'of a mock ends after its delay' {
        $session = New-Mocked @{ Replies = @{ Delay = 90; Body = 'late' } }
        $result = Invoke-InTime $time '$session.Get("http://h/").Text' @{ session = $session }
        $result.Output | Should -Be 'late'
        $result.Seconds | Should -BeGreaterOrEqual 90
    }
}

Describe 'A limit' {
    BeforeEach { Set-ProcessTime ($time = New-FakeTime) }

    It 'ends <Name> when it is reached, and not before' -ForEach @(
        @{
            Name   = 'a server that sends nothing'
            Script = 'Invoke-Request "$url/stall" -Timeout 60'
            Type   = 'Requests.ReadTimeoutException'
        }
        @{ Name = 'a body that stalls'; Script = 'Invoke-Request "$url/stall?text=x" -Timeout 60'; Type = 'Requests.ReadTimeoutException' }
        @{
            Name   = 'a stream that stalls'
            Script = '(Invoke-Request "$url/stall?text=x" -Stream -Timeout 60).Text'
            Type   = 'Requests.ReadTimeoutException'
        }
        @{
            Name   = 'lines that stall'
            Script = 'Invoke-Request "$url/stall?text=x" -As Lines -Timeout 60'
            Type   = 'Requests.ReadTimeoutException'
        }
        @{
            Name   = 'a download that stalls'
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
        # PowerShell wraps the exception of a property.
        $thrown = $result.Failure.Exception
        while ($thrown.InnerException -and $thrown -isnot [type]$Type) { $thrown = $thrown.InnerException }
        $thrown | Should -BeOfType ([type]$Type)
        $result.Seconds | Should -BeGreaterOrEqual 60
        Get-ChildItem $TestDrive -File | Should -BeNullOrEmpty
    }
}

Describe 'A lifetime' {
    BeforeEach { Set-ProcessTime ($time = New-FakeTime) }

    It 'of an hour expires a token, which is renewed' {
        $realm = "$url/oauth2/$([guid]::NewGuid())"
        $auth = New-OAuth2Auth "$realm/token" client (ConvertTo-SecureString secret -AsPlainText -Force)
        function Get-Token { (Invoke-Request "$realm/resource" -Auth $auth).Json().token }
        $first = Get-Token
        $time.Advance([timespan]::FromMinutes(30))
        Get-Token | Should -Be $first
        $time.Advance([timespan]::FromMinutes(31))
        Get-Token | Should -Not -Be $first
        (Invoke-Request "$realm/token-requests").Json().Count | Should -Be 2
    }

    It 'expires a cookie: <Name>' -ForEach @(
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

    It 'expires the code of a device that is not approved' {
        $realm = "$url/oauth2/$([guid]::NewGuid())"
        $script = '
            $auth = New-OAuth2Auth "$realm/token" public -DeviceAuthorizationUri "$realm/device" -Prompt { }
            Invoke-Request "$realm/resource" -Auth $auth
        '
        $result = Invoke-InTime $time $script @{ realm = $realm } -Step 3
        $result.Failure.Exception | Should -BeOfType ([Requests.OAuth2Exception])
        $result.Seconds | Should -BeGreaterOrEqual 60
    }
}
