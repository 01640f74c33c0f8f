BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $guarded = "$url/digest-auth/auth/user/pass"
}

AfterAll { Stop-TestServer $server }

Describe 'Digest authentication' {
    It 'answers the challenge: <_>' -ForEach 'MD5', 'SHA-256', 'SHA-512' {
        (Invoke-Request "$guarded/$_").StatusCode | Should -Be 401
        $response = Invoke-Request "$guarded/$_" -Auth (New-DigestAuth user pass)
        $response.StatusCode | Should -Be 200
        $response.History.StatusCode | Should -Be 401
        (New-RequestSession -Auth (New-DigestAuth user pass)).Get("$guarded/$_").StatusCode | Should -Be 200
    }

    It 'sends the cookies of the challenge with the credentials' {
        (Invoke-Request $guarded).Cookies['fake'] | Should -Be 'fake_value'
        (Invoke-Request "$guarded`?require-cookie=1" -Auth (New-DigestAuth user pass)).StatusCode | Should -Be 200
        $session = New-RequestSession -Auth (New-DigestAuth user pass)
        $null = $session.Get($guarded)
        $session.Cookies['fake'] | Should -Be 'fake_value'
    }

    It 'leaves a streamed body unread' {
        $response = Invoke-Request $guarded -Auth (New-DigestAuth user pass) -Stream
        $response.ContentConsumed | Should -BeFalse
        $response.Json().authenticated | Should -BeTrue
        (Invoke-Request $guarded -Auth (New-DigestAuth user pass)).ContentConsumed | Should -BeTrue
    }

    It 'returns the 401 of a wrong password' {
        (Invoke-Request $guarded -Auth (New-DigestAuth user wrong)).StatusCode | Should -Be 401
        (New-RequestSession -Auth (New-DigestAuth user wrong)).Get($guarded).StatusCode | Should -Be 401
    }

    It 'writes qop without quotes' {
        (Invoke-Request $guarded -Auth (New-DigestAuth user pass)).Request.Headers['Authorization'] | Should -Match ', qop=auth,'
    }

    It 'sends one request for each call after the first, also when calls run at the same time' {
        $session = New-RequestSession -Auth (New-DigestAuth user pass)
        $session.Get($guarded).History | Should -HaveCount 1
        $session.Get($guarded).History | Should -HaveCount 0
        $responses = @($guarded) * 30 | Invoke-Request -Session $session -ThrottleLimit 8
        $responses.StatusCode | Should -Be (@(200) * 30)
        $responses.History | Should -BeNullOrEmpty
    }

    It 'sends a body again' {
        (Invoke-Request $guarded -Method Post -Data 'body' -Auth (New-DigestAuth user pass)).StatusCode | Should -Be 200
    }

    It 'shows no password' {
        New-DigestAuth user s3cret | Out-String | Should -Not -Match 's3cret'
        "$(New-DigestAuth user s3cret)" | Should -Be 'Digest (user)'
    }

    It 'authenticates to a real httpbin' -Skip:(-not (& { Import-Module "$PSScriptRoot/../TestSupport.psm1"; Test-Httpbin })) {
        $bin = Start-Httpbin
        try {
            foreach ($algorithm in 'MD5', 'SHA-256', 'SHA-512') {
                (Invoke-Request "$($bin.Url)/digest-auth/auth/user/pass/$algorithm" -Auth (New-DigestAuth user pass)).StatusCode |
                    Should -Be 200
            }
            (Invoke-Request "$($bin.Url)/digest-auth/auth-int/user/pass/MD5" -Method Get -Auth (New-DigestAuth user pass)).StatusCode |
                Should -Be 200
        } finally { $bin.Process.Kill() }
    }
}
