# Where connections are opened: -ConnectTo, -AddressFamily, -UnixSocket, -PipeName, and the version of HTTP on them.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $node = ([uri] $server.Url).Authority
    $secureNode = ([uri] $server.OtherNameUrl).Authority
    function Get-HostHeader($Response) { $Response.Json().headers.Host }
}

AfterAll { Stop-TestServer $server }

Describe '-ConnectTo' {
    It 'replaces the host of the URL for a call, in each form: <Name>' -ForEach @(
        @{ Name = 'host:port'; To = { $node } }
        @{ Name = 'an end point'; To = { [Net.IPEndPoint]::Parse($node) } }
        @{ Name = 'a map'; To = { @{ 'www.example.com:80' = $node } } }
        @{ Name = 'a map by host'; To = { @{ 'www.example.com' = $node } } }
        @{ Name = 'a map for all'; To = { @{ '*' = $node } } }
        @{ Name = 'an ordered map'; To = { [ordered]@{ '' = '127.0.0.1:1'; 'www.example.com' = $node } } }
        @{ Name = 'an object'; To = { [pscustomobject]@{ ':80' = $node } } }
        @{ Name = 'the value of a session'; To = { (New-RequestSession -ConnectTo $node).ConnectTo } }
    ) {
        Get-HostHeader (Invoke-Request http://www.example.com/headers -ConnectTo (& $To)) | Should -Be 'www.example.com'
    }

    It 'keeps the name that TLS sends and verifies' {
        $address, $port = $secureNode -split ':'
        (Invoke-Request https://elsewhere.example/get -ConnectTo $secureNode -Verify $server.CaFile).StatusCode | Should -Be 200
        (Invoke-Request "https://elsewhere.example:$port/get" -ConnectTo $address -Verify $server.CaFile).StatusCode | Should -Be 200
        { Invoke-Request https://www.example.com/get -ConnectTo $secureNode -Verify $server.CaFile -ErrorAction Stop } |
            Should -Throw "*not for the name 'www.example.com'*" -ErrorId 'SslError*'
    }

    It 'is a setting of a session, which a call changes' {
        $session = New-RequestSession -ConnectTo @{ 'a.example' = $node } -TrustEnv:$false
        Get-HostHeader $session.Get('http://a.example/headers') | Should -Be 'a.example'
        Get-HostHeader $session.Get('http://b.example/headers', @{ ConnectTo = @{ 'b.example:80' = $node } }) | Should -Be 'b.example'
        foreach ($without in $null, @{ 'A.example.' = $null }) {
            { Invoke-Request http://a.example/headers -Session $session -ConnectTo $without -ErrorAction Stop } |
                Should -Throw "*'a.example' could not be resolved*"
        }
        Set-RequestSession $session -ConnectTo @{ 'b.example:80' = $node }
        "$($session.ConnectTo)" | Should -Be "b.example:80 $node, a.example $node"
        $session.ConnectTo = $node
        "$($session.ConnectTo)" | Should -Be $node
        (@('http://c.example/headers', 'http://d.example/headers') | Invoke-Request -Session $session -ThrottleLimit 2).ForEach{
            Get-HostHeader $_
        } | Should -Be 'c.example', 'd.example'
    }

    It 'is replaced by a Unix socket, and replaces it' {
        $session = New-RequestSession -UnixSocket $server.UnixSocket
        Set-RequestSession $session -ConnectTo $node
        $session.UnixSocket | Should -BeNullOrEmpty
        Set-RequestSession $session -UnixSocket $server.UnixSocket
        $session.ConnectTo | Should -BeNullOrEmpty
        $session.ConnectTo = $node
        $session.UnixSocket | Should -BeNullOrEmpty
        { Invoke-Request http://h/ -ConnectTo $node -UnixSocket $server.UnixSocket -ErrorAction Stop } |
            Should -Throw '*exclude each other*'
    }

    It 'is saved with a session and copied' {
        $session = New-RequestSession -ConnectTo @{ 'a.example:80' = $node; '*' = 'node3' } -AddressFamily IPv4 -HttpVersion 2, 1.1
        $session | Export-Clixml "$TestDrive/s.xml"
        foreach ($again in (Import-Clixml "$TestDrive/s.xml" | New-RequestSession), (New-RequestSession -From $session)) {
            "$($again.ConnectTo)" | Should -Be "a.example:80 $node, * node3"
            $again.AddressFamily | Should -Be 'IPv4'
            "$($again.HttpVersion)" | Should -Be '2.0 1.1'
        }
        New-RequestSession -ConnectTo $node | Export-Clixml "$TestDrive/s.xml"
        "$((Import-Clixml "$TestDrive/s.xml" | New-RequestSession).ConnectTo)" | Should -Be $node
        $view = $session | Format-List | Out-String
        $view | Should -Match 'HttpVersion +: 2.0, 1.1'
        $view | Should -Match 'ConnectTo +: a.example:80'
        $view | Should -Match 'AddressFamily +: IPv4'
    }

    It 'is refused before anything is sent: <_>' -ForEach 'http://node3', 'node3:http', 'user:hunter2@node3', '', 5, $true, @('a', 'b') {
        $bad = $_
        $caught = { Invoke-Request http://www.example.com/ -ConnectTo $bad -ErrorAction Stop } | Should -Throw -PassThru
        $caught.FullyQualifiedErrorId | Should -BeLike 'InvalidParameter*'
        $caught.Exception.Message | Should -BeLike '*host:port*'
        $caught.Exception.Message | Should -Not -Match 'hunter2'
        { Invoke-Request http://www.example.com/ -ConnectTo @{ 'www.example.com' = $bad } -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidParameter*'
    }

    It 'is shown by -Verbose' {
        $lines = Invoke-Request http://www.example.com/get -ConnectTo $node -Verbose 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $lines[0..1].Message | Should -Be 'GET http://www.example.com/get', "The connection leads to $node."
        Invoke-Request $server.Url -ConnectTo $node -Verbose 4>&1 | Out-String | Should -Not -Match 'leads to'
    }

    It 'saves and reads bodies as without it' {
        Invoke-Request http://www.example.com/bytes/100 -ConnectTo $node -OutFile "$TestDrive/x.bin"
        (Get-Item "$TestDrive/x.bin").Length | Should -Be 100
        (Invoke-Request http://www.example.com/get -Params @{ a = 1 } -ConnectTo $node -As Json).args.a | Should -Be 1
        @(Invoke-Request http://www.example.com/links/3/0 -ConnectTo $node -FollowRelLink).Count | Should -Be 3
    }
}

Describe '-AddressFamily' {
    It 'chooses the addresses of a name: <_>' -ForEach 'IPv4', 'ipv4', 4, ([Net.Sockets.AddressFamily]::InterNetwork) {
        (Invoke-Request ($server.Url -replace '127.0.0.1', 'localhost') -AddressFamily $_).StatusCode | Should -BeGreaterThan 0
    }

    It 'is an error for an address of the other family' {
        { Invoke-Request $server.Url -AddressFamily IPv6 -ErrorAction Stop } |
            Should -Throw "*'127.0.0.1' is not an IPv6 address*" -ErrorId 'InvalidParameter*'
        { Invoke-Request $server.Url -AddressFamily IPv5 -ErrorAction Stop } | Should -Throw '*IPv4, IPv6*' -ErrorId 'InvalidParameter*'
    }
}

Describe '-HttpVersion' {
    It 'is the version that is sent, or an error' {
        $arguments = @{ Verify = $false; TrustEnv = $false }
        $session = New-RequestSession @arguments -HttpVersion 2
        $session.Get("$($server.SecureUrl)/get").HttpVersion | Should -Be '2.0'
        { $session.Get("$($server.OtherNameUrl)/get") } | Should -Throw '*cannot be reached with HTTP/2*'
        { Invoke-Request "$($server.Url)/get" -HttpVersion 2 -ErrorAction Stop } |
            Should -Throw '*with HTTP/1.1*' -ErrorId 'HttpVersion*'
        $session.HttpVersion = 1.1, 2
        $session.Get("$($server.OtherNameUrl)/get").HttpVersion | Should -Be '1.1'
        $session.Get("$($server.SecureUrl)/get").HttpVersion | Should -Be '2.0'
        $session.Get("$($server.Url)/get").HttpVersion | Should -Be '1.1'
        Add-RequestAdapter $session https:// (New-HttpAdapter -HttpVersion 2, 1.1)
        $session.HttpVersion = $null
        $session.Get("$($server.OtherNameUrl)/get").HttpVersion | Should -Be '1.1'
    }
}

Describe 'Places on this machine' {
    It 'are Unix sockets whose path the system allows' {
        foreach ($path in "/$('x' * 200)", "a`0b") {
            { Invoke-Request http://h/ -UnixSocket $path -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter*'
        }
        { Invoke-Request http://h/ -UnixSocket "$TestDrive/none.sock" -ErrorAction Stop } |
            Should -Throw '*no Unix socket*none.sock*' -ErrorId 'ConnectionError*'
    }

    # Outside Windows, .NET reads a full path as that of the socket of a pipe.
    It 'are named pipes of an adapter' -Skip:$IsWindows {
        $session = New-RequestSession -Proxies http://127.0.0.1:1
        $adapter = New-HttpAdapter -PipeName $server.UnixSocket
        Add-RequestAdapter $session http://docker/ $adapter
        Get-HostHeader $session.Get('http://docker/headers') | Should -Be 'docker'
        ($adapter | Format-List | Out-String) | Should -Match 'PipeName'
        Add-RequestAdapter $session http://docker/ (New-HttpAdapter -PipeName "requests-none")
        { $session.Get('http://docker/headers') } | Should -Throw "*no named pipe 'requests-none'*"
    }

    It 'exclude each other' {
        foreach ($other in @{ UnixSocket = '/run/x.sock' }, @{ LocalAddress = '127.0.0.1' }) {
            { New-HttpAdapter -PipeName x @other } | Should -Throw -ErrorId 'ParameterConflict*'
        }
        foreach ($bad in 5, '', $true) {
            { New-HttpAdapter -PipeName $bad } | Should -Throw '*name of a pipe*' -ErrorId 'InvalidParameter*'
        }
    }
}

Describe 'Completion' {
    It 'offers <Values> for -<Name>' -ForEach @(
        @{ Name = 'AddressFamily'; Values = 'IPv4', 'IPv6' }
        @{ Name = 'HttpVersion'; Values = '1.1', '2', '2, 1.1' }
    ) {
        (TabExpansion2 "Invoke-Request -$Name ").CompletionMatches.CompletionText | Should -Be $Values
    }
}
