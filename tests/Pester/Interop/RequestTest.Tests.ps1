# Exports recorded calls as tests, and runs the written files in a new shell, unchanged.

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url

    # A session with calls of many kinds. Each call is one test.
    $session = New-RequestSession -Record
    $send = { param($Path, $Options = @{}) $null = Invoke-Request "$url/$Path" -Session $session @Options }
    & $send 'get?show=1&token=HUSH-query' @{ Headers = @{ 'X-Api-Key' = 'HUSH-header'; 'X-Plain' = 'it''s "plain"' } }
    & $send 'basic-auth/user/HUSH-password' @{ Auth = 'user', 'HUSH-password' }
    $json = [ordered]@{ name = 'Ålice'; tags = @('a'); deep = @(, @(1, 2)); none = $null; password = 'HUSH-json' }
    & $send post @{ Method = 'Post'; Json = $json }
    & $send post @{ Method = 'Post'; Data = [ordered]@{ a = '1 & 2'; b = 'x', 'y'; 'odd key' = ''; secret = 'HUSH-form' } }
    $files = @{ f = 'n.bin', [byte[]](0, 13, 10, 255); g = 'g.txt', "two`nlines" }
    & $send post @{ Method = 'Post'; Data = @{ user = 'Alice' }; Files = $files }
    & $send put @{ Method = 'Put'; Data = [byte[]](0, 1, 255); Headers = @{ 'Content-Type' = 'application/octet-stream' } }
    $lines = "a '`$(1)' `"text`" of $('many ' * 20)`n'@`n$([char]0x2019)@ lines"
    & $send post @{ Method = 'Post'; Data = $lines; Headers = @{ 'Content-Type' = 'text/plain' } }
    & $send redirect/2
    & $send redirect/1 @{ AllowRedirects = $false }
    & $send 'cookies/set?session=HUSH-cookie'
    & $send get @{ Method = 'Head' }
    & $send status/404
    & $send status/500
    & $send status/204
    & $send image/png
    & $send stream/3
    & $send xml
    & $send html
    & $send encoding/utf8
    & $send gzip
    $calls = 20

    # Bodies that a literal of a script could change.
    $bodies = @(
        '{"a":1,"A":2}', '{"":1}', '[]', '{}', '[[1],[2]]', '[[[]]]', '[null]', '"text"', 'null', '12', '{"n":1.50}', '{"n":1e3}'
        '{"n":1.5}'
        '{"n":-9223372036854775808}', '{"n":12345678901234567890}', '{"t":"#it''s# $(throw) `n \u2028 \u0001"}'.Replace('#', [char]0x2019)
        '{"$x":{"a b":[{"c":true}]}}', '{"PSObject":1,"Count":2,"Length":3}', '{"half":"\ud83d"}', "{`"a`":1}`n{`"a`":2}"
        '{"cut":', '{"a":1,"a":2}', '{"if":1,"é":2}'
        ('{"long":"' + 'x' * 5000 + '"}'), ('[' * 20 + ']' * 20), ''
    )
    $odd = New-RequestSession -Record
    Add-RequestAdapter $odd https:// (New-MockAdapter -Ordered @($bodies.ForEach{
                @{ Body = $_; Headers = @{ 'Content-Type' = 'application/json'; 'Set-Cookie' = 'a=1', 'b=2' } }
            }))
    foreach ($index in 0..($bodies.Count - 1)) { $null = Invoke-Request "https://odd.example/${index}?<`$(throw)>" -Session $odd }

    # An archive with errors, and with what browsers write.
    $entry = {
        param($Method, $Url, $Status, $More = @{})
        $location = $More.Location ? @(@{ name = 'location'; value = $More.Location }) : @()
        $sent = @{ ':authority' = 'a'; 'sec-fetch-mode' = 'cors'; 'x-own' = '1' }
        $both = @{ httpVersion = 'h2'; cookies = @(); headersSize = -1; bodySize = 0 }
        @{
            startedDateTime = '2026-01-01T00:00:00Z'
            time            = 1
            cache           = @{}
            timings         = @{ send = 0; wait = 0; receive = 0 }
            request         = $both + @{
                method      = $Method
                url         = $Url
                queryString = @()
                headers     = @($sent.GetEnumerator().ForEach{ @{ name = $_.Key; value = $_.Value } })
            }
            response        = $both + @{
                status      = $Status
                statusText  = ''
                redirectURL = "$($More.Location)"
                content     = @{ size = 4; mimeType = 'text/plain'; text = 'text' }
                headers     = @(@{ name = 'content-type'; value = 'text/plain' }) + $location
            }
        } + ($More.Error ? @{ _error = $More.Error } : @{})
    }
    $entries = @(
        & $entry GET 'https://a.example/timeout' 0 @{
            Error = @{ type = 'ReadTimeoutException'; message = 'Read timed out.'; phase = 'wait' }
        }
        & $entry GET 'https://a.example/cut' 200 @{
            Error = @{ type = 'ChunkedEncodingException'; message = 'ended early'; phase = 'receive' }
        }
        & $entry GET 'https://a.example/from' 302 @{ Location = '/to?x=1' }
        & $entry GET 'https://a.example/other' 200
        & $entry GET 'https://a.example/to?x=1' 200
        & $entry GET 'wss://a.example/socket' 101
    )
    @{ log = @{ version = '1.2'; creator = @{ name = 'n'; version = '1' }; entries = $entries } } | ConvertTo-Json -Depth 9 |
        Set-Content "$TestDrive/browser.har"

    Export-RequestTest "$TestDrive/Calls.Tests.ps1" -Session $session
    Export-RequestTest "$TestDrive/Odd.Tests.ps1" $odd
    Export-RequestTest "$TestDrive/Browser.Tests.ps1" -Har "$TestDrive/browser.har"
    Export-RequestHar "$TestDrive/calls.har" $session
    Export-RequestTest "$TestDrive/Archive.Tests.ps1" -Har "$TestDrive/calls.har"
    $null = New-Item "$TestDrive/sub" -ItemType Directory
    Export-RequestTest "$TestDrive/Cassette.Tests.ps1" $session -Cassette "$TestDrive/sub/c.har"
    $text = Get-Content "$TestDrive/Calls.Tests.ps1" -Raw

    # A changed reply has to fail its test.
    $text.Replace('StatusCode = 404', 'StatusCode = 403') | Set-Content "$TestDrive/Changed.Tests.ps1"

    $ran = Invoke-FreshShell @"
        Import-Module '$((Get-Module Pester).Path)'
        foreach (`$name in 'Calls', 'Odd', 'Browser', 'Archive', 'Cassette', 'Changed') {
            `$result = Invoke-Pester "$TestDrive/`$name.Tests.ps1" -PassThru -Output None
            `$faults = @(`$result.Tests).Where{ `$_.Result -ne 'Passed' }.ForEach{ "`$(`$_.Name): `$(`$_.ErrorRecord)" }
            @{ Name = `$name; Passed = `$result.PassedCount; Faults = @(`$faults) } | ConvertTo-Json -Compress
        }
