BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    function New-Mocked($Mock) {
        $session = New-RequestSession
        Add-RequestAdapter $session mock:// $Mock
        $session
    }
}

Describe 'The form that a mock expects' {
    It '<Fits>: <Name>' -ForEach @(
        @{ Name = 'urlencoded'; Form = @{ a = '1'; b = 'ü' }; Send = @{ Data = [ordered]@{ b = 'ü'; a = 1 } }; Fits = $true }
        @{ Name = 'another value'; Form = @{ a = '1' }; Send = @{ Data = @{ a = 2 } }; Fits = $false }
        @{
            Name = 'multipart fields'
            Form = @{ a = '1'; b = 'x y' }
            Send = @{ Data = @{ b = 'x y' }; Files = @{ a = $null, '1' } }
            Fits = $true
        }
        @{
            Name = 'a file by its content'
            Form = @{ f = "line 1`r`n`r`nline 2" }
            Send = @{ Files = @{ f = 'n.txt', "line 1`r`n`r`nline 2" } }
            Fits = $true
        }
        @{
            Name = 'a file by its name'
            Form = @{ f = 'näme.bin'; a = '1' }
            Send = @{ Data = @{ a = 1 }; Files = @{ f = 'näme.bin', [byte[]](0, 13, 10, 255) } }
            Fits = $true
        }
        @{
            Name = 'several files with one name'
            Form = @{ f = 'a.txt', 'b.txt' }
            Send = @{ Files = @(, @('f', @('a.txt', '1')) + , @('f', @('b.txt', '2'))) }
            Fits = $true
        }
        @{ Name = 'a name with quotes'; Form = @{ 'a"b' = 'c;d' }; Send = @{ Files = @{ 'a"b' = $null, 'c;d' } }; Fits = $true }
        @{ Name = 'another file'; Form = @{ f = 'a.txt' }; Send = @{ Files = @{ f = 'b.txt', '1' } }; Fits = $false }
        @{
            Name = 'an additional part'
            Form = @{ f = 'a.txt' }
            Send = @{ Data = @{ a = 1 }; Files = @{ f = 'a.txt', '1' } }
            Fits = $false
        }
        @{ Name = 'a missing part'; Form = @{ f = 'a.txt'; a = '1' }; Send = @{ Files = @{ f = 'a.txt', '1' } }; Fits = $false }
    ) {
        $session = New-Mocked (New-MockAdapter @{ RequestForm = $Form }, @{ StatusCode = 400 })
        (Invoke-Request mock://x -Method Post -Session $session @Send).Ok | Should -Be $Fits
    }
}

Describe 'The exception that a mock throws' {
    It '<Given> is <Type>' -ForEach @(
        @{ Given = 'ReadTimeoutException'; Type = 'ReadTimeoutException'; Message = '*' }
        @{ Given = 'connecttimeout'; Type = 'ConnectTimeoutException'; Message = '*' }
        @{ Given = 'Requests.ProxyException'; Type = 'ProxyException'; Message = '*' }
        @{ Given = 'ConnectionException: refused: twice'; Type = 'ConnectionException'; Message = 'refused: twice' }
    ) {
        $session = New-Mocked (New-MockAdapter @{ Exception = $Given })
        try { Invoke-Request mock://x -Session $session -ErrorAction Stop } catch { $problem = $_.Exception }
        $problem.GetType().Name | Should -Be $Type
        $problem.Message | Should -BeLike $Message
    }

    It 'is refused by an unknown name, and the error lists the names: <_>' -ForEach @(
        'Timeout', 'refused', 'System.Exception', '', 'My message'
    ) {
        { New-MockAdapter @{ Exception = $_ } } | Should -Throw '*names are*ConnectTimeoutException*ReadTimeoutException*'
    }
}

Describe 'The state of a mock' {
    It 'keeps the uses of its replies when its calls are cleared' {
        $mock = New-MockAdapter @{ Times = 2 }
        $session = New-Mocked $mock
        $null = $session.Get('mock://x'), $session.Get('mock://y')
        $mock.Calls.Count | Should -Be 2
        $mock.Calls[-1].Url | Should -Be 'mock://y'
        $mock.Calls.Clear()
        $mock.Calls.Count | Should -Be 0
        $mock.Replies[0].Used | Should -Be 2
        { $session.Get('mock://x') } | Should -Throw
    }

    It 'is the initial state after Reset(), also of an ordered mock' {
        $mock = New-MockAdapter -Ordered @{ Body = '1' }, @{ Body = '2' }
        $session = New-Mocked $mock
        1..2 | ForEach-Object {
            $session.Get('mock://x').Text | Should -Be '1'
            $mock.AllRepliesUsed | Should -BeFalse
            $session.Get('mock://x').Text | Should -Be '2'
            $mock.AllRepliesUsed | Should -BeTrue
            $mock.Reset()
            $mock.Calls.Count | Should -Be 0
        }
    }

    It 'contains the unused replies' {
        $mock = New-MockAdapter @{ Url = '/a'; Times = 2 }, @{ Url = '/b' }, @{ Url = '/c'; Times = 0 }
        $session = New-Mocked $mock
        $mock.UnusedReplies.Url | Should -Be '/a', '/b'
        $null = $session.Get('mock://x/a'), $session.Get('mock://x/b')
        $mock.UnusedReplies.Url | Should -Be '/a'
        $null = $session.Get('mock://x/a')
        $mock.UnusedReplies | Should -BeNullOrEmpty
    }
}
