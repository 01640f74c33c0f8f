BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
}

AfterAll { Stop-TestServer $server }

Describe 'A script block as body' {
    It 'is sent in chunks, and has the caller''s variables' {
        $name = 'Alice'
        $response = Invoke-Request "$url/post" -Method Post -Data { 'hello '; $name; [byte[]](33, 33); 1..3 }
        $response.Json().data | Should -Be 'hello Alice!!123'
        $response.Request.Headers['Transfer-Encoding'] | Should -Be 'chunked'
    }

    It 'is sent before the block has ended' {
        $group = "$url/together/$([guid]::NewGuid())"
        $arrived = $null
        $response = Invoke-Request "$group/1" -Method Post -Data {
            'first'
            $script:arrived = (Invoke-Request "$group/arrived/1" -Timeout 20).StatusCode
            'last'
        }
        $response.StatusCode | Should -Be 200
        $script:arrived | Should -Be 200
    }

    It 'has the variables of the calling function' {
        function Send-Text($Text) { (Invoke-Request "$url/post" -Method Post -Data { $Text }).Json().data }
        Send-Text 'inner' | Should -Be 'inner'
    }

    It 'runs again if the body is sent again' {
        $script:runs = 0
        (Invoke-Request "$url/redirect-to?url=/post&status_code=307" -Method Post -Data { $script:runs++; 'again' }).Json().data |
            Should -Be 'again'
        $script:runs | Should -Be 2
    }

    It 'is an error if it throws' {
        { Invoke-Request "$url/post" -Method Post -Data { 'a'; throw 'oops' } -ErrorAction Stop } |
            Should -Throw '*oops*' -ErrorId 'InvalidBody*'
    }

    It 'ends a script block whose output cannot be sent: <Name>' -ForEach @(
        @{ Name = 'a loop'; Block = { while ($true) { $script:chunks++; 'a' * 100000 } } }
        @{ Name = 'a loop that catches errors'; Block = { while ($true) { $script:chunks++; try { 'a' * 100000 } catch { } } } }
        @{ Name = 'a pipeline'; Block = { 1..1000000 | ForEach-Object { $script:chunks++; 'a' * 100000 } } }
    ) {
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        $script:chunks = 0
        $failed = @()
        try {
            "http://$($silent.LocalEndpoint)" |
                Invoke-Request -Method Post -Data $Block -Timeout 30, 0.5 -ErrorAction SilentlyContinue -ErrorVariable failed
        } finally { $silent.Dispose() }
        $failed.FullyQualifiedErrorId | Should -Be 'ReadTimeout,Requests.PowerShell.InvokeRequestCommand'
        $script:chunks | Should -BeLessThan 1000
    }

    It 'fails for an object of a script block that is neither text nor bytes' {
        $failed = @()
        "$url/post" | Invoke-Request -Method Post -Data {
            'a'
            @{ b = 1 }
            $script:continued = $true
        } -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -Be 'InvalidParameter,Requests.PowerShell.InvokeRequestCommand'
        $script:continued | Should -BeNullOrEmpty
    }

    It 'is the body of described and prepared requests, also of several at the same time' {
        $request = New-Request "$url/post" -Method Post -Data { 'described' }
        (Send-Request $request).Json().data | Should -Be 'described'
        ($request | ConvertTo-PreparedRequest | Send-Request).Json().data | Should -Be 'described'
        (@($request) * 6 | Send-Request -ThrottleLimit 3).ForEach{ $_.Json().data } | Should -Be (@('described') * 6)
    }
}

