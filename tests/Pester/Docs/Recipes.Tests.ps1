# Runs the recipes of the guide against routes that behave like the APIs, and compares the output with the comments of the page.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $page = Get-Content "$PSScriptRoot/../../../docs/guide/recipes.md" -Raw
}

AfterAll { Stop-TestServer $server }

Describe 'The recipe for <_>' -ForEach 'Microsoft Graph', 'Azure Resource Manager', 'GitHub', 'Jira', 'ServiceNow', 'Amazon S3', 'GitLab' {
    It 'prints what its comments say' {
        $section = [regex]::Match($page, "(?s)\n## $_\r?\n(.*?)(\n## |$)").Groups[1].Value
        $code = [regex]::Matches($section, '(?s)```powershell\r?\n(.*?)```').ForEach({ $_.Groups[1].Value }) -join "`n"
        $expected = @([regex]::Matches($code, '(?m) {4}# (.*?)\r?$').ForEach({ $_.Groups[1].Value.Replace('…', '*') }))

        # The tests of the guide run the same examples: each run has its own items.
        $code = $code.Replace('https://api.example.com', $server.Url)
        $code = $code -replace '/(graph|arm|repos|jira|servicenow|gitlab|s3)/', "`$&$(New-Guid)-"
        if ($code -notmatch '\$file =') {
            $code = "`$file = New-Item '$TestDrive/report.bin' -Force -Value ('report ' * 1000)`n$code"
        }
        $shown = @(& ([scriptblock]::Create("Set-StrictMode -Version 3; `$ErrorActionPreference = 'Stop'`n$code")))
        $shown.Count | Should -Be $expected.Count
        for ($i = 0; $i -lt $shown.Count; $i++) { "$($shown[$i])" | Should -BeLike $expected[$i] }
    }
}