"@ | ForEach-Object { $_ | ConvertFrom-Json }
    $results = @{}
    foreach ($result in $ran) { $results[$result.Name] = $result }
}

AfterAll { Stop-TestServer $server }

Describe 'A file of Export-RequestTest' {
    It 'passes unchanged in a new shell: <Name>' -ForEach @(
        @{ Name = 'Calls'; Kind = 'calls' }, @{ Name = 'Odd'; Kind = 'odd' }, @{ Name = 'Browser'; Kind = 'browser' }
        @{ Name = 'Archive'; Kind = 'calls' }, @{ Name = 'Cassette'; Kind = 'calls' }
    ) {
        $results[$Name].Faults -join "`n" | Should -BeNullOrEmpty
        $expected = @{ calls = $calls; odd = $bodies.Count; browser = 4 }[$Kind]
        $results[$Name].Passed | Should -BeGreaterOrEqual $expected
    }

    It 'fails where a response differs' {
        $results.Changed.Faults | Should -HaveCount 1
        $results.Changed.Faults[0] | Should -Match '404'
    }

    It 'contains no secret' {
        foreach ($file in Get-ChildItem "$TestDrive/*.Tests.ps1") { Get-Content $file -Raw | Should -Not -Match 'HUSH' -Because $file.Name }
        $text | Should -Match 'token=\*{8}'
    }

    It 'contains the secrets with -Unmask' {
        Export-RequestTest "$TestDrive/all.ps1" $session -Unmask
        $all = Get-Content "$TestDrive/all.ps1" -Raw
        foreach ($secret in 'HUSH-query', 'HUSH-header', 'HUSH-json', 'HUSH-form') { $all | Should -Match $secret }
    }

    It 'has one test for a call with its redirects, and the parameters that the call had' {
        $text | Should -Match '\$response\.History\.Count \| Should -Be 2'
        $text | Should -Match 'redirect/1'' -AllowRedirects:\$false -Session'
        $text | Should -Match '-Method POST -Json \$body'
        $text | Should -Match '-Data \$fields -Files \$files'
        $text | Should -Match '\$json\.PSObject\.Properties\.Name \| Should -Be'
        $text | Should -Match "'X-Plain' = 'it''s `"plain`"'"
    }

    It 'expects the errors of an archive, and joins a redirect with its target' {
        $browser = Get-Content "$TestDrive/Browser.Tests.ps1" -Raw
        $browser | Should -Match '-Throw -ExceptionType \(\[Requests\.ReadTimeoutException\]\)'
        $browser | Should -Match "Fault = 'TruncateBody'"
        ([regex]::Matches($browser, '(?m)^    It ')).Count | Should -Be 4
        $browser | Should -Not -Match 'sec-fetch|:authority'
        $browser | Should -Match "'x-own' = '1'"
    }
}

Describe 'Export-RequestTest' {
    It 'exports the calls whose URLs match -Url' {
        Export-RequestTest "$TestDrive/some.ps1" $session -Url '*/xml', '*/HTML'
        ([regex]::Matches((Get-Content "$TestDrive/some.ps1" -Raw), '(?m)^    It ')).Count | Should -Be 2
    }

    It 'takes responses from the pipeline' {
        Invoke-Request "$url/get" | Export-RequestTest "$TestDrive/one.ps1"
        ([regex]::Matches((Get-Content "$TestDrive/one.ps1" -Raw), '(?m)^    It ')).Count | Should -Be 1
    }

    It 'writes what -Cassette names, and tests that use it' {
        Get-Content "$TestDrive/Cassette.Tests.ps1" -Raw |
            Should -Match 'New-CassetteAdapter -Path \(Join-Path \$PSScriptRoot ''sub/c\.har''\) -Mode None -Match Method, Url'
        Get-Content "$TestDrive/sub/c.har" -Raw | Should -Not -Match 'HUSH'
    }

    It 'is refused with <Name>' -ForEach @(
        @{ Name = 'a session that does not record'; Value = { @{ InputObject = New-RequestSession } }; Message = '*does not record*' }
        @{ Name = 'an empty recording'; Value = { @{ InputObject = New-RequestSession -Record } }; Message = '*no calls to export*' }
        @{ Name = 'a number'; Value = { @{ InputObject = 5 } }; Message = '*InputObject cannot be Int32*' }
        @{ Name = '-Url that matches nothing'; Value = { @{ InputObject = $odd; Url = 'x' } }; Message = '*-Url matches no call*' }
        @{ Name = 'an archive that does not exist'; Value = { @{ Har = "$TestDrive/none.har" } }; Message = '*-Har cannot be read*' }
        @{ Name = 'a file that is not an archive'; Value = { @{ Har = $PSCommandPath } }; Message = '*' }
        @{ Name = 'one file for both'; Value = { @{ InputObject = $odd; Cassette = "$TestDrive/x.ps1" } }; Message = '*the same file*' }
    ) {
        $options = & $Value
        { Export-RequestTest "$TestDrive/x.ps1" @options } | Should -Throw $Message
        "$TestDrive/x.ps1" | Should -Not -Exist
    }

    It 'replaces no file with -NoClobber, and writes none with -WhatIf' {
        Set-Content "$TestDrive/there.ps1" 'mine'
        { Export-RequestTest "$TestDrive/there.ps1" $odd -NoClobber -Cassette "$TestDrive/not.har" } | Should -Throw '*already exists*'
        Export-RequestTest "$TestDrive/new.ps1" $odd -Cassette "$TestDrive/not.har" -WhatIf 6>$null
        "$TestDrive/new.ps1", "$TestDrive/not.har" | Should -Not -Exist
        Get-Content "$TestDrive/there.ps1" | Should -Be 'mine'
    }
}
