# More places where a secret can be given. Dot-sourced by RedactionCases.ps1.

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
)
