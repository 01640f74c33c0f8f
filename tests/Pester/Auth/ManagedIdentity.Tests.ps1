# Tests managed identities against routes that behave as the services of Azure do.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $module = (Get-Module Requests).Path
    $id = '11111111-2222-3333-4444-555555555555'
    $names = 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'IDENTITY_SERVER_THUMBPRINT', 'IMDS_ENDPOINT', 'MSI_ENDPOINT', 'MSI_SECRET',
    'DEFAULT_IDENTITY_CLIENT_ID', 'AZURE_POD_IDENTITY_AUTHORITY_HOST'
    $before = @{}
    foreach ($name in $names) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    function Set-Machine([hashtable] $Variables) {
        foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $Variables[$name]) }
    }
}

AfterAll {
    Set-Machine $before
    Stop-TestServer $server
}

Describe 'New-ManagedIdentityAuth' {
    BeforeEach {
        $root = "$url/msi/$(New-Guid)"
        Set-Machine @{ AZURE_POD_IDENTITY_AUTHORITY_HOST = "$root/imds" }
        function Get-TokenRequest { @(Invoke-Request "$root/requests" | ForEach-Object { $_.Json() }) }
    }

    It 'gets a token from <Name>' -ForEach @(
        @{
            Name     = 'the Instance Metadata Service'
            Machine  = { @{ AZURE_POD_IDENTITY_AUTHORITY_HOST = "$root/imds" } }
            Expected = 'imds api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net'
        }
        @{
            Name     = 'App Service'
            Machine  = { @{ IDENTITY_ENDPOINT = "$root/app/token"; IDENTITY_HEADER = 'of-the-app' } }
            Expected = 'app api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net'
        }
        @{
            Name     = 'Machine Learning'
            Machine  = { @{ MSI_ENDPOINT = "$root/ml/token"; MSI_SECRET = 'of-the-compute' } }
            Expected = 'ml api-version=2017-09-01&resource=https%3A%2F%2Fvault.azure.net'
        }
        @{
            Name     = 'Cloud Shell'
            Machine  = { @{ MSI_ENDPOINT = "$root/shell/token" } }
            Expected = 'shell resource=https://vault.azure.net'
        }
    ) {
        Set-Machine (& $Machine)
        $auth = New-ManagedIdentityAuth https://vault.azure.net/.default
        (Invoke-Request "$root/resource" -Auth $auth).StatusCode | Should -Be 200
        (Invoke-Request "$root/resource" -Auth $auth).StatusCode | Should -Be 200
        Get-TokenRequest | Should -Be $Expected
        $auth.Token.ExpiresAt - [DateTimeOffset]::UtcNow | Should -BeGreaterThan ([timespan]::FromHours(23))
    }

    It 'verifies Service Fabric by the fingerprint of its certificate' {
        $secure = $root.Replace($url, $server.SecureUrl)
        $authority = [Security.Cryptography.X509Certificates.X509Certificate2]::new($server.CaFile)
        Set-Machine @{
            IDENTITY_ENDPOINT          = "$secure/fabric/token"
            IDENTITY_HEADER            = 'of-the-fabric'
            IDENTITY_SERVER_THUMBPRINT = $authority.Thumbprint
        }
        $auth = New-ManagedIdentityAuth https://vault.azure.net
        Invoke-Request "$root/resource" -Auth $auth -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ManagedIdentityError,*'
        $problem[0].Exception.Message | Should -BeLike '*has another fingerprint*'
        Get-TokenRequest | Should -BeNullOrEmpty

        $env:IDENTITY_SERVER_THUMBPRINT = [regex]::Match($problem[0].Exception.Message, 'SHA-256 ([0-9A-F]{64})').Groups[1].Value
        (Invoke-Request "$root/resource" -Auth $auth).StatusCode | Should -Be 200
        Get-TokenRequest | Should -Be 'fabric api-version=2019-07-01-preview&resource=https%3A%2F%2Fvault.azure.net'
    }

    It 'reads no file that the challenge of Azure Arc names outside of the folder of its agent' {
        Set-Content "$TestDrive/a.key" 'secret-of-the-file'
        $null = Invoke-Request "$root/next" -Params @{ file = "$TestDrive/a.key"; key = 'secret-of-the-file' }
        Set-Machine @{ IDENTITY_ENDPOINT = "$root/arc/metadata/identity/oauth2/token"; IMDS_ENDPOINT = $root }
        $auth = New-ManagedIdentityAuth https://vault.azure.net
        { Invoke-Request "$root/resource" -Auth $auth -ErrorAction Stop } |
            Should -Throw '*Azure Arc named a file that is not read*' -ErrorId 'ManagedIdentityError,*'
        Get-TokenRequest | Should -HaveCount 1
    }

    It 'selects an identity by <Name>' -ForEach @(
        @{ Name = 'ClientId'; Value = '11111111-2222-3333-4444-555555555555'; Expected = '*&client_id=11111111-*' }
        @{ Name = 'ObjectId'; Value = [guid] '11111111-2222-3333-4444-555555555555'; Expected = '*&object_id=11111111-*' }
        @{
            Name     = 'ResourceId'
            Value    = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i'
            Expected = '*&msi_res_id=%2Fsubscriptions%2Fs%2F*'
        }
    ) {
        $selected = @{ $Name = $Value }
        (Invoke-Request "$root/resource" -Auth (New-ManagedIdentityAuth https://vault.azure.net @selected)).StatusCode | Should -Be 200
        Get-TokenRequest | Should -BeLike $Expected
    }

    It 'requests one token for many calls, also in several runspaces' {
        $auth = New-ManagedIdentityAuth https://vault.azure.net
        $session = New-RequestSession -Auth $auth
        @("$root/resource") * 100 | Invoke-Request -Session $session -ThrottleLimit 20 | ForEach-Object StatusCode |
            Sort-Object -Unique | Should -Be 200
        $statuses = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            (Invoke-Request "$using:root/resource" -Auth $using:auth).StatusCode
        }
        $statuses | Should -Be (@(200) * 4)
        Get-TokenRequest | Should -HaveCount 1
        Close-RequestSession $session
    }

    It 'uses no proxy for the token' {
        $proxy = Start-RawServer "HTTP/1.1 200 OK`r`nContent-Length: 5`r`n`r`nproxy"
        $auth = New-ManagedIdentityAuth https://vault.azure.net
        (Invoke-Request "$root/resource" -Auth $auth -Proxies @{ all = $proxy.Url }).Text | Should -Be 'proxy'
        $proxy.Seen | Should -HaveCount 1
        Get-TokenRequest | Should -HaveCount 1
        Stop-RawServer $proxy
    }

    It 'gets another token if the server refuses the first' {
        $session = New-RequestSession -Auth (New-ManagedIdentityAuth https://vault.azure.net)
        $first = $session.Get("$root/resource").Json().token
        $null = Invoke-Request "$root/revoke"
        $second = $session.Get("$root/resource")
        $second.Json().token | Should -Not -Be $first
        $second.History.StatusCode | Should -Be 401
        Close-RequestSession $session
    }

    It 'says that this machine is not one of Azure' {
        Set-Machine @{ AZURE_POD_IDENTITY_AUTHORITY_HOST = 'http://127.0.0.1:1' }
        Invoke-Request "$root/resource" -Auth (New-ManagedIdentityAuth https://a) -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ManagedIdentityError,*'
        $problem[0].CategoryInfo.Category | Should -Be 'AuthenticationError'
        $problem[0].Exception | Should -BeOfType Requests.ManagedIdentityException
        $problem[0].Exception.Service | Should -Be 'Azure Instance Metadata Service'
        $problem[0].Exception.Message | Should -BeLike '*cannot be reached*port 1 was refused*Only machines of Azure*'
    }

    It 'reports what the service says, and shows no secret' {
        Set-Machine @{ IDENTITY_ENDPOINT = "$root/app/token"; IDENTITY_HEADER = 'hunter2-header' }
        $auth = New-ManagedIdentityAuth https://vault.azure.net
        $shown = Invoke-Request "$root/resource" -Auth $auth -Verbose -Debug -ErrorAction SilentlyContinue -ErrorVariable problem *>&1 |
            Out-String
        $problem[0].Exception.Message | Should -BeLike '*App Service*responded with 401*The header X-IDENTITY-HEADER is not valid*'
        $shown + ($problem | Get-Error | Out-String) + ($problem[0].Exception.Response.Request | Format-List * -Force | Out-String) +
            ([Management.Automation.PSSerializer]::Serialize($problem[0], 4)) | Should -Not -Match 'hunter2'
    }

    It 'shows and serializes no token' {
        $auth = New-ManagedIdentityAuth https://vault.azure.net -ClientId $id
        $session = New-RequestSession -Auth $auth -Record
        $token = (Invoke-Request "$root/resource" -Session $session).Json().token
        $session.Recording | Should -HaveCount 1
        ($auth | Format-List * -Force | Out-String) + ($auth | ConvertTo-Json -Depth 5) + "$auth" + ($auth | Out-String) |
            Should -Not -Match $token
        Close-RequestSession $session
    }

    It 'refuses <_> before anything is sent' -ForEach @(
        { New-ManagedIdentityAuth '' }, { New-ManagedIdentityAuth 'https://a https://b' }
        { New-ManagedIdentityAuth https://a -ClientId me }, { New-ManagedIdentityAuth https://a -ObjectId 5 }
        { New-ManagedIdentityAuth https://a -ResourceId $id }, { New-ManagedIdentityAuth https://a -ClientId $null }
        { New-ManagedIdentityAuth @{} }
    ) {
        $_ | Should -Throw -ExceptionType ([Requests.InvalidParameterException])
    }

    It 'takes one identifier' {
        { New-ManagedIdentityAuth https://a -ClientId $id -ObjectId $id } | Should -Throw '*Parameter set cannot be resolved*'
    }

    It 'completes resources' {
        (TabExpansion2 'New-ManagedIdentityAuth vault' -cursorColumn 29).CompletionMatches.CompletionText |
            Should -Be 'https://vault.azure.net'
    }
}
