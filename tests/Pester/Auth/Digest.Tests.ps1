BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $guarded = "$url/digest-auth/auth/user/pass"
}

AfterAll { Stop-TestServer $server }

Describe 'Digest authentication' {
    It 'Answers the challenge: <_>' -ForEach 'MD5', 'SHA-256', 'SHA-512' {
        (Invoke-Request "$guarded/$_").StatusCode | Should -Be 401
        $response = Invoke-Request "$guarded/$_" -Auth (New-DigestAuth user pass)
        $response.StatusCode | Should -Be 200
        $response.History.StatusCode | Should -Be 401
        (New-RequestSession -Auth (New-DigestAuth user pass)).Get("$guarded/$_").StatusCode | Should -Be 200
    }

    It 'Keeps the cookies of the challenge, and sends them with the answer' {
        (Invoke-Request $guarded).Cookies['fake'] | Should -Be 'fake_value'
        (Invoke-Request "$guarded`?require-cookie=1" -Auth (New-DigestAuth user pass)).StatusCode | Should -Be 200
        $session = New-RequestSession -Auth (New-DigestAuth user pass)
        $null = $session.Get($guarded)
        $session.Cookies['fake'] | Should -Be 'fake_value'
    }

    It 'Leaves a streamed body unread' {
        $response = Invoke-Request $guarded -Auth (New-DigestAuth user pass) -Stream
        $response.ContentConsumed | Should -BeFalse
        $response.Json().authenticated | Should -BeTrue
        (Invoke-Request $guarded -Auth (New-DigestAuth user pass)).ContentConsumed | Should -BeTrue
    }

    It 'Returns the 401 of a wrong password' {
        (Invoke-Request $guarded -Auth (New-DigestAuth user wrong)).StatusCode | Should -Be 401
        (New-RequestSession -Auth (New-DigestAuth user wrong)).Get($guarded).StatusCode | Should -Be 401
    }

    It 'Writes qop without quotes' {
        (Invoke-Request $guarded -Auth (New-DigestAuth user pass)).Request.Headers['Authorization'] | Should -Match ', qop=auth,'
    }

    It 'is one request from the second call on, many at once too' {
        $session = New-RequestSession -Auth (New-DigestAuth user pass)
        $session.Get($guarded).History | Should -HaveCount 1
        $session.Get($guarded).History | Should -HaveCount 0
        $answers = @($guarded) * 30 | Invoke-Request -Session $session -ThrottleLimit 8
        $answers.StatusCode | Should -Be (@(200) * 30)
        $answers.History | Should -BeNullOrEmpty
    }

    It 'sends a body again' {
        (Invoke-Request $guarded -Method Post -Data 'body' -Auth (New-DigestAuth user pass)).StatusCode | Should -Be 200
    }

    It 'shows no password' {
        New-DigestAuth user s3cret | Out-String | Should -Not -Match 's3cret'
        "$(New-DigestAuth user s3cret)" | Should -Be 'Digest (user)'
    }

    It 'speaks with a real httpbin' -Skip:(-not (& { Import-Module "$PSScriptRoot/../TestSupport.psm1"; Test-Httpbin })) {
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
