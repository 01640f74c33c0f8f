# Tests real servers that close connections. nginx logs each request that it has processed.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $hasNginx = Test-Peer nginx
    $hasOpenSsl = Test-Peer openssl
    $hasPython = Test-Path /usr/bin/python3
    if (-not $hasPython -and $env:CI) { throw 'Python is not installed: apt-get install python3' }
}

Describe 'nginx, which closes an HTTP/2 connection after seven requests' -Skip:(-not $hasNginx) {
    BeforeAll {
        Import-Module "$PSScriptRoot/../TestSupport.psm1"
        $plain = Get-FreePort
        $secure = Get-FreePort
        $folder = "$TestDrive"
        New-ServerCertificate $folder
        Set-Content "$folder/nginx.conf" @"
daemon off; pid $folder/pid; error_log $folder/error.log;
events { worker_connections 1024; }
http {
    access_log $folder/access.log;
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
    keepalive_requests 7;
    server {
        listen 127.0.0.1:$plain http2;
        listen 127.0.0.1:$secure ssl http2;
        ssl_certificate cert.pem; ssl_certificate_key key.pem;
        location / { return 200 "ok"; }
    }
}
"@
        $nginx = Start-Peer nginx '-p', $folder, '-c', "$folder/nginx.conf" $plain $folder
        $urls = @{ plain = "http://127.0.0.1:$plain/"; TLS = "https://localhost:$secure/" }
    }

    AfterAll { if ($nginx) { $nginx.Kill($true) } }

    It 'gets each <method> once, <limit> at the same time, over <scheme>' -ForEach @(
        @{ method = 'GET'; limit = 1; scheme = 'plain' }
        @{ method = 'GET'; limit = 16; scheme = 'TLS' }
        @{ method = 'POST'; limit = 16; scheme = 'plain' }
        @{ method = 'POST'; limit = 16; scheme = 'TLS' }
    ) {
        $session = New-RequestSession -Verify "$folder/cert.pem" -HttpVersion 2 -TrustEnv:$false
        $data = if ($method -eq 'POST') { @{ Data = 'hello=1' } } else { @{} }
        $mark = "$method$limit$scheme"
        $options = @{ Session = $session; Method = $method; ThrottleLimit = $limit; ErrorAction = 'SilentlyContinue' }
        $responses = 1..500 | ForEach-Object { "$($urls[$scheme])$($mark)?$_" } | Invoke-Request @options @data -ErrorVariable failures
        Close-RequestSession $session
        $failures | Should -BeNullOrEmpty
        @($responses | Where-Object Text -eq 'ok').Count | Should -Be 500
        $responses[0].HttpVersion | Should -Be '2.0'

        # nginx writes its log after a request is complete, possibly later than the client has the response.
        $deadline = [DateTime]::UtcNow.AddSeconds(10)
        do {
            $lines = @(Select-String -LiteralPath "$folder/access.log" -SimpleMatch "/$($mark)?")
        } until ($lines.Count -ge 500 -or [DateTime]::UtcNow -gt $deadline)
        @($lines.Line -replace '^.*/\w+\?(\d+) .*$', '$1' | Sort-Object -Unique).Count | Should -Be 500
        $lines.Count | Should -Be 500 -Because 'no request may be processed twice'
    }
}

Describe "Python's http.server, which uses HTTP/1.0" -Skip:(-not $hasPython) {
    BeforeAll {
        Import-Module "$PSScriptRoot/../TestSupport.psm1"
        Set-Content "$TestDrive/index.html" 'hello'
        $port = Get-FreePort
        $python = Start-Peer /usr/bin/python3 '-m', 'http.server', $port, '--bind', '127.0.0.1', '--directory',
            "$TestDrive" $port "$TestDrive"
    }

    AfterAll { if ($python) { $python.Kill($true) } }

    It 'responds to each of 500 requests, <_> at the same time' -ForEach 1, 4 {
        $session = New-RequestSession -TrustEnv:$false
        $responses = 1..500 | ForEach-Object { "http://127.0.0.1:$port/?$_" } |
            Invoke-Request -Session $session -ThrottleLimit $_ -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -BeNullOrEmpty
        @($responses | Where-Object StatusCode -eq 200).Count | Should -Be 500
    }
}

Describe 'openssl s_server' -Skip:(-not $hasOpenSsl) {
    BeforeAll {
        Import-Module "$PSScriptRoot/../TestSupport.psm1"
        New-ServerCertificate $TestDrive

        # The page of the server describes the connection: "New" or "Reused".
        function Start-OpenSsl([string[]] $Option) {
            $port = Get-FreePort
            $arguments = @('s_server', '-accept', "127.0.0.1:$port", '-cert', 'cert.pem', '-key', 'key.pem', '-www') + $Option
            Push-Location $TestDrive
            try { $process = Start-Peer openssl $arguments $port $TestDrive } finally { Pop-Location }
            [pscustomobject]@{ Process = $process; Url = "https://localhost:$port/" }
        }
    }

    It 'resumes the session of an earlier connection, with <_>' -ForEach '-tls1_2', '-tls1_3' {
        $session = New-RequestSession -Verify "$TestDrive/cert.pem"
        Add-RequestAdapter $session https:// (New-HttpAdapter -ConnectionLifetime 0)
        $openssl = Start-OpenSsl $_
        try {
            $session.Get($openssl.Url).Text | Should -Match '(?m)^New, TLS'
            $session.Get($openssl.Url).Text | Should -Match '(?m)^Reused, TLS'

            # A resumed connection is verified too.
            { Invoke-Request $openssl.Url -ErrorAction Stop } | Should -Throw '*not trusted*' -ErrorId 'SslError*'
            { Invoke-Request $openssl.Url.Replace('localhost', '127.0.0.1') -Verify "$TestDrive/cert.pem" -ErrorAction Stop } |
                Should -Throw "*not for the name '127.0.0.1'*" -ErrorId 'SslError*'
        } finally { $openssl.Process.Kill() }
    }

    It 'requires a client certificate, which the error says, with <_>' -ForEach '-tls1_2', '-tls1_3' {
        $openssl = Start-OpenSsl $_, '-Verify', '1', '-verify_return_error'
        try {
            { Invoke-Request $openssl.Url -Verify "$TestDrive/cert.pem" -ErrorAction Stop } |
                Should -Throw '*the server requires a client certificate (-Cert): *' -ErrorId 'SslError*'
        } finally { $openssl.Process.Kill() }
    }
}
