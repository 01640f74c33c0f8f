# The places where a secret can be given, and a server that repeats what it is sent. Dot-sourced by the tests, by a shell whose transcript
# is searched, and by a runspace whose progress is.

# Letters and digits alone are the same in every escaping.
$canary = 'Zq7xKanari4Vogel9'

# A token endpoint that refuses, and repeats all that it was sent.
$refuse = {
    param($Request)
    $sent = "$($Request.Body.GetText()) $($Request.Headers['Authorization']) $canary"
    @{
        StatusCode = 400
        Reason     = "Bad $canary"
        Json       = @{
            error             = 'invalid_grant'
            error_description = "no $canary in $sent"
            error_uri         = "https://api.example/why?code=$canary"
            value             = $canary
        }
        Headers    = @{ 'X-Echo' = $canary }
        Trailers   = @{ 'X-Echo' = $canary }
    }
}
$pull = 'https://api.example/pull'
$registry = @{
    '/pull'  = { @{ StatusCode = 401; Headers = @{ 'WWW-Authenticate' = 'Bearer realm="https://api.example/token",service="s"' } } }
    '/token' = $refuse
}
# An OAuth 1 server that refuses, and repeats all that it was sent.
$refuse1 = {
    param($Request)
    @{ StatusCode = 401; Reason = "Bad $canary"; Body = "oauth_problem=refused&message=no $canary in $($Request.Headers['Authorization'])" }
}

# The three steps of OAuth 1 with the session, and the arguments of a request that is signed with the token.
$signIn = {
    param([hashtable] $Other = @{}, [switch] $Token)
    $steps = @{ ClientKey = 'key'; ClientSecret = 'secret'; CallbackUri = 'oob'; Prompt = { 'verifier' }; Session = $session }
    foreach ($name in 'RequestToken/temporary', 'Authorization/authorize', 'AccessToken/access') {
        $steps["$($name.Split('/')[0])Uri"] = "https://api.example/$($name.Split('/')[1])"
    }
    foreach ($name in $Other.Keys) { $steps[$name] = $Other[$name] }
    $given = Get-OAuth1Token @steps
    if ($Token) { $given } else { @{ Auth = New-OAuth1Auth key secret -Token $given } }
}

