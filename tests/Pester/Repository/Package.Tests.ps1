# Tests the package: the same sources give the same bytes, and it can be installed and updated from a folder as from a gallery.

BeforeDiscovery {
    # PowerShell 7.4 has no command that creates packages.
    $noPacker = -not (Get-Command Compress-PSResource -ErrorAction Ignore)
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    . "$PSScriptRoot/../../../tools/Package.ps1"

    # Copies the built module, optionally with another version. Without -Complete it has no compiled assemblies, which take long to pack.
    function Copy-Module([string] $Name, [string] $Version, [switch] $Complete) {
        $copy = Join-Path $TestDrive "$Name/Requests"
        $null = New-Item (Split-Path $copy) -ItemType Directory -Force
        Copy-Item (Split-Path (Get-ModuleManifestPath)) $copy -Recurse
        if (-not $Complete) { Remove-Item "$copy/bin/net*" -Recurse }
        if ($Version) {
            $manifest = Join-Path $copy Requests.psd1
            (Get-Content $manifest -Raw) -replace "ModuleVersion( *)= '[^']+'", "ModuleVersion`$1= '$Version'" |
                Set-Content $manifest -NoNewline
        }

        $copy
    }

    function Publish-Copy([string] $Module, [string] $Folder, [IO.Compression.CompressionLevel] $Level = 'SmallestSize') {
        $null = New-Item $Folder -ItemType Directory -Force
        New-Package $Module $Folder $Level
    }
}

Describe 'The package' -Skip:$noPacker {
    It 'has the same bytes at any time and in any folder' {
        $first = Publish-Copy (Copy-Module one) "$TestDrive/first"
        $module = Copy-Module two
        Get-ChildItem $module -Recurse -File | ForEach-Object { $_.LastWriteTime = '2001-02-03' }
        $second = Publish-Copy $module "$TestDrive/second"
        $first | Should -HaveCount 1
        (Get-FileHash $second).Hash | Should -Be (Get-FileHash $first).Hash
    }

    It 'contains the built module and nothing more' {
        $package = Publish-Copy (Copy-Module whole -Complete) "$TestDrive/whole"
        Expand-Archive $package "$TestDrive/expanded"
        $built = Split-Path (Get-ModuleManifestPath)
        foreach ($file in Get-ChildItem $built -Recurse -File -Force) {
            $relative = [IO.Path]::GetRelativePath($built, $file.FullName)
            (Get-FileHash "$TestDrive/expanded/$relative").Hash | Should -Be (Get-FileHash $file.FullName).Hash -Because $relative
        }

        (Get-ChildItem "$TestDrive/expanded" -Recurse -File -Force).Count | Should -Be (
            (Get-ChildItem $built -Recurse -File -Force).Count + 4
        ) -Because 'an archive also has its nuspec, its types, its relations and its properties'
    }

    It 'names no folder of the build machine' {
        $sources = (Resolve-Path "$PSScriptRoot/../../..").Path
        foreach ($file in Get-ChildItem (Split-Path (Get-ModuleManifestPath)) -Recurse -File) {
            [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($file.FullName)).Contains($sources) |
                Should -BeFalse -Because $file.Name
        }
    }

    It 'is installed from a folder and updated next to the older version, and both work' -Skip:$IsWindows {
        $null = Publish-Copy (Copy-Module older '0.0.9') "$TestDrive/gallery-older" Fastest
        $null = Publish-Copy (Copy-Module newer '99.0.0') "$TestDrive/gallery" Fastest
        Move-Item "$TestDrive/gallery-older/*.nupkg" "$TestDrive/gallery"
        $server = Start-TestServer
        $before = $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath
        $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath = (New-Item "$TestDrive/home" -ItemType Directory).FullName, $null, $null
        try {
            # The home folder is temporary, so the user's modules and repositories do not change. .NET finds the folder of a user's data
            # only if it exists. Without it PSResourceGet writes its list of repositories into the current folder.
            $null = New-Item "$TestDrive/home/.local/share" -ItemType Directory -Force
            Invoke-PlainShell "
                Register-PSResourceRepository -Name local -Uri '$TestDrive/gallery' -Trusted
                Install-PSResource Requests -Version 0.0.9 -Repository local
                (Get-Module Requests -ListAvailable).Version.ToString()
                Update-PSResource Requests -Repository local
                (Get-Module Requests -ListAvailable).Version | Sort-Object | ForEach-Object ToString" |
                Should -Be '0.0.9', '0.0.9', '99.0.0'
            Invoke-PlainShell "(Invoke-Request '$($server.Url)/get').StatusCode; (Get-Module Requests).Version.ToString()" |
                Should -Be '200', '99.0.0'
            $send = "(Invoke-Request '$($server.Url)/get').StatusCode"
            Invoke-PlainShell "Import-Module Requests -RequiredVersion 0.0.9; $send; (Get-Module Requests).Version.ToString()" |
                Should -Be '200', '0.0.9'
            "$TestDrive/home/.local/share/PSResourceGet/PSResourceRepository.xml" | Should -Exist
        } finally {
            $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath = $before
            Stop-TestServer $server
        }
    }

    It 'is installed by the three lines of README' -Skip:$IsWindows {
        $null = Publish-Copy (Copy-Module readme) "$TestDrive/readme-package" Fastest
        $readme = (Get-Content "$PSScriptRoot/../../../README.md" -Raw).Replace("`r", '')
        $lines = [regex]::Match($readme, '(?s)```text\n(Register-PSResourceRepository .*?)```').Groups[1].Value
        ($lines.Trim() -split "`n").Count | Should -Be 3
        $before = $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath
        $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath = (New-Item "$TestDrive/reader" -ItemType Directory).FullName, $null, $null
        try {
            $null = New-Item "$TestDrive/reader/.local/share" -ItemType Directory -Force
            Invoke-PlainShell "Set-Location '$TestDrive/readme-package'; $lines; (Get-Module Requests).ModuleBase" |
                Should -BeLike "$TestDrive/reader/.local/share/powershell/Modules/Requests/*"
        } finally {
            $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath = $before
        }
    }
}

Describe 'The manifest' {
    It 'has all fields that a gallery shows' {
        $manifest = Test-ModuleManifest (Get-ModuleManifestPath)
        $data = $manifest.PrivateData.PSData
        foreach ($uri in $manifest.LicenseUri, $manifest.ProjectUri, $manifest.IconUri) { $uri.Scheme | Should -Be 'https' }
        $data.Tags | Should -Contain 'PSEdition_Core'
        $data.Tags | Should -Not -Match '\s'
        $manifest.ReleaseNotes, $manifest.Author, $manifest.Description, $manifest.Copyright | Should -Not -BeNullOrEmpty
        $manifest.PowerShellVersion | Should -Be '7.4'
    }
}
