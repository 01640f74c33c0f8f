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

Describe 'The calls of a mock' {
    BeforeAll {
        $mock = New-MockAdapter @{}
        $session = New-Mocked $mock
        $url = 'mock://x/a?q=1&q=2&r=%C3%BC'
        $null = Invoke-Request $url -Method Post -Json @{ name = 'Alice'; list = 1, 2 } -Session $session
        $null = Invoke-Request mock://x/b -Method Post -Data @{ user = 'Bob' } -Files @{ f = 'me.txt', 'text' } -Session $session
    }

    It 'have their query, JSON, fields and files' {
        $mock.Calls[0].Query.q | Should -Be '1', '2'
        $mock.Calls[0].Query.r | Should -Be 'ü'
        $mock.Calls[0].Json().name | Should -Be 'Alice'
        $mock.Calls[0].Json($true).list | Should -Be 1, 2
        $mock.Calls[1].Form.user | Should -Be 'Bob'
        $mock.Calls[1].Files[0].FileName | Should -Be 'me.txt'
        $mock.Calls[1].Files[0].Text | Should -Be 'text'
        { $mock.Calls[1].Json() } | Should -Throw
    }

    It 'are found by the entries of a reply' {
        $mock.FindCalls(@{ Url = '/a'; RequestJson = @{ name = 'Alice'; list = @(1, 2) } }) | Should -HaveCount 1
        $mock.FindCalls(@{ Method = 'POST' }).Url | Should -Be $mock.Calls.Url
        $mock.FindCalls(@{ Method = 'GET' }) | Should -HaveCount 0
        { $mock.FindCalls(@{ Path = '/a' }) } | Should -Throw '*no part ''Path''*'
    }
}

Describe 'Replies that are added later' {
    It 'follow the others' {
        $mock = New-MockAdapter
        $mock.Add(@{ Url = '/a'; Body = '1'; Times = 1 })
        $mock.Add((@{ Url = '/a'; Body = '2' }, @{ Url = '/b'; Body = '3' }))
        $session = New-Mocked $mock
        'a', 'a', 'b' | ForEach-Object { $session.Get("mock://x/$_").Text } | Should -Be '1', '2', '3'
        { $mock.Add(5) } | Should -Throw '*a map such as*'
    }
}

