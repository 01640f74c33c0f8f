@{
    ModuleVersion        = '0.1.0'
    GUID                 = '7c0a1d52-3f0e-4b7f-9a55-3a6f4c1f2d8e'
    Author               = 'Requests for PowerShell contributors'
    CompanyName          = 'Requests for PowerShell contributors'
    Copyright            = '(c) Requests for PowerShell contributors. Apache-2.0.'
    Description          = 'HTTP for humans: Python''s Requests for PowerShell. Sessions, cookies, history, typed errors, and responses that keep everything. Tested on PowerShell 7.6 and 7.7.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    # The loader comes first: it chooses the assemblies that the second module loads. A manifest with types loads its own assembly before.
    NestedModules        = @('bin/Requests.Loader.dll', 'Cmdlets/Requests.Cmdlets.psd1')
    CmdletsToExport      = @(
        'Add-RequestAdapter', 'Clear-RequestCache', 'Close-RequestSession', 'ConvertFrom-CurlCommand', 'ConvertTo-CurlCommand', 'ConvertTo-PreparedRequest', 'Export-RequestCookie', 'Export-RequestHar', 'Export-RequestTest', 'Format-Exchange', 'Get-OAuth1Token', 'Get-RequestAdapter', 'Get-RequestCache', 'Get-RequestCookie',
        'Get-RequestEnvironment', 'Get-RequestStatusCode', 'Import-RequestCookie', 'Invoke-Request', 'New-BasicAuth', 'New-BearerAuth', 'New-CassetteAdapter',
        'New-AwsAuth', 'New-AwsPresignedUrl',
        'New-CustomAuth', 'New-DigestAuth', 'New-FilePart', 'New-GuessAuth', 'New-HttpAdapter', 'New-JsonWebToken', 'New-ManagedIdentityAuth', 'New-MockAdapter', 'New-NegotiateAuth', 'New-OAuth1Auth', 'New-OAuth2Auth', 'New-ProxyAuth', 'New-RateLimit', 'New-Request', 'New-RequestCache',
        'New-RequestSession', 'New-RetryPolicy', 'New-ScriptAdapter', 'New-TokenServiceAuth', 'Register-RequestSecret', 'Remove-RequestAdapter', 'Remove-RequestCookie', 'Revoke-OAuth2Token', 'Save-Response',
        'Send-Request', 'Set-RequestCookie', 'Set-RequestSession', 'Submit-HtmlForm', 'Test-Request', 'Use-RequestCassette', 'Use-RequestSession', 'Wait-Request', 'Wait-RequestOperation'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @('ireq')
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('http', 'rest', 'requests', 'web', 'api', 'session', 'cookies', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ProjectUri   = 'https://github.com/requests-for-powershell/requests'
            IconUri      = 'https://github.com/requests-for-powershell/requests/raw/main/docs/icon.png'
            ReleaseNotes = 'https://github.com/requests-for-powershell/requests/blob/main/CHANGELOG.md'
        }
    }
}
