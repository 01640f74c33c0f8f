# The scripts under examples/, each in a fresh shell that sees nothing but the built module.

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $examples = Resolve-Path "$PSScriptRoot/../../examples"
}

AfterAll { Stop-TestServer $server }

Describe 'Example scripts' {
    It 'Test-Site.ps1 tells which sites are up' {
        $shown = Invoke-FreshShell "'$url/get', '$url/status/503', 'http://127.0.0.1:1/' | & '$examples/Test-Site.ps1' | ConvertTo-Json" | ConvertFrom-Json
        $shown.Up | Should -Be $true, $false, $false
        $shown.Status | Should -Be 200, 503, $null
        $shown[2].Error | Should -Be 'ConnectionError'
    }

    It 'Show-Api.ps1 keeps cookies, follows and reads JSON' {
        $shown = Invoke-FreshShell "& '$examples/Show-Api.ps1' -BaseUri '$url' | ConvertTo-Json" | ConvertFrom-Json
        $shown[0].flavour | Should -Be 'sweet'
        $shown[1].Hops | Should -Be 2
        $shown[2].title | Should -Not -BeNullOrEmpty
    }

    It 'Send-BuildResult.ps1 uploads, and fails in the server''s words without the token' {
        Set-Content "$TestDrive/package.zip" 'zip'
        $upload = "`$env:API_TOKEN = 'hunter2'; & '$examples/Send-BuildResult.ps1' -BaseUri '$url' -Path '$TestDrive/package.zip' -Build 7 -Verbose"
        $shown = Invoke-FreshShell "$upload *>&1" | Out-String
        $shown | Should -Match 'Uploaded build 7 in \d+ ms'
        $shown | Should -Not -Match 'hunter2'
        $failed = Invoke-FreshShell "try { $upload -Route status/403 } catch { `$_.Exception.Message }" | Out-String
        $failed | Should -Match 'refused build 7 with status 403'
    }

    It 'has a test for every script' { (Get-ChildItem $examples -Filter *.ps1).Name | Should -Be 'Send-BuildResult.ps1', 'Show-Api.ps1', 'Test-Site.ps1' }
}
