BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $root = Split-Path (Split-Path $PSScriptRoot)
}

Describe 'The module' {
    It 'has the surface that Surface.txt keeps' {
        $now = (& "$PSScriptRoot/Get-Surface.ps1") -join "`n"
        $now | Should -Be ((Get-Content "$PSScriptRoot/Surface.txt" -Raw).Replace("`r", '').TrimEnd())
    }

    It 'has a clean manifest and exports no more than it spells out' {
        $manifest = Test-ModuleManifest (Get-ModuleManifestPath) -WarningAction Stop
        $manifest.ExportedCmdlets.Keys | Sort-Object | Should -Be ((Get-Command -Module Requests).Name | Sort-Object)
        $manifest.ExportedFunctions.Count + $manifest.ExportedAliases.Count | Should -Be 0
    }

    It 'loads no third-party dll on import, and finds it when it is needed' {
        $output = Invoke-FreshShell @'
$count = { @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'Requests.Dependencies', 'UtfUnknown' }).Count }
& $count
$bytes = [Text.CodePagesEncodingProvider]::Instance.GetEncoding(1251).GetBytes('Привет, как дела? ' * 20)
$r = [Requests.Response]::new([Requests.PreparedRequest]::new('GET', 'http://h/', [Requests.HeaderDictionary]::new()), 200, [IO.MemoryStream]::new($bytes))
$r.ApparentEncoding
& $count
'@
        $output | Should -Be '0', 'windows-1251', '2'
    }

    It 'is found by type literals and catch clauses' {
        Invoke-FreshShell 'try { Invoke-Request http://127.0.0.1:1/ -ErrorAction Stop } catch [Requests.ConnectionException] { [Requests.StatusCodes]::ImATeapot }' | Should -Be 418
    }

    It 'is written without parse errors or aliases' {
        foreach ($file in Get-ChildItem $root -Recurse -Include *.ps1, *.psm1, *.psd1 | Where-Object FullName -NotMatch '[\\/](output|\.tools|bin|obj)[\\/]') {
            $problems = $null
            $tree = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$problems)
            $problems | Should -BeNullOrEmpty -Because $file.Name
            $names = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | ForEach-Object GetCommandName
            $names | Where-Object { $_ -and (Test-Path "alias:$($_.Replace('?', '`?').Replace('%', '`%'))") } | Should -BeNullOrEmpty -Because $file.Name
        }
    }
}

Describe 'The package' {
    It 'installs from a folder and works from there' {
        $server = Start-TestServer
        $name = "requests-$PID"
        $folder = New-Item "$TestDrive/repository" -ItemType Directory
        $target = New-Item "$TestDrive/modules" -ItemType Directory
        try {
            Compress-PSResource -Path (Split-Path (Get-ModuleManifestPath)) -DestinationPath $folder
            Register-PSResourceRepository -Name $name -Uri $folder.FullName -Trusted
            Save-PSResource -Name Requests -Repository $name -Path $target -TrustRepository
            $manifest = (Get-ChildItem $target -Recurse -Filter Requests.psd1).FullName
            $manifest | Should -Not -BeNullOrEmpty
            $command = @(Get-ShellCommand)
            $rest = @($command | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$manifest'; (Invoke-Request '$($server.Url)/get').StatusCode"
            & $command[0] @rest | Should -Be 200
        } finally {
            Unregister-PSResourceRepository -Name $name -ErrorAction Ignore
            Stop-TestServer $server
        }
    }
}
