# The cmdlets, their types and views: the nested module of Requests.psd1, which has the version and says what is exported.
@{
    RootModule       = '../bin/Requests.PowerShell.dll'
    ModuleVersion    = '1.0'
    FormatsToProcess = @('Requests.Format.ps1xml', 'Requests.Session.Format.ps1xml')
    TypesToProcess   = @('Requests.Types.ps1xml')
}
