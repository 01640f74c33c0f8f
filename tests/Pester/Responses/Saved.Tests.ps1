# Tests objects that are serialized to files, jobs and other processes.
BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    function Copy-Saved($Value) {
        $file = Join-Path $TestDrive 'saved.xml'
        Export-Clixml -InputObject $Value -LiteralPath $file
        $script:text = Get-Content -LiteralPath $file -Raw
        Import-Clixml -LiteralPath $file
    }
}

AfterAll { Stop-TestServer $server }

Describe 'A response' {
    It 'keeps request, headers, status, content and text in a file' {
        $response = Invoke-Request "$url/anything?a=1" -Method Post -Json @{
            name = 'Alice'
        } -Headers @{ 'X-Team' = 'red'; Authorization = 's3cret' }
        $copy = Copy-Saved $response
        $copy.StatusCode | Should -Be 200
        $copy.Request.Url | Should -Be "$url/anything?a=1"
        $copy.Request.Method | Should -Be 'POST'
        $copy.Request.Headers['x-team'] | Should -Be 'red'
        [Text.Encoding]::UTF8.GetString($copy.Request.Body) | Should -Be '{"name":"Alice"}'
        $copy.Headers['content-type'] | Should -Be $response.Headers['Content-Type']
        [byte[]]$copy.Content | Should -Be $response.Content
        $copy.Text | Should -Be $response.Text
        $script:text.Replace($response.Text, '') | Should -Not -Match '<S N="(Key|Value)">s3cret'
    }

    It 'keeps no secret of its URLs' {
        $response = Invoke-Request "$url/redirect-to" -Params (
            [ordered]@{ sig = 's3cret'; access_token = 's3cret'; a = '1'; url = '/anything?Key=s3cret&b=2' }
        )
        $copy = Copy-Saved $response
        $copy.Url | Should -Be "$url/anything?Key=********&b=2"
        $copy.History[0].Url | Should -BeLike "$url/redirect-to?sig=[*][*]*&access_token=[*][*]*&a=1&url=*"
        { $copy.Request | Send-Request } | Should -Throw '*secret in the URL*'
    }

    It 'keeps all of a JSON text except secrets' {
        $session = New-RequestSession -Headers @{ 'X-Team' = 'red'; 'X-Api-Key' = 's3cret' } -Auth alice,
            s3cret -Cookies @{ sid = 's3cret' } -Params @{ a = 1 } 3>$null
        $response = $session.Get("$url/response-headers?Set-Cookie=t%3Ds3cret&Link=%3C/2%3E%3B%20rel%3Dnext") 3>$null
        $plain = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('alice:s3cret'))
        foreach ($depth in 1, 2, 4, 8) {
            $response.Headers.GetEnumerator() | Where-Object Value -Match 's3cret' | Should -HaveCount 1
            $text = $response | ConvertTo-Json -Depth $depth -WarningAction Ignore
            $shown = $text | ConvertFrom-Json -AsHashtable
            $shown.StatusCode, $shown.Reason | Should -Be 200, 'OK'
            if ($depth -ge 2) { $shown.Headers['Content-Type'], $shown.Request.Headers['X-Team'] | Should -Be 'application/json', 'red' }
            foreach ($name in 'Url', 'ShownUrl', 'SavedUrl', 'Text', 'Content', 'Preview', 'SavedContent') { $shown.Remove($name) }
            $shown.Request?.Remove('Url')
            $shown | ConvertTo-Json -Depth 20 | Should -Not -Match "s3cret|$plain"
        }
        $session | ConvertTo-Json -Depth 8 -WarningAction Ignore | Should -Not -Match "s3cret|$plain"
    }

    It 'keeps the headers of a copy complete' {
        $headers = (Invoke-Request "$url/get" -Headers @{ Authorization = 's3cret' } 3>$null).Request.Headers
        ([hashtable]$headers).Authorization, (@{} + $headers).Authorization,
            ($headers.GetEnumerator() | Where-Object Key -EQ Authorization).Value | Should -Be 's3cret', 's3cret', 's3cret'
        (Invoke-Request "$url/anything" -Method Post -Json $headers).Json().json.Authorization | Should -Be 's3cret'
        (Invoke-Request "$url/headers" -Headers $headers 3>$null).Json().headers.Authorization | Should -Be 's3cret'
        (Invoke-Request "$url/anything" -Method Post -Data $headers).Json().form.Authorization | Should -Be 's3cret'
        $headers | ForEach-Object { $_ | ConvertTo-Json } | Should -Not -Match 's3cret'
    }

    It 'keeps them in the output of a job' {
        $module = Get-ModuleManifestPath
        $job = Start-Job { Import-Module $using:module; Invoke-Request "$using:url/image/png" } | Receive-Job -Wait -AutoRemoveJob
        $job.StatusCode | Should -Be 200
        $job.Content.Count | Should -BeGreaterThan 7
        ([byte[]]$job.Content)[1..3] | Should -Be ([byte[]][char[]]'PNG')
        $job.Headers['Content-Type'] | Should -Be 'image/png'
    }

    It 'that was not read is not read for the file' {
        $response = Invoke-Request "$url/get" -Stream
        (Copy-Saved $response).StatusCode | Should -Be 200
        $response.Close()
    }
}

