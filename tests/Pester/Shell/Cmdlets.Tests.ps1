BeforeAll { Import-Module "$PSScriptRoot/../TestSupport.psm1" }

Describe 'New-RequestSession' {
    It 'has the default headers and no hooks' {
        $session = New-RequestSession
        $session.Headers.Keys | Should -Be 'User-Agent', 'Accept-Encoding', 'Accept', 'Connection'
        $session.Hooks.Response.Count | Should -Be 0
    }

    It 'accepts defaults' {
        $session = New-RequestSession https://h/v1 -Headers @{ A = 1; Accept = $null } -Params @{ p = 1 } -Timeout 1,
            2 -MaximumRedirection 5 -RaiseForStatus -AllowRedirects:$false
        $session.BaseUri, $session.Headers['A'], $session.Defaults.MaximumRedirects | Should -Be 'https://h/v1', '1', 5
        $session.Defaults.Timeout.Connect.TotalSeconds, $session.Defaults.Timeout.Read.TotalSeconds | Should -Be 1, 2
        $session.Defaults.AllowRedirects | Should -BeFalse
        $session.Headers.ContainsKey('accept') | Should -BeTrue
        $session.Headers['accept'] | Should -BeNullOrEmpty
    }

    It 'refuses invalid values' {
        { New-RequestSession -Timeout foo } | Should -Throw -ErrorId 'InvalidTimeout,*'
        { New-RequestSession -Auth a, b -Credential ([pscredential]::new('a', (ConvertTo-SecureString b -AsPlainText -Force))) } |
            Should -Throw -ErrorId 'ParameterConflict,*'
    }

    It 'creates a session that sends nothing after it is closed' {
        $session = New-RequestSession
        $session.Dispose()
        { Invoke-Request http://127.0.0.1:1/ -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'SessionClosed,*'
    }
}

Describe 'New-BasicAuth' {
    It 'accepts text, secure strings and credentials, and shows no password' {
        $secure = ConvertTo-SecureString s3cret -AsPlainText -Force
        $auths = (New-BasicAuth user s3cret), (New-BasicAuth user $secure), ([pscredential]::new('user', $secure) | New-BasicAuth)
        foreach ($auth in $auths) {
            $request = [Requests.PreparedRequest]::new('GET', 'http://h/', [Requests.HeaderDictionary]::new())
            $auth.Apply($request)
            $request.Headers['Authorization'] | Should -Be 'Basic dXNlcjpzM2NyZXQ='
            ($auth | Format-List * | Out-String) + $auth | Should -Not -Match 's3cret'
        }
    }

    It 'refuses a name with a colon' { { New-BasicAuth 'a:b' c -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidHeader,*' }
}

Describe 'New-FilePart' {
    It 'names the file' {
        Set-Content "$TestDrive/a.txt" x
        (New-FilePart "$TestDrive/a.txt").FileName | Should -Be 'a.txt'
        (New-FilePart "$TestDrive/a.txt" -FileName b.txt -ContentType text/plain).FileName | Should -Be 'b.txt'
        (New-FilePart -Content text).FileName | Should -BeNullOrEmpty
        (Get-Item "$TestDrive/a.txt" | New-FilePart).FileName | Should -Be 'a.txt'
    }

    It 'refuses a file that does not exist' { { New-FilePart /no/such/file -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidBody,*' }
}

Describe 'Get-RequestStatusCode' {
    It 'finds codes by name' {
        Get-RequestStatusCode bad_gateway | Should -Be 502
        'ok', 'NotFound' | Get-RequestStatusCode | Should -Be 200, 404
        { Get-RequestStatusCode nonsense -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownStatusCodeName,*'
    }

    It 'returns the names of a number' {
        (Get-RequestStatusCode 429).Name | Should -Contain 'too_many_requests'
        (404, 200 | Get-RequestStatusCode).Code | Sort-Object -Unique | Should -Be 200, 404
        { Get-RequestStatusCode 999 -ErrorAction Stop } | Should -Throw "*no status code '999'*"
    }

    It 'lists all codes' { (Get-RequestStatusCode | Where-Object Name -EQ teapot).Code | Should -Be 418 }

    It 'completes headers with common values, and the schemes of proxies' {
        (TabExpansion2 'Invoke-Request x -Headers accept-e').CompletionMatches.CompletionText |
            Should -Be "@{ 'Accept-Encoding' = 'gzip, deflate, br, zstd' }", "@{ 'Accept-Encoding' = 'identity' }"
        (TabExpansion2 'New-RequestSession -Headers if-n').CompletionMatches.ListItemText | Should -Contain 'If-None-Match: *'
        (TabExpansion2 'Invoke-Request x -Proxies socks5').CompletionMatches.CompletionText | Should -Be 'socks5://', 'socks5h://'
        (TabExpansion2 'New-Request x -Headers ').CompletionMatches.Count | Should -BeGreaterThan 20
    }

    It 'completes names' {
        (TabExpansion2 'Invoke-Request x -ContentType text/p').CompletionMatches.CompletionText | Should -Be 'text/plain'
        (TabExpansion2 "Invoke-Request x -ContentType 'text/plain; charset=utf-8").CompletionMatches.CompletionText |
            Should -Be "'text/plain; charset=utf-8'"
        (TabExpansion2 "New-FilePart x -ContentType 'text/csv; ch").CompletionMatches.ListItemText | Should -Contain 'charset=windows-1252'
        (TabExpansion2 'Get-RequestStatusCode teap').CompletionMatches.CompletionText | Should -Contain 'teapot'
        (TabExpansion2 'Invoke-Request x -Method Pa').CompletionMatches.CompletionText | Should -Be 'Patch'
    }
}

Describe '-WhatIf' {
    BeforeEach {
        $session = New-RequestSession -Cookies @{ sid = 1 }
        Add-RequestAdapter $session mock:// (New-MockAdapter @{ Body = 'x' })
    }

    It 'is a parameter of each cmdlet that changes state' {
        $verbs = 'Set', 'Remove', 'Close', 'Export', 'Import', 'Add', 'Register', 'Save', 'Revoke'
        $without = Get-Command -Module Requests -CommandType Cmdlet |
            Where-Object { $_.Verb -in $verbs -and -not $_.Parameters.ContainsKey('WhatIf') }
        $without | Should -BeNullOrEmpty
    }

    It 'changes nothing: <_>' -ForEach @(
        { Set-RequestCookie $session other 2 -WhatIf }
        { Remove-RequestCookie $session * -WhatIf }
        { Import-RequestCookie $file $session -WhatIf }
        { Set-RequestSession $session -Headers @{ a = 1 } -WhatIf }
        { Add-RequestAdapter $session other:// (New-MockAdapter) -WhatIf }
        { Remove-RequestAdapter $session mock:// -WhatIf }
        { Close-RequestSession $session -WhatIf }
    ) {
        $file = Join-Path $TestDrive 'cookies.txt'
        Set-Content $file "h.example`tFALSE`t/`tFALSE`t0`tfile`t1"
        & $_
        $session.Cookies.Keys | Should -Be 'sid'
        $session.Headers['a'] | Should -BeNullOrEmpty
        (Get-RequestAdapter $session).Prefix | Should -Contain 'mock://'
        (Get-RequestAdapter $session).Prefix | Should -Not -Contain 'other://'
        (Invoke-Request mock://h -Session $session).Text | Should -Be x
    }

    It 'reports an error' {
        { Remove-RequestAdapter $session nowhere:// -WhatIf } | Should -Throw -ErrorId 'InvalidParameter,*'
    }
}
