# Compares with the real curl: the request that curl sends for a command, and the request that Invoke-Request sends for the parsed command,
# and in the other direction.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $script:hasCurl = Test-Peer curl
}

BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    Set-Content "$TestDrive/a b.txt" "line one`nline two`n" -NoNewline
    [IO.File]::WriteAllBytes("$TestDrive/raw.bin", [byte[]](0..255))
    function Get-Seen($Echo) {
        # Returns the request that a server echoes, without what is different for each client.
        $headers = [ordered]@{}
        $Echo.headers.PSObject.Properties | Where-Object Name -NotIn 'User-Agent', 'Accept-Encoding', 'Connection', 'Host',
            'Content-Length', 'Accept', 'Expect' | Sort-Object Name | ForEach-Object { $headers[$_.Name] = $_.Value -replace 'boundary=.*' }
        [pscustomobject]@{
            Method  = $Echo.method
            Args    = $Echo.args
            Headers = $headers
            Data    = $Echo.form.PSObject.Properties.Name ? '' : ($Echo.data -replace '(?m)^--[-\w]+\r?$' -replace '--[-\w]+--')
            Form    = $Echo.form
            Files   = $Echo.files
        } | ConvertTo-Json -Depth 5
    }
}

AfterAll { Stop-TestServer $server }

