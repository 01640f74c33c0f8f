# More places where a secret can be given. Dot-sourced by RedactionCases.ps1.

# A token endpoint that refuses, and repeats the form that it was sent.
$repeat = @{
    '/token' = {
        param($Request)
        $form = $Request.Body.GetText()
        @{ StatusCode = 400; Json = @{ error = 'invalid_grant'; error_description = "no $form $([uri]::UnescapeDataString($form))" } }
    }
}
# An assertion must look like a JSON Web Token.
$assertion = "e30.e30.$canary"
$endpoint = 'https://api.example/token'

$places += @(
    @{
        Name    = 'OAuth 2, a token of a type that cannot be used'
        Replies = @{ '/token' = { @{ Json = @{ access_token = $canary; token_type = 'mac' } } } }
        With    = { @{ Auth = New-OAuth2Auth https://api.example/token id secret } }
    }
    @{ Name = 'a registry''s password'; Replies = $registry; With = { @{ Uri = $pull; Auth = New-TokenServiceAuth user $canary } } }
    @{ Name = 'an identity token'; Replies = $registry; With = { @{ Uri = $pull; Auth = New-TokenServiceAuth -IdentityToken $canary } } }
    @{ Name = 'the token of a block'; With = { @{ Auth = New-BearerAuth { $canary } } } }
    @{ Name = 'the JSON of a block'; With = { @{ Auth = New-BearerAuth { ConvertTo-Json @{ accessToken = $canary } } } } }
    @{ Name = 'a text of a block that is not a token'; Unsent = $true; With = { @{ Auth = New-BearerAuth { "no token $canary" } } } }
    @{ Name = 'JSON of a block that is cut off'; Unsent = $true; With = { @{ Auth = New-BearerAuth { "{`"token`": `"$canary" } } } }
    @{ Name = 'an object of a block without a token'; Unsent = $true; With = { @{ Auth = New-BearerAuth { @{ password = $canary } } } } }
    @{ Name = 'an expired token of a block'; Unsent = $true; With = { @{ Auth = New-BearerAuth { @{ token = $canary; ExpiresOn = 1 } } } } }
    @{
        Name    = 'the header of a managed identity''s service'
        Unsent  = $true
        Replies = @{
            '/identity' = {
                param($Request)
                @{ StatusCode = 400; Reason = "Bad $canary"; Json = @{ message = "no $($Request.Headers['X-IDENTITY-HEADER'])" } }
            }
        }
        With    = {
            $env:IDENTITY_ENDPOINT, $env:IDENTITY_HEADER = 'https://api.example/identity', $canary
            @{ Auth = New-ManagedIdentityAuth https://vault.azure.net }
        }
    }
    @{
        Name    = 'the token of a managed identity'
        Replies = @{ '/identity' = { @{ Json = @{ access_token = $canary; expires_in = 3600 } } } }
        With    = {
            $env:IDENTITY_ENDPOINT, $env:IDENTITY_HEADER = 'https://api.example/identity', 'h'
            @{ Auth = New-ManagedIdentityAuth https://vault.azure.net }
        }
    }
    @{
        Name    = 'OAuth 2, the assertion of a client that is refused'
        Unsent  = $true
        Replies = $repeat
        With    = { @{ Auth = New-OAuth2Auth $endpoint id -Assertion { $assertion } } }
    }
    @{
        Name    = 'OAuth 2, the assertion of a file that is refused'
        Unsent  = $true
        Replies = $repeat
        With    = { Set-Content "$TestDrive/a.jwt" $assertion; @{ Auth = New-OAuth2Auth $endpoint id -Assertion "$TestDrive/a.jwt" } }
    }
    @{
        Name    = 'OAuth 2, the assertion of a grant that is refused'
        Unsent  = $true
        Replies = $repeat
        With    = { @{ Auth = New-OAuth2Auth $endpoint -GrantAssertion { ConvertTo-SecureString $assertion -AsPlainText -Force } } }
    }
    @{
        Name    = 'OAuth 2, an assertion that the server accepts'
        Unsent  = $true
        Replies = @{ '/token' = { @{ Json = @{ access_token = 'short' } } } }
        With    = { @{ Auth = New-OAuth2Auth $endpoint id -Assertion { $assertion } } }
    }
    @{
        Name   = 'OAuth 2, an assertion that cannot be used'
        Unsent = $true
        With   = { @{ Auth = New-OAuth2Auth $endpoint id -Assertion { "no $canary" } } }
    }
    @{
        Name   = 'OAuth 2, the passphrase of a key'
        Unsent = $true
        With   = { @{ Auth = New-OAuth2Auth $endpoint id -Certificate "$TestDrive/client.key" -KeyPassword $canary } }
    }
    @{
        Name   = 'OAuth 2, a wrong passphrase of a key'
        Unsent = $true
        With   = { @{ Auth = New-OAuth2Auth $endpoint id -Certificate "$TestDrive/client.pfx" -KeyPassword "x$canary" } }
    }
    @{
        Name   = 'OAuth 2, a key that is cut off'
        Unsent = $true
        With   = { @{ Auth = New-OAuth2Auth $endpoint id -Certificate "-----BEGIN PRIVATE KEY-----`n$canary" } }
    }
    @{ Name = 'OAuth 2, a key without its frame'; Unsent = $true; With = { @{ Auth = New-OAuth2Auth $endpoint id -Certificate $canary } } }
    @{
        Name   = 'the secret of a signature'
        Unsent = $true
        With   = { @{ Auth = New-BearerAuth (New-JsonWebToken ($canary * 3) @{ iss = 'a' } -Algorithm HS256) } }
    }
    @{
        Name   = 'a secret that is too short for a signature'
        Unsent = $true
        With   = { @{ Auth = New-BearerAuth (New-JsonWebToken $canary @{ iss = 'a' } -Algorithm HS512) } }
    }
    @{
        Name   = 'a key of a signature that is a text'
        Unsent = $true
        With   = { @{ Auth = New-BearerAuth (New-JsonWebToken @{ Path = $canary; Password = $canary } @{ iss = 'a' }) } }
    }
)
