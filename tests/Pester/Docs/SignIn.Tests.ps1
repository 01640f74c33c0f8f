# Runs the recipes of the guide for signing in against routes that verify what is sent, and compares the output with the comments.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $page = Get-Content "$PSScriptRoot/../../../docs/guide/cloud.md" -Raw
}

AfterAll { Stop-TestServer $server }

Describe 'The recipe "<_>"' -ForEach @(
    'Return a token from a script block', 'Use the identity of a pipeline', 'GitHub App', 'Service account'
) {
    It 'prints what its comment says' {
        $section = [regex]::Match($page, "(?s)\n## $_\r?\n(.*?)(\n## |$)").Groups[1].Value
        $code = [regex]::Matches($section, '(?s)```powershell\r?\n(.*?)```').ForEach({ $_.Groups[1].Value }) -join "`n"
        $expected = [regex]::Match($code, '(?m) {4}# (.*?)\r?$').Groups[1].Value

        # Each run has its own keys and tokens.
        $code = $code.Replace('https://api.example.com', $server.Url) -replace '/(github-app|google|oauth2)/', "`$&$(New-Guid)-"
        & ([scriptblock]::Create("Set-StrictMode -Version 3; `$ErrorActionPreference = 'Stop'`n$code")) | Should -Be $expected
    }
}

Describe 'A GitHub App' {
    It 'gets another token if that of the installation is refused' {
        $root = "$($server.Url)/github-app/$(New-Guid)"
        $key = [Security.Cryptography.RSA]::Create()
        $key.ImportFromPem((Invoke-Request "$root/key.pem").Text)
        $session = New-RequestSession $root/ -Auth (New-BearerAuth {
                $jwt = New-JsonWebToken $key @{ iss = 'Iv23liA1b2C3d4E5f6G7' } -ExpiresIn 540
                Invoke-Request "$root/app/installations/42/access_tokens" -Method Post -Auth (New-BearerAuth $jwt) -As Json
            })
        (Invoke-Request installation/repositories -Session $session).History.Count | Should -Be 0
        $null = Invoke-Request "$root/revoke"
        $r = Invoke-Request installation/repositories -Session $session
        $r.StatusCode, $r.History.StatusCode | Should -Be 200, 401
        Close-RequestSession $session
    }

    It 'reports the reason if its own key is refused' {
        $root = "$($server.Url)/github-app/$(New-Guid)"
        $key = [Security.Cryptography.RSA]::Create(2048)
        $auth = New-BearerAuth {
            $jwt = New-JsonWebToken $key @{ iss = 'Iv23liA1b2C3d4E5f6G7' }
            Invoke-Request "$root/app/installations/42/access_tokens" -Method Post -Auth (New-BearerAuth $jwt) -RaiseForStatus -As Json
        }
        Invoke-Request "$root/installation/repositories" -Auth $auth -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[-1].FullyQualifiedErrorId | Should -BeLike 'HttpError,*'
        $problem[-1].ErrorDetails.Message | Should -BeLike '401*A JSON web token could not be decoded*'
    }
}
