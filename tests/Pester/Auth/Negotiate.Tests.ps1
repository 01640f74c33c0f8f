# Tests Negotiate with an MIT KDC, an Apache with mod_auth_gssapi and a server that requires channel bindings. The libraries read their
# settings from the environment once and keep state, so each test has its own shell.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    Import-Module "$PSScriptRoot/../Peers/Realm.psm1"
    $script:peers = Test-Realm
}

Describe 'Negotiate and NTLM' -Skip:(-not $peers) {
    BeforeAll {
        Import-Module "$PSScriptRoot/../TestSupport.psm1"
        Import-Module "$PSScriptRoot/../Peers/Realm.psm1"
        New-ServerCertificate "$TestDrive"
        $realm = Start-Realm "$TestDrive/realm" "$TestDrive/cert.pem" "$TestDrive/key.pem"
        $null = 'secret' | & /usr/bin/kinit alice
        $env:R_URL, $env:R_BOUND, $env:R_CA, $env:R_FOLDER = $realm.Url, $realm.BoundUrl, "$TestDrive/cert.pem", $realm.Folder
        function Invoke-Client([string] $Script) {
            $functions = '
                $ErrorActionPreference = "Stop"
                function Show($Response) {
                    $history = if ($Response.History) { " after $($Response.History.StatusCode)" }
                    "$($Response.StatusCode) $($Response.Headers["X-User"])$history"
                }
                function Fail($Script) {
                    try { Show (& $Script) }
                    catch { "$($_.FullyQualifiedErrorId -replace ",.*") $($_.Exception.Reason) $($_.Exception.Message)" }
                }
            '
            Invoke-FreshShell ($functions + $Script) 2>&1
        }
    }

    AfterAll {
        Stop-Realm $realm
        Remove-Item Env:R_URL, Env:R_BOUND, Env:R_CA, Env:R_FOLDER
    }

    It 'authenticates with the ticket cache, preemptively from the second call on, or with user name and password' {
        $output = Invoke-Client '
            $auth = New-NegotiateAuth
            1..3 | ForEach-Object { Show (Invoke-Request "$env:R_URL/krb/" -Auth $auth) }
            $session = New-RequestSession -Auth (New-NegotiateAuth alice@TEST.LOCAL secret)
            Show ($session.Get("$env:R_URL/krb/"))
            Show (Invoke-Request "$env:R_URL/krb/" -Auth (New-NegotiateAuth "TEST.LOCAL\alice" secret -Package Kerberos))
            $named = New-NegotiateAuth -ServicePrincipalName HTTP/localhost
            Show (Invoke-Request ("$env:R_URL/krb/" -replace "localhost", "127.0.0.1") -Auth $named)
            Show (Invoke-Request "$env:R_URL/krb/" -Method Put -Data ("x" * 300000) -Auth (New-NegotiateAuth))'
        $alice = '200 alice@TEST.LOCAL after 401'
        $output |
            Should -Be $alice, '200 alice@TEST.LOCAL', '200 alice@TEST.LOCAL', $alice, $alice, $alice, '405 alice@TEST.LOCAL after 401'
    }

    It 'authenticates by NTLM on a connection that no other caller gets' {
        $output = Invoke-Client '
            $session = New-RequestSession
            $auth = New-NegotiateAuth "TESTDOM\bob" hunter2 -Package Ntlm
            $first, $second = 1..2 | ForEach-Object { Invoke-Request "$env:R_URL/ntlm/" -Auth $auth -Session $session }
            Show $first
            Show $second
            $first.Headers["X-Port"] -eq $second.Headers["X-Port"]
            Show (Invoke-Request "$env:R_URL/ntlm/" -Session $session)
            Show (Invoke-Request "$env:R_URL/ntlm/" -Session $session -Auth (New-NegotiateAuth "TESTDOM\bob" wrong -Package Ntlm))
            Show (Invoke-Request "$env:R_URL/ntlm/" -Session $session -Auth (New-NegotiateAuth "TESTDOM\bob" hunter2 -Package Ntlm))'
        $output | Should -Be '200 TESTDOM\bob after 401 401', '200 TESTDOM\bob', $true, '401 ', '401  after 401 401', '200 TESTDOM\bob'
    }

    It 'negotiates NTLM if the user has no Kerberos realm' {
        Invoke-Client 'Show (Invoke-Request "$env:R_URL/ntlm/" -Auth (New-NegotiateAuth "TESTDOM\bob" hunter2))' |
            Should -Be '200 TESTDOM\bob after 401 401'
    }

    It 'authenticates each of several connections at the same time: <Name>' -ForEach @(
        @{ Name = 'Kerberos'; Place = 'krb'; Auth = 'New-NegotiateAuth'; User = 'alice@TEST.LOCAL' }
        @{ Name = 'NTLM'; Place = 'ntlm'; Auth = 'New-NegotiateAuth "TESTDOM\bob" hunter2 -Package Ntlm'; User = 'TESTDOM\bob' }
    ) {
        $output = Invoke-Client "
            `$session = New-RequestSession -Auth ($Auth)
            `$all = 1..60 | ForEach-Object { `"`$env:R_URL/$Place/?`$_`" } | Invoke-Request -Session `$session -ThrottleLimit 6
            (`$all | ForEach-Object { `"`$(`$_.StatusCode) `$(`$_.Headers['X-User'])`" } | Select-Object -Unique) -join '|'
            @(`$all.Headers | ForEach-Object { `$_['X-Port'] } | Select-Object -Unique).Count -le 6"
        $output | Should -Be "200 $User", $true
    }

    It 'does not use the connection of a streamed response' {
        $output = Invoke-Client '
            $session = New-RequestSession -Auth (New-NegotiateAuth)
            $streamed = Invoke-Request "$env:R_URL/krb/large.bin" -Session $session -Stream
            Show (Invoke-Request "$env:R_URL/krb/" -Session $session)
            $streamed.Content.Length
            $again = Invoke-Request "$env:R_URL/krb/" -Session $session
            Show $again
            $again.Headers["X-Port"] -eq $streamed.Headers["X-Port"]'
        $output | Should -Be '200 alice@TEST.LOCAL', 8MB, '200 alice@TEST.LOCAL', $true
    }

    It 'binds tickets to the TLS connection, also with an HTTP/2 adapter' {
        $output = Invoke-Client '
            $session = New-RequestSession -Verify $env:R_CA -Auth (New-NegotiateAuth)
            Show ($session.Get("$env:R_BOUND/"))
            Show ($session.Get("$env:R_BOUND/"))
            Add-RequestAdapter $session https:// (New-HttpAdapter -HttpVersion 2)
            Show ($session.Get("$env:R_BOUND/"))
            Show ($session.Get("$env:R_BOUND/other"))'
        $output[0..2] | Should -Be '200 alice@TEST.LOCAL after 401', '200 alice@TEST.LOCAL', '200 alice@TEST.LOCAL'
        $output[3] | Should -Match '^401 .*channel bindings.* after 401'
    }

    It 'requires the server to authenticate itself with -MutualAuthentication Required' {
        $output = Invoke-Client '
            $session = New-RequestSession -Verify $env:R_CA
            Show (Invoke-Request "$env:R_BOUND/" -Session $session -Auth (New-NegotiateAuth -MutualAuthentication Required))
            Fail { Invoke-Request "$env:R_BOUND/silent" -Session $session -Auth (New-NegotiateAuth -MutualAuthentication Required) }
            Fail { Invoke-Request "$env:R_BOUND/silent" -Session $session -Auth (New-NegotiateAuth) }
            Fail { Invoke-Request "$env:R_BOUND/invalid" -Session $session -Auth (New-NegotiateAuth) }
            Fail { Invoke-Request "$env:R_BOUND/invalid" -Session $session -Auth (New-NegotiateAuth -MutualAuthentication Disabled) }'
        $output[0] | Should -Be '200 alice@TEST.LOCAL after 401'
        $output[1] | Should -BeLike "NegotiateError*did not authenticate itself*"
        $output[2] | Should -Be '200 alice@TEST.LOCAL after 401'
        $output[3] | Should -BeLike 'NegotiateError InvalidToken*'
        $output[4] | Should -Be '200 alice@TEST.LOCAL after 401'
    }

    It 'forwards a ticket only with -AllowDelegation' {
        Get-ChildItem "$($realm.Folder)/delegated" | Remove-Item
        $null = Invoke-Client 'Invoke-Request "$env:R_URL/krb/" -Auth (New-NegotiateAuth)'
        Get-ChildItem "$($realm.Folder)/delegated" | Should -BeNullOrEmpty
        $null = Invoke-Client 'Invoke-Request "$env:R_URL/krb/" -Auth (New-NegotiateAuth -AllowDelegation)'
        Get-ChildItem "$($realm.Folder)/delegated" | Should -Not -BeNullOrEmpty
    }

    It 'reports the reason of a failure' {
        $output = Invoke-Client '
            Fail { Invoke-Request "$env:R_URL/krb/" -Auth (New-NegotiateAuth alice@TEST.LOCAL wrong -Package Kerberos) }
            Fail { Invoke-Request "$env:R_URL/krb/" -Auth (New-NegotiateAuth alice@TEST.LOCAL wrong) }
            Fail { Invoke-Request "$env:R_URL/krb/" -Auth (New-NegotiateAuth -ServicePrincipalName HTTP/unknown) }
            Fail { New-NegotiateAuth -Package Ntlm -MutualAuthentication Required }'
        $output[0] | Should -BeLike 'NegotiateError*name and password are not accepted*'
        $output[1] | Should -BeLike 'NegotiateError*name and password are not accepted*'
        $output[2] | Should -BeLike "NegotiateError*HTTP/unknown*"
        $output[3] | Should -BeLike 'ParameterConflict*'
        $tickets, $env:KRB5CCNAME = $env:KRB5CCNAME, 'FILE:/nowhere'
        try {
            Invoke-Client 'Fail { Invoke-Request "$env:R_URL/krb/" -Auth (New-NegotiateAuth) }' | Should -BeLike 'NegotiateError*kinit*'
        } finally {
            $env:KRB5CCNAME = $tickets
        }
    }

    Context 'with a proxy' {
        BeforeAll {
            $server = Start-TestServer
            $port, $ntlmPort = (Get-FreePort), (Get-FreePort)
            $folder = New-Item -ItemType Directory "$TestDrive/squid"
            # Squid that is started by root changes to another user.
            if ((& id -u) -eq 0) { & chmod a+rwx $folder; & chmod a+rx $TestDrive }
            Copy-Item "$PSScriptRoot/../Peers/ntlm_helper.py" $folder
            Set-Content "$folder/ntlm" "TESTDOM:bob:hunter2`nTESTDOM:eve:hunter2`n"
            $schemes = @{
                $port     = 'auth_param negotiate program /usr/lib/squid/negotiate_kerberos_auth ' +
                    "-k $($realm.Folder)/http.keytab -s HTTP/localhost@TEST.LOCAL"
                $ntlmPort = "auth_param ntlm program /usr/bin/python3 $folder/ntlm_helper.py"
            }
            $processes = foreach ($one in $schemes.Keys) {
                Set-Content "$folder/$one.conf" @(
                    "http_port 127.0.0.1:$one"
                    'pid_filename none'
                    "cache_log $folder/$one.log"
                    'logformat who %un %>p %rm %Hs'
                    "access_log stdio:$folder/$one.access who"
                    'cache deny all'
                    "coredump_dir $folder"
                    'shutdown_lifetime 0 seconds'
                    $schemes[$one]
                    'acl known proxy_auth REQUIRED'
                    'http_access allow known'
                    'http_access deny all'
                )
                Start-Peer squid '-N', '-f', "$folder/$one.conf" $one $TestDrive @{ NTLM_USER_FILE = "$folder/ntlm" }
            }
            $env:R_SERVER, $env:R_SECURE, $env:R_TRUST = $server.Url, $server.SecureUrl, $server.CaFile
            $env:R_PROXY, $env:R_NTLM = "http://localhost:$port", "http://localhost:$ntlmPort"
            function Get-Log([int] $Port) { @(Get-Content "$folder/$Port.access" | ForEach-Object { , ($_ -split ' ') }) }
        }

        AfterAll {
            $processes | Stop-Process -ErrorAction Ignore
            Stop-TestServer $server
            Remove-Item Env:R_SERVER, Env:R_SECURE, Env:R_TRUST, Env:R_PROXY, Env:R_NTLM
        }

        It 'authenticates to the proxy by Kerberos, for forwarded requests and for tunnels' {
            Invoke-Client '
                $auth = New-ProxyAuth -Negotiate (New-NegotiateAuth)
                $session = New-RequestSession -Proxies $env:R_PROXY -Verify $env:R_TRUST -Auth $auth
                1..3 | ForEach-Object { Show ($session.Get("$env:R_SERVER/get")) }
                $session.Post("$env:R_SERVER/post", @{ Data = "x" * 300000 }).Json().data.Length
                1..2 | ForEach-Object { Show ($session.Get("$env:R_SECURE/get")) }
                $urls = 1..20 | ForEach-Object { "$env:R_SERVER/anything/$_"; "$env:R_SECURE/anything/$_" }
                ($urls | Invoke-Request -Session $session -ThrottleLimit 5 | Where-Object Ok).Count
                $both = New-ProxyAuth -Negotiate (New-NegotiateAuth alice secret) -Server (New-BasicAuth user pass)
                Show (Invoke-Request "$env:R_SERVER/basic-auth/user/pass" -Proxies $env:R_PROXY -Auth $both)
                Show (Invoke-Request "$env:R_SERVER/redirect/2" -Proxies $env:R_PROXY -Auth $both)
                $r = Invoke-Request "$env:R_SERVER/get" -Proxies $env:R_PROXY -Auth $both -Stream
                $r.Text.Length -gt 50
                $session.Get("$env:R_SERVER/headers").Json().headers.PSObject.Properties.Name -contains "Proxy-Authorization"' |
                Should -Be '200 ', '200 ', '200 ', '300000', '200 ', '200 ', '40', '200 ', '200  after 302 302', 'True', 'False'
            $log = Get-Log $port
            $done = $log | Where-Object { $_[3] -match '^[23]' }
            $done | ForEach-Object { $_[0] } | Sort-Object -Unique | Should -Be 'alice@TEST.LOCAL'
            @($log | Where-Object { $_[3] -eq 407 }).Count | Should -BeLessThan $done.Count -Because 'a connection is authenticated once'
        }

        It 'authenticates to the proxy by NTLM on connections that no other caller gets' {
            Invoke-Client '
                $session = New-RequestSession -Proxies $env:R_NTLM -Verify $env:R_TRUST
                $bob, $eve = "bob", "eve" |
                    ForEach-Object { New-ProxyAuth -Negotiate (New-NegotiateAuth "TESTDOM\$_" hunter2 -Package Ntlm) }
                Show ($session.Get("$env:R_SERVER/get", @{ Auth = $bob }))
                Show ($session.Get("$env:R_SERVER/get", @{ Auth = $bob }))
                Show ($session.Get("$env:R_SERVER/get", @{ Auth = $eve }))
                Show ($session.Get("$env:R_SECURE/get", @{ Auth = $bob }))
                Show ($session.Get("$env:R_SECURE/get", @{ Auth = $eve }))
                Show ($session.Get("$env:R_SERVER/get"))' | Should -Be '200 ', '200 ', '200 ', '200 ', '200 ', '407 '
            $done = Get-Log $ntlmPort | Where-Object { $_[3] -eq 200 }
            # Squid logs a tunnel when it is closed.
            $done | ForEach-Object { "$($_[2]) $($_[0])" } | Sort-Object |
                Should -Be 'CONNECT bob', 'CONNECT eve', 'GET bob', 'GET bob', 'GET eve'
            ($done | Where-Object { $_[0] -eq 'bob' -and $_[2] -eq 'GET' } | ForEach-Object { $_[1] } | Sort-Object -Unique).Count |
                Should -Be 1
            ($done | ForEach-Object { $_[1] } | Sort-Object -Unique).Count | Should -Be 4
        }

        It 'reports the reason of a failure' {
            $output = Invoke-Client '
                $kerberos = New-ProxyAuth -Negotiate (New-NegotiateAuth -Package Kerberos)
                $unknown = New-ProxyAuth -Negotiate (New-NegotiateAuth -ServicePrincipalName HTTP/unknown)
                $default = New-ProxyAuth -Negotiate (New-NegotiateAuth)
                Fail { Invoke-Request "$env:R_SECURE/get" -Proxies $env:R_NTLM -Auth $kerberos -Verify $env:R_TRUST }
                Fail { Invoke-Request "$env:R_SERVER/get" -Proxies $env:R_NTLM -Auth $kerberos }
                Fail { Invoke-Request "$env:R_SECURE/get" -Proxies $env:R_PROXY -Auth $unknown -Verify $env:R_TRUST }
                Fail { Invoke-Request "$env:R_SERVER/get" -Proxies ($env:R_PROXY -replace "http", "socks5") -Auth $default }
                "$(New-ProxyAuth -Negotiate (New-NegotiateAuth alice hunter2 -Package Ntlm) -Server (New-BasicAuth user hunter2))"'
            $output[0] | Should -BeLike 'ProxyError*407*'
            $output[1] | Should -Be '407 '
            $output[2] | Should -BeLike 'NegotiateError*HTTP/unknown*'
            $output[3] | Should -BeLike 'NegotiateError*SOCKS*'
            $output[4] | Should -Be 'Proxy (Ntlm (alice)), Basic (user)'
        }
    }

    It 'shows no password' {
        Invoke-Client '
            $auth = New-NegotiateAuth alice hunter2
            "$auth"
            $auth | Format-List * -Force | Out-String
            $auth | ConvertTo-Json' |
            Out-String | Should -Not -Match 'hunter2'
    }
}

Describe 'New-NegotiateAuth' {
    BeforeAll { Import-Module "$PSScriptRoot/../TestSupport.psm1" }

    It 'is the user who is signed in, or one with a name' {
        "$(New-NegotiateAuth)" | Should -Be 'Negotiate'
        "$(New-NegotiateAuth 'CORP\alice' pw -Package Ntlm)" | Should -Be 'Ntlm (CORP\alice)'
        "$([pscredential]::new('bob', (ConvertTo-SecureString pw -AsPlainText -Force)) | New-NegotiateAuth)" | Should -Be 'Negotiate (bob)'
        { New-NegotiateAuth '' pw } | Should -Throw '*name is empty*'
    }
}
