# Test-Request: the steps of a call, one by one, with advice. The rules are tested in Requests.Tests/Diagnosis.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    # The default limit of 10 seconds could pass on a machine that is busy.
    $session = New-RequestSession -TrustEnv:$false -Timeout 100

    function New-MockSession([object[]] $Replies) {
        $script:mock = New-MockAdapter $Replies -Ordered
        $session = New-RequestSession http://h/
        Add-RequestAdapter $session http:// $script:mock
        $session
    }
}

AfterAll { Stop-TestServer $server }

Describe 'Test-Request' {
    It 'emits each step of a call that works, in order' {
        $findings = Test-Request "$($server.SecureUrl)/get" -Session $session -Verify $server.CaFile
        $findings | Should -BeOfType ([Requests.DiagnosisFinding])
        $findings.Step | Should -Be 'Proxy', 'NameLookup', 'Connect', 'Tls', 'TlsVersion', 'Certificate', 'Chain', 'Request', 'Clock',
        'Coding', 'HttpVersion'
        $findings | Where-Object Result -EQ Failed | Should -BeNullOrEmpty
        ($findings | Where-Object Step -EQ Connect).Target | Should -Match '^127\.0\.0\.1:\d+$'
        ($findings | Where-Object Step -EQ HttpVersion).Detail | Should -Match 'also offers HTTP/2'
        ($findings | Where-Object Step -EQ Request).Time | Should -BeGreaterThan ([timespan]::Zero)
    }

    It 'names the step at which a broken port fails, with advice: <Name>' -ForEach @(
        @{ Name = 'authority'; Url = { $server.SecureUrl }; Trust = $false; Step = 'Chain'; Advice = '-Verify or REQUESTS_CA_BUNDLE' }
        @{ Name = 'expiry'; Url = { $server.ExpiredUrl }; Trust = $true; Step = 'Certificate'; Advice = 'renew the certificate' }
        @{ Name = 'host name'; Url = { $server.OtherNameUrl }; Trust = $true; Step = 'Certificate'; Advice = 'elsewhere\.example' }
        @{ Name = 'client certificate'; Url = { $server.MutualUrl }; Trust = $true; Step = 'Tls|Request'; Advice = '-Cert client\.pem' }
        @{ Name = 'no TLS'; Url = { $server.Url -replace '^http:', 'https:' }; Trust = $true; Step = 'Tls'; Advice = 'http:// in place' }
        @{ Name = 'no listener'; Url = { 'http://127.0.0.1:1' }; Trust = $true; Step = 'Connect'; Advice = 'listens at port 1' }
    ) {
        $with = $Trust ? @{ Verify = $server.CaFile } : @{}
        $failed = Test-Request "$(& $Url)/get" -Session $session @with | Where-Object Result -EQ Failed
        $failed[0].Step | Should -Match "^($Step)$"
        $failed[0].Detail | Should -Not -BeNullOrEmpty
        $failed[0].Advice | Should -Match $Advice
        Test-Request "$(& $Url)/get" -Session $session -Quiet @with | Should -BeFalse
    }

    It 'uses the proxy of the parameter, and names it' {
        $findings = Test-Request "$url/get" -Session $session -Proxies http://127.0.0.1:1
        $findings[0].Detail | Should -Be "http://127.0.0.1:1, by the entry 'all' of -Proxies or of the session."
        ($findings | Where-Object Result -EQ Failed).Step | Should -Be 'Connect'
    }

    It 'begins with the step at which an error failed, with the session and the options of its call' {
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failed' }
        Invoke-Request "$($server.ExpiredUrl)/get" -Session $session -Verify $server.CaFile @quiet
        $findings = $failed[0] | Test-Request
        $findings[0].Step | Should -Be 'Tls'
        ($findings | Where-Object Result -EQ Failed).Step | Should -Be 'Certificate'
        $findings = $failed[0].Exception | Test-Request -Verify:$false
        $findings | Where-Object Result -EQ Failed | Should -BeNullOrEmpty
        try { $session.Get('http://127.0.0.1:1/') } catch { $_ | Test-Request -Quiet | Should -BeFalse }
    }

    It 'examines the response of an error, or a response, and sends nothing' {
        $session = New-MockSession @{ StatusCode = 401; Headers = @{ 'WWW-Authenticate' = 'Basic realm="r"' } }
        Invoke-Request a -Session $session -Method Post -Data x -RaiseForStatus -ErrorAction SilentlyContinue -ErrorVariable failed
        foreach ($item in $failed[0], $failed[0].Exception.Response) {
            $finding = $item | Test-Request | Where-Object Step -EQ Authentication
            $finding.Result | Should -Be 'Failed'
            $finding.Advice | Should -Match 'New-BasicAuth'
        }
        $mock.Calls.Count | Should -Be 1
    }

    It 'takes URLs, requests and objects with a URL, and reports a bad one before anything is sent' {
        $session = New-MockSession @{}, @{}, @{}
        $requests = (New-Request a), (New-Request a | ConvertTo-PreparedRequest -Session $session), [pscustomobject]@{ Url = 'a' }
        $requests | Test-Request -Session $session -Quiet | Should -Be $true, $true, $true
        $mock.Calls.Count | Should -Be 3
        $session = New-MockSession @{}
        'http://', 'a' | Test-Request -Session $session -Quiet -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeTrue
        $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidUrl,*'
        { Test-Request nothing } | Should -Throw -ErrorId 'MissingSchema*'
        { Test-Request ftp://h/ } | Should -Throw -ErrorId 'InvalidSchema*'
    }

    It 'refuses <Name>' -ForEach @(
        @{
            Name = 'a part of a request for an error'
            Uri  = { [Requests.ReadTimeoutException]::new('x', $null) }
            With = @{ Method = 'Get' }
        }
        @{ Name = 'an error of another command'; Uri = { [InvalidOperationException]::new('x') }; With = @{} }
        @{ Name = 'an error without a request'; Uri = { [Requests.ReadTimeoutException]::new('x', $null) }; With = @{} }
    ) {
        Test-Request (& $Uri) -ErrorAction SilentlyContinue -ErrorVariable failed @With
        $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
    }

    It 'does not send a POST, and sends a HEAD' {
        $session = New-MockSession @{}
        (Test-Request a -Session $session -Method Post | Where-Object Step -EQ Request).Result | Should -Be 'Skipped'
        $mock.Calls.Count | Should -Be 0
        (Test-Request a -Session $session -Method Head | Where-Object Step -EQ Request).Result | Should -Be 'Passed'
    }

    It 'emits a step before the next one ends' {
        # The server never responds, so the step of the request ends only by its timeout of 100 seconds.
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try {
            $began = [Diagnostics.Stopwatch]::StartNew()
            $findings = Test-Request "http://$($listener.LocalEndpoint)/" -Session $session | Select-Object -First 3
            $findings.Step | Should -Be 'Proxy', 'NameLookup', 'Connect'
            $began.Elapsed.TotalSeconds | Should -BeLessThan 90
        } finally { $listener.Stop() }
    }

    It 'tests several URLs at the same time, in their order' {
        $findings = 1..4 | ForEach-Object { "$url/anything/$_" } | Test-Request -Session $session -ThrottleLimit 4
        $findings.Url | Select-Object -Unique | Should -Be (1..4 | ForEach-Object { "$url/anything/$_" })
    }

    It 'is shown as a table whose failures are red' {
        $findings = Test-Request "$url/status/404" -Session $session
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $findings | Out-String -Width 120 | Should -Match ([regex]::Escape("$($PSStyle.Foreground.BrightRed)Failed"))
        } finally { $PSStyle.OutputRendering = $before }
        $text = $findings | Out-String -Width 120
        $text | Should -Match 'Result\s+Step\s+Target\s+Time\s+Detail and advice'
        $text | Should -Match '> Check the path of the URL'
        $file = "$TestDrive/findings.xml"
        $findings | Export-Clixml $file
        $saved = Import-Clixml $file
        $saved | Out-String -Width 120 | Should -Be $text
        ($saved | Where-Object Result -EQ Failed).Step | Should -Be 'Request'
    }
}