Describe 'The fault of a mock' {
    It '<Fault> is <Type>' -ForEach @(
        @{ Fault = 'Refuse'; Type = 'ConnectionException' }, @{ Fault = 'reset'; Type = 'ConnectionException' }
        @{ Fault = 'NoResponse'; Type = 'ConnectionException' }, @{ Fault = 'InvalidResponse'; Type = 'ConnectionException' }
        @{ Fault = 'Hang'; Type = 'ReadTimeoutException' }, @{ Fault = 'HangBody'; Type = 'ReadTimeoutException' }
        @{ Fault = 'ResetBody'; Type = 'ConnectionException' }, @{ Fault = 'TruncateBody'; Type = 'ChunkedEncodingException' }
        @{ Fault = 'invalidbody'; Type = 'ChunkedEncodingException' }
    ) {
        $session = New-Mocked (New-MockAdapter @{ Fault = $Fault; Body = 'some text' })
        try { Invoke-Request mock://x -Session $session -Timeout 0.05 -ErrorAction Stop } catch { $problem = $_.Exception }
        $problem.GetType().Name | Should -Be $Type
    }

    It 'shows what arrived before: <As>' -ForEach @(
        @{ As = 'Lines'; Expected = 'one', 'two' }, @{ As = 'Text'; Expected = "one`ntwo`nth" }
    ) {
        $session = New-Mocked (New-MockAdapter @{ Fault = 'TruncateBody'; FaultAfter = 10; Body = "one`ntwo`nthree`n" })
        $seen = Invoke-Request mock://x -Session $session -As $As -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].Exception | Should -BeOfType Requests.ChunkedEncodingException
        if ($As -eq 'Lines') { $seen | Should -Be $Expected }
    }

    It 'leaves no file with -OutFile, and -Retry repeats it' {
        $mock = New-MockAdapter @{ Fault = 'ResetBody'; Body = 'text'; Times = 1 }, @{ Body = 'whole' }
        $session = New-Mocked $mock
        $file = "$TestDrive/out.txt"
        Invoke-Request mock://x -Session $session -OutFile $file -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].Exception | Should -BeOfType Requests.ConnectionException
        $file | Should -Not -Exist
        $mock.Reset()
        $policy = New-RetryPolicy 2 -Standard -BackoffFactor 0
        Invoke-Request mock://x -Session $session -OutFile $file -Retry $policy
        Get-Content $file | Should -Be 'whole'
    }

    It 'plays several replies at the same time' {
        $mock = New-MockAdapter @{ Body = 'x' * 100; ChunkSize = 7; BodyDelay = 0.001 }
        $session = New-Mocked $mock
        $responses = 1..20 | ForEach-Object { "mock://x/$_" } | Invoke-Request -Session $session -ThrottleLimit 5
        $responses.ForEach{ $_.Text.Length } | Should -Be (@(100) * 20)
        $mock.Calls.Count | Should -Be 20
    }
}

Describe 'A reply with a wrong part' {
    It '<Name>' -ForEach @(
        @{ Name = 'a fault without a name'; Reply = @{ Fault = 'None of these' }; Message = '*one of None, Refuse, Reset*' }
        @{ Name = 'a number as fault'; Reply = @{ Fault = 3 }; Message = '*one of None, Refuse, Reset*' }
        @{ Name = 'pieces without bytes'; Reply = @{ ChunkSize = 0 }; Message = '*ChunkSize*whole number, 1 or more*' }
        @{ Name = 'half a piece'; Reply = @{ ChunkSize = 1.5 }; Message = '*ChunkSize*whole number*' }
        @{ Name = 'half a time'; Reply = @{ Times = 1.5 }; Message = '*Times*whole number*' }
        @{ Name = 'negative bytes'; Reply = @{ FaultAfter = -1 }; Message = '*FaultAfter*whole number, 0 or more*' }
        @{ Name = 'a negative delay'; Reply = @{ BodyDelay = -1 }; Message = '*BodyDelay*number of seconds*' }
        @{ Name = 'an endless delay'; Reply = @{ Delay = [double]::PositiveInfinity }; Message = '*Delay*number of seconds*' }
        @{ Name = 'a text as delay'; Reply = @{ Delay = 'long' }; Message = '*Delay*number of seconds*' }
        @{ Name = 'a script and a status'; Reply = @{ Script = { 'x' }; StatusCode = 201 }; Message = '*Script*StatusCode*' }
        @{ Name = 'an exception and a fault'; Reply = @{ Exception = 'SslException'; Fault = 'Reset' }; Message = '*Exception*Fault*' }
        @{ Name = 'a script and an exception'; Reply = @{ Exception = 'SslException'; Script = { 'x' } }; Message = '*Script*Exception*' }
    ) {
        { New-MockAdapter $Reply } | Should -Throw $Message
    }
}

Describe 'New-MockAdapter -Har' {
    BeforeAll {
        $recorded = New-RequestSession -Record
        $replies = @{ Body = '1' }, @{ StatusCode = 404; Json = @{ a = 1 } }, @{ Body = '2' }
        Add-RequestAdapter $recorded https:// (New-MockAdapter -Ordered $replies)
        $null = $recorded.Get('https://h.example/a'), $recorded.Get('https://h.example/b?x=1'), $recorded.Get('https://h.example/a')
        Export-RequestHar "$TestDrive/h.har" $recorded
    }

    It 'replies as the archive, and as -Replies before it' {
        $mock = New-MockAdapter @{ Url = '/c'; Body = 'mine' } -Har "$TestDrive/h.har"
        $session = New-RequestSession
        Add-RequestAdapter $session https:// $mock
        'a', 'a', 'a', 'c' | ForEach-Object { $session.Get("https://h.example/$_").Text } | Should -Be '1', '2', '2', 'mine'
        $response = $session.Get('https://h.example/b?x=1')
        $response.StatusCode, $response.Json().a | Should -Be 404, 1
        $mock.AllRepliesUsed | Should -BeTrue
        $mock.Replies.Url | Should -Contain 'https://h.example/b?x=1'
    }

    It 'replies in order with -Ordered' {
        $mock = New-MockAdapter -Ordered -Har (Get-Item "$TestDrive/h.har")
        $session = New-RequestSession
        Add-RequestAdapter $session https:// $mock
        $session.Get('https://h.example/a').Text | Should -Be '1'
        { $session.Get('https://h.example/a') } | Should -Throw '*its turn has not come*'
    }

    It 'is refused for <_>' -ForEach 'a file that does not exist', 'another file', 'a folder', 'null' {
        $paths = @{ 'a file that does not exist' = 'none.har'; 'another file' = $PSCommandPath; 'a folder' = "$TestDrive"; 'null' = $null }
        $path = $paths[$_]
        { New-MockAdapter -Har $path } | Should -Throw
    }
}
