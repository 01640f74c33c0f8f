BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
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

    It 'go out to a file and come back, as <format>' -ForEach @{ format = 'Netscape' }, @{ format = 'Json' } {
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
}
