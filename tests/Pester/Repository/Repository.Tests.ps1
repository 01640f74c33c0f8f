# Tests the links of the documents, the tasks Install and Try of build.ps1, the form of the decisions, and the pinned actions.

BeforeDiscovery {
    $workflows = Get-ChildItem "$PSScriptRoot/../../../.github/workflows" -Filter *.yml |
        ForEach-Object { @{ Name = $_.Name; File = $_.FullName } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $root = (Resolve-Path "$PSScriptRoot/../../..").Path
}

Describe 'The documents' {
    It 'link only to files that exist' {
        $dead = foreach (
            $page in Get-Item "$root/*.md", "$root/.github/*.md", "$root/docs/*.md", "$root/docs/guide/*.md", "$root/docs/decisions/*.md",
            "$root/examples/*.md", "$root/bench/*.md"
        ) {
            # Brackets and parentheses in code are not links.
            $text = (Get-Content -LiteralPath $page -Raw) -replace '(?s)```.*?```' -replace '`[^`]*`'
            foreach ($link in [regex]::Matches($text, '\]\((?!https?:|#|mailto:)([^)#\s]+)').ForEach{ $_.Groups[1].Value }) {
                if (-not (Test-Path (Join-Path $page.DirectoryName $link))) { "$($page.Name): $link" }
            }
        }
        $dead | Should -BeNullOrEmpty
    }

    It 'have a date, context, decision and consequences for each decision' {
        $index = Get-Content "$root/docs/decisions/README.md" -Raw
        foreach ($file in Get-ChildItem "$root/docs/decisions" -Filter '????-*.md') {
            $text = (Get-Content -LiteralPath $file -Raw).Replace("`r", '')
            $form = "(?s)^# $($file.Name.Substring(0, 4))\. .+\n\nDate: \d{4}-\d\d-\d\d\n\n" +
                '## Context\n\n\S.+\n\n## Decision\n\n\S.+\n\n## Consequences\n\n\S'
            $text | Should -Match $form -Because $file.Name
            $index | Should -Match ([regex]::Escape("]($($file.Name))"))
        }
    }

    It 'give each decision its own number' {
        $numbers = (Get-ChildItem "$root/docs/decisions" -Filter '????-*.md').Name.ForEach{ [int]$_.Substring(0, 4) }
        $numbers | Should -Be (1..$numbers.Count)
    }
}

Describe 'The workflows' {
    It 'pin each action by its commit with its version in a comment, and set permissions: <Name>' -ForEach $workflows {
        $text = Get-Content -LiteralPath $File -Raw
        $uses = [regex]::Matches($text, '(?m)^\s*(- )?uses: (.+?)\r?$').ForEach{ $_.Groups[2].Value }
        $uses | Where-Object { $_ -notmatch '^\./|@[0-9a-f]{40} # v\d+\.\d+\.\d+$' } | Should -BeNullOrEmpty
        $text | Should -Match '(?m)^permissions:\r?\n  contents: read\r?$'
    }
}

Describe 'The task Install' {
    BeforeAll {
        . "$root/tools/Install.ps1"
        $module = Split-Path (Get-ModuleManifestPath)
        $version = (Import-PowerShellDataFile (Get-ModuleManifestPath)).ModuleVersion
    }

    It 'installs to a folder where a new shell finds the module by its name' {
        $before = $env:HOME, $env:USERPROFILE, $env:XDG_DATA_HOME, $env:PSModulePath
        $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath = (New-Item "$TestDrive/home" -ItemType Directory).FullName, $null, $null
        try {
            $first = '($env:PSModulePath -split [IO.Path]::PathSeparator)[0]'
            $shown = Invoke-PlainShell ". '$root/tools/Install.ps1'; $first; Get-UserModuleFolder"
            $shown[1] | Should -Be $shown[0]
            if ($IsWindows) { return }
            Install-BuiltModule $module $shown[1] | Should -Be (Join-Path $shown[1] "Requests/$version")
            Invoke-PlainShell 'Import-Module Requests; (Get-Module Requests).ModuleBase' |
                Should -Be (Join-Path $shown[1] "Requests/$version")
        } finally {
            $env:HOME, $env:USERPROFILE, $env:XDG_DATA_HOME, $env:PSModulePath = $before
        }
    }

    It 'replaces all files of the same version, and does not change other versions' {
        $folder = Join-Path $TestDrive modules
        $null = Install-BuiltModule $module $folder
        $null = New-Item "$folder/Requests/0.0.1/kept.txt", "$folder/Requests/$version/stale.dll" -Force
        $null = Install-BuiltModule $module $folder
        (Get-ChildItem "$folder/Requests" -Force).Name | Sort-Object | Should -Be (@('0.0.1', $version) | Sort-Object)
        "$folder/Requests/$version/stale.dll" | Should -Not -Exist
        "$folder/Requests/0.0.1/kept.txt" | Should -Exist
        (Get-ChildItem "$folder/Requests/$version" -Recurse -File).Count | Should -Be (Get-ChildItem $module -Recurse -File).Count
    }

    It 'keeps the installed module when the copy fails' {
        $folder = Join-Path $TestDrive kept
        $null = Install-BuiltModule $module $folder
        $broken = (New-Item "$TestDrive/broken" -ItemType Directory).FullName
        Copy-Item (Get-ModuleManifestPath) $broken
        Mock Copy-Item { throw 'The disk is full.' }
        { Install-BuiltModule $broken $folder } | Should -Throw '*could not be installed*The disk is full.'
        (Get-ChildItem "$folder/Requests" -Force).Name | Should -Be $version
        "$folder/Requests/$version/bin/Requests.dll" | Should -Exist
    }
}

Describe 'The task Try' {
    It 'opens a prompt with the test server at $url, which stops with the prompt' {
        $shell = @(Get-ShellCommand)
        $rest = @($shell | Select-Object -Skip 1) + '-NoProfile', '-NoLogo', '-NoExit', '-File', "$root/tools/Try.ps1", '-Interactive'
        $shared, $env:REQUESTS_TEST_SERVER = $env:REQUESTS_TEST_SERVER, $null
        try {
            $shown = 'Invoke-Request "$url/get" | ForEach-Object { "<$($_.StatusCode) $($_.Url)>" }', 'exit' | & $shell[0] @rest |
                Out-String
        } finally {
            $env:REQUESTS_TEST_SERVER = $shared
        }
        $shown -match '<200 http://127\.0\.0\.1:(\d+)/get>' | Should -BeTrue -Because $shown
        $port = [int]$Matches[1]
        $end = [DateTime]::UtcNow.AddSeconds(20)
        while ((Test-Port $port) -and [DateTime]::UtcNow -lt $end) { }
        Test-Port $port | Should -BeFalse -Because 'the server stops when the shell that started it has ended'
    }
}
