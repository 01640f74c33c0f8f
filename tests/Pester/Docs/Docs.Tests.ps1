# Runs every PowerShell example of README and guide, in the order of its page.

BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../../..").Path
    $pages = @(Get-Item "$root/README.md") + (Get-ChildItem "$root/docs/guide" -Filter *.md) |
        ForEach-Object { @{ Page = $_.Name; File = $_.FullName } }
}

Describe 'Examples in documents' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../TestSupport.psm1"
        $server = Start-TestServer
        function Get-Fence([string] $Page) {
            [regex]::Matches((Get-Content -LiteralPath $Page -Raw), '(?s)```powershell\r?\n(.*?)```').ForEach{ $_.Groups[1].Value }
        }

        # The pages run in one new shell, each in a new runspace, because a shell for each one would take two seconds. What a page writes to
        # the environment is reset.
        $root = (Resolve-Path "$PSScriptRoot/../../..").Path
        $scripts = @{}
        foreach ($file in @(Get-Item "$root/README.md") + (Get-ChildItem "$root/docs/guide" -Filter *.md)) {
            $scripts[$file.Name] = ((Get-Fence $file) -join "`n").Replace('https://api.example.com', $server.Url).Replace(
                'Import-Module Requests', "Import-Module '$(Get-ModuleManifestPath)'"
            ).Replace('$HOME', $TestDrive)
        }
        $scripts | ConvertTo-Json | Set-Content "$TestDrive/pages.json"
        Set-Content "$TestDrive/pages.ps1" @'
            param($Pages, $Manifest)
            $state = [initialsessionstate]::CreateDefault()
            $state.ImportPSModule($Manifest)
            foreach ($page in (Get-Content $Pages -Raw | ConvertFrom-Json).PSObject.Properties) {
                $before = [Environment]::GetEnvironmentVariables()
                $shell = [powershell]::Create($state)
                $strict = "Set-StrictMode -Version 3; `$ErrorActionPreference = 'Stop'"
                $seen = try { $shell.AddScript("$strict; `$null = . { $($page.Value) }; 'reached the end'").Invoke() } catch { "$_" }
                $seen = @($seen) + $shell.Streams.Error + $shell.Streams.Warning + $shell.Streams.Information
                "$($page.Name): $($seen -join ' ')"
                $shell.Runspace.Dispose()
                foreach ($name in @($before.Keys) + [Environment]::GetEnvironmentVariables().Keys) {
                    [Environment]::SetEnvironmentVariable($name, $before[$name])
                }
            }
'@
        $ran = Invoke-PlainShell "& '$TestDrive/pages.ps1' '$TestDrive/pages.json' '$(Get-ModuleManifestPath)'" 2>&1
    }

    AfterAll { Stop-TestServer $server }

    It '<Page> runs without an error' -ForEach $pages {
        (Get-Fence $File).Count | Should -BeGreaterThan 0
        @($ran) -match "^$([regex]::Escape($Page)): " | Should -Be "${Page}: reached the end"
    }

    It 'testing.md shows tests for Pester that pass' {
        $script = (Get-Fence "$PSScriptRoot/../../../docs/guide/testing.md") -join "`n"
        $script = $script.Replace('https://api.example.com', $server.Url).Replace('$HOME', $TestDrive)
        Invoke-FreshShell @"
            `$null = . { $script }
            Set-Content '$TestDrive/Get-UserName.ps1' "function Get-UserName { `${function:Get-UserName} }"
            Set-Content '$TestDrive/Users.Tests.ps1' `$tests
            Import-Module '$((Get-Module Pester).Path)'
            Set-Content '$TestDrive/Flavour.Tests.ps1' `$integration
            (Invoke-Pester '$TestDrive/Users.Tests.ps1', '$TestDrive/Flavour.Tests.ps1' -PassThru -Output None).PassedCount
"@ | Should -Be 2
    }

    It 'from-web-cmdlets.md names each parameter of the web cmdlets' {
        $page = Get-Content "$PSScriptRoot/../../../docs/guide/from-web-cmdlets.md" -Raw
        $names = (Get-Command Invoke-WebRequest, Invoke-RestMethod).Parameters.Keys |
            Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters } | Sort-Object -Unique
        $names | Where-Object { $page -notmatch "`-$_\b" } | Should -BeNullOrEmpty
    }

    It 'README shows what the Try task prints' {
        $readme = (Get-Content "$PSScriptRoot/../../../README.md" -Raw).Replace("`r", '')
        $shown = [regex]::Match($readme, '(?s)```text\n(PS> .*?)\n```').Groups[1].Value
        $printed = (Invoke-FreshShell "& '$PSScriptRoot/../../../tools/Try.ps1'") -join "`n"
        $printed | Should -Be $shown
    }
}