Describe 'A prepared request' {
    It 'is restored without its hooks, and can be sent' {
        $request = New-Request "$url/anything" -Method Put -Data 'text' -Hooks @{ response = { throw 'must not run' } }
        $copy = Copy-Saved (ConvertTo-PreparedRequest $request)
        $response = $copy | Send-Request
        $response.Json().data | Should -Be 'text'
        $response.Request.Method | Should -Be 'PUT'
    }
}

Describe 'A session' {
    It 'is restored with its settings, and can send' {
        $session =
            New-RequestSession -BaseUri $url -Headers ([ordered]@{ 'X-Z' = '1'; 'X-A' = '2' }) -Params @(('p', '1'), ('p', '2')) -Timeout 3,
            7 -RaiseForStatus -MaximumRedirection 4 -TrustEnv:$false -Retry (New-RetryPolicy -Total 2 -StatusList 503 -Methods GET)
        $again = Copy-Saved $session | New-RequestSession -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        $seen = $again.Get('/get').Json()
        $seen.args.p | Should -Be '1', '2'
        $seen.headers.'X-Z', $seen.headers.'X-A' | Should -Be '1', '2'
        @($again.Headers.Keys)[-2..-1] | Should -Be 'X-Z', 'X-A'
        $again.Defaults.ToString() | Should -Be $session.Defaults.ToString()
        $again.Defaults.Retry.StatusList | Should -Be 503
        $again.Defaults.Retry.Methods | Should -Be 'GET'
        $again.TrustEnv | Should -BeFalse
        { $again.Get('/status/404') } | Should -Throw
    }

    It 'is saved without secrets, and a warning names them' {
        $session = New-RequestSession -BaseUri 'http://user:s3cret@h/' -Auth alice, s3cret -Headers @{
            'X-Api-Key' = 's3cret'
        } -Params @{ token = 's3cret'; page = 1 } -Cookies @{ sid = 's3cret' } -Hooks @{ response = { } }
        Add-RequestAdapter $session mock:// (New-MockAdapter)
        $again = Copy-Saved $session | New-RequestSession -WarningVariable warned 3>$null
        $script:text | Should -Not -Match 's3cret'
        foreach ($name in 'header X-Api-Key', 'query token', 'Basic \(alice\)', '1 cookies', 'hooks', 'mock://', 'base URI') {
            $warned | Should -Match $name
        }
        $again.Params.Count | Should -Be 1
        $again.BaseUri | Should -Be 'http://h/'
    }

    It 'is an independent copy of another session with all settings' {
        $session = New-RequestSession -BaseUri $url -Auth user, pass -Cookies @{ a = '1' } -Headers @{ 'X-A' = '1' }
        $copy = New-RequestSession -From $session -Headers @{ 'X-B' = '2' }
        $copy.Cookies.Set('b', '2')
        $seen = $copy.Get('/headers').Json().headers
        $seen.'X-A', $seen.'X-B', $seen.Authorization, $seen.Cookie | Should -Be '1', '2', 'Basic dXNlcjpwYXNz', 'a=1; b=2'
        $session.Headers['X-B'] | Should -BeNullOrEmpty
        $session.Cookies.Count | Should -Be 1
        Close-RequestSession $session
        $copy.Get('/get').StatusCode | Should -Be 200
    }

    It 'cannot be created from another object' {
        { New-RequestSession -From 'text' } | Should -Throw '*cannot be this text*'
    }
}

Describe 'A cookie' {
    It 'keeps its value, also in a shell without the module' {
        $jar = (New-RequestSession -Cookies @{ sid = 's3cret' }).Cookies
        $jar | ForEach-Object Value | Should -Be 's3cret'
        1 | ForEach-Object -Parallel { ($using:jar | ForEach-Object Value) -join ',' } | Should -Be 's3cret'
        ConvertTo-Json -InputObject $jar | Should -Not -Match 's3cret'
        $null = Copy-Saved @($jar)
        $script:text | Should -Not -Match 's3cret'
    }
}

Describe 'A method' {
    It 'is text, an enumeration or an HttpMethod' {
        foreach ($method in 'post', [Net.Http.HttpMethod]::Post, [Microsoft.PowerShell.Commands.WebRequestMethod]::Post) {
            (Invoke-Request "$url/post" -Method $method).Request.Method | Should -Be 'POST'
        }
    }
}

Describe 'The environment report' {
    It 'names module, PowerShell, .NET, system and TLS library' {
        $report = Get-RequestEnvironment
        $report.Version | Should -Be (Import-PowerShellDataFile (Get-ModuleManifestPath)).ModuleVersion
        $report.PowerShell | Should -Be "$($PSVersionTable.PSVersion)"
        $report.Framework | Should -Match '^\.NET \d'
        $report.OperatingSystem | Should -Not -BeNullOrEmpty
        $report.TlsLibrary | Should -Match ($IsLinux ? '^OpenSSL \d+\.\d+\.\d+$' : '^(Schannel|Secure Transport)$')
    }
}
