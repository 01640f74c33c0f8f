@{
    RootModule        = 'Requests.Bench.Baseline.dll'
    ModuleVersion     = '1.0'
    CmdletsToExport   = @('Invoke-BareRequest')
    FunctionsToExport = @()
    AliasesToExport   = @()
}
