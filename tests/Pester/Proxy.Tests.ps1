BeforeDiscovery {
    # Peers of Debian; where they are absent these tests are skipped, but never in CI.
    $script:peers = (Get-Command tinyproxy -ErrorAction Ignore) -and (Get-Command microsocks -ErrorAction Ignore)
    if (-not $peers -and $env:CI) { throw 'tinyproxy and microsocks are not installed: apt-get install tinyproxy-bin microsocks' }
    if (-not $peers) { Write-Warning 'tinyproxy and microsocks are not installed; the tests against real proxies are skipped.' }
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $names = 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'
    $before = @{}
    foreach ($name in $names + $names.ToUpperInvariant()) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    $dead = 'http://localhost:1'

    function Get-FreePort {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $listener.LocalEndpoint.Port
        $listener.Stop()
    }

    function Start-Peer([string] $Program, [string[]] $Arguments, [int] $Port) {
        $process = Start-Process $Program -ArgumentList $Arguments -PassThru -RedirectStandardOutput "$TestDrive/$Port.out" -RedirectStandardError "$TestDrive/$Port.err"
        $deadline = [DateTime]::UtcNow.AddSeconds(20)
        while (-not (Test-Port $Port)) { if ($process.HasExited -or [DateTime]::UtcNow -gt $deadline) { throw "$Program did not start: $(Get-Content "$TestDrive/$Port.err" -Raw)" } }
        $process
    }

    function Clear-ProxyVariable { foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $null); [Environment]::SetEnvironmentVariable($name.ToUpperInvariant(), $null) } }
}

AfterAll {
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    Stop-TestServer $server
}

