# Runs every PowerShell example of README and guide, in the order of its page, in one new shell for each page.

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
    }

    AfterAll { Stop-TestServer $server }

    It '<Page> runs without an error' -ForEach $pages {
        $fences = Get-Fence $File
        $fences.Count | Should -BeGreaterThan 0
        $script = ($fences -join "`n").Replace(
            'https://api.example.com', $server.Url
        ).Replace('Import-Module Requests', "Import-Module '$(Get-ModuleManifestPath)'").Replace('$HOME', $TestDrive)
        $output =
            Invoke-FreshShell "Set-StrictMode -Version 3; `$ErrorActionPreference = 'Stop'; `$null = . { $script }; 'reached the end'" 2>&1
        $output | Should -Be 'reached the end'
    }

    It 'testing.md shows a test for Pester that passes' {
        $script = (Get-Fence "$PSScriptRoot/../../../docs/guide/testing.md") -join "`n"
        Invoke-FreshShell @"
            `$null = . { $script }
            Set-Content '$TestDrive/Get-UserName.ps1' "function Get-UserName { `${function:Get-UserName} }"
            Set-Content '$TestDrive/Users.Tests.ps1' `$tests
            Import-Module '$((Get-Module Pester).Path)'
            (Invoke-Pester '$TestDrive/Users.Tests.ps1' -PassThru -Output None).PassedCount
"@ | Should -Be 1
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
