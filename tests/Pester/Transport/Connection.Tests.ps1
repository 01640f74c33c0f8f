# Tests what a person sees of the connection of a response or of an error.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $secure = $server.SecureUrl
    $options = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problem' }
    function Get-Plain { ($input | Out-String -Width 140) -replace "`e\[[\d;]*m" }
}

AfterAll { Stop-TestServer $server }

Describe 'The connection of a response' {
    It 'has addresses, TLS, certificate and chain' {
        $session = New-RequestSession -Verify $server.CaFile
        $first, $second = $session.Get("$secure/connection"), $session.Get("$secure/connection")
        $first.Connection.RemoteEndPoint.Port | Should -Be ([uri]$secure).Port
        $first.Connection.LocalEndPoint.Port | Should -Be $first.Json().port
        $first.Connection.TlsVersion | Should -Be $first.Json().tls
        $first.Connection.CipherSuite | Should -Match '^TLS_'
        $first.Connection.Certificate | Should -BeOfType X509Certificate
        $first.Connection.Certificate.Subject | Should -Be 'CN=localhost'
        $first.Connection.Chain.Subject | Should -Be 'CN=localhost', 'CN=Requests test authority'
        $first.Connection.IsReused, $second.Connection.IsReused | Should -Be $false, $true
        $first.Connection -eq $second.Connection | Should -BeTrue
        $first.Connection.ApplicationProtocol | Should -BeNullOrEmpty
        (Invoke-Request "$secure/get" -Verify $server.CaFile -HttpVersion 2).Connection.ApplicationProtocol | Should -Be h2
    }

    It 'is there with -Stream, -OutFile, -ThrottleLimit and redirects, and not with a mock' {
        $stream = Invoke-Request "$url/get" -Stream
        $stream.Connection.RemoteEndPoint.Port | Should -Be ([uri]$url).Port
        $stream.Close()
        (Invoke-Request "$url/get" -OutFile "$TestDrive/get.json" -PassThru).Connection | Should -Not -BeNullOrEmpty
        $many = 1..20 | ForEach-Object { "$url/connection?$_" } | Invoke-Request -ThrottleLimit 5
        $many.ForEach{ $_.Connection.LocalEndPoint.Port } | Should -Be $many.ForEach{ $_.Json().port }
        $hops = Invoke-Request "$url/redirect-to" -Params @{ url = "$secure/get" } -Verify $server.CaFile
        $hops.History[0].Connection.TlsVersion | Should -BeNullOrEmpty
        $hops.Connection.TlsVersion | Should -Match '^Tls1'
        $mocked = New-RequestSession
        Add-RequestAdapter $mocked https:// (New-MockAdapter @{ Json = 1 })
        $mocked.Get('https://h.example/').Connection | Should -BeNullOrEmpty
    }

    It 'is shown by Format-List, and by a view of its own' {
        $r = Invoke-Request "$secure/get" -Verify $server.CaFile
        $address = [regex]::Escape(([uri]$secure).Authority)
        $r | Format-List | Get-Plain | Should -Match "Connection +: $address, TLS 1\.[23]"
        $shown = $r.Connection | Get-Plain
        $shown | Should -Match "RemoteEndPoint +: $address"
        $shown | Should -Match 'Certificate +: CN=localhost, issued by CN=Requests test authority, valid until \d{4}-\d\d-\d\d \d\d:'
        $shown | Should -Match 'Chain +: CN=localhost\s+CN=Requests test authority'
        $shown | Should -Not -Match 'Proxy|ApplicationProtocol'
    }

    It 'is shown by Format-Exchange -Connection' {
        $r = Invoke-Request "$url/redirect-to" -Params @{ url = "$secure/get" } -Verify $server.CaFile
        $lines = $r | Format-Exchange -Connection -NoColor
        ($lines -match '^\* (new|reused) connection to 127\.0\.0\.1:\d+ from 127\.0\.0\.1:\d+$').Count | Should -Be 2
        $lines -match '^\* TLS 1\.[23], TLS_\w+$' | Should -HaveCount 1
        $lines -match '^\* certificate CN=localhost, issued by ' | Should -HaveCount 1
        $r | Format-Exchange -NoColor | Where-Object { $_ -match '^\*' } | Should -BeNullOrEmpty
    }

    It 'is in an archive, as browsers write it' {
        Invoke-Request "$url/redirect-to" -Params @{ url = "$secure/get" } -Verify $server.CaFile | Export-RequestHar "$TestDrive/c.har"
        $plain, $tls = (Get-Content "$TestDrive/c.har" -Raw | ConvertFrom-Json -DateKind String).log.entries
        $plain.serverIPAddress, $plain._serverPort | Should -Be '127.0.0.1', ([uri]$url).Port
        $plain.connection | Should -Match '^\d+$'
        $plain.PSObject.Properties.Name | Should -Not -Contain '_securityDetails'
        $details = $tls._securityDetails
        $details.protocol | Should -Match '^TLS 1\.[23]$'
        $details.subjectName, $details.issuer | Should -Be 'localhost', 'Requests test authority'
        $details.sanList | Should -Be 'localhost', '127.0.0.1', '::1'
        $details.validTo | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.ToUnixTimeSeconds())
        Invoke-Request "http://h/get" -UnixSocket $server.UnixSocket | Export-RequestHar "$TestDrive/unix.har"
        (Get-Content "$TestDrive/unix.har" -Raw) | Should -Not -Match 'serverIPAddress|"connection":'
    }

    It 'is kept in a file, with certificates that can be read there' {
        Invoke-Request "$secure/get" -Verify $server.CaFile | Export-Clixml "$TestDrive/response.xml"
        $kept = (Import-Clixml "$TestDrive/response.xml").Connection
        "$($kept.RemoteEndPoint)" | Should -Be ([uri]$secure).Authority
        "$($kept.TlsVersion)" | Should -Match '^Tls1'
        $kept.Certificate.NotAfter | Should -BeGreaterThan ([datetime]::Now)
        $kept.Chain[1].Subject | Should -Be 'CN=Requests test authority'
        $kept | Get-Plain | Should -Match 'Certificate +: CN=localhost, issued by'
        "$kept" | Should -Match '^127\.0\.0\.1:\d+, TLS 1\.'
    }

    It 'has a proxy without its password' {
        $proxied = Invoke-Request http://h.example/get -Proxies ($url -replace '//', '//user:hunter2@')
        $proxied.Connection.Proxy | Should -Be $url
        $proxied.Connection, ($proxied.Connection | Format-List *) | Out-String | Should -Not -Match hunter2
        $proxied | Format-Exchange -Connection -NoColor | Should -Contain (
            "* $($proxied.Connection.IsReused ? 'reused' : 'new') connection to the proxy $url at $($proxied.Connection.RemoteEndPoint)" +
            " from $($proxied.Connection.LocalEndPoint)")
    }
}

