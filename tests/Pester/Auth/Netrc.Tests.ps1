BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $guarded = "$url/basic-auth/user/pass"
    $before = $env:NETRC
    $env:NETRC = Join-Path $TestDrive 'netrc'
}

AfterAll {
    $env:NETRC = $before
    Stop-TestServer $server
}

Describe 'netrc' {
    BeforeEach { Set-Content $env:NETRC "machine 127.0.0.1 login user password pass`nmachine example.com login wrong password wrong" }

    It 'is used if no other credentials are given' {
        (Invoke-Request $guarded).StatusCode | Should -Be 200
        (Invoke-Request $guarded -Auth user, wrong).StatusCode | Should -Be 401
        (Invoke-Request $guarded -Auth $null).StatusCode | Should -Be 401
        $session = New-RequestSession
        $session.Get($guarded).StatusCode | Should -Be 200
        (New-Request $guarded | ConvertTo-PreparedRequest -Session $session | Send-Request -Session $session).StatusCode | Should -Be 200
        (New-RequestSession -Auth user, wrong).Get($guarded).StatusCode | Should -Be 401
        (New-RequestSession -TrustEnv:$false).Get($guarded).StatusCode | Should -Be 401
    }

    It 'is not used if the caller sets an Authorization header' {
        (Invoke-Request "$url/headers" -Headers @{ Authorization = 'by hand' }).Json().headers.Authorization | Should -Be 'by hand'
    }

    It 'applies to the host of the URL, not to a host name in its userinfo' {
        (Invoke-Request ($guarded -replace '//', '//example.com:@')).StatusCode | Should -Be 200
        (Invoke-Request ("$url/headers" -replace '//', '//example.com:@')).Json().headers.Authorization | Should -Be 'Basic dXNlcjpwYXNz'
    }

    It 'is searched again for the host of a redirect' {
        $other = $url -replace '127\.0\.0\.1', 'localhost'
        $target = [uri]::EscapeDataString("$url/headers")
        (Invoke-Request "$other/redirect-to?url=$target" -Auth first, secret).Json().headers.Authorization | Should -Be 'Basic dXNlcjpwYXNz'
        $target = [uri]::EscapeDataString("$other/headers")
        (Invoke-Request "$url/redirect-to?url=$target").Json().headers.PSObject.Properties.Name | Should -Not -Contain 'Authorization'
        $target = [uri]::EscapeDataString("$url/headers")
        (Invoke-Request "$other/redirect-to?url=$target" -Auth $null).Json().headers.PSObject.Properties.Name |
            Should -Not -Contain 'Authorization'
    }

    It 'is read again when it changes' {
        (Invoke-Request $guarded).StatusCode | Should -Be 200
        Set-Content $env:NETRC 'machine 127.0.0.1 login user password another'
        (Invoke-Request $guarded).StatusCode | Should -Be 401
        Remove-Item $env:NETRC
        (Invoke-Request $guarded).StatusCode | Should -Be 401
    }

    It 'has no credentials in a default entry without login and password' {
        Set-Content $env:NETRC 'default'
        (Invoke-Request "$url/headers").Json().headers.PSObject.Properties.Name | Should -Not -Contain 'Authorization'
    }
}

Describe 'A netrc file with an unknown word' {
    It 'is used, and a warning names the word once' {
        Set-Content $env:NETRC "machine 127.0.0.1 protocol https login user password pass"
        $r = Invoke-Request $guarded -WarningVariable first -WarningAction SilentlyContinue
        $null = Invoke-Request $guarded -WarningVariable second -WarningAction SilentlyContinue
        $r.StatusCode | Should -Be 200
        "$first" | Should -BeLike "*netrc*line 1*'protocol'*"
        $second | Should -BeNullOrEmpty
    }
}
