# Tests that every cmdlet has a synopsis, a description, a text for each parameter and examples that run.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $topics = Get-ChildItem "$PSScriptRoot/../../../docs/en-US" -Filter about_*.help.txt |
        ForEach-Object { @{ Name = $_.Name -replace '\.help\.txt$' } }
    $cmdlets = Get-Command -Module Requests | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer

    # The names of the topics that help has, because most links are in the help of several cmdlets.
    $topicNames = @{}
    function Get-TopicName([string] $Name) { ($topicNames[$Name] ??= (Get-Help $Name).Name) }

    # The examples of all topics run in one new shell, each in its own scope, because a shell for each one would take a second.
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

    It 'describes its pipeline input and its output' {
        $command = Get-Command $Name
        $accepted = $command.Parameters.Values | Where-Object {
            $_.Attributes | Where-Object { $_ -is [Parameter] -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName) }
        }
        $inputs = @($help.inputTypes.inputType | Where-Object { $_ -and $_.type.name -ne 'None' }) |
            ForEach-Object { ($_.description.Text -join '').Split(':')[0] }
        $inputs | Should -Be ($accepted.Name | Sort-Object)
        $outputs = @($command.OutputType.Name | Where-Object { $_ -ne 'System.Void' })
        @($help.returnValues.returnValue | Where-Object { $_ -and $_.type.name -ne 'None' } | ForEach-Object { $_.type.name }) |
            Should -Be $outputs
        foreach ($part in @($help.inputTypes.inputType) + @($help.returnValues.returnValue)) {
            "$($part.description.Text)".Trim() | Should -Match '^[A-Z].*\.$' -Because "it describes $($part.type.name)"
            "$($part.description.Text)" | Should -Not -Match ' [;.,]' -Because 'a reference has a name'
        }
    }

    It 'has the syntax of Microsoft''s commands, and examples with their indentation' {
        $syntax = ($help.syntax | Out-String) -replace '\s+', ' '
        $syntax | Should -Not -Match 'SwitchParameter|Nullable|`'
        foreach ($switch in (Get-Command $Name).Parameters.Values | Where-Object SwitchParameter) {
            if ($switch.Name -notin [Management.Automation.Cmdlet]::CommonParameters) { $syntax | Should -Match "-$($switch.Name)(\]| )" }
        }
        foreach ($example in $help.examples.example) { $example.code | Should -Not -Match '\{[^}\n]*\n\S[^}\n]*\n\}' }
    }

    It 'links to a page of the guide that describes it' {
        # Get-Help -Online opens the first link that has a URL.
        $uri = [uri]@($help.relatedLinks.navigationLink.uri | Where-Object { $_ })[0]
        "$uri" | Should -BeLike "$((Test-ModuleManifest (Get-ModuleManifestPath)).ProjectUri)/blob/main/docs/guide/*.md"
        Get-Content "$PSScriptRoot/../../../docs/guide/$($uri.Segments[-1])" -Raw | Should -Match "\b$Name\b"
    }

    It 'links to the cmdlets with nouns of the same kind and to a topic' {
        $names = @($help.relatedLinks.navigationLink | Where-Object { -not $_.uri } | ForEach-Object linkText)
        $names | Select-Object -Unique | Should -Be $names
        $names | Should -Not -Contain $Name
        $word = (Get-Command $Name).Noun -creplace '^.*(?=[A-Z][a-z])'
        foreach ($other in @((Get-Command -Module Requests -Noun "*$word").Name) -ne $Name) { $names | Should -Contain $other }
        foreach ($link in $names) { Get-TopicName $link | Should -Be $link }
        $names[-1] | Should -BeLike 'about_Requests*'
    }

    It 'lists the complete defaults of the descriptions' {
        foreach ($parameter in $help.parameters.parameter | Where-Object { $_.description.Text -match 'Default: ' }) {
            $text = "$($parameter.description.Text)" -replace '(?s)^.*?Default: '
            $text | Should -BeLike "$([WildcardPattern]::Escape($parameter.defaultValue))[.;]*" -Because "of -$($parameter.name)"
            $parameter.defaultValue | Should -Not -Match '[.;] '
        }
        foreach ($switch in (Get-Command $Name).Parameters.Values | Where-Object SwitchParameter) {
            $entry = $help.parameters.parameter | Where-Object name -EQ $switch.Name
            if ($entry) { $entry.defaultValue | Should -Not -Be 'None' -Because "of -$($switch.Name)" }
        }
    }

    It 'has a message for each mandatory parameter at the prompt, and short messages in tooltips' {
        foreach ($parameter in (Get-Command $Name).Parameters.Values) {
            $attributes = @($parameter.Attributes | Where-Object { $_ -is [Parameter] })
            foreach ($attribute in $attributes | Where-Object Mandatory) {
                $attribute.HelpMessage | Should -Match '^Specifies .+\.$' -Because "of -$($parameter.Name)"
            }
            foreach ($message in $attributes.HelpMessage | Where-Object { $_ }) {
                $message | Should -Match '^[A-Z][^\n]{8,99}\.$' -Because "of -$($parameter.Name)"
                $message | Should -Not -Match '[.;] [A-Z]' -Because "-$($parameter.Name) has one sentence"
            }
        }
    }

    It 'is shown by -Parameter, -Examples and -Detailed' {
        $parameters = @(Get-Help $Name -Parameter * -ErrorAction SilentlyContinue)
        $shown = $parameters | Out-String
        foreach ($parameter in $parameters.name) { $shown | Should -Match "(?m)^-$parameter\b" }
        if ($parameters) { Get-Help $Name -Parameter $parameters[-1].name | Out-String | Should -Match "^\s*-$($parameters[-1].name)\b" }
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

Describe 'Help of parameters' {
    It 'has the default <Default> for -<Parameter> of <Name>' -ForEach @(
        @{ Name = 'Invoke-Request'; Parameter = 'Timeout'; Default = '100' }
        @{ Name = 'Invoke-Request'; Parameter = 'Method'; Default = 'GET' }
        @{ Name = 'Invoke-Request'; Parameter = 'Verify'; Default = '$true' }
        @{ Name = 'Invoke-Request'; Parameter = 'Resume'; Default = 'False' }
        @{ Name = 'New-HttpAdapter'; Parameter = 'MaximumHeaderSize'; Default = '256KB' }
        @{ Name = 'Set-RequestCookie'; Parameter = 'Path'; Default = '/' }
        @{ Name = 'New-FilePart'; Parameter = 'FileName'; Default = "the name of the content's file, else the name of the form's field" }
    ) {
        (Get-Help $Name -Parameter $Parameter).defaultValue | Should -Be $Default
    }

    It 'has a message for each parameter of <_>' -ForEach 'Invoke-Request', 'Send-Request', 'New-RequestSession', 'Set-RequestSession' {
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        $silent = foreach ($parameter in (Get-Command $_).Parameters.Values) {
            $attributes = @($parameter.Attributes | Where-Object { $_ -is [Parameter] })
            if (-not $attributes.HelpMessage -and $parameter.Name -notin $common) { $parameter.Name }
        }
        $silent | Should -BeNullOrEmpty
    }

    It 'describes -WhatIf and -Confirm as Microsoft''s help does' {
        (Get-Help Set-RequestCookie -Parameter WhatIf).description.Text |
            Should -Be 'Shows what would happen if the cmdlet runs. The cmdlet is not run.'
        (Get-Help Set-RequestCookie -Parameter Confirm).description.Text | Should -Be 'Prompts you for confirmation before the cmdlet runs.'
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