Describe 'The connection of an error' {
    It 'has the certificate and the chain that were refused' {
        Invoke-Request "$($server.ExpiredUrl)/get" -Verify $server.CaFile @options
        $connection = $problem[0].Exception.Connection
        $connection.Certificate.NotAfter | Should -BeLessThan ([datetime]::Now)
        $connection.Chain | Should -HaveCount 2
        $problem[0] | Format-Exchange -Connection -NoColor | Should -Contain "* certificate $($connection.ShownCertificate)"
        $problem[0].Exception.Exchange | Should -Match '(?m)^\* certificate CN=localhost'
    }

    It 'is that of the response, where there is one, and none without a connection' {
        Invoke-Request "$url/status/404" -RaiseForStatus @options
        $problem[0].Exception.Connection.RemoteEndPoint.Port | Should -Be ([uri]$url).Port
        Invoke-Request http://127.0.0.1:1/ @options
        $problem[0].Exception.Connection | Should -BeNullOrEmpty
    }

    It 'has no control characters of a certificate in a view' {
        $hostile = (Invoke-Request "$url/hostile").Json()
        $r = Invoke-Request "$($hostile.tls)/" -Verify $false
        Invoke-Request "$($hostile.tls)/" @options
        $shown = $r.Connection, $problem[0].Exception.Connection, ($r | Format-List), ($r | Format-Exchange -Connection -NoColor) |
            Get-Plain
        $shown | Should -Match 'Certificate +: '
        $shown -replace '[\r\n\t]' | Should -Not -Match '[\x00-\x1f\x7f-\x9f]'
    }
}

Describe 'The recipe for certificates that end soon' {
    It 'finds them among 200 sites' {
        $page = Get-Content "$PSScriptRoot/../../../docs/guide/admins.md" -Raw
        $section = [regex]::Match($page, '(?s)\n## Find certificates that end soon\r?\n(.*?)\n## ').Groups[1].Value
        $lines = [regex]::Match($section, '(?s)```powershell\r?\n(.*?)```').Groups[1].Value -split '\r?\n'
        $code = @($lines -notmatch '^Set-Content').Replace('$HOME', $TestDrive) -join "`n"
        $opened = (Invoke-Request "$url/certificates/200").Json()
        Set-Content "$TestDrive/sites.txt" ($opened.sites.url + 'https://127.0.0.1:1/')
        $before = $env:REQUESTS_CA_BUNDLE
        $env:REQUESTS_CA_BUNDLE = $opened.ca
        try {
            $found = & ([scriptblock]::Create("Set-StrictMode -Version 3; `$ErrorActionPreference = 'Stop'`n$code"))
        } finally {
            $env:REQUESTS_CA_BUNDLE = $before
        }

        $soon, $without = $found.Where({ $_.Ends }, 'Split')
        $soon.Site | Sort-Object | Should -Be ($opened.sites.Where{ $_.days -lt 30 }.url | Sort-Object)
        $soon.Ends | Should -Be ($soon.Ends | Sort-Object)
        $soon.Where{ $_.Error } | Should -HaveCount 40 -Because 'a fifth of the certificates has ended'
        $without.Site | Should -Be 'https://127.0.0.1:1/'
    }
}
