BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $secure = $server.SecureUrl

    # Creates a client certificate in every supported form.
    $key = [Security.Cryptography.RSA]::Create(2048)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=test client', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1
    )
    $certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
    $files = @{
        Cert   = "$TestDrive/cert.pem"
        Key    = "$TestDrive/key.pem"
        Locked = "$TestDrive/locked.pem"
        Both   = "$TestDrive/both.pem"
        Pfx    = "$TestDrive/client.pfx"
        Other  = "$TestDrive/other.pem"
    }
    Set-Content $files.Cert $certificate.ExportCertificatePem()
    Set-Content $files.Key $key.ExportPkcs8PrivateKeyPem()
    Set-Content $files.Both ($certificate.ExportCertificatePem() + "`n" + $key.ExportPkcs8PrivateKeyPem())
    $how = [Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 1000)
    Set-Content $files.Locked $key.ExportEncryptedPkcs8PrivateKeyPem('s3cret', $how)
    [IO.File]::WriteAllBytes($files.Pfx, $certificate.Export('Pfx', 's3cret'))
    Set-Content $files.Other ([Security.Cryptography.RSA]::Create(2048).ExportPkcs8PrivateKeyPem())
}

AfterAll { Stop-TestServer $server }

Describe 'Verify' {
    BeforeEach { $session = New-RequestSession -TrustEnv:$false }

    It 'trusts the authority of a file or a folder, also after redirects' {
        (Invoke-Request "$secure/redirect/1" -Session $session -Verify $server.CaFile).StatusCode | Should -Be 200
        $folder = New-Item "$TestDrive/authorities" -ItemType Directory -Force
        Copy-Item $server.CaFile $folder
        (Invoke-Request "$secure/get" -Session $session -Verify $folder).StatusCode | Should -Be 200
        (New-RequestSession -Verify $server.CaFile).Get("$secure/get").StatusCode | Should -Be 200
        Push-Location (Split-Path $server.CaFile)
        try {
            (Invoke-Request "$secure/get" -Session $session -Verify (Split-Path $server.CaFile -Leaf)).StatusCode | Should -Be 200
        } finally {
            Pop-Location
        }
    }

    It 'reports which check failed: <Name>' -ForEach @(
        @{ Name = 'authority'; Url = { $secure }; Options = @{}; Message = 'issuer is not trusted' }
        @{ Name = 'expiry'; Url = { $server.ExpiredUrl }; Options = { @{ Verify = $server.CaFile } }; Message = 'expired' }
        @{
            Name    = 'host name'
            Url     = { $server.OtherNameUrl }
            Options = { @{ Verify = $server.CaFile } }
            Message = "not for the name '127.0.0.1'"
        }
    ) {
        $with = $Options -is [scriptblock] ? (& $Options) : $Options
        { Invoke-Request "$(& $Url)/get" -Session $session -ErrorAction Stop @with } | Should -Throw "*$Message*" -ErrorId 'SslError*'
    }

    It 'verifies again after a call without verification' {
        (Invoke-Request "$secure/get" -Session $session -Verify $false).StatusCode | Should -Be 200
        { Invoke-Request "$secure/get" -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'SslError*'
        { Invoke-Request "$secure/get" -Session $session -Verify $true -ErrorAction Stop } | Should -Throw -ErrorId 'SslError*'
    }

    It 'accepts a certificate by its fingerprint, alone or in addition to authorities' {
        Add-RequestAdapter $session https:// (New-HttpAdapter -Fingerprint ('00' * 32))
        { Invoke-Request "$secure/get" -Session $session -Verify $false -ErrorAction Stop } |
            Should -Throw '*another fingerprint: SHA-256 *' -ErrorId 'SslError*'
        $print = [regex]::Match($Error[0], 'SHA-256 ([0-9A-F]{64})').Groups[1].Value
        Add-RequestAdapter $session https:// (New-HttpAdapter -Fingerprint ($print -replace '(..)(?=.)', '$1:'), ('00' * 20))
        (Invoke-Request "$secure/get" -Session $session -Verify $false).StatusCode | Should -Be 200
        (Invoke-Request "$secure/get" -Session $session -Verify $server.CaFile).StatusCode | Should -Be 200
        { Invoke-Request "$secure/get" -Session $session -ErrorAction Stop } | Should -Throw '*issuer is not trusted*' -ErrorId 'SslError*'
        { New-HttpAdapter -Fingerprint abc } | Should -Throw "*'abc' is not a certificate fingerprint*"
    }

    It 'refuses an expired certificate on a new connection' {
        (Invoke-Request "$($server.ExpiredUrl)/get" -Session $session -Verify:$false).StatusCode | Should -Be 200
        { Invoke-Request "$($server.ExpiredUrl)/get" -Session $session -Verify $server.CaFile -ErrorAction Stop } |
            Should -Throw -ErrorId 'SslError*'
        $first = (Invoke-Request "$secure/connection" -Session $session -Verify:$false).Json().id
        (Invoke-Request "$secure/connection" -Session $session -Verify $server.CaFile).Json().id | Should -Not -Be $first
    }

    It 'reports a missing file before it connects: <_>' -ForEach '/garbage', '\\localhost\invalid\location' {
        { Invoke-Request 'https://127.0.0.1:1/' -Verify $_ -ErrorAction Stop } |
            Should -Throw "Could not find a suitable TLS CA certificate bundle, invalid path: $_" -ErrorId 'CertificateFile*'
        { New-RequestSession -Verify $_ } | Should -Throw -ErrorId 'CertificateFile*'
        { Invoke-Request 'https://127.0.0.1:1/' -Verify 5 -ErrorAction Stop } | Should -Throw '*Int32*'
    }

    It 'uses the file that the environment names if the caller names none' {
        $before = $env:REQUESTS_CA_BUNDLE, $env:CURL_CA_BUNDLE
        try {
            $env:REQUESTS_CA_BUNDLE = $server.CaFile; $env:CURL_CA_BUNDLE = '/garbage'
            (Invoke-Request "$secure/get").StatusCode | Should -Be 200
            (Invoke-Request "$secure/get" -Verify $true).StatusCode | Should -Be 200
            (Invoke-Request "$secure/get" -Cert $certificate).StatusCode | Should -Be 200
            $env:REQUESTS_CA_BUNDLE = ''; $env:CURL_CA_BUNDLE = $server.CaFile
            (Invoke-Request "$secure/get").StatusCode | Should -Be 200
            { Invoke-Request "$secure/get" -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'SslError*'
        } finally { $env:REQUESTS_CA_BUNDLE, $env:CURL_CA_BUNDLE = $before }
    }

    It 'is overridden by $null on a call' {
        { Invoke-Request "$secure/get" -Session (New-RequestSession -TrustEnv:$false -Verify $false) -Verify $null -ErrorAction Stop } |
            Should -Throw -ErrorId 'SslError*'
    }
}

Describe 'Cert' {
    It 'authenticates the client: <Name>' -ForEach @(
        @{ Name = 'a certificate'; Cert = { $certificate } }
        @{ Name = 'one PEM file'; Cert = { $files.Both } }
        @{ Name = 'a PEM pair'; Cert = { $files.Cert, $files.Key } }
        @{ Name = 'an encrypted key'; Cert = { @{ Path = $files.Cert; Key = $files.Locked; Password = 's3cret' } } }
        @{ Name = 'PKCS 12'; Cert = { @{ Path = $files.Pfx; Password = (ConvertTo-SecureString s3cret -AsPlainText -Force) } } }
    ) {
        $session = New-RequestSession -TrustEnv:$false -Cert (& $Cert) -Verify $server.CaFile
        $session.Get("$($server.MutualUrl)/connection").Json().client | Should -Be 'CN=test client'
        (Invoke-Request "$($server.MutualUrl)/connection" -Cert (& $Cert) -Verify $false).Json().client | Should -Be 'CN=test client'
        {
            Invoke-Request "$($server.MutualUrl)/connection" -Session (
                New-RequestSession -TrustEnv:$false
            ) -Cert (& $Cert) -ErrorAction Stop
        } | Should -Throw -ErrorId 'SslError*'
        { Invoke-Request "$($server.MutualUrl)/connection" -Session $session -Cert $null -ErrorAction Stop } | Should -Throw
    }

    It 'reports a missing file before it connects' {
        { Invoke-Request 'https://127.0.0.1:1/' -Cert '/garbage' -ErrorAction Stop } |
            Should -Throw 'Could not find the TLS certificate file, invalid path: /garbage' -ErrorId 'CertificateFile*'
        { Invoke-Request 'https://127.0.0.1:1/' -Cert '.', '/garbage' -ErrorAction Stop } |
            Should -Throw 'Could not find the TLS key file, invalid path: /garbage'
        { Invoke-Request 'https://127.0.0.1:1/' -Cert @{ Pfad = 'x' } -ErrorAction Stop } | Should -Throw "*no part 'Pfad'*"
    }

    It 'reports a certificate that cannot be used before it connects: <Name>' -ForEach @(
        @{ Name = 'the key of another certificate'; Cert = { $files.Cert, $files.Other }; File = 'other.pem' }
        @{ Name = 'a wrong password'; Cert = { @{ Path = $files.Cert; Key = $files.Locked; Password = 'wrong' } }; File = 'locked.pem' }
        @{ Name = 'a wrong password of PKCS 12'; Cert = { @{ Path = $files.Pfx; Password = 'wrong' } }; File = 'client.pfx' }
        @{ Name = 'no key'; Cert = { $files.Cert }; File = 'cert.pem' }
    ) {
        { Invoke-Request 'https://127.0.0.1:1/' -Cert (& $Cert) -ErrorAction Stop } | Should -Throw "*$File*" -ErrorId 'CertificateFile*'
    }

    It 'is ignored for an http URL' {
        (Invoke-Request "$($server.Url)/get" -Cert '.').StatusCode | Should -Be 200
    }

    It 'shows no password' {
        $session = New-RequestSession -Cert @{ Path = $files.Pfx; Password = 's3cret' }
        "$($session.Defaults)" | Should -Not -Match 's3cret'
        [Management.Automation.PSSerializer]::Serialize($session) | Should -Not -Match 's3cret'
    }
}
