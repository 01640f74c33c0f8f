# Every cmdlet has a synopsis, a description, words for each parameter and examples that run.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $cmdlets = Get-Command -Module Requests | ForEach-Object { @{ Name = $_.Name } }
}

Describe 'Help of <Name>' -ForEach $cmdlets {
    BeforeAll {
        Import-Module "$PSScriptRoot/TestSupport.psm1"
        $help = Get-Help $Name -Full
        $server = Start-TestServer
    }

    AfterAll { Stop-TestServer $server }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Not -Match "^\s*$Name"
        ($help.description.Text -join ' ').Length | Should -BeGreaterThan 80
    }

    It 'describes every parameter' {
        $common = [Management.Automation.Cmdlet]::CommonParameters
        $undescribed = foreach ($parameter in (Get-Command $Name).Parameters.Keys | Where-Object { $_ -notin $common }) {
            $entry = $help.parameters.parameter | Where-Object name -EQ $parameter
            if (-not $entry -or -not ($entry.description.Text -join '').Trim()) { $parameter }
        }
        $undescribed | Should -BeNullOrEmpty
    }

    It 'has examples that run' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        foreach ($example in $help.examples.example) {
            $code = $example.code.Replace('https://api.example.com', $server.Url).Replace('$HOME', $TestDrive)
            Invoke-FreshShell "Set-StrictMode -Version 3; `$ErrorActionPreference = 'Stop'; `$null = . { $code }; 'reached the end'" 2>&1 | Should -Be 'reached the end'
        }
    }
}

Describe 'about_Requests' {
    It 'speaks of sessions, errors and streaming' {
        $text = Get-Content "$PSScriptRoot/../../output/Requests/en-US/about_Requests.help.txt" -Raw
        'Sessions', 'Errors', 'Streaming' | ForEach-Object { $text | Should -Match "(?m)^  $_`r?$" }
    }
}
