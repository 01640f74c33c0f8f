# Implements the task Install of build.ps1: copies the module to a folder where Import-Module finds it by its name.

# Returns the module folder of the current user, as PowerShell and Install-PSResource determine it.
function Get-UserModuleFolder {
    if ($IsWindows) { return Join-Path ([Environment]::GetFolderPath('MyDocuments')) 'PowerShell/Modules' }
    Join-Path ($env:XDG_DATA_HOME ? $env:XDG_DATA_HOME : (Join-Path $HOME '.local/share')) 'powershell/Modules'
}

# Copies the module to a temporary name in the same folder and renames the copy, so that a shell never finds an incomplete module. The
# same version is replaced. Other versions stay.
function Install-BuiltModule([string] $Module, [string] $Folder) {
    $version = (Import-PowerShellDataFile (Join-Path $Module 'Requests.psd1')).ModuleVersion
    $parent = Join-Path $Folder 'Requests'
    $target = Join-Path $parent $version
    $id = [guid]::NewGuid().ToString('n')
    $new = Join-Path $parent ".new-$id"
    $old = Join-Path $parent ".old-$id"
    $null = New-Item $parent -ItemType Directory -Force
    try {
        Copy-Item $Module $new -Recurse
        if (Test-Path $target) { Move-Item $target $old }
        Move-Item $new $target
    } catch {
        if ((Test-Path $old) -and -not (Test-Path $target)) { Move-Item $old $target }
        throw "The module could not be installed in $target. Close the shells that use it and try again. $_"
    } finally {
        foreach ($folder in $new, $old | Where-Object { Test-Path $_ }) { Remove-Item $folder -Recurse -Force }
    }

    $target
}