$places = @(
    @{ Name = 'the login of a URL'; With = { @{ Uri = "https://user:$canary@api.example/a" } } }
    @{ Name = 'a query parameter'; With = { @{ Uri = "https://api.example/a?access_token=$canary&page=2" } } }
    @{ Name = 'a signature in a query'; With = { @{ Uri = "https://api.example/a?sig=$canary" } } }
    @{ Name = 'a fragment'; With = { @{ Uri = "https://api.example/a#access_token=$canary" } } }
    @{ Name = '-Params'; With = { @{ Params = @{ 'subscription-key' = $canary } } } }
    @{ Name = '-Params as text'; With = { @{ Params = "api_key=$canary" } } }
    @{ Name = 'Authorization'; With = { @{ Headers = @{ Authorization = "Bearer $canary" } } } }
    @{ Name = 'an unknown scheme'; With = { @{ Headers = @{ Authorization = $canary } } } }
    @{
        Name   = 'Proxy-Authorization'
        Unsent = $true
        With   = {
            @{ Headers = @{ 'Proxy-Authorization' = "Basic $([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("u:$canary")))" } }
        }
    }
    @{ Name = 'X-Api-Key'; With = { @{ Headers = @{ 'X-Api-Key' = $canary } } } }
    @{ Name = 'X-My-Token'; With = { @{ Headers = @{ 'X-My-Token' = @('other', $canary) } } } }
    @{ Name = 'a Cookie header'; With = { @{ Headers = @{ Cookie = "id=$canary" } } } }
    @{ Name = '-Cookies'; With = { @{ Cookies = @{ id = $canary } } } }
    @{
        Name    = 'a cookie that the server sets'
        Replies = @{
            '/cookie' = {
                @{ StatusCode = 400; Json = @{ value = $canary }; Headers = @{ 'Set-Cookie' = "sid=$canary; Path=/"; 'X-Echo' = $canary } }
            }
        }
        With    = { @{ Uri = 'https://api.example/cookie' } }
    }
    @{ Name = 'XML'; With = { @{ Method = 'Post'; Data = "<a><password>$canary</password></a>"; ContentType = 'application/xml' } } }
    @{ Name = 'a pair as -Auth'; With = { @{ Auth = 'user', $canary } } }
    @{
        Name = '-Credential'
        With = { @{ Credential = [pscredential]::new('user', (ConvertTo-SecureString $canary -AsPlainText -Force)) } }
    }
    @{ Name = 'Basic'; With = { @{ Auth = New-BasicAuth user $canary } } }
    @{ Name = 'Digest'; With = { @{ Auth = New-DigestAuth user $canary } } }
    @{ Name = 'a guess'; With = { @{ Auth = New-GuessAuth user $canary } } }
    @{ Name = 'Bearer'; With = { @{ Auth = New-BearerAuth $canary } } }
    @{ Name = 'a proxy''s authentication'; With = { @{ Auth = New-ProxyAuth user $canary } } }
    @{ Name = 'the server''s beside a proxy''s'; With = { @{ Auth = New-ProxyAuth user other -Server (New-BearerAuth $canary) } } }
    @{ Name = 'Negotiate'; With = { @{ Auth = New-NegotiateAuth user $canary } } }
    @{ Name = 'a script block'; With = { @{ Auth = { param($Request) $Request.Headers['X-Auth-Token'] = $canary } } } }
    @{ Name = 'a script block, a header of any name'; With = { @{ Auth = { param($Request) $Request.Headers['X-Pizza'] = $canary } } } }
    @{ Name = 'a script block, the query'; With = { @{ Auth = { param($Request) $Request.Url += "?slice=$canary" } } } }
    @{ Name = 'OAuth 1, the client'; With = { @{ Auth = New-OAuth1Auth key $canary } } }
    @{ Name = 'OAuth 1, the token'; With = { @{ Auth = New-OAuth1Auth key secret token, $canary } } }
    @{ Name = 'OAuth 1 as plain text'; With = { @{ Auth = New-OAuth1Auth key $canary -SignatureMethod PlainText } } }
    @{ Name = 'AWS, the secret'; With = { @{ Auth = New-AwsAuth AKID $canary -Service s3 -Region eu-west-1 } } }
    @{ Name = 'AWS, the session token'; With = { @{ Auth = New-AwsAuth AKID secret $canary -Service s3 -Region eu-west-1 } } }
    @{ Name = 'a presigned URL'; With = { @{ Uri = "https://api.example/a?X-Amz-Credential=AKID&X-Amz-Signature=$canary" } } }
    @{ Name = 'OAuth 2, the client'; With = { @{ Auth = New-OAuth2Auth https://api.example/token id $canary } } }
    @{
        Name = 'OAuth 2, the secret in the form'
        With = { @{ Auth = New-OAuth2Auth https://api.example/token id $canary -ClientAuthentication Body } }
    }
    @{
        Name = 'OAuth 2, the user'
        With = {
            @{
                Auth = New-OAuth2Auth https://api.example/token id -Credential (
                    [pscredential]::new('user', (ConvertTo-SecureString $canary -AsPlainText -Force))
                )
            }
        }
    }
    @{
        Name = 'OAuth 2, a refresh token'
        With = { @{ Auth = New-OAuth2Auth https://api.example/token id -Token @{ RefreshToken = $canary } } }
    }
    @{
        Name = 'OAuth 2, an access token'
        With = { @{ Auth = New-OAuth2Auth https://api.example/token id -Token @{ AccessToken = $canary } } }
    }
    @{ Name = 'a proxy''s URL'; With = { @{ Proxies = "http://user:$canary@proxy.example:3128" } } }
    @{ Name = 'the proxies of schemes'; With = { @{ Proxies = @{ https = "socks5://user:$canary@proxy.example:1080" } } } }
    @{ Name = 'a form'; With = { @{ Method = 'Post'; Data = @{ user = 'me'; password = $canary } } } }
    @{
        Name = 'a form as text'
        With = { @{ Method = 'Post'; Data = "user=me&client_secret=$canary"; ContentType = 'application/x-www-form-urlencoded' } }
    }
    @{ Name = 'JSON'; With = { @{ Method = 'Post'; Json = @{ auth = @{ tokens = @($canary, @{ x = $canary }) } } } } }
    @{ Name = 'JSON as text'; With = { @{ Method = 'Post'; Data = "{`"password`":`"$canary`"}"; ContentType = 'application/json' } } }
    @{
        Name = 'multipart'
        With = { @{ Method = 'Post'; Data = @{ password = $canary }; Files = @{ f = New-FilePart -Content x -FileName x.txt } } }
    }
    @{ Name = 'a certificate''s password'; Unsent = $true; With = { @{ Cert = @{ Path = "$TestDrive/client.pfx"; Password = $canary } } } }
    @{
        Name   = 'a private key''s passphrase'
        Unsent = $true
        With   = {
            @{
                Cert = @{
                    Path     = "$TestDrive/client.pem"
                    Key      = "$TestDrive/client.key"
                    Password = ConvertTo-SecureString $canary -AsPlainText -Force
                }
            }
        }
    }
    @{
        Name   = 'a wrong password of a certificate'
        Unsent = $true
        With   = { @{ Cert = @{ Path = "$TestDrive/client.pfx"; Password = "x$canary" } } }
    }
    @{
        Name   = 'a wrong passphrase of a private key'
        Unsent = $true
        With   = { @{ Cert = @{ Path = "$TestDrive/client.pem"; Key = "$TestDrive/client.key"; Password = "x$canary" } } }
    }
    @{
        Name   = 'OAuth 1, the passphrase of its key'
        Unsent = $true
        With   = { @{ Auth = New-OAuth1Auth key -PrivateKey "$TestDrive/client.key" -KeyPassword $canary } }
    }
    @{
        Name    = 'OAuth 2, the token that the server gives'
        Replies = @{ '/token' = { @{ Json = @{ access_token = $canary; token_type = 'Bearer' } } } }
        With    = { @{ Auth = New-OAuth2Auth https://api.example/token id secret } }
    }
    @{
        Name    = 'OAuth 2, the refresh token that the server gives'
        Unsent  = $true
        Replies = @{ '/token' = { @{ Json = @{ access_token = 'short'; refresh_token = $canary; id_token = "x.$canary" } } } }
        With    = { @{ Auth = New-OAuth2Auth https://api.example/token id secret } }
    }
    @{
        Name    = 'OAuth 2, the code of a browser'
        Unsent  = $true
        Replies = @{ '/token' = { @{ Json = @{ access_token = 'a-token' } } } }
        With    = {
            @{ Auth = New-OAuth2Auth https://api.example/token id secret -AuthorizationUri https://api.example/authorize -Prompt $browser }
        }
    }
    @{
        Name    = 'OAuth 2, a code that is refused'
        Replies = @{ '/token' = $refuse }
        With    = {
            @{ Auth = New-OAuth2Auth https://api.example/token id secret -AuthorizationUri https://api.example/authorize -Prompt $browser }
        }
    }
    @{
        Name    = 'OAuth 2, the code of a device'
        Unsent  = $true
        Replies = @{
            '/device' = {
                @{ Json = @{ device_code = $canary; user_code = 'U-1'; verification_uri = 'https://api.example/approve'; interval = 0 } }
            }
            '/token'  = { @{ Json = @{ access_token = 'a-token' } } }
        }
        With    = { @{ Auth = New-OAuth2Auth https://api.example/token id -DeviceAuthorizationUri https://api.example/device -Prompt { } } }
    }
    @{
        Name    = 'OAuth 2, the code of a device that is refused'
        Replies = @{
            '/device' = {
                @{ Json = @{ device_code = $canary; user_code = 'U-1'; verification_uri = 'https://api.example/approve'; interval = 0 } }
            }
            '/token'  = $refuse
        }
        With    = { @{ Auth = New-OAuth2Auth https://api.example/token id -DeviceAuthorizationUri https://api.example/device -Prompt { } } }
    }
    @{
        Name    = 'OAuth 2, a client''s secret that is refused'
        Replies = @{ '/token' = $refuse }
        With    = { @{ Auth = New-OAuth2Auth https://api.example/token id $canary } }
    }
    @{
        Name    = 'OAuth 2, a user''s password that is refused'
        Replies = @{ '/token' = $refuse }
        With    = {
            @{
                Auth = New-OAuth2Auth https://api.example/token id secret -Credential (
                    [pscredential]::new('user', (ConvertTo-SecureString $canary -AsPlainText -Force))
                )
            }
        }
    }
    @{
        Name    = 'OAuth 2, a refresh token that is refused'
        Replies = @{ '/token' = $refuse }
        With    = { @{ Auth = New-OAuth2Auth https://api.example/token id secret -Token @{ RefreshToken = $canary } } }
    }
    @{
        Name    = 'OAuth 2, a token in a reply that is not JSON'
        Replies = @{ '/token' = { @{ Body = "access_token=$canary" } } }
        With    = { @{ Auth = New-OAuth2Auth https://api.example/token id secret } }
    }
    @{ Name = 'the second of two'; With = { @{ Auth = { $_.Headers['X-Key'] = 'k' }, { $_.Headers['X-Signature'] = $canary } } } }
    @{
        Name    = 'OAuth 1, the secret of the temporary token'
        Unsent  = $true
        Replies = @{ '/temporary' = { "oauth_token=temporary&oauth_token_secret=$canary&oauth_callback_confirmed=true" } }
        With    = { & $signIn }
    }
    @{
        Name    = 'OAuth 1, a temporary token'
        Unsent  = $true
        Replies = @{ '/temporary' = { "oauth_token=$canary&oauth_token_secret=x&oauth_callback_confirmed=true" } }
        With    = { & $signIn }
    }
    @{
        Name    = 'OAuth 1, a temporary token that is not confirmed'
        Unsent  = $true
        Replies = @{ '/temporary' = { "oauth_token=$canary&oauth_token_secret=$canary" } }
        With    = { & $signIn }
    }
    @{
        Name    = 'OAuth 1, a temporary token without a secret'
        Unsent  = $true
        Replies = @{ '/temporary' = { @{ Body = "oauth_token=$canary"; Reason = "Fine $canary" } } }
        With    = { & $signIn }
    }
    @{
        Name    = 'OAuth 1, a client''s secret that is refused'
        Unsent  = $true
        Replies = @{ '/temporary' = $refuse1 }
        With    = { & $signIn @{ ClientSecret = $canary; SignatureMethod = 'PlainText' } }
    }
    @{ Name = 'OAuth 1, the verifier'; Unsent = $true; With = { & $signIn @{ Prompt = { $canary } } } }
    @{
        Name    = 'OAuth 1, a verifier that is refused'
        Unsent  = $true
        Replies = @{ '/access' = $refuse1 }
        With    = { & $signIn @{ Prompt = { $canary } } }
    }
    @{
        Name    = 'OAuth 1, a prompt that fails'
        Unsent  = $true
        Replies = @{ '/temporary' = { "oauth_token=temporary&oauth_token_secret=$canary&oauth_callback_confirmed=true" } }
        With    = { & $signIn @{ Prompt = { throw 'no hands' } } }
    }
    @{
        Name    = 'OAuth 1, the token that the server gives'
        Replies = @{ '/access' = { "oauth_token=$canary&oauth_token_secret=x" } }
        With    = { & $signIn }
    }
    @{
        Name    = 'OAuth 1, the secret of the token that the server gives'
        Unsent  = $true
        Replies = @{ '/access' = { "oauth_token=x&oauth_token_secret=$canary&screen_name=me" } }
        With    = { & $signIn }
    }
    @{
        Name    = 'OAuth 1, an access token that is refused'
        Unsent  = $true
        Replies = @{ '/access' = { @{ StatusCode = 403; Reason = "Bad $canary"; Body = "oauth_token=$canary&oauth_problem=no_$canary" } } }
        With    = { & $signIn @{ Prompt = { $canary } } }
    }
    @{ Name = 'a registered text'; Unsent = $true; With = { Register-RequestSecret $canary; Register-RequestSecret $canary -WhatIf; @{} } }
    @{
        Name   = 'a registered secure string'
        Unsent = $true
        With   = { ConvertTo-SecureString $canary -AsPlainText -Force | Register-RequestSecret; @{} }
    }
    @{
        Name   = 'a registered credential'
        Unsent = $true
        With   = { [pscredential]::new('user', (ConvertTo-SecureString $canary -AsPlainText -Force)) | Register-RequestSecret; @{} }
    }
    @{
        Name    = 'a registered token'
        Unsent  = $true
        Replies = @{ '/access' = { "oauth_token=x&oauth_token_secret=$canary" } }
        With    = { $given = & $signIn -Token; $given | Register-RequestSecret; @{ Auth = New-OAuth1Auth key secret -Token $given } }
    }
    @{ Name = 'a registered list, which is refused'; Unsent = $true; With = { Register-RequestSecret @($canary) } }
    @{ Name = 'a registered map, which is refused'; Unsent = $true; With = { Register-RequestSecret @{ a = $canary } } }
    @{
        Name = 'a registered secret that the server repeats'
        With = { Register-RequestSecret $canary; @{ Headers = @{ 'X-Api-Key' = $canary } } }
    }
)

. "$PSScriptRoot/TokenCases.ps1"

# Each place with one of the server's ways to repeat what it was sent.
for ($i = 0; $i -lt $places.Count; $i++) { $places[$i].Path = ('json', 'text', 'redirect', 'xml', 'html')[$i % 5] }

# A server that repeats all that it is sent, in every notation, in its headers, its cookies and its redirects.
$echo = {
    param($Request)
    $kind = ([uri] $Request.Url).AbsolutePath
    $base64 = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$canary"))
    if ($replies.$kind) { return & $replies.$kind $Request }
    if ($kind -eq '/temporary') { return 'oauth_token=temporary&oauth_token_secret=x&oauth_callback_confirmed=true' }
    if ($kind -eq '/access') { return 'oauth_token=token&oauth_token_secret=x' }
    if ($unsent) { return @{ StatusCode = 400; Json = @{ value = 'other' } } }
    if ($kind -eq '/token') { return @{ Json = @{ access_token = "access$canary"; token_type = 'Bearer'; expires_in = 3600 } } }
    if ($kind -eq '/redirect') { return @{ StatusCode = 302; Headers = @{ Location = "/to/$canary/a?access_token=$canary" } } }
    $json = [ordered]@{
        value = $canary
        $canary = 1
        list = @("a $canary b")
        object = @{ x = $canary }
        base64 = $base64
        url = [uri]::EscapeDataString("?x=$canary")
        message = "no $canary"
        error = @{ message = "bad $canary" }
    }
    $headers = @{ 'X-Echo' = $canary; Link = "</next/${canary}?access_token=$canary>; rel=next; title=$canary" }
    switch ($kind) {
        '/xml' {
            $body = "<e a='$canary'><Message>$canary</Message></e>"
            @{ StatusCode = 400; Body = $body; Headers = $headers + @{ 'Content-Type' = 'application/xml' } }
        }
        '/html' {
            @{ StatusCode = 400; Body = "<html><title>$canary</title><p>$canary"; Headers = $headers + @{ 'Content-Type' = 'text/html' } }
        }
        '/text' {
            $body = "you sent $canary and $base64"
            @{ StatusCode = 400; Reason = "Bad $canary"; Body = $body; Headers = $headers + @{ 'Content-Type' = 'text/plain' } }
        }
        default { @{ StatusCode = 400; Json = $json; Headers = $headers } }
    }
}

# A browser that comes back with a code.
$browser = {
    param($Prompt)
    $query = [Web.HttpUtility]::ParseQueryString(([uri] $Prompt.Uri).Query)
    $null = Invoke-WebRequest "$($query['redirect_uri'])?code=$canary&state=$($query['state'])" -UseBasicParsing
}

# The files of certificates and keys that have the secret as their password.
function New-SecretFile {
    $key = [Security.Cryptography.RSA]::Create(2048)
    $described = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=client', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1
    )
    $certificate = $described.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
    [IO.File]::WriteAllBytes("$TestDrive/client.pfx", $certificate.Export('Pfx', $canary))
    Set-Content "$TestDrive/client.pem" $certificate.ExportCertificatePem()
    Set-Content "$TestDrive/client.key" $key.ExportEncryptedPkcs8PrivateKeyPem(
        $canary, [Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 1000)
    )
}

function New-EchoSession {
    $session = New-RequestSession https://api.example/ -Record
    Add-RequestAdapter $session https:// (New-ScriptAdapter $echo) 3>$null
    $session
}
