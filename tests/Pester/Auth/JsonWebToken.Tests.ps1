BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $rsa = [Security.Cryptography.RSA]::Create(2048)
    $ecdsa = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $password = ConvertTo-SecureString 'of the key' -AsPlainText -Force
    function New-Certificate([double] $Days = 1) {
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
            'CN=signer', $rsa, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1
        )
        $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-2), [DateTimeOffset]::UtcNow.AddDays($Days))
    }

    $certificate = New-Certificate
    Set-Content "$TestDrive/cert.pem" $certificate.ExportCertificatePem()
    Set-Content "$TestDrive/key.pem" $rsa.ExportPkcs8PrivateKeyPem()
    Set-Content "$TestDrive/pkcs1.pem" $rsa.ExportRSAPrivateKeyPem()
    Set-Content "$TestDrive/sec1.pem" $ecdsa.ExportECPrivateKeyPem()
    $pbe = [Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 1000)
    Set-Content "$TestDrive/encrypted.pem" $rsa.ExportEncryptedPkcs8PrivateKeyPem('of the key'.ToCharArray(), $pbe)
    [IO.File]::WriteAllBytes("$TestDrive/client.pfx", $certificate.Export('Pkcs12', 'of the key'))

    function ConvertFrom-Token([string] $Token) {
        $header, $claims = $Token.Split('.')[0, 1] | ForEach-Object {
            $text = $_.Replace('-', '+').Replace('_', '/')
            $bytes = [Convert]::FromBase64String($text.PadRight([Math]::Ceiling($text.Length / 4) * 4, '='))
            ConvertFrom-Json ([Text.Encoding]::UTF8.GetString($bytes))
        }
        [pscustomobject]@{ Header = $header; Claims = $claims }
    }
}

