BeforeDiscovery {
    # The proxies are packages of Debian. If they are absent, these tests are skipped, but never in CI.
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $script:peers = Test-Peer tinyproxy, microsocks, squid, danted
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $names = 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'
    $before = @{}
    foreach ($name in $names + $names.ToUpperInvariant()) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    $dead = 'http://localhost:1'

    # $null as an argument would set an empty variable, which turns the proxy off.
    function Clear-ProxyVariable { foreach ($name in $names + $names.ToUpperInvariant()) { Remove-Item "Env:$name" -ErrorAction Ignore } }
}

AfterAll {
    foreach ($name in $before.Keys) {
        if ($null -eq $before[$name]) {
            Remove-Item "Env:$name" -ErrorAction Ignore
        } else {
            [Environment]::SetEnvironmentVariable($name, $before[$name])
        }
    }
    Stop-TestServer $server
}

Describe 'The environment''s proxies' {
    BeforeEach { Clear-ProxyVariable }
    AfterEach { Clear-ProxyVariable }

    It 'are read at each call, also for loopback, by all cmdlets' {
        $session = New-RequestSession
        $session.Get("$url/get").StatusCode | Should -Be 200
        $env:http_proxy = $dead
        { Invoke-Request "$url/get" -ErrorAction Stop } | Should -Throw '*localhost:1*' -ErrorId 'ProxyError*'
        { Invoke-Request "$url/redirect/1" -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'ProxyError*'
        { New-Request "$url/get" | ConvertTo-PreparedRequest -Session $session | Send-Request -Session $session -ErrorAction Stop } |
            Should -Throw -ErrorId 'ProxyError*'
        { New-Request "$url/get" | ConvertTo-PreparedRequest | Send-Request -ErrorAction Stop } | Should -Throw -ErrorId 'ProxyError*'
        { $session.Get("$url/get") } | Should -Throw
        (New-RequestSession -TrustEnv:$false).Get("$url/get").StatusCode | Should -Be 200
        (Invoke-Request "$url/get" -Proxies @{ http = $null }).StatusCode | Should -Be 200
        $env:http_proxy = $null
        $session.Get("$url/get").StatusCode | Should -Be 200
    }

    It 'depend on the scheme, in lower and upper case: <_>' -ForEach 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY' {
        [Environment]::SetEnvironmentVariable($_, 'socks5://127.0.0.1:1')
        { Invoke-Request "$url/get" -ErrorAction Stop } | Should -Throw '*socks5://127.0.0.1:1*' -ErrorId 'ProxyError*'
    }

    It 'have exceptions, which -NoProxy replaces' {
        $env:http_proxy = $dead
        $env:no_proxy = '10.0.0.0/8, 127.0.0.0/8'
        (Invoke-Request "$url/get").StatusCode | Should -Be 200
        { Invoke-Request "$url/get" -NoProxy example.com -ErrorAction Stop } | Should -Throw -ErrorId 'ProxyError*'
        $env:no_proxy = ''
        (Invoke-Request "$url/get" -NoProxy 127.0.0.1, example.com).StatusCode | Should -Be 200
        (Invoke-Request "$url/get" -NoProxy *).StatusCode | Should -Be 200
    }

    It 'are overridden by the proxies of the caller' {
        $env:http_proxy = 'http://localhost:2'
        { Invoke-Request "$url/get" -Proxies $dead -ErrorAction Stop } | Should -Throw '*localhost:1*' -ErrorId 'ProxyError*'
        $session = New-RequestSession -Proxies @{ http = $dead }
        { Invoke-Request "$url/get" -Session $session -ErrorAction Stop } | Should -Throw '*localhost:1*'
        (Invoke-Request "$url/get" -Session $session -Proxies @{ 'http://127.0.0.1' = $null }).StatusCode | Should -Be 200
    }

    It 'are checked before anything is sent: <_>' -ForEach @(
        'http:/badproxyurl:3128', 'http://:8080', 'https://', 'http:///example.com:8080'
    ) {
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
        Set-Content "$TestDrive/guarded.conf" @(
            "Port $guardedPort"
            'Listen 127.0.0.1'
            'Allow 127.0.0.1'
            'Timeout 60'
            'MaxClients 50'
            'BasicAuth user pass'
        )
        $processes = @(
            Start-Peer tinyproxy '-d', '-c', "$TestDrive/open.conf" $port $TestDrive
            Start-Peer tinyproxy '-d', '-c', "$TestDrive/guarded.conf" $guardedPort $TestDrive
            Start-Peer microsocks '-i', '127.0.0.1', '-p', $socksPort, '-u', 'user', '-P', 'pass' $socksPort $TestDrive
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

    It 'tunnels https, and the server certificate is verified' {
        (Invoke-Request "$($server.SecureUrl)/get" -Proxies $open -Verify $server.CaFile).StatusCode | Should -Be 200
        { Invoke-Request "$($server.OtherNameUrl)/get" -Proxies $open -Verify $server.CaFile -ErrorAction Stop } |
            Should -Throw '*not for the name*' -ErrorId 'SslError*'
    }

    It 'gets its credentials, and the server does not' {
        (Invoke-Request "$url/get" -Proxies $guarded).StatusCode | Should -Be 200
        (Invoke-Request "$url/get" -Proxies "http://127.0.0.1:$guardedPort").StatusCode | Should -Be 407
        $seen = Invoke-Request "$($server.SecureUrl)/headers" -Proxies $guarded -Verify $server.CaFile -Headers @{
            'Proxy-Authorization' = 'Basic dXNlcjpwYXNz'
        }
        $seen.Json().headers.PSObject.Properties.Name | Should -Not -Contain 'Proxy-Authorization'
        { Invoke-Request "$($server.SecureUrl)/get" -Proxies "http://127.0.0.1:$guardedPort" -Verify $false -ErrorAction Stop } |
            Should -Throw '*407*' -ErrorId 'ProxyError*'
    }

    It 'uses <_>' -ForEach 'socks5', 'socks5h' {
        (Invoke-Request "$url/get" -Proxies "$($_)://$socks").StatusCode | Should -Be 200
        (Invoke-Request ("$url/get" -replace '127\.0\.0\.1', 'localhost') -Proxies "$($_)://$socks").StatusCode | Should -Be 200
        (Invoke-Request "$($server.SecureUrl)/get" -Proxies "$($_)://$socks" -Verify $server.CaFile).StatusCode | Should -Be 200
        { Invoke-Request "$url/get" -Proxies "$($_)://user:wrong@127.0.0.1:$socksPort" -ErrorAction Stop } |
            Should -Throw '*refused user and password*' -ErrorId 'ProxyError*'
        { Invoke-Request "$url/get" -Proxies "$($_)://127.0.0.1:$socksPort" -ErrorAction Stop } |
            Should -Throw '*requires authentication*' -ErrorId 'ProxyError*'
        { Invoke-Request 'http://127.0.0.1:1/' -Proxies "$($_)://$socks" -ErrorAction Stop } | Should -Throw -ErrorId 'ProxyError*'
    }

    # tinyproxy closes connections without notice, also one that a request starts to reuse.
    It 'forwards many requests of one session at the same time' {
        $session = New-RequestSession -Proxies $open
        (1..20 | ForEach-Object { "$url/anything/$_" } | Invoke-Request -Session $session -ThrottleLimit 5 -Retry 5).StatusCode |
            Should -Be (@(200) * 20)
    }

    It 'shows no password' {
        $session = New-RequestSession -Proxies $guarded
        "$($session.Defaults)" | Should -Not -Match 'pass@'
        $copy = [Management.Automation.PSSerializer]::Serialize($session)
        $copy | Should -Not -Match 'user:pass'
        [Management.Automation.PSSerializer]::Deserialize($copy) | New-RequestSession -WarningVariable warned 3>$null |
            Should -Not -BeNullOrEmpty
        $warned | Should -Match 'user of the proxy'
    }
}

Describe 'Squid' -Skip:(-not $peers) {
    BeforeAll {
        Clear-ProxyVariable
        # Squid that is started by root changes to another user.
        $folder = New-Item -ItemType Directory "$TestDrive/squid"
        if ((& id -u) -eq 0) { & chmod a+rwx $folder; & chmod a+rx $TestDrive }
        Set-Content "$folder/basic" "user:$(& perl -e 'print crypt("pass", q($6$salt$))')"
        Set-Content "$folder/digest" 'user:pass'
        $ports = @{ open = Get-FreePort; basic = Get-FreePort; digest = Get-FreePort }
        $rules = @{
            open   = 'http_access allow all'
            basic  = "auth_param basic program /usr/lib/squid/basic_ncsa_auth $folder/basic`
auth_param basic realm squid`
acl known proxy_auth REQUIRED`
http_access allow known`
http_access deny all"
            digest = "auth_param digest program /usr/lib/squid/digest_file_auth $folder/digest`
auth_param digest realm squid`
acl known proxy_auth REQUIRED`
http_access allow known`
http_access deny all"
        }
        $processes = foreach ($kind in $ports.Keys) {
            Set-Content "$folder/$kind.conf" "http_port 127.0.0.1:$($ports[$kind])`
pid_filename none`
cache_log $folder/$kind.log`
access_log none`
cache deny all`
coredump_dir $folder`
shutdown_lifetime 0 seconds`
request_header_access X-Zone allow all`
$($rules[$kind])"
            Start-Peer squid '-N', '-f', "$folder/$kind.conf" $ports[$kind] $TestDrive
        }
        $trust = @{ Verify = $server.CaFile }
    }

    AfterAll { $processes | Stop-Process -ErrorAction Ignore }

    It 'forwards and tunnels' {
        $open = "http://127.0.0.1:$($ports.open)"
        (Invoke-Request "$url/post" -Method Post -Data ('x' * 100000) -Proxies $open).Json().data.Length | Should -Be 100000
        (Invoke-Request "$($server.SecureUrl)/get" -Proxies $open @trust).StatusCode | Should -Be 200
        $session = New-RequestSession -Proxies $open @trust
        (
            1..20 | ForEach-Object { "$url/anything/$_"; "$($server.SecureUrl)/anything/$_" } |
                Invoke-Request -Session $session -ThrottleLimit 5
        ).StatusCode | Should -Be (@(200) * 40)
    }

    It 'gets Basic credentials preemptively' {
        (Invoke-Request "$url/get" -Proxies "http://user:pass@127.0.0.1:$($ports.basic)").StatusCode | Should -Be 200
        (
            Invoke-Request "$($server.SecureUrl)/get" -Proxies "http://127.0.0.1:$($ports.basic)" -Auth (New-ProxyAuth user pass) @trust
        ).StatusCode | Should -Be 200
        (Invoke-Request "$url/get" -Proxies "http://127.0.0.1:$($ports.basic)" -Auth (New-ProxyAuth user wrong)).StatusCode | Should -Be 407
        { Invoke-Request "$($server.SecureUrl)/get" -Proxies "http://user:wrong@127.0.0.1:$($ports.basic)" @trust -ErrorAction Stop } |
            Should -Throw '*407*' -ErrorId 'ProxyError*'
    }

    It 'gets Digest credentials after its challenge: <Name>' -ForEach @(
        @{ Name = 'by name and password in the URL'; Proxy = { "http://user:pass@127.0.0.1:$($ports.digest)" }; Auth = @{} }
        @{
            Name  = 'by New-ProxyAuth'
            Proxy = { "http://127.0.0.1:$($ports.digest)" }
            Auth  = { @{ Auth = New-ProxyAuth user (ConvertTo-SecureString pass -AsPlainText -Force) -Digest } }
        }
    ) {
        $with = $Auth -is [scriptblock] ? (& $Auth) : $Auth
        $session = New-RequestSession -Proxies (& $Proxy) @trust @with
        (Invoke-Request "$url/get?a=b" -Session $session).StatusCode | Should -Be 200
        (Invoke-Request "$url/post" -Method Post -Data body -Session $session).Json().data | Should -Be 'body'
        (Invoke-Request "$($server.SecureUrl)/get" -Session $session).StatusCode | Should -Be 200
        (
            1..20 | ForEach-Object { "$url/anything/$_"; "$($server.SecureUrl)/anything/$_" } |
                Invoke-Request -Session $session -ThrottleLimit 5
        ).StatusCode | Should -Be (@(200) * 40)
    }

    It 'does not get a wrong password twice' {
        (Invoke-Request "$url/get" -Proxies "http://127.0.0.1:$($ports.digest)" -Auth (New-ProxyAuth user wrong -Digest)).StatusCode |
            Should -Be 407
        {
            Invoke-Request "$($server.SecureUrl)/get" -Proxies "http://127.0.0.1:$($ports.digest)" -Auth (
                New-ProxyAuth user wrong -Digest
            ) @trust -ErrorAction Stop
        } | Should -Throw '*407*' -ErrorId 'ProxyError*'
    }

    It 'gets its own headers, which no server gets through a tunnel' {
        $session = New-RequestSession -Proxies "http://127.0.0.1:$($ports.open)" @trust
        Add-RequestAdapter $session https:// (New-HttpAdapter -ProxyHeaders @{ 'X-Zone' = 'blue' })
        Add-RequestAdapter $session http:// (New-HttpAdapter -ProxyHeaders @{ 'X-Zone' = 'blue' })
        $session.Get("$url/headers").Json().headers.'X-Zone' | Should -Be 'blue'
        $session.Get("$($server.SecureUrl)/headers").Json().headers.PSObject.Properties.Name | Should -Not -Contain 'X-Zone'
    }
}

Describe 'Dante' -Skip:(-not $peers) {
    BeforeAll {
        Clear-ProxyVariable
        $port = Get-FreePort
        Set-Content "$TestDrive/dante.conf" "logoutput: stderr`
internal: 127.0.0.1 port = $port`
external: 127.0.0.1`
clientmethod: none`
socksmethod: none`
user.unprivileged: $((& id -u) -eq 0 ? 'nobody' : (& id -un))`
client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }`
socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }"
        $process = Start-Peer danted '-f', "$TestDrive/dante.conf", '-p', "$TestDrive/dante.pid" $port $TestDrive
    }

    AfterAll { $process | Stop-Process -ErrorAction Ignore }

    It 'uses <_>' -ForEach 'socks4', 'socks4a', 'socks5', 'socks5h' {
        $proxy = "$($_)://127.0.0.1:$port"
        (Invoke-Request "$url/get" -Proxies $proxy).StatusCode | Should -Be 200
        # Dante resolves "localhost" to ::1, which SOCKS 4 cannot express.
        if ($_ -ne 'socks4a') {
            (Invoke-Request ("$url/get" -replace '127\.0\.0\.1', 'localhost') -Proxies $proxy).StatusCode | Should -Be 200
        }
        (Invoke-Request "$($server.SecureUrl)/get" -Proxies $proxy -Verify $server.CaFile).StatusCode | Should -Be 200
        { Invoke-Request 'http://127.0.0.1:1/' -Proxies $proxy -ErrorAction Stop } | Should -Throw "*$proxy*" -ErrorId 'ProxyError*'
    }
}