Describe 'ConvertFrom-CurlCommand' -Skip:(-not $hasCurl) {
    It 'reads a command so that the request equals that of curl: <_>' -ForEach @(
        "curl URL"
        "curl -X DELETE URL"
        "curl -sSL 'URL?a=1&b=x%20y' -H 'X-One: 1' -H 'X-Two: it'\''s'"
        "curl URL -d a=1 -d 'b=x y'"
        "curl URL --data-raw '{`"a`": `"ü`"}' -H 'Content-Type: application/json'"
        "curl URL --json '{`"a`":1}'"
        "curl -G URL -d a=1 --data-urlencode 'q=ü &=' --data-urlencode 'plain text'"
        "curl -XPUT -d@'FOLDER/a b.txt' URL"
        "curl URL --data-binary '@FOLDER/a b.txt' -H 'Content-Type: text/plain'"
        "curl -T 'FOLDER/a b.txt' URL"
        "curl URL -u 'user:p:w' -b 'c=1; d=2' -e http://from.example/"
        "curl URL --oauth2-bearer abc"
        "curl URL -F a=1 -F 'b=two words;type=text/css'"
        "curl URL -F 'f=@FOLDER/a b.txt;type=text/plain' -F name=me"
        "curl URL -F 'f=@`"FOLDER/a b.txt`";filename=other.txt' --form-string 'at=@no'"
        "curl URL -H 'X-Empty;' -H 'Accept:'"
        "curl --connect-to www.example.com:80:NODE http://www.example.com/anything"
        "curl -4 --http1.1 --connect-to ::NODE http://www.example.com/anything"
        "curl --connect-to a.example::b.example:PORT --resolve b.example:PORT:127.0.0.1 http://a.example/anything"
        "curl --resolve '*:PORT:127.0.0.1' http://c.example:PORT/anything"
        "curl --unix-socket SOCKET http://docker.example/anything"
        "curl -z 'Sun, 06 Nov 1994 08:49:37 GMT' URL"
        "curl -z '-Sun, 12 Sep 2004 15:05:58' URL"
        "curl `$'URL?q=\x42' -d `$'a=\'\\n\x41'"
        "curl \`n  -H `"X-Quoted: say \\`"hi\\`"`" \`n  URL"
    ) {
        $command = $_.Replace('URL', "$url/anything").Replace('FOLDER', $TestDrive).Replace('NODE', ([uri] $url).Authority)
        $command = $command.Replace('PORT', ([uri] $url).Port).Replace('SOCKET', $server.UnixSocket)
        Set-Content "$TestDrive/run.sh" $command
        $expected = (& bash "$TestDrive/run.sh" 2>$null) -join "`n" | ConvertFrom-Json
        $parameters = ConvertFrom-CurlCommand $command
        Get-Seen (Invoke-Request @parameters).Json() | Should -Be (Get-Seen $expected)
        $text = ConvertFrom-CurlCommand $command -AsText
        Get-Seen (Invoke-Expression $text).Json() | Should -Be (Get-Seen $expected)
    }

    It 'reads the commands that browsers copy: <Name>' -ForEach @(
        @{
            Name    = 'bash'
            Command = "curl 'URL?x=1' \`n  -H 'accept: application/json' \`n  -H 'cookie: a=b' \`n" +
                "  -H 'sec-ch-ua: `"Chromium`";v=`"130`"' \`n  --data-raw `$'{`"it\'s`":1}' \`n  --compressed"
        }
        @{
            Name    = 'cmd'
            Command = "curl ^`"URL?x=1^`" ^`r`n  -H ^`"accept: application/json^`" ^`r`n  -H ^`"cookie: a=b^`" ^`r`n" +
                "  -H ^`"sec-ch-ua: ^\^`"Chromium^\^`";v=^\^`"130^\^`"^`" ^`r`n" +
                "  --data-raw ^`"^{^\^`"it's^\^`":1^}^`" ^`r`n  --compressed"
        }
    ) {
        $parameters = ConvertFrom-CurlCommand $Command.Replace('URL', "$url/anything")
        $seen = (Invoke-Request @parameters).Json()
        $seen.method | Should -Be 'POST'
        $seen.args.x | Should -Be 1
        $seen.headers.'sec-ch-ua' | Should -Be '"Chromium";v="130"'
        $seen.headers.cookie | Should -Be 'a=b'
        $seen.data + $seen.form.PSObject.Properties.Name | Should -Match 'it''s'
    }
}

Describe 'Parameters of a curl command' {
    It 'are those of Invoke-Request' {
        $map = ConvertFrom-CurlCommand ('curl -k -x proxy.example:3128 -U me:pw --noproxy a,b -m 5 --connect-timeout 2 --retry 3 ' +
            '-o out.bin --max-filesize 100 -f --max-redirs 4 -L example.com')
        $map.Uri | Should -Be 'http://example.com'
        $map.Verify | Should -BeFalse
        $map.Proxies | Should -Be 'http://me:pw@proxy.example:3128'
        $map.NoProxy | Should -Be 'a', 'b'
        $map.TotalTimeout | Should -Be 5
        $map.Timeout | Should -Be 2, 0
        $map.Retry | Should -Be 3
        $map.OutFile | Should -Be 'out.bin'
        $map.MaximumSize | Should -Be 100
        $map.RaiseForStatus | Should -BeTrue
        $map.MaximumRedirection | Should -Be 4
        $map.Contains('AllowRedirects') | Should -BeFalse
        (ConvertFrom-CurlCommand 'curl example.com').AllowRedirects | Should -BeFalse
        (ConvertFrom-CurlCommand 'curl --digest -u a:b example.com').Auth | Should -BeOfType Requests.DigestAuth
        (ConvertFrom-CurlCommand 'curl --ntlm -u a:b example.com').Auth.Package | Should -Be 'Ntlm'
        (ConvertFrom-CurlCommand 'curl --cert c.pem:pw --key k.pem https://example.com').Cert.Key | Should -Be 'k.pem'
        (ConvertFrom-CurlCommand 'curl -I example.com').Method | Should -Be 'HEAD'
        @(ConvertFrom-CurlCommand 'curl a.example b.example').Uri | Should -Be 'http://a.example', 'http://b.example'
    }

    It 'are errors if Invoke-Request has no equivalent: <_>' -ForEach @(
        'wget http://example.com', 'curl', 'curl --no-such-option x', "curl 'open", 'curl -d @- x', 'curl -b jar.txt x',
        'curl -F a=1 -d b=2 x', 'curl -m soon x', 'curl --abstract-unix-socket x http://h/', 'curl --connect-to a:b x',
        'curl --connect-to a:x:b:80 x', 'curl --resolve a:10.0.0.7 x', 'curl --resolve a:80: x',
        'curl -Z x', 'curl -d a=1 --data-binary @f x', 'curl -d a=1 -T f x', 'curl -F a=1 -T f x'
    ) {
        { ConvertFrom-CurlCommand $_ } | Should -Throw
    }

    It 'say where to connect, and the first option of curl that applies takes precedence: <Command>' -ForEach @(
        @{ Command = '--connect-to a:443:b:8443 --connect-to ::c:'; Map = 'a:443=b:8443 *=c' }
        @{ Command = '--connect-to ::c: --connect-to a:443:b:8443'; Map = '*=c' }
        @{ Command = '--connect-to :443:c: --connect-to a::b:'; Map = ':443=c a:443=c a=b' }
        @{ Command = '--connect-to a::: --connect-to ::c:'; Map = 'a=a *=c' }
        @{ Command = '--connect-to a:443:[::1]:8443'; Map = 'a:443=[::1]:8443' }
        @{ Command = '--resolve a:443:[::1] --resolve +*:80:10.0.0.7'; Map = 'a:443=[::1] :80=10.0.0.7' }
        @{ Command = '--resolve a:443:::1'; Map = 'a:443=[::1]' }
    ) {
        $hosts = (ConvertFrom-CurlCommand "curl $Command https://a/").ConnectTo
        @($hosts.Keys | ForEach-Object { "$_=$($hosts[$_])" }) -join ' ' | Should -Be $Map
        $text = ConvertFrom-CurlCommand "curl $Command https://a/" -AsText
        $text | Should -BeLike '* -ConnectTo (`[ordered`]@{*})*'
    }

    It 'are those of the connection and of the time of a file' {
        $map = ConvertFrom-CurlCommand 'curl -6 --http2 --unix-socket /run/x.sock --connect-to ::b: -R -z f.txt -o f.txt https://a/'
        $map.AddressFamily, $map.UnixSocket, $map.RemoteTime, $map.IfChanged | Should -Be 'IPv6', '/run/x.sock', $true, $true
        $map.HttpVersion | Should -Be 2, 1.1
        $map.Contains('ConnectTo') | Should -BeFalse
        (ConvertFrom-CurlCommand 'curl --http2-prior-knowledge http://a/').HttpVersion | Should -Be 2
        (ConvertFrom-CurlCommand 'curl -O -z f.txt https://a/b/f.txt?c').IfChanged | Should -BeTrue
        (ConvertFrom-CurlCommand 'curl -R https://a/').Contains('RemoteTime') | Should -BeFalse
        $path = "$TestDrive/a b.txt"
        $headers = (ConvertFrom-CurlCommand "curl -z '$path' https://a/").Headers
        $headers['If-Modified-Since'] | Should -Be (Get-Item $path).LastWriteTimeUtc.ToString('r')
        ConvertFrom-CurlCommand 'curl -R -z f.txt -o f.txt https://a/' -AsText | Should -BeLike '* -RemoteTime -IfChanged*'
    }

    It 'sign for Amazon Web Services' {
        $command = "curl --aws-sigv4 aws:amz:eu-west-1:s3 -u AKID:secret $url/headers"
        (ConvertFrom-CurlCommand $command).Auth | Should -BeOfType Requests.AwsAuth
        $text = ConvertFrom-CurlCommand $command -AsText
        $text | Should -Match "New-AwsAuth 'AKID' 'secret' -Region 'eu-west-1' -Service 's3'"
        (& ([scriptblock]::Create($text))).Json().headers.Authorization | Should -Match 'Credential=AKID/\d+/eu-west-1/s3/aws4_request'
        (ConvertFrom-CurlCommand 'curl --aws-sigv4 aws:amz -u a:b https://x.s3.amazonaws.com').Auth.Service | Should -BeNullOrEmpty
        { ConvertFrom-CurlCommand 'curl --aws-sigv4 osc -u a:b https://h/' } | Should -Throw '*aws:amz*' -ErrorId 'InvalidParameter,*'
    }

    It 'are complete as text: <_>' -ForEach 'digest', 'anyauth' {
        $text = ConvertFrom-CurlCommand "curl --$_ -u user:pass $url/digest-auth/auth/user/pass" -AsText
        $text | Should -Match "-Auth \(New-(Digest|Guess)Auth 'user' 'pass'\)"
        (Invoke-Expression $text).StatusCode | Should -Be 200
        ConvertFrom-CurlCommand "curl --$_ -u `"it's:p'w`" example.com" -AsText | Should -BeLike "*Auth 'it''s' 'p''w')*"
    }

    It 'name files relative to the location of PowerShell' {
        Push-Location $TestDrive
        try {
            $form = ConvertFrom-CurlCommand "curl $url/anything -F 'f=@a b.txt'"
            $data = ConvertFrom-CurlCommand "curl $url/anything -d '@a b.txt'"
            $encoded = ConvertFrom-CurlCommand "curl $url/anything --data-urlencode 'q@a b.txt'"
        }
        finally { Pop-Location }
        (Invoke-Request @form).Json().files.f | Should -Be "line one`nline two`n"
        $data.Data | Should -Be 'line oneline two'
        $encoded.Data | Should -Be 'q=line%20one%0Aline%20two%0A'
    }

    It 'cause a warning if curl would prompt' {
        $null = ConvertFrom-CurlCommand 'curl -u me example.com' -WarningVariable warned 3>$null
        "$warned" | Should -Match 'password'
    }

    It 'cause a warning if they are left out' {
        $command = 'curl -s --http3 -w fmt -z never --resolve -a:80 --resolve a:80:10.0.0.7,10.0.0.8 example.com'
        $null = ConvertFrom-CurlCommand $command -WarningVariable warned 3>$null
        $warned | Should -HaveCount 5
        "$warned" | Should -Match '--http3.*--write-out.*--resolve -a:80.*10.0.0.7.*--time-cond'
    }
}

Describe 'ConvertTo-CurlCommand' -Skip:(-not $hasCurl) {
    It 'writes a command for which curl sends the same request: <Name>' -ForEach @(
        @{ Name = 'GET'; With = { @{ Uri = "$url/anything?a=[1]"; Headers = @{ 'X-A' = "it's"; 'X-Empty' = '' } } } }
        @{ Name = 'HEAD-like method'; With = { @{ Uri = "$url/anything"; Method = 'PURGE' } } }
        @{ Name = 'form'; With = { @{ Uri = "$url/anything"; Method = 'Post'; Data = @{ a = "1'2 ü"; b = '@x' } } } }
        @{ Name = 'JSON'; With = { @{ Uri = "$url/anything"; Method = 'Put'; Json = @{ a = "x`ny"; b = '$HOME' } } } }
        @{ Name = 'text without a type'; With = { @{ Uri = "$url/anything"; Method = 'Post'; Data = 'plain' } } }
        @{ Name = 'bytes'; With = { @{ Uri = "$url/anything"; Method = 'Post'; Data = [byte[]](0..255) } } }
        @{
            Name = 'a file'
            With = { @{ Uri = "$url/anything"; Method = 'Post'; InFile = "$TestDrive/a b.txt"; ContentType = 'text/plain' } }
        }
        @{
            Name = 'a multipart form'
            With = { @{ Uri = "$url/anything"; Method = 'Post'; Data = @{ a = 1 }; Files = @{ f = Get-Item "$TestDrive/a b.txt" } } }
        }
    ) {
        $parameters = & $With
        $expected = (Invoke-Request @parameters).Json()
        $command = New-Request @parameters | ConvertTo-CurlCommand -Unmask
        Set-Content "$TestDrive/run.sh" $command
        $seen = (& bash "$TestDrive/run.sh" 2>$null) -join "`n" | ConvertFrom-Json
        Get-Seen $seen | Should -Be (Get-Seen $expected)
    }

    It 'redacts secrets, except with -Unmask' {
        $response = Invoke-Request "$url/post?token=hunter2" -Method Post -Json @{ password = 'hunter2' } -Auth user, hunter2
        $response | ConvertTo-CurlCommand | Should -Not -Match 'hunter2|dXNlcj'
        $response | ConvertTo-CurlCommand -Unmask | Should -Match 'token=hunter2.*"password":"hunter2"'
        $form = New-Request "$url/post" -Method Post -Data @{ otp = 'hunter2' } -Files @{ f = [byte[]](0..255); g = 'x' }
        $text = $form | ConvertTo-CurlCommand
        $text | Should -Match "--data-binary '\(\d+ bytes of multipart/form-data"
        $text | Should -Not -Match 'hunter2|base64|aHVudGVy'
        New-Request "$url/post" -Method Post -Data @{ otp = 'hunter2'; name = 'me' } -Files @{ g = 'x' } | ConvertTo-CurlCommand |
            Should -Match 'name="name"'
        New-Request "$url/post" -Method Post -Data @{ otp = 'hunter2'; name = 'me' } -Files @{ g = 'x' } | ConvertTo-CurlCommand |
            Should -Not -Match 'hunter2'
        { New-Request "$url/post" -Method Post -Data { 'a' } | ConvertTo-CurlCommand } | Should -Throw '*read while it is sent*'
        { ConvertTo-CurlCommand 5 } | Should -Throw '*InputObject cannot be Int32*'
    }
}

Describe 'Text for PowerShell' {
    BeforeAll {
        # Returns the values of a command as PowerShell's parser reads them. An expression that is not constant is an error.
        function Get-Constants([string] $Text) {
            $errors = $null
            $ast = [Management.Automation.Language.Parser]::ParseInput($Text, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
            $ast.EndBlock.Statements | Should -HaveCount 1
            $ast.FindAll(
                {
                    param($One)
                    $One -is [Management.Automation.Language.ExpandableStringExpressionAst] -or
                        $One -is [Management.Automation.Language.ScriptBlockExpressionAst] -or
                        $One -is [Management.Automation.Language.SubExpressionAst]
                },
                $true
            ) | Should -BeNullOrEmpty
            $ast.FindAll({ param($One) $One -is [Management.Automation.Language.CommandAst] }, $true).GetCommandName() |
                Should -BeIn 'Invoke-Request', 'New-DigestAuth', 'New-GuessAuth'
            $ast.FindAll({ param($One) $One -is [Management.Automation.Language.StringConstantExpressionAst] }, $true).Value
        }

        $marks = [char[]](
            39, 0x2018, 0x2019, 0x201a, 0x201b, 34, 0x201c, 0x201d, 0x201e, 36, 96, 59, 124, 38, 40, 41, 123, 125, 35, 64, 10, 13, 0x85,
            0x2028, 27, 7, 32, 97, 45
        )
    }

    It 'escapes quotes: <_>' -ForEach @(
        39, 0x2018, 0x2019, 0x201a, 0x201b, 34, 0x201c, 0x201d, 0x201e, 36, 96, 10, 13, 27, 0x85, 0x202e
    ) {
        $value = "x$([char] $_); Get-Date; #$([char] $_)y"
        $bash = "'" + $value.Replace("'", "'\''").Replace("`r", '') + "'"
        $value = $value.Replace("`r", '')
        Get-Constants (ConvertFrom-CurlCommand "curl http://h/ -H X-A:$bash --data-raw $bash -A $bash" -AsText) |
            Where-Object { $_ -eq $value } | Should -HaveCount 3
        Get-Constants (ConvertFrom-CurlCommand "curl http://h/ --digest -u u:$bash" -AsText) | Should -Contain $value
        Get-Constants (ConvertFrom-CurlCommand "curl http://h/ -F n=$bash -o $bash" -AsText) | Should -Contain $value
    }

    It 'keeps every character of a value' {
        $random = [Random]::new(11)
        foreach ($round in 1..300) {
            $value = 'x' + (-join (1..12 | ForEach-Object { $marks[$random.Next($marks.Count)] })).Replace("`r", '').Replace("`n", '') + 'x'
            $text = ConvertFrom-CurlCommand ("curl http://h/ --data-raw '" + $value.Replace("'", "'\''") + "'") -AsText
            Get-Constants $text | Should -Contain $value
            $text | Should -Not -Match '[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028]'
        }
    }

    It 'contains no command for the agent of a pipeline' {
        $env:GITHUB_ACTIONS = 'true'
        try {
            $text = ConvertFrom-CurlCommand "curl http://h/ --data-raw '##vso[a]b ::error::c'" -AsText
            Get-Constants $text | Should -Contain '##vso[a]b ::error::c'
            $text | Should -Not -Match '##vso|::error'
        } finally { $env:GITHUB_ACTIONS = $null }
    }
}

Describe 'Text for a shell' -Skip:$IsWindows {
    BeforeAll {
        # Returns the words into which a shell splits a command.
        function Get-Words([string] $Command) {
            $script = "curl() { for one in `"`$@`"; do printf '%s\n--end--\n' `"`$one`"; done; }`n$Command"
            ((& sh -c $script) -join "`n") -split "`n--end--(?:`n|$)"
        }
    }

    It 'keeps each character and contains no control character' {
        foreach ($code in 1..0xff + 0x2018, 0x2019, 0x201c, 0x2028, 0x202e) {
            if ($code -eq 13) { continue }
            $value = "a$([char] $code)b$([char] $code)"
            $command = New-Request http://h/ -Method Post -Data "$value." | ConvertTo-CurlCommand -Unmask
            Get-Words $command | Should -Contain "$value." -Because "of U+$($code.ToString('x4'))"
            $command | Should -Not -Match '[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e]'
        }
    }

    It 'contains no command for the agent of a pipeline' {
        $env:TF_BUILD = 'True'
        try {
            $command = New-Request http://h/ -Method Post -Data '##vso[a]b ::error::c' | ConvertTo-CurlCommand -Unmask
            Get-Words $command | Should -Contain '##vso[a]b ::error::c'
            $command | Should -Not -Match '##vso|::error'
        } finally { $env:TF_BUILD = $null }
    }
}
