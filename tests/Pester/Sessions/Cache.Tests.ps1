# Tests New-, Get- and Clear-RequestCache and -Cache of a session.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"

    function New-Cached($Cache, [hashtable] $Reply = @{ Body = 'there'; Headers = @{ 'Cache-Control' = 'max-age=60' } }) {
        $session = New-RequestSession -Cache $Cache
        Add-RequestAdapter $session http:// (New-MockAdapter $Reply)
        $session
    }
}

Describe '-Cache' {
    It 'keeps responses for <Cache>' -ForEach @(
        @{ Cache = '1h'; Time = '01:00:00' }
        @{ Cache = '1h30m'; Time = '01:30:00' }
        @{ Cache = '90s'; Time = '00:01:30' }
        @{ Cache = '7d'; Time = '7.00:00:00' }
        @{ Cache = '2w'; Time = '14.00:00:00' }
        @{ Cache = '0.5h'; Time = '00:30:00' }
        @{ Cache = '00:05'; Time = '00:05:00' }
        @{ Cache = 60; Time = '00:01:00' }
        @{ Cache = 0.5; Time = '00:00:00.5' }
        @{ Cache = [timespan]'00:00:07'; Time = '00:00:07' }
        @{ Cache = [Threading.Timeout]::InfiniteTimeSpan; Time = '-00:00:00.001' }
    ) {
        (New-RequestSession -Cache $Cache).Cache.Settings.TimeToLive | Should -Be ([timespan] $Time)
    }

    It 'reads 1d and 30s as they are typed' {
        (New-RequestSession -Cache 1d).Cache.Settings.TimeToLive | Should -Be ([timespan] '1.00:00:00')
        (New-RequestSession -Cache 30s).Cache.Settings.TimeToLive | Should -Be ([timespan] '00:00:30')
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a text without a unit'; Cache = 'soon' }
        @{ Name = 'an unknown unit'; Cache = '3y' }
        @{ Name = 'a negative time'; Cache = -1 }
        @{ Name = 'a decimal number, which may be 1d'; Cache = 1d }
        @{ Name = 'an empty text'; Cache = '' }
        @{ Name = 'a map'; Cache = @{ a = 1 } }
        @{ Name = 'a list'; Cache = 1, 2 }
    ) {
        { New-RequestSession -Cache $Cache } | Should -Throw -ExceptionType ([Requests.InvalidParameterException])
        $session = New-RequestSession -Cache 1h
        { Set-RequestSession $session -Cache $Cache } | Should -Throw -ExceptionType ([Requests.InvalidParameterException])
        $session.Cache | Should -Not -BeNullOrEmpty
    }

    It 'is true for a cache without a time, and is removed by $null' {
        $session = New-RequestSession -Cache $true
        $session.Cache.Settings.TimeToLive | Should -BeNullOrEmpty
        $session.Cache = $null
        $session.Cache | Should -BeNullOrEmpty
        $session.Cache = '5m'
        Set-RequestSession $session -Cache $null
        $session.Cache | Should -BeNullOrEmpty
    }

    It 'is shared by sessions and copied with a session' {
        $cache = New-RequestCache
        $one = New-Cached $cache
        $null = $one.Get('http://h/a')
        $other = New-Cached $cache
        $other.Get('http://h/a').FromCache | Should -BeTrue
        ($one | New-RequestSession).Cache | Should -Be $cache
    }

    It 'is saved with the settings of a session' {
        $cache = New-RequestCache (Join-Path $TestDrive saved) -TimeToLive @{ '*/a*' = 60; '*/b*' = $null } -StaleIfError -MaximumSize 1MB
        New-RequestSession -Cache $cache | Export-Clixml "$TestDrive/session.xml"
        $settings = (Import-Clixml "$TestDrive/session.xml" | New-RequestSession).Cache.Settings
        $settings.Path | Should -Be (Join-Path $TestDrive saved)
        $settings.MaximumSize | Should -Be 1MB
        $settings.StaleIfError | Should -Be ([Threading.Timeout]::InfiniteTimeSpan)
        $rules = @{}
        foreach ($rule in $settings.TimeToLiveByUrl) { $rules[$rule.Pattern] = "$($rule.TimeToLive)" }
        $rules['*/a*'] | Should -Be '00:01:00'
        $rules['*/b*'] | Should -Be ''
    }

    It 'of an encrypted folder is not saved, which a warning says' {
        $cache = New-RequestCache (Join-Path $TestDrive keyed) -EncryptionKey ([byte[]]::new(32))
        New-RequestSession -Cache $cache | Export-Clixml "$TestDrive/keyed.xml"
        $session = Import-Clixml "$TestDrive/keyed.xml" | New-RequestSession -WarningVariable warning -WarningAction SilentlyContinue
        $session.Cache | Should -BeNullOrEmpty
        "$warning" | Should -BeLike '*encrypted cache*'
    }
}

