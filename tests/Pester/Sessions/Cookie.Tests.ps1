BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
}

AfterAll { Stop-TestServer $server }

Describe 'Cookies' {
    It 'are set, found and removed' {
        $session = New-RequestSession -Cookies ([ordered]@{ a = '1'; b = '2' })
        Set-RequestCookie $session c 3 -Domain '.Example.com' -Path /p -Secure
        (Get-RequestCookie $session c).Domain | Should -Be 'example.com'
        (Get-RequestCookie $session -Name [ab]).Value | Should -Be 1, 2
        Remove-RequestCookie $session a
        (Get-RequestCookie $session).Name | Sort-Object | Should -Be b, c
        Get-RequestCookie $session | ForEach-Object { Remove-RequestCookie $session $_.Name }
        $session.Cookies.Count | Should -Be 0
        { Set-RequestCookie $session 'a;b' 1 } | Should -Throw -ErrorId 'InvalidCookie*'
        { Get-RequestCookie 5 } | Should -Throw '*Session cannot be*'
    }

    It 'are exported to a file and imported, as <format>' -ForEach @{ format = 'Netscape' }, @{ format = 'Json' } {
        $session = New-RequestSession
        $null = Invoke-Request "$url/cookies/set?a=1&b=2" -Session $session
        $file = Join-Path $TestDrive $format
        Export-RequestCookie $file $session -Format $format
        if (-not $IsWindows) { (Get-Item $file).UnixMode | Should -Be '-rw-------' }
        (Invoke-Request "$url/cookies" -Cookies (Import-RequestCookie $file)).Json().cookies.b | Should -Be 2
        $other = New-RequestSession
        Import-RequestCookie $file $other
        (Get-RequestCookie $other).Name | Should -Be a, b
    }

    It 'that cannot be read or written are errors' {
        { Import-RequestCookie (Join-Path $TestDrive 'none') } | Should -Throw '*cannot be read*'
        { Export-RequestCookie (Join-Path $TestDrive 'no/such/folder') (New-RequestSession) } | Should -Throw '*cannot be written*'
        { New-RequestSession -Cookies @{ a = 1 } | Export-RequestCookie (Join-Path $TestDrive 'x') } | Should -Throw '*no domain*'
        Join-Path $TestDrive 'x' | Should -Not -Exist
    }

    It 'are exported according to -WhatIf, -NoClobber and -Force' {
        $session = New-RequestSession
        $null = Invoke-Request "$url/cookies/set?a=1" -Session $session
        $file = Join-Path $TestDrive 'kept'
        Export-RequestCookie $file $session -WhatIf
        $file | Should -Not -Exist
        Set-Content $file 'mine'
        { Export-RequestCookie $file $session -NoClobber } | Should -Throw '*-NoClobber*'
        Set-ItemProperty $file IsReadOnly $true
        { Export-RequestCookie $file $session } | Should -Throw '*-Force*'
        Get-Content $file | Should -Be 'mine'
        Export-RequestCookie $file $session -Force
        (Import-RequestCookie $file)['a'] | Should -Be 1
    }

    It 'have completions from the session in the command line' {
        $global:completed = New-RequestSession -Cookies ([ordered]@{ sid = '1'; side = '2'; other = '3' })
        try {
            Add-RequestAdapter $global:completed 'mock://x y/' (New-MockAdapter)
            (TabExpansion2 'Get-RequestCookie $completed si').CompletionMatches.CompletionText | Should -Be 'sid', 'side'
            (TabExpansion2 'Remove-RequestCookie -Session $completed -Name ot').CompletionMatches.CompletionText | Should -Be 'other'
            (TabExpansion2 'Remove-RequestAdapter $completed mo').CompletionMatches.CompletionText | Should -Be "'mock://x y/'"
            (TabExpansion2 'Get-RequestAdapter $completed http').CompletionMatches.CompletionText | Should -Be 'https://', 'http://'
        } finally { Remove-Variable completed -Scope Global }
    }
}
