# Every cmdlet has a synopsis, a description, words for each parameter and examples that run.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $topics = Get-ChildItem "$PSScriptRoot/../../../docs/en-US" -Filter about_*.help.txt | ForEach-Object { @{ Name = $_.Name -replace '\.help\.txt$' } }
    $cmdlets = Get-Command -Module Requests | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer

    # The examples of all topics run in one fresh shell, each in a scope of its own: a shell for each would take a second.
    $code = [ordered]@{}
    foreach ($command in Get-Command -Module Requests) {
        $number = 0
        foreach ($example in (Get-Help $command.Name -Full).examples.example) { $code["$($command.Name) $(($number++))"] = $example.code }
    }
    foreach ($topic in Get-ChildItem "$PSScriptRoot/../../../docs/en-US" -Filter about_*.help.txt) {
        $code[$topic.Name -replace '\.help\.txt$'] = (@(Get-Content $topic) -match '^ {8}' -replace '^ {8}') -join "`n"
    }
    $runs = foreach ($name in $code.Keys) {
        $example = $code[$name].Replace('https://api.example.com', $server.Url).Replace('$HOME', $TestDrive)
        "try { `$null = & {`n$example`n}; '${name}: ran' } catch { `"${name}: `$(`$_ -replace '\s+', ' ')`" }"
    }
    Set-Content "$TestDrive/examples.ps1" "Set-StrictMode -Version 3; `$ErrorActionPreference = 'Stop'`n$($runs -join "`n")"
    $ran = Invoke-FreshShell "& '$TestDrive/examples.ps1'" 2>&1
}

AfterAll { Stop-TestServer $server }

Describe 'Help of <Name>' -ForEach $cmdlets {
    BeforeAll {
        Import-Module "$PSScriptRoot/../TestSupport.psm1"
        $help = Get-Help $Name -Full
    }

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

    It 'says what it takes from the pipeline and what it gives' {
        $command = Get-Command $Name
        $taken = $command.Parameters.Values | Where-Object { $_.Attributes | Where-Object { $_ -is [Parameter] -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName) } }
        $told = @($help.inputTypes.inputType | Where-Object { $_ }) | ForEach-Object { ($_.description.Text -join '').Split(':')[0] }
        $told | Should -Be ($taken.Name | Sort-Object)
        $given = @($command.OutputType.Name | Where-Object { $_ -ne 'System.Void' })
        @($help.returnValues.returnValue | Where-Object { $_ } | ForEach-Object { $_.type.name }) | Should -Be $given
    }

    It 'has a syntax as Microsoft''s commands have, and examples with their indentation' {
        $syntax = ($help.syntax | Out-String) -replace '\s+', ' '
        $syntax | Should -Not -Match 'SwitchParameter|Nullable|`'
        foreach ($switch in (Get-Command $Name).Parameters.Values | Where-Object SwitchParameter) {
            if ($switch.Name -notin [Management.Automation.Cmdlet]::CommonParameters) { $syntax | Should -Match "-$($switch.Name)(\]| )" }
        }
        foreach ($example in $help.examples.example) { $example.code | Should -Not -Match '\{[^}\n]*\n\S[^}\n]*\n\}' }
    }

    It 'leads to a page of the guide that is about it' {
        $uri = [uri]$help.relatedLinks.navigationLink.uri
        "$uri" | Should -BeLike "$((Test-ModuleManifest (Get-ModuleManifestPath)).ProjectUri)/blob/main/docs/guide/*.md"
        Get-Content "$PSScriptRoot/../../../docs/guide/$($uri.Segments[-1])" -Raw | Should -Match "\b$Name\b"
    }

    It 'answers -Parameter, -Examples and -Detailed' {
        foreach ($parameter in (Get-Help $Name -Parameter * -ErrorAction SilentlyContinue).name) { (Get-Help $Name -Parameter $parameter | Out-String) | Should -Match "-$parameter" }
        $shown = Get-Help $Name -Examples | Out-String
        foreach ($example in $help.examples.example) {
            foreach ($line in $example.code -split "`n") { $shown | Should -Match ([regex]::Escape($line.Trim())) }
        }
        (Get-Help $Name -Detailed | Out-String) | Should -Not -Match 'Nullable'
    }

    It 'has examples that run' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        @($ran -match "^$Name \d+: ") | Should -Be (0..($examples.Count - 1) | ForEach-Object { "$Name ${_}: ran" })
    }
}

Describe '<Name>' -ForEach $topics {
    BeforeAll {
        $lines = Get-Content "$PSScriptRoot/../../../output/Requests/en-US/$Name.help.txt"
    }

    It 'is found, and fits a console' {
        Get-Help $Name | Out-String | Should -Match 'SHORT DESCRIPTION'
        $lines | Where-Object { $_ -notmatch '^ {8}' -and $_.Length -gt 80 } | Should -BeNullOrEmpty
        $lines -match '^SEE ALSO|^KEYWORDS' | Should -Not -BeNullOrEmpty
    }

    It 'has examples that run' {
        @($ran -match "^${Name}: ") | Should -Be "${Name}: ran"
    }
}