Describe 'A Content-Type with a charset' {
    It 'decides the encoding of text: <Name>' -ForEach @(
        @{ Name = 'a text'; Arguments = @{ Data = 'é€'; ContentType = 'text/plain; charset=windows-1252' }; Bytes = 'E980' }
        @{
            Name      = 'by a header'
            Arguments = @{ Data = 'é€'; Headers = @{ 'Content-Type' = 'text/plain; charset="windows-1252"' } }
            Bytes     = 'E980'
        }
        @{ Name = 'from the pipeline'; Arguments = @{ InputObject = 'é'; ContentType = 'text/plain; charset=latin1' }; Bytes = 'E9' }
        @{
            Name      = 'in chunks of a list'
            Arguments = @{ Data = [Collections.ArrayList]@('é', [byte[]](0x41), 'è'); ContentType = 'text/plain; charset=latin1' }
            Bytes     = 'E941E8'
        }
        @{
            Name      = 'of a script block'
            Arguments = @{ Data = { 'é'; 'è' }; ContentType = 'text/plain; charset=utf-16' }
            Bytes     = 'FFFEE900E800'
        }
        @{
            Name      = 'a byte order mark at the start of the body only'
            Arguments = @{ Data = { [byte[]](1, 2); 'a' }; ContentType = 'text/plain; charset=utf-16' }
            Bytes     = '01026100'
        }
        @{
            Name      = 'a single byte at the start, without a byte order mark'
            Arguments = @{ Data = { [byte]1; 'a' }; ContentType = 'text/plain; charset=utf-16' }
            Bytes     = '016100'
        }
        @{ Name = 'JSON'; Arguments = @{ Json = 'é'; ContentType = 'application/json; charset=iso-8859-1' }; Bytes = '22E922' }
        @{ Name = 'a number'; Arguments = @{ Data = 12; ContentType = 'text/plain; charset=utf-16be' }; Bytes = '00310032' }
        @{ Name = 'XML'; Arguments = @{ Data = [xml]'<a>é</a>'; ContentType = 'text/xml; charset=latin1' }; Bytes = '3C613EE93C2F613E' }
    ) {
        $echo = (Invoke-Request "$url/anything" -Method Post @Arguments).Json()
        (Invoke-Request "$url/hex" -Method Post @Arguments).Text | Should -Be $Bytes
        $echo.headers.'Content-Type' | Should -Match 'charset'
    }

    It 'can be set by the session or by a described request' {
        $session = New-RequestSession -Headers @{ 'Content-Type' = 'text/plain; charset=latin1' }
        foreach ($body in 'é', { 'é' }, [Collections.ArrayList]@([byte[]]@(), 'é')) {
            (Invoke-Request "$url/hex" -Method Post -Data $body -Session $session).Text | Should -Be 'E9'
        }
        (New-Request "$url/hex" -Method Post -Data { 'é' } | Send-Request -Session $session).Text | Should -Be 'E9'
        $prepared = New-Request "$url/hex" -Method Post -Data 'a' | ConvertTo-PreparedRequest -Session $session
        $prepared.Body = 'é'
        (Send-Request $prepared).Text | Should -Be 'E9'
    }

    It 'applies to the parts of a form' {
        $part = New-FilePart -Content 'é' -FileName a.txt -ContentType 'text/plain; charset=latin1'
        (Invoke-Request "$url/hex" -Method Post -Files @{ f = $part }).Text | Should -Match '0D0A0D0AE90D0A'
    }

    It 'is an error before anything is sent if the text cannot be encoded' {
        $session = New-RequestSession
        Add-RequestAdapter $session http:// ($mock = New-MockAdapter @{})
        foreach ($body in @{ Data = '€' }, @{ Data = '€'; Files = $null }) {
            { Invoke-Request http://h/ -Session $session -Method Post @body -ContentType 'text/plain; charset=latin1' -ErrorAction Stop } |
                Should -Throw '*latin1*U+20AC*' -ExceptionType ([Requests.InvalidBodyException])
        }
        {
            Invoke-Request http://h/ -Session $session -Method Post -Data 'a' -ContentType 'text/plain; charset=nonsense' -ErrorAction Stop
        } | Should -Throw '*nonsense*'
        {
            Invoke-Request http://h/ -Session $session -Method Post -Data {
                'a'
            } -ContentType 'text/plain; charset=nonsense' -ErrorAction Stop
        } | Should -Throw '*nonsense*'
        $mock.Calls.Count | Should -Be 0
    }
}

Describe 'A response as body' {
    It 'is streamed from one connection to the other' {
        $from = Invoke-Request "$url/file/300000" -Stream
        $response = Invoke-Request "$url/post" -Method Post -Data $from
        $response.Request.Headers['Content-Length'] | Should -Be '300000'
        $response.Json().headers.'Content-Length' | Should -Be '300000'
    }

    It 'is decoded, and sent in chunks if its length is unknown' {
        $response = Invoke-Request "$url/post" -Method Post -Data (Invoke-Request "$url/gzip" -Stream)
        $response.Json().data | Should -Match 'gzipped'
        $response.Request.Headers['Transfer-Encoding'] | Should -Be 'chunked'
    }

    It 'is sent again if it is in memory, and an error if it is streamed' {
        $target = "$url/redirect-to?url=/post&status_code=307"
        (Invoke-Request $target -Method Post -Data (Invoke-Request "$url/robots.txt")).Json().data | Should -Match 'User-agent'
        { Invoke-Request $target -Method Post -Data (Invoke-Request "$url/robots.txt" -Stream) -ErrorAction Stop } |
            Should -Throw -ErrorId 'UnrewindableBody*'
    }
}

Describe 'A file' {
    It 'of any size is sent with constant memory, also in a form' {
        $file = Join-Path $TestDrive 'large.bin'
        $stream = [IO.File]::Create($file); $stream.SetLength(300MB); $stream.Dispose()
        $sent = Invoke-FreshShell @"
            `$before = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
            (Invoke-Request '$url/sink' -Method Post -InFile '$file').Text
            (Invoke-Request '$url/sink' -Method Post -Files @{ f = Get-Item '$file' }).Text
            ([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - `$before) / 1MB
"@
        [long]$sent[0] | Should -Be 300MB
        [long]$sent[1] | Should -BeGreaterThan 300MB
        [double]$sent[2] | Should -BeLessThan 100
    }
}