Describe 'New-JsonWebToken' {
    It 'signs with <Name>' -ForEach @(
        @{ Name = 'a certificate'; Make = { @{ Key = $certificate } }; Algorithm = 'RS256' }
        @{ Name = 'an RSA key'; Make = { @{ Key = $rsa; Algorithm = 'PS384' } }; Algorithm = 'PS384' }
        @{ Name = 'an ECDSA key'; Make = { @{ Key = $ecdsa } }; Algorithm = 'ES256' }
        @{ Name = 'a PEM file in PKCS #1'; Make = { @{ Key = "$TestDrive/pkcs1.pem" } }; Algorithm = 'RS256' }
        @{ Name = 'a PEM file in SEC 1'; Make = { @{ Key = Get-Item "$TestDrive/sec1.pem" } }; Algorithm = 'ES256' }
        @{
            Name      = 'an encrypted PEM file'
            Make      = { @{ Key = "$TestDrive/encrypted.pem"; KeyPassword = $password } }
            Algorithm = 'RS256'
        }
        @{ Name = 'a PFX file'; Make = { @{ Key = "$TestDrive/client.pfx"; KeyPassword = $password } }; Algorithm = 'RS256' }
        @{
            Name      = 'the bytes of a PFX file'
            Make      = { @{ Key = [IO.File]::ReadAllBytes("$TestDrive/client.pfx"); KeyPassword = 'of the key' } }
            Algorithm = 'RS256'
        }
        @{ Name = 'PEM text'; Make = { @{ Key = Get-Content "$TestDrive/key.pem" -Raw } }; Algorithm = 'RS256' }
        @{
            Name      = 'PEM as a secure string'
            Make      = { @{ Key = ConvertTo-SecureString (Get-Content "$TestDrive/key.pem" -Raw) -AsPlainText -Force } }
            Algorithm = 'RS256'
        }
        @{ Name = 'a pair of files'; Make = { @{ Key = "$TestDrive/cert.pem", "$TestDrive/key.pem" } }; Algorithm = 'RS256' }
        @{
            Name      = 'a map'
            Make      = { @{ Key = @{ Path = "$TestDrive/client.pfx"; Password = $password }; Algorithm = 'RS512' } }
            Algorithm = 'RS512'
        }
        @{ Name = 'a secret'; Make = { @{ Key = $password; Algorithm = 'HS256' } }; Fails = '*32 bytes or more*' }
        @{ Name = 'a long secret'; Make = { @{ Key = 'x' * 32; Algorithm = 'HS256' } }; Algorithm = 'HS256' }
    ) {
        $arguments = & $Make
        if ($Fails) { return { New-JsonWebToken @arguments @{ sub = 'a' } } | Should -Throw $Fails -ErrorId 'CertificateFile,*' }
        $token = ConvertFrom-Token (New-JsonWebToken @arguments @{ sub = 'a' } -KeyId k -AsPlainText)
        $token.Header.alg, $token.Header.kid, $token.Claims.sub | Should -Be $Algorithm, 'k', 'a'
        $hash = [Convert]::ToBase64String([Security.Cryptography.SHA256]::HashData($certificate.RawData)).TrimEnd('=')
        $hasCertificate = $Name -match 'certificate|PFX|pair|map'
        $token.Header.'x5t#S256' | Should -Be ($hasCertificate ? $hash.Replace('+', '-').Replace('/', '_') : $null)
    }

    It 'returns a secure string, which New-BearerAuth takes' {
        $token = New-JsonWebToken $ecdsa
        $token | Should -BeOfType securestring
        "$(New-BearerAuth $token)" | Should -Be 'Bearer'
    }

    It 'adds the times of issue and expiry, and writes dates as seconds' {
        try {
            Set-ProcessTime (New-FakeTime)
            $now = ([DateTimeOffset]'2026-01-01T00:00:00Z').ToUnixTimeSeconds()
            $claims = (ConvertFrom-Token (New-JsonWebToken $ecdsa -AsPlainText)).Claims
            $claims.iat, $claims.exp | Should -Be $now, ($now + 300)
            $date = [datetime]::new(2026, 1, 1, 0, 10, 0, [DateTimeKind]::Utc)
            $given = [ordered]@{ iat = $date.AddMinutes(-11); nbf = $date; exp = $null; when = $date; roles = 'a', 'b'; none = $null }
            $claims = (ConvertFrom-Token (New-JsonWebToken $ecdsa $given -ExpiresIn ([timespan]::FromHours(1)) -AsPlainText)).Claims
            $claims.iat, $claims.nbf | Should -Be ($now - 60), ($now + 600)
            $claims.roles | Should -Be 'a', 'b'
            $claims.when | Should -BeOfType datetime
            $claims.PSObject.Properties.Name | Should -Be 'iat', 'nbf', 'when', 'roles'
        } finally { Set-ProcessTime $null }
    }

    It 'adds, replaces and removes parameters of the header' {
        (ConvertFrom-Token (New-JsonWebToken $ecdsa -KeyId a -Header @{ typ = 'at+jwt'; kid = $null; x5c = , 'c' } -AsPlainText)).Header |
            ConvertTo-Json -Compress | Should -Be '{"alg":"ES256","typ":"at+jwt","x5c":["c"]}'
        { New-JsonWebToken $ecdsa -Header @{ alg = 'none' } } | Should -Throw -ErrorId 'InvalidParameter,*'
    }

    It 'refuses <Name>' -ForEach @(
        @{
            Name    = 'a certificate without its private key'
            Script  = { New-JsonWebToken ([Security.Cryptography.X509Certificates.X509Certificate2]::new("$TestDrive/cert.pem")) }
            Message = "*'CN=signer' has no private key*"
            Id      = 'CertificateFile,*'
        }
        @{
            Name    = 'the file of a certificate without its private key'
            Script  = { New-JsonWebToken "$TestDrive/cert.pem" }
            Message = '*it has a certificate only*'
            Id      = 'CertificateFile,*'
        }
        @{
            Name    = 'a certificate that has expired'
            Script  = { New-JsonWebToken (New-Certificate -Days -1) }
            Message = "*'CN=signer' expired at 2*"
            Id      = 'CertificateFile,*'
        }
        @{
            Name    = 'a key of another kind'
            Script  = { New-JsonWebToken $ecdsa -Algorithm RS256 }
            Message = 'RS256 needs an RSA key, and this is an ECDSA key for ES256.'
            Id      = 'CertificateFile,*'
        }
        @{
            Name    = 'a password that is wrong'
            Script  = { New-JsonWebToken "$TestDrive/encrypted.pem" -KeyPassword hunter2 }
            Message = '*or its password, cannot be used*'
            Id      = 'CertificateFile,*'
        }
        @{
            Name    = 'a password that is missing'
            Script  = { New-JsonWebToken "$TestDrive/encrypted.pem" }
            Message = '*has an encrypted private key: give its password.'
            Id      = 'CertificateFile,*'
        }
        @{
            Name    = 'a text that is not a file, without showing it'
            Script  = { New-JsonWebToken MIIEvgIBADANhunter2 }
            Message = '-Key cannot be this text: give *'
            Id      = 'InvalidParameter,*'
        }
        @{
            Name    = 'a secret in a claim'
            Script  = { New-JsonWebToken $ecdsa @{ password = $password } }
            Message = '*$.password*is a secret*'
            Id      = 'InvalidJson,*'
        }
        @{
            Name    = 'an algorithm that does not exist'
            Script  = { New-JsonWebToken $ecdsa -Algorithm none }
            Message = '-Algorithm cannot be this text*'
            Id      = 'InvalidParameter,*'
        }
    ) {
        $failed = { & $Script -ErrorAction Stop } | Should -Throw $Message -ErrorId $Id -PassThru
        $failed.Exception | Should -BeOfType ([Requests.InvalidRequestException])
        ($failed | Get-Error | Out-String) -replace '(?m)^.*Line \|.*$|^\s*\d* ?\|.*$|InvocationInfo(.|\n)*' | Should -Not -Match 'hunter2'
    }
}
