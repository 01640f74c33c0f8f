# Every PowerShell example in README and guide runs, in the order of its page, in one fresh shell a page.

BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $pages = @(Get-Item "$root/README.md") + (Get-ChildItem "$root/docs/guide" -Filter *.md) | ForEach-Object { @{ Page = $_.Name; File = $_.FullName } }
}

Describe 'Examples in documents' {
    BeforeAll {
        Import-Module "$PSScriptRoot/TestSupport.psm1"
        $server = Start-TestServer
    }

    AfterAll { Stop-TestServer $server }

    It '<Page> runs without an error' -ForEach $pages {
        $fences = [regex]::Matches((Get-Content -LiteralPath $File -Raw), '(?s)```powershell\r?\n(.*?)```').ForEach{ $_.Groups[1].Value }
        $fences.Count | Should -BeGreaterThan 0
        $script = ($fences -join "`n").Replace('https://api.example.com', $server.Url).Replace('Import-Module Requests', '').Replace('$HOME', $TestDrive)
        $output = Invoke-FreshShell "Set-StrictMode -Version 3; `$ErrorActionPreference = 'Stop'; `$null = . { $script }; 'reached the end'" 2>&1
        $output | Should -Be 'reached the end'
    }

    It 'README shows what the Try task prints' {
        $readme = (Get-Content "$PSScriptRoot/../../README.md" -Raw).Replace("`r", '')
        $shown = [regex]::Match($readme, '(?s)```text\n(PS> .*?)\n```').Groups[1].Value
        $printed = (Invoke-FreshShell "& '$PSScriptRoot/../../tools/Try.ps1'") -join "`n"
        $printed | Should -Be $shown
    }
}