Describe 'New-RequestCache' {
    It 'stores responses in a folder that another cache reads' {
        $null = (New-Cached (New-RequestCache (Join-Path $TestDrive shared))).Get('http://h/a')
        $response = (New-Cached (New-RequestCache (Join-Path $TestDrive shared)) @{ Body = 'other' }).Get('http://h/a')
        $response.FromCache | Should -BeTrue
        $response.Text | Should -Be 'there'
    }

    It 'encrypts with <Name>' -ForEach @(
        @{ Name = 'a secure string'; Key = { ConvertTo-SecureString 's3cret key' -AsPlainText -Force } }
        @{ Name = 'a text'; Key = { 's3cret key' } }
        @{ Name = 'a credential'; Key = { [pscredential]::new('u', (ConvertTo-SecureString 's3cret key' -AsPlainText -Force)) } }
    ) {
        # One password in three forms opens the same folder.
        $cache = New-RequestCache (Join-Path $TestDrive encrypted) -EncryptionKey (& $Key)
        $null = (New-Cached $cache).Get('http://h/a')
        @(Get-RequestCache $cache).Count | Should -Be 1
        ($cache | Format-List | Out-String) | Should -Not -BeLike '*s3cret*'
        "$($cache | ConvertTo-Json -Depth 4)" | Should -Not -BeLike '*s3cret*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'another key'; Settings = @{ Path = 'other'; EncryptionKey = [byte[]] (1..32) }; Message = '*another key*' }
        @{ Name = 'a folder with other files'; Settings = @{ Path = 'files' }; Message = '*other files*' }
        @{ Name = 'a file'; Settings = @{ Path = 'files/file' }; Message = '*cannot be opened*' }
        @{ Name = 'a key of few bytes'; Settings = @{ Path = 'x'; EncryptionKey = [byte[]] (1, 2, 3) }; Message = '*16 random bytes*' }
        @{ Name = 'a key without a folder'; Settings = @{ EncryptionKey = 'k' }; Message = '*add -Path*' }
        @{ Name = 'a limit without -StaleIfError'; Settings = @{ MaximumStale = '1d' }; Message = '*add -StaleIfError*' }
        @{ Name = 'a size of zero'; Settings = @{ MaximumSize = 0 }; Message = '*-MaximumSize cannot be 0*' }
        @{ Name = 'a pattern that is not a text'; Settings = @{ TimeToLive = @{ 1 = 1 } }; Message = '*key of -TimeToLive*' }
        @{ Name = 'a wrong time of a pattern'; Settings = @{ TimeToLive = @{ '*' = 'x' } }; Message = "*The value of '*' in -TimeToLive*" }
    ) {
        Push-Location $TestDrive
        $null = New-RequestCache other -EncryptionKey ([byte[]]::new(32))
        $null = New-Item files/file -ItemType File -Force
        { New-RequestCache @Settings } | Should -Throw $Message
        Pop-Location
    }
}

Describe 'Get-RequestCache and Clear-RequestCache' {
    BeforeEach {
        Set-ProcessTime ($time = New-FakeTime)
        $session = New-Cached (New-RequestCache -TimeToLive @{ '*/long*' = '1d' })
        foreach ($path in 'users/1?token=s3cret&page=2', 'users/2', 'long') { $null = $session.Get("http://h/$path") }
    }

    AfterEach { Set-ProcessTime $null }

    It 'list responses without secrets' {
        $found = Get-RequestCache $session '*/users/1*'
        $found.Url | Should -BeLike 'http://h/users/1?*page=2'
        $found.Url | Should -Not -BeLike '*s3cret*'
        $found.Method, $found.StatusCode, $found.Size, $found.IsExpired | Should -Be 'GET', 200, 5, $false
        $found.Expires - $found.StoredAt | Should -Be ([timespan] '00:01:00')
        ($session.Cache | Get-RequestCache | Out-String) | Should -BeLike '*GET*200*http://h/users/2*'
    }

    It 'remove the responses of a pattern, the expired ones, or all' {
        Clear-RequestCache $session '*/users/1*'
        @(Get-RequestCache $session).Count | Should -Be 2
        $time.Advance([timespan] '01:00:00')
        $session | Clear-RequestCache -Expired
        (Get-RequestCache $session).Url | Should -Be 'http://h/long'
        Clear-RequestCache $session -WhatIf
        @(Get-RequestCache $session).Count | Should -Be 1
        Clear-RequestCache $session
        @(Get-RequestCache $session).Count | Should -Be 0
    }

    It 'refuse a session without a cache' {
        { New-RequestSession | Get-RequestCache } | Should -Throw '*has no cache*'
        { Clear-RequestCache 'x' } | Should -Throw '*a cache of New-RequestCache*'
    }

    It 'complete the URLs of the cache' {
        $line = 'Clear-RequestCache $session -Url lon'
        $result = TabExpansion2 $line $line.Length
        $result.CompletionMatches.CompletionText | Should -Be "'http://h/long'"
    }
}
