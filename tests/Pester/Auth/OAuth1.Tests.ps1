BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $endpoints =
        @{ RequestTokenUri = "$url/oauth1/request"; AuthorizationUri = "$url/oauth1/authorize"; AccessTokenUri = "$url/oauth1/access" }
    function Get-Token {
        Get-OAuth1Token key (ConvertTo-SecureString secret -AsPlainText -Force) @endpoints -Prompt {
            param($Uri)
            $null = Invoke-Request $Uri
        }
    }
}

AfterAll { Stop-TestServer $server }

Describe 'OAuth 1' {
    It 'requests a token with the consent of a user and signs with it' {
        $token = Get-Token
        $token | Should -BeOfType Requests.OAuth1Token
        $token.Secret | Should -BeOfType securestring
        $token.Parameters['screen_name'] | Should -Be 'Jürgen M'
        $session = New-RequestSession -Auth (New-OAuth1Auth key secret $token)
        $session.Get("$url/oauth1/resource", @{ Params = @{ q = 'a b+ü&=' } }).StatusCode | Should -Be 200
        $session.Post("$url/oauth1/moved", @{ Data = @{ a = '1 €' } }).StatusCode | Should -Be 200
        (1..20 | ForEach-Object { "$url/oauth1/resource?n=$_" } | Invoke-Request -Session $session -ThrottleLimit 5).StatusCode |
            Select-Object -Unique | Should -Be 200
    }

    It 'passes the URI to -Prompt as $_' {
        $uris = [Collections.Generic.List[object]]::new()
        $token = Get-OAuth1Token key (ConvertTo-SecureString secret -AsPlainText -Force) @endpoints -Prompt {
            $uris.Add($_)
            $null = Invoke-Request $_
        }
        $token | Should -BeOfType Requests.OAuth1Token
        "$uris" | Should -BeLike "$($endpoints.AuthorizationUri)*"
    }

    It 'takes a token in the form <Name>' -ForEach @(
        @{ Name = 'of a pair'; Form = { param($Token, $Secret) $Token, $Secret } }
        @{
            Name = 'of a map'
            Form = { param($Token, $Secret) @{ Token = $Token; Secret = ConvertTo-SecureString $Secret -AsPlainText -Force } }
        }
    ) {
        $token = Get-Token
        $value = & $Form (ConvertFrom-SecureString $token.Token -AsPlainText) (ConvertFrom-SecureString $token.Secret -AsPlainText)
        (Invoke-Request "$url/oauth1/resource" -Auth (New-OAuth1Auth key secret -Token $value)).StatusCode | Should -Be 200
        (Invoke-Request "$url/oauth1/resource" -Auth (New-OAuth1Auth key wrong -Token $value)).StatusCode | Should -Be 401
    }

    It 'puts its parameters into the query or the form' {
        (Invoke-Request "$url/get" -Auth (New-OAuth1Auth key secret -Placement Query)).Json().args.oauth_consumer_key | Should -Be 'key'
        $form = (Invoke-Request "$url/post" -Method Post -Data @{ a = 1 } -Auth (New-OAuth1Auth key secret -Placement Body)).Json().form
        $form.a | Should -Be 1
        $form.oauth_signature | Should -Not -BeNullOrEmpty
        { Invoke-Request "$url/post" -Method Post -Json @{ a = 1 } -Auth (New-OAuth1Auth key secret -Placement Body) -ErrorAction Stop } |
            Should -Throw '*form only*' -ErrorId 'InvalidBody*'
    }

    It 'signs with a private key: <Name>' -ForEach @(
        @{
            Name = 'file'
            Key  = { [IO.File]::WriteAllText("$TestDrive/a [key].pem", $rsa.ExportPkcs8PrivateKeyPem()); "$TestDrive/a [key].pem" }
        }
        @{ Name = 'object'; Key = { $rsa } }
        @{
            Name = 'encrypted file'
            Key  = {
                Set-Content -LiteralPath "$TestDrive/locked.pem" $rsa.ExportEncryptedPkcs8PrivateKeyPem(
                    's3cret', [Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 1000)
                )
                Get-Item "$TestDrive/locked.pem"
            }
            More = @{ KeyPassword = 's3cret' }
        }
    ) {
        $rsa = [Security.Cryptography.RSA]::Create(2048)
        $value = & $Key
        $header = (
            Invoke-Request "$url/headers" -Auth (New-OAuth1Auth key -PrivateKey $value -SignatureMethod RsaSha256 @More)
        ).Json().headers.Authorization
        $header | Should -Match 'oauth_signature_method="RSA-SHA256"'
        "$(New-OAuth1Auth key -PrivateKey $value @More)" | Should -Be 'OAuth1 (RSA-SHA1, key)'
    }

    It 'reports an error before anything is sent: <Name>' -ForEach @(
        @{ Name = 'no key'; Script = { New-OAuth1Auth key -SignatureMethod RsaSha1 }; Message = '*private key, which is missing*' }
        @{
            Name    = 'a missing key file'
            Script  = { New-OAuth1Auth key -PrivateKey /nowhere.pem }
            Message = "*'/nowhere.pem' cannot be used*"
        }
        @{ Name = 'a text as token'; Script = { New-OAuth1Auth key secret abc }; Message = '*Get-OAuth1Token*' }
        @{
            Name    = 'an endpoint over http'
            Script  = {
                $uris = @{
                    RequestTokenUri  = 'http://example.com'
                    AuthorizationUri = 'https://example.com'
                    AccessTokenUri   = 'https://example.com'
                }
                Get-OAuth1Token key secret @uris
            }
            Message = '*use https://*'
        }
        @{
            Name    = 'no script block'
            Script  = { Get-OAuth1Token key secret @endpoints -Prompt abc }
            Message = '-Prompt must be a script block*'
        }
        @{
            Name    = 'secrets over http'
            Script  = { Invoke-Request http://example.com/ -Auth (New-OAuth1Auth key secret -SignatureMethod PlainText) -ErrorAction Stop }
            Message = '*not encrypted*'
        }
    ) {
        $Script | Should -Throw $Message
    }

    It 'reports the error of the server without a secret' {
        $wrong = 'hunt' + 'er2'
        { Get-OAuth1Token key $wrong @endpoints -CallbackUri oob -Prompt { 'x' } } |
            Should -Throw '*401*signature_invalid*' -ErrorId 'OAuth1Error*'
        $Error[0] | Get-Error | Out-String | Should -Not -Match 'hunter2'
        { Get-OAuth1Token key secret @endpoints -CallbackUri oob -Prompt { 'guessed' } } |
            Should -Throw '*verifier_invalid*' -ErrorId 'OAuth1Error*'
        { Get-OAuth1Token key secret @endpoints -Prompt { throw 'no hands' } } | Should -Throw '*-Prompt failed: no hands*'
        $auth = New-OAuth1Auth key hunter2 -Token tok, hunter3
        ($auth | Format-List * -Force | Out-String) + ($auth | ConvertTo-Json -Depth 4) | Should -Not -Match 'hunter'
    }
}
