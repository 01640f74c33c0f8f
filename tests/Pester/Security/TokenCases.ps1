# The places of keys, assertions and revoked tokens, which RedactionCases.ps1 adds to its own.

@{
    Name   = 'the password of a signing key'
    Unsent = $true
    With   = { @{ Auth = New-OAuth2Auth https://api.example/token id -Certificate "$TestDrive/client.pfx" -KeyPassword $canary } }
}
@{
    Name   = 'a wrong password of a signing key'
    Unsent = $true
    With   = {
        $pair = "$TestDrive/client.pem", "$TestDrive/client.key"
        @{ Auth = New-OAuth2Auth https://api.example/token id -Certificate $pair -KeyPassword "x$canary" }
    }
}
@{
    Name   = 'the secret that signs a token'
    Unsent = $true
    With   = { @{ Auth = New-BearerAuth (New-JsonWebToken "$canary$canary" @{ sub = 'a' } -Algorithm HS256) } }
}
@{ Name = 'a claim of a token'; Unsent = $true; With = { @{ Auth = New-BearerAuth (New-JsonWebToken ('k' * 32) $canary) } } }
@{
    Name   = 'OAuth 2, an assertion as text, which is refused'
    Unsent = $true
    With   = { @{ Auth = New-OAuth2Auth https://api.example/token id -Assertion "eyJ.$canary.c" } }
}
@{
    Name   = 'OAuth 2, the assertion of a client'
    Unsent = $true
    With   = { @{ Auth = New-OAuth2Auth https://api.example/token id -Assertion { "eyJ.$canary.c" } } }
}
@{
    Name   = 'OAuth 2, a script block that yields no token'
    Unsent = $true
    With   = { @{ Auth = New-OAuth2Auth https://api.example/token id -Assertion { "no $canary" } } }
}
@{
    Name   = 'OAuth 2, the assertion of a grant'
    Unsent = $true
    With   = { @{ Auth = New-OAuth2Auth https://api.example/token id -GrantAssertion { "eyJ.$canary.c" } } }
}
@{
    Name    = 'OAuth 2, a token that is not revoked'
    Replies = @{ '/revoke' = $refuse }
    With    = {
        New-OAuth2Auth https://api.example/token id secret -Token @{ AccessToken = $canary } |
            Revoke-OAuth2Token -RevocationUri https://api.example/revoke -Session $session
        @{}
    }
}
