@{
    RootModule           = 'bin/Requests.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6df51eb3-4d04-4920-be2b-08c5463ca359'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.4'
    Author               = 'Requests for PowerShell contributors'
    CompanyName          = 'Requests for PowerShell contributors'
    Copyright            = 'Copyright (c) Requests for PowerShell contributors. Apache-2.0.'
    Description          = 'HTTP for people: sessions, cookies, forms, JSON, files, redirects and timeouts that work like Python''s Requests, as native cmdlets.'

    FormatsToProcess     = @('Requests.Format.ps1xml')
    TypesToProcess       = @('Requests.Types.ps1xml')

    CmdletsToExport      = @(
        'Get-RequestStatusCode'
        'Invoke-Request'
        'New-BasicAuth'
        'New-FilePart'
        'New-RequestSession'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags         = @('HTTP', 'REST', 'Requests', 'Web', 'API', 'Session', 'Cookie', 'JSON', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
