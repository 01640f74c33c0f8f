BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
}

AfterAll { Stop-TestServer $server }

Describe 'Debug' {
    It 'shows headers with redacted secrets, and no body' {
        $body = @{ user = 'alice1'; password = 'hunter2' }
        $lines = (
            Invoke-Request "$url/post" -Method Post -Json $body -Headers @{ 'X-Api-Key' = 'hunter3' } -Debug 5>&1 | ForEach-Object { "$_" }
        ) -join "`n"
        $lines | Should -Match '> Content-Type: application/json'
        $lines | Should -Match '> X-Api-Key: \*{8}'
        $lines | Should -Match '< Content-Type: application/json'
        $lines | Should -Not -Match 'hunter|alice1'
        (Invoke-Request "$url/post" -Method Post -Data @{ user = 'alice1' } -Debug 5>&1 | Out-String -Stream) -join "`n" |
            Should -Not -Match 'user=alice1'
    }

    It 'reads no stream' {
        $stream = Invoke-Request "$url/get" -Stream -Debug 5>&1
        ($stream | Where-Object { $_ -is [Requests.Response] }).ContentConsumed | Should -BeFalse
    }
}

Describe 'Credentials without encryption' {
    BeforeEach {
        $session = New-RequestSession
        Add-RequestAdapter $session http:// (New-MockAdapter @{ Body = 'ok' }) 3>$null
    }

    It 'cause one warning for each session: <Name>' -ForEach @(
        @{ Name = 'Basic'; With = { @{ Auth = 'user', 'hunter2' } } }
        @{ Name = 'a Bearer header'; With = { @{ Headers = @{ Authorization = 'Bearer hunter2' } } } }
        @{
            Name = 'a guess beside a proxy''s login'
            With = { @{ Auth = New-ProxyAuth user pass -Server (New-GuessAuth user hunter2) } }
        }
        @{ Name = 'a token service'; With = { @{ Auth = New-TokenServiceAuth user hunter2 } } }
        @{ Name = 'the second of two'; With = { @{ Auth = { }, (New-BasicAuth user hunter2) } } }
        @{ Name = 'a bearer token'; With = { @{ Auth = New-BearerAuth hunter2 } } }
        @{ Name = 'a block that returns a token'; With = { @{ Auth = New-BearerAuth { 'hunter2' } } } }
    ) {
        $options = & $With
        $null = 1..3 |
            ForEach-Object { Invoke-Request http://api.example/x?q=1 -Session $session @options -WarningVariable +warned 3>$null }
        $warned | Should -HaveCount 1
        "$warned" | Should -BeLike "*'http://api.example/x'*https*"
        "$warned" | Should -Not -Match 'hunter2'
    }

    It 'cause no warning if other machines cannot read them' {
        $null = Invoke-Request "$url/headers" -Auth user, pass -WarningVariable warned
        $null = Invoke-Request http://api.example/ -Session $session -WarningVariable +warned
        $null = Invoke-Request http://api.example/ -Session $session -Auth (New-DigestAuth user pass) -WarningVariable +warned
        $warned | Should -BeNullOrEmpty
    }
}

Describe 'The error message of a server' {
    BeforeEach {
        $session = New-RequestSession
        function Set-Reply([string] $Text, [string] $Type) {
            Add-RequestAdapter $session https:// (
                New-MockAdapter @{ StatusCode = 422; Body = $Text; Headers = @{ 'Content-Type' = $Type } }
            ) 3>$null
        }
        function Get-ErrorMessage {
            Invoke-Request https://api.example/ -Session $session -RaiseForStatus -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].ErrorDetails.Message
        }
    }

    It 'is in the details of an error: <Name>' -ForEach @(
        @{
            Name    = 'problem+json'
            Text    = '{"type":"about:blank","title":"Out of credit","detail":"It costs 50, you have 30."}'
            Type    = 'application/problem+json'
            Message = 'Out of credit: It costs 50, you have 30.'
        }
        @{ Name = 'Azure'; Text = '{"error":{"code":"Forbidden","message":"Not you."}}'; Type = 'application/json'; Message = 'Not you.' }
        @{
            Name    = 'GitHub'
            Text    = '{"message":"Validation Failed"}'
            Type    = 'application/json; charset=utf-8'
            Message = 'Validation Failed'
        }
        @{
            Name    = 'OAuth'
            Text    = '{"error":"invalid_grant","error_description":"expired"}'
            Type    = 'application/json'
            Message = 'expired'
        }
        @{ Name = 'text'; Text = "no`n"; Type = 'text/plain'; Message = 'no' }
    ) {
        Set-Reply $Text $Type
        $lines = (Get-ErrorMessage) -split "`r?`n"
        $lines[0] | Should -BeLike '422 Client Error*'
        $lines[1] | Should -Be $Message
    }

    It 'is left out if it is not written for users' {
        Set-Reply '<html>no</html>' 'text/html'
        Get-ErrorMessage | Should -Not -Match 'html>'
        Set-Reply '[1]' 'application/json'
        Get-ErrorMessage | Should -BeLike '422*'
        Set-Reply '{broken' 'application/json'
        Get-ErrorMessage | Should -BeLike '422*'
    }

    It 'is redacted and shortened' {
        Set-Reply "wrong password=hunter2 $('x' * 2000)" 'text/plain'
        Get-ErrorMessage | Should -Not -Match 'hunter2'
        (Get-ErrorMessage).Length | Should -BeLessThan 800
    }
}
