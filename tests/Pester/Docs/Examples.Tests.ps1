# Runs the scripts under examples/, each in a new runspace that has only the built module, or in a new shell if it writes to the host.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $examples = Resolve-Path "$PSScriptRoot/../../../examples"
    $client = Start-ScriptShell
    function Invoke-Example([string] $Script) { Invoke-ScriptShell $client $Script }
}

AfterAll {
    Stop-ScriptShell $client
    Stop-TestServer $server
}

Describe 'Example scripts' {
    It 'Test-Site.ps1 reports which sites are up' {
        $shown = Invoke-Example "'$url/get', '$url/status/503', 'http://127.0.0.1:1/' | & '$examples/Test-Site.ps1' | ConvertTo-Json" |
            ConvertFrom-Json
        $shown.Up | Should -Be $true, $false, $false
        $shown.Status | Should -Be 200, 503, $null
        $shown[2].Error | Should -Be 'ConnectionError'
    }

    It 'Show-Api.ps1 keeps cookies, follows redirects and reads JSON' {
        $shown = Invoke-Example "& '$examples/Show-Api.ps1' -BaseUri '$url' | ConvertTo-Json" | ConvertFrom-Json
        $shown[0].flavour | Should -Be 'sweet'
        $shown[1].Hops | Should -Be 2
        $shown[2].title | Should -Not -BeNullOrEmpty
    }

    It 'Send-BuildResult.ps1 uploads, and shows no token when the server refuses' {
        Set-Content "$TestDrive/package.zip" 'zip'
        $upload = "`$env:API_TOKEN = 'hunter2'; & '$examples/Send-BuildResult.ps1' -BaseUri '$url' " +
            "-Path '$TestDrive/package.zip' -Build 7 -Verbose"
        $shown = Invoke-Example "$upload *>&1" | Out-String
        $shown | Should -Match 'Uploaded build 7 in \d+ ms'
        $shown | Should -Not -Match 'hunter2'
        $failed = Invoke-Example "try { $upload -Route status/403 } catch { `$_.Exception.Message }" | Out-String
        $failed | Should -Match 'refused build 7 with status 403'
    }

    It 'New-CloudSession.ps1 signs in at <Name>, masks its tokens and renews them' -ForEach @(
        @{
            Name        = 'GitHub Actions'
            Environment = '$env:GITHUB_ACTIONS, $env:ACTIONS_ID_TOKEN_REQUEST_URL, $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = ' +
                '"true", "{0}/pipeline/github?hint=1", "of-the-agent"'
            Mask        = '::add-mask::'
            Query       = ''
            Exchanges   = 1
        }
        @{
            Name        = 'Azure Pipelines'
            Environment =
                '$env:TF_BUILD, $env:SYSTEM_OIDCREQUESTURI, $env:SYSTEM_ACCESSTOKEN = "True", "{0}/pipeline/azure", "of-the-agent"'
            Mask        = '##vso[task.setsecret]'
            # A token that expires immediately is renewed for the second call.
            Query       = '?lifetime=0.000001'
            Exchanges   = 2
        }
    ) {
        $shown = Invoke-FreshShell @"
            $($Environment -f $url)
            `$options = @{ BaseUri = '$url'; TokenUri = '$url/pipeline/exchange$Query'; ClientId = 'deployer'; ServiceConnectionId = 'c' }
            `$session = & '$examples/New-CloudSession.ps1' @options
            `$session.Get('/pipeline/whoami').Json().name
            `$session.Get('/pipeline/whoami').Json().name
"@
        @($shown).Where{ $_ -eq 'deployer' } | Should -HaveCount 2
        $masked = @($shown).Where{ $_.StartsWith($Mask) }
        $masked | Should -HaveCount (2 * $Exchanges)
        $masked[1] | Should -Match 'cloud\.[0-9A-F]{24}$'
        $masked | Sort-Object -Unique | Should -HaveCount (2 * $Exchanges)
    }

    It 'New-CloudSession.ps1 reports why it could not sign in' {
        $signIn = "& '$examples/New-CloudSession.ps1' -BaseUri '$url' -TokenUri '$url/pipeline/exchange'"
        Invoke-Example "try { $signIn -ClientId deployer } catch { `$_.Exception.Message }" |
            Should -Match 'ACTIONS_ID_TOKEN_REQUEST_URL'
        $refused = Invoke-Example @"
            `$env:ACTIONS_ID_TOKEN_REQUEST_URL, `$env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = '$url/pipeline/github', 'of-the-agent'
            try { ($signIn -ClientId unknown).Get('/pipeline/whoami') } catch { `$_.Exception.Message }
"@ | Out-String
        $refused | Should -Match 'refused: invalid_client \(The assertion is not known\.\)'
    }

    It 'Wait-Deployment.ps1 sends requests until the deployment is ready, at most -Attempts times' {
        $ready = Invoke-Example "& '$examples/Wait-Deployment.ps1' '$url/pipeline/deployment/one/3' | ConvertTo-Json" | ConvertFrom-Json
        $ready.Status, $ready.Attempts | Should -Be 200, 4
        $ready.Body | Should -Match 'ready'
        $wait = "& '$examples/Wait-Deployment.ps1' '$url/pipeline/deployment/two/9' -Attempts 4"
        Invoke-Example "try { $wait } catch { `$_.Exception.Message }" | Should -Match 'not ready after 4 attempts'
        (Invoke-Request "$url/pipeline/deployment/two/4").StatusCode | Should -Be 200 -Because 'four requests were sent before'
        Invoke-Example "try { & '$examples/Wait-Deployment.ps1' '$url/status/401' } catch { `$_.Exception.Message }" |
            Should -Match '401'
    }

    It 'Export-ApiItem.ps1 writes all pages, or fails' {
        $file = Invoke-Example "(& '$examples/Export-ApiItem.ps1' '$url/links/3/0' -Path '$TestDrive/items.csv').FullName"
        (Import-Csv $file).page | Should -Be 0, 1, 2
        $export = "& '$examples/Export-ApiItem.ps1' '$url/status/403' -Path '$TestDrive/none.csv'"
        Invoke-Example "try { $export } catch { `$_.Exception.Message }" | Should -Match '403'
    }

    It 'Test-Smoke.ps1 tests its checks without a service, then the service' {
        (Invoke-Example "& '$examples/Test-Smoke.ps1' https://nowhere.example -DryRun | ConvertTo-Json" | ConvertFrom-Json).Passed |
            Should -Be $true, $true, $true
        (Invoke-Example "& '$examples/Test-Smoke.ps1' '$url' | ConvertTo-Json" | ConvertFrom-Json).Passed |
            Should -Be $true, $true, $true
        Invoke-Example "try { `$null = & '$examples/Test-Smoke.ps1' http://127.0.0.1:1 } catch { `$_.Exception.Message }" |
            Should -Be '3 of 3 checks failed.'
    }

    It '<File> runs step by step' -ForEach @(
        @{
            File        = 'github-actions.yml'
            Step        = '^        run: (.+)$'
            Environment = '$env:GITHUB_ACTIONS, $env:ACTIONS_ID_TOKEN_REQUEST_URL, $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = ' +
                '"true", "{0}/pipeline/github", "of-the-agent"'
        }
        @{
            File        = 'azure-pipelines.yml'
            Step        = '^  - pwsh: (.+)$'
            Environment =
                '$env:TF_BUILD, $env:SYSTEM_OIDCREQUESTURI, $env:SYSTEM_ACCESSTOKEN = "True", "{0}/pipeline/azure", "of-the-agent"'
        }
    ) {
        $folder = (New-Item "$TestDrive/$File" -ItemType Directory).FullName
        Copy-Item "$examples/*" $folder
        Set-Content "$folder/package.zip" 'zip'
        $values = @{
            'vars.BASE_URI' = $url; 'vars.TOKEN_URI' = "$url/pipeline/exchange"; 'vars.CLIENT_ID' = 'deployer'; 'github.run_number' = 7
            'vars.HEALTH_URI' = "$url/pipeline/deployment/$File/2"; 'vars.ITEMS_URI' = "$url/links/3/0"
            'BaseUri' = $url; 'TokenUri' = "$url/pipeline/exchange"; 'ClientId' = 'deployer'
            'Build.BuildNumber' = 7; 'ServiceConnectionId' = 'c'
            'HealthUri' = "$url/pipeline/deployment/$File/2"; 'ItemsUri' = "$url/links/3/0"
        }
        $steps = Get-Content "$folder/$File" | Where-Object { $_ -match $Step } | ForEach-Object { $_ -replace $Step, '$1' }
        $steps | Should -HaveCount 7
        $steps[0] | Should -Match '^Install-PSResource Requests' -Because 'the other steps run with the built module'
        $script = $steps[1..6] | ForEach-Object {
            [regex]::Replace(
                $_, '\$\{\{ ([\w.]+) \}\}|\$\(([A-Z][\w.]+)\)', { $values[$args[0].Groups[1].Value + $args[0].Groups[2].Value] }
            )
        } | ForEach-Object { "& { $_ } | Out-String -Width 200" }
        $shown = Invoke-FreshShell @"
            Set-Location '$folder'
            `$ErrorActionPreference = 'Stop'
            `$env:API_TOKEN = 'hunter2'
            $($Environment -f $url)
            $($script -join "`n")
"@ 2>&1 | Out-String -Width 200
        foreach ($part in 'Uploaded build 7', 'deployer', '200 +3 ', 'items.csv') { $shown | Should -Match $part }
        ([regex]::Matches($shown, 'True')).Count | Should -Be 6
    }

    It 'has a test for every script' {
        $tests = Get-Content $PSCommandPath -Raw
        foreach ($script in Get-ChildItem $examples -Include *.ps1, *.yml -Recurse) {
            $tests | Should -Match "'$($script.Name) |File += '$($script.Name)'"
        }
    }
}