Describe 'The environment''s proxies' {
    BeforeEach { Clear-ProxyVariable }
    AfterEach { Clear-ProxyVariable }

    It 'X03 X04 X05 X06 X07 are read at each call, for loopback too, on every road' {
        $session = New-RequestSession
        $session.Get("$url/get").StatusCode | Should -Be 200
        $env:http_proxy = $dead
        { Invoke-Request "$url/get" -ErrorAction Stop } | Should -Throw '*localhost:1*' -ErrorId 'ProxyError*'
        { Invoke-Request "$url/redirect/1" -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'ProxyError*'
        { New-Request "$url/get" | ConvertTo-PreparedRequest -Session $session | Send-Request -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'ProxyError*'
        { New-Request "$url/get" | ConvertTo-PreparedRequest | Send-Request -ErrorAction Stop } | Should -Throw -ErrorId 'ProxyError*'
        { $session.Get("$url/get") } | Should -Throw
        (New-RequestSession -TrustEnv:$false).Get("$url/get").StatusCode | Should -Be 200
        (Invoke-Request "$url/get" -Proxies @{ http = $null }).StatusCode | Should -Be 200
        $env:http_proxy = $null
        $session.Get("$url/get").StatusCode | Should -Be 200
    }

    It 'X13 X14 go by scheme, in both cases: <_>' -ForEach 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY' {
        [Environment]::SetEnvironmentVariable($_, 'socks5://127.0.0.1:1')
        { Invoke-Request "$url/get" -ErrorAction Stop } | Should -Throw '*socks5://127.0.0.1:1*' -ErrorId 'ProxyError*'
    }

    It 'X15 X17 X18 X30 have exceptions, which -NoProxy takes the place of' {
        $env:http_proxy = $dead
        $env:no_proxy = '10.0.0.0/8, 127.0.0.0/8'
        (Invoke-Request "$url/get").StatusCode | Should -Be 200
        { Invoke-Request "$url/get" -NoProxy example.com -ErrorAction Stop } | Should -Throw -ErrorId 'ProxyError*'
        $env:no_proxy = ''
        (Invoke-Request "$url/get" -NoProxy 127.0.0.1, example.com).StatusCode | Should -Be 200
        (Invoke-Request "$url/get" -NoProxy *).StatusCode | Should -Be 200
    }

    It 'give way to the caller''s' {
        $env:http_proxy = 'http://localhost:2'
        { Invoke-Request "$url/get" -Proxies $dead -ErrorAction Stop } | Should -Throw '*localhost:1*' -ErrorId 'ProxyError*'
        $session = New-RequestSession -Proxies @{ http = $dead }
        { Invoke-Request "$url/get" -Session $session -ErrorAction Stop } | Should -Throw '*localhost:1*'
        (Invoke-Request "$url/get" -Session $session -Proxies @{ 'http://127.0.0.1' = $null }).StatusCode | Should -Be 200
    }

    It 'X02 are checked before anything is sent: <_>' -ForEach 'http:/badproxyurl:3128', 'http://:8080', 'https://', 'http:///example.com:8080' {
        { Invoke-Request 'http://127.0.0.1:1/' -Proxies @{ http = $_ } -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidProxyUrl*'
    }
}

Describe 'A real proxy' -Skip:(-not $peers) {
    BeforeAll {
        Clear-ProxyVariable
        $port = Get-FreePort
        $guardedPort = Get-FreePort
        $socksPort = Get-FreePort
        Set-Content "$TestDrive/open.conf" "Port $port`nListen 127.0.0.1`nAllow 127.0.0.1`nTimeout 60`nMaxClients 50"
        Set-Content "$TestDrive/guarded.conf" "Port $guardedPort`nListen 127.0.0.1`nAllow 127.0.0.1`nTimeout 60`nMaxClients 50`nBasicAuth user pass"
        $processes = @(
            Start-Peer tinyproxy '-d', '-c', "$TestDrive/open.conf" $port
            Start-Peer tinyproxy '-d', '-c', "$TestDrive/guarded.conf" $guardedPort
            Start-Peer microsocks '-i', '127.0.0.1', '-p', $socksPort, '-u', 'user', '-P', 'pass' $socksPort
        )
        $open = "http://127.0.0.1:$port"
        $guarded = "http://user:pass@127.0.0.1:$guardedPort"
        $socks = "user:pass@127.0.0.1:$socksPort"
    }

    AfterAll { $processes | Stop-Process -ErrorAction Ignore }

    It 'forwards plain http' {
        (Invoke-Request "$url/get?a=1" -Proxies $open).Json().args.a | Should -Be 1
        (Invoke-Request "$url/headers" -Proxies $open).Json().headers.PSObject.Properties.Name | Should -Contain 'Via'
        (Invoke-Request "$url/post" -Method Post -Data 'body' -Proxies @{ http = $open }).Json().data | Should -Be 'body'
    }

    It 'tunnels https, verified' {
        (Invoke-Request "$($server.SecureUrl)/get" -Proxies $open -Verify $server.CaFile).StatusCode | Should -Be 200
        { Invoke-Request "$($server.StrangerUrl)/get" -Proxies $open -Verify $server.CaFile -ErrorAction Stop } | Should -Throw '*not for the name*' -ErrorId 'SslError*'
    }

    It 'X09 X11 is told who asks, and the server is not' {
        (Invoke-Request "$url/get" -Proxies $guarded).StatusCode | Should -Be 200
        (Invoke-Request "$url/get" -Proxies "http://127.0.0.1:$guardedPort").StatusCode | Should -Be 407
        $seen = Invoke-Request "$($server.SecureUrl)/headers" -Proxies $guarded -Verify $server.CaFile -Headers @{ 'Proxy-Authorization' = 'Basic dXNlcjpwYXNz' }
        $seen.Json().headers.PSObject.Properties.Name | Should -Not -Contain 'Proxy-Authorization'
        { Invoke-Request "$($server.SecureUrl)/get" -Proxies "http://127.0.0.1:$guardedPort" -Verify $false -ErrorAction Stop } | Should -Throw '*407*' -ErrorId 'ProxyError*'
    }

    It 'speaks <_>' -ForEach 'socks5', 'socks5h' {
        (Invoke-Request "$url/get" -Proxies "$($_)://$socks").StatusCode | Should -Be 200
        (Invoke-Request ("$url/get" -replace '127\.0\.0\.1', 'localhost') -Proxies "$($_)://$socks").StatusCode | Should -Be 200
        (Invoke-Request "$($server.SecureUrl)/get" -Proxies "$($_)://$socks" -Verify $server.CaFile).StatusCode | Should -Be 200
        { Invoke-Request "$url/get" -Proxies "$($_)://user:wrong@127.0.0.1:$socksPort" -ErrorAction Stop } | Should -Throw '*refused user and password*' -ErrorId 'ProxyError*'
        { Invoke-Request "$url/get" -Proxies "$($_)://127.0.0.1:$socksPort" -ErrorAction Stop } | Should -Throw '*who asks*' -ErrorId 'ProxyError*'
        { Invoke-Request 'http://127.0.0.1:1/' -Proxies "$($_)://$socks" -ErrorAction Stop } | Should -Throw -ErrorId 'ProxyError*'
    }

    # tinyproxy closes connections unannounced, also one that a request is just using again.
    It 'serves many at once on one session' {
        $session = New-RequestSession -Proxies $open
        (1..20 | ForEach-Object { "$url/anything/$_" } | Invoke-Request -Session $session -ThrottleLimit 5 -Retry 5).StatusCode | Should -Be (@(200) * 20)
    }

    It 'shows no password' {
        $session = New-RequestSession -Proxies $guarded
        "$($session.Defaults)" | Should -Not -Match 'pass@'
        $copy = [Management.Automation.PSSerializer]::Serialize($session)
        $copy | Should -Not -Match 'user:pass'
        [Management.Automation.PSSerializer]::Deserialize($copy) | New-RequestSession -WarningVariable warned 3>$null | Should -Not -BeNullOrEmpty
        $warned | Should -Match 'user of the proxy'
    }
}
