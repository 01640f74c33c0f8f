# Tests the examples of the quickstart chapter of the user guide with a real httpbin.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $script:NoHttpbin = -not (Test-Httpbin)
}

Describe 'The guide''s quickstart' -Skip:$NoHttpbin {
    BeforeAll {
        Import-Module "$PSScriptRoot/../TestSupport.psm1"
        $server = Start-Httpbin
        $url = $server.Url
    }

    AfterAll { Stop-Httpbin $server }

    Context 'Make a request' {
        It 'sends GET' { (Invoke-Request "$url/get").StatusCode | Should -Be 200 }

        It 'sends <Method>' -ForEach @(
            @{ Method = 'Post'; Path = 'post' }, @{ Method = 'Put'; Path = 'put' }, @{ Method = 'Patch'; Path = 'patch' }
            @{ Method = 'Delete'; Path = 'delete' }, @{ Method = 'Head'; Path = 'get' }, @{ Method = 'Options'; Path = 'get' }
        ) {
            (Invoke-Request "$url/$Path" -Method $Method).StatusCode | Should -Be 200
        }
    }

    Context 'Pass parameters in URLs' {
        It 'builds the query from a dictionary' {
            $r = Invoke-Request "$url/get" -Params ([ordered]@{ key1 = 'value1'; key2 = 'value2' })
            $r.Url | Should -Be "$url/get?key1=value1&key2=value2"
            $r.Json().args.key2 | Should -Be 'value2'
        }

        It 'repeats the key of a list and drops a null' {
            $r = Invoke-Request "$url/get" -Params ([ordered]@{ key1 = 'value1'; key2 = 'value2', 'value3'; key3 = $null })
            $r.Url | Should -Be "$url/get?key1=value1&key2=value2&key2=value3"
            $r.Json().args.key2 | Should -Be 'value2', 'value3'
        }
    }

    Context 'Response content' {
        It 'decodes the text again with another encoding' {
            $r = Invoke-Request "$url/encoding/utf8"
            $r.Encoding | Should -Be 'utf-8'
            $text = $r.Text
            $r.Encoding = 'utf-16'
            $r.Text | Should -Not -Be $text
        }

        It 'returns bytes' {
            $r = Invoke-Request "$url/image/png"
            , $r.Content | Should -BeOfType [byte[]]
            $r.Content[0..3] | Should -Be 0x89, 0x50, 0x4E, 0x47
        }

        It 'decodes <Coding>' -ForEach @(
            @{ Coding = 'gzip'; Flag = 'gzipped' }, @{ Coding = 'deflate'; Flag = 'deflated' }, @{ Coding = 'brotli'; Flag = 'brotli' }
        ) {
            (Invoke-Request "$url/$Coding").Json().$Flag | Should -BeTrue
        }

        It 'reads JSON' { (Invoke-Request "$url/get?a=1").Json().args.a | Should -Be '1' }

        It 'refuses a body that is not JSON' {
            $r = Invoke-Request "$url/html"
            { $r.Json() } | Should -Throw -ExceptionType ([Requests.JsonDecodeException])
        }

        It 'returns the raw bytes of a streamed response' {
            $r = Invoke-Request "$url/gzip" -Stream
            $bytes = [byte[]]::new(2)
            $r.Raw.ReadExactly($bytes, 0, 2)
            $r.Close()
            $bytes | Should -Be 0x1f, 0x8b
        }

        It 'returns a streamed response in chunks' {
            $r = Invoke-Request "$url/bytes/1000" -Stream
            $sizes = foreach ($chunk in $r.IterContent(300)) { $chunk.Length }
            ($sizes | Measure-Object -Sum).Sum | Should -Be 1000
            ($sizes | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 300
        }

        It 'returns a streamed response in lines' {
            $r = Invoke-Request "$url/stream/4" -Stream
            @($r.IterLines()).Count | Should -Be 4
        }
    }

    Context 'Custom headers' {
        It 'sends them' {
            (Invoke-Request "$url/headers" -Headers @{ 'user-agent' = 'my-app/0.0.1' }).Json().headers.'User-Agent' |
                Should -Be 'my-app/0.0.1'
        }

        It 'lets -Auth replace an Authorization header' {
            $r = Invoke-Request "$url/basic-auth/user/pass" -Headers @{ Authorization = 'wrong' } -Auth user, pass
            $r.StatusCode | Should -Be 200
        }
    }

    Context 'More complicated POST requests' {
        It 'sends a form' {
            $form = (Invoke-Request "$url/post" -Method Post -Data @{ key1 = 'value1'; key2 = 'value2' }).Json().form
            $form.key1, $form.key2 | Should -Be 'value1', 'value2'
        }

        It 'sends a list of pairs' {
            (Invoke-Request "$url/post" -Method Post -Data ('key1', 'value1'), ('key1', 'value2')).Json().form.key1 |
                Should -Be 'value1', 'value2'
        }

        It 'sends a text unchanged' {
            (Invoke-Request "$url/post" -Method Post -Data '{"some":"data"}').Json().data | Should -Be '{"some":"data"}'
        }

        It 'sends JSON' {
            $r = (Invoke-Request "$url/post" -Method Post -Json @{ some = 'data' }).Json()
            $r.json.some | Should -Be 'data'
            $r.headers.'Content-Type' | Should -Be 'application/json'
        }
    }

    Context 'POST a multipart-encoded file' {
        BeforeAll { Set-Content -LiteralPath "$TestDrive/report.xls" 'report' -NoNewline }

        It 'sends a file' {
            (Invoke-Request "$url/post" -Method Post -Files @{ file = Get-Item -LiteralPath "$TestDrive/report.xls" }).Json().files.file |
                Should -Be 'report'
        }

        It 'sets name, type and headers of a file' {
            $part = New-FilePart -Path "$TestDrive/report.xls" -FileName report.xls -ContentType application/vnd.ms-excel -Headers @{
                Expires = '0'
            }
            (Invoke-Request "$url/post" -Method Post -Files @{ file = $part }).Json().files.file | Should -Be 'report'
        }

        It 'sends a text as a file' {
            (Invoke-Request "$url/post" -Method Post -Files @{ file = 'report.csv', "some,data`n" }).Json().files.file |
                Should -Be "some,data`n"
        }

        It 'sends fields and files together' {
            $r = (Invoke-Request "$url/post" -Method Post -Data @{ some = 'data' } -Files @{ file = 'report.csv', 'x' }).Json()
            $r.form.some, $r.files.file | Should -Be 'data', 'x'
        }
    }

    Context 'Status codes' {
        It 'finds them by name' {
            $r = Invoke-Request "$url/get"
            $r.StatusCode | Should -Be ([Requests.StatusCodes]::Ok)
            $r.StatusCode | Should -Be (Get-RequestStatusCode ok)
        }

        It 'throws for an error status' {
            $bad = Invoke-Request "$url/status/404"
            $bad.Ok | Should -BeFalse
            $(try { $bad.RaiseForStatus() } catch [Requests.HttpErrorException] { $_.Exception.Message }) |
                Should -BeLike '404 Client Error*'
        }

        It 'does not throw for a status of success' { (Invoke-Request "$url/get").RaiseForStatus() | Should -BeNullOrEmpty }
    }

    Context 'Response headers' {
        It 'reads them in any case' {
            $r = Invoke-Request "$url/get"
            $r.Headers['Content-Type'] | Should -Be 'application/json'
            $r.Headers.Get('content-type') | Should -Be 'application/json'
        }
    }

    Context 'Cookies' {
        It 'reads the cookies of a response' {
            $r = Invoke-Request "$url/cookies/set?example_cookie_name=example_cookie_value" -AllowRedirects:$false
            $r.Cookies['example_cookie_name'] | Should -Be 'example_cookie_value'
        }

        It 'sends the cookies of the call' {
            (Invoke-Request "$url/cookies" -Cookies @{ cookies_are = 'working' }).Json().cookies.cookies_are | Should -Be 'working'
        }

        It 'keeps them in a session' {
            $session = New-RequestSession
            $null = Invoke-Request "$url/cookies/set/sessioncookie/123456789" -Session $session
            (Invoke-Request "$url/cookies" -Session $session).Json().cookies.sessioncookie | Should -Be '123456789'
        }
    }

    Context 'Redirection and history' {
        It 'follows redirects and keeps the history' {
            $r = Invoke-Request "$url/redirect/3"
            $r.StatusCode | Should -Be 200
            $r.History.StatusCode | Should -Be 302, 302, 302
        }

        It 'returns the redirect with -AllowRedirects $false' {
            $r = Invoke-Request "$url/redirect/1" -AllowRedirects:$false
            $r.StatusCode | Should -Be 302
            $r.History.Count | Should -Be 0
        }

        It 'follows a redirect of HEAD with -AllowRedirects' {
            (Invoke-Request "$url/redirect/1" -Method Head).StatusCode | Should -Be 302
            $r = Invoke-Request "$url/redirect/1" -Method Head -AllowRedirects
            $r.StatusCode | Should -Be 200
            $r.History.Count | Should -Be 1
        }

        It 'follows at most thirty redirects' {
            { Invoke-Request "$url/relative-redirect/50" -ErrorAction Stop } |
                Should -Throw 'Exceeded 30 redirects.' -ExceptionType ([Requests.TooManyRedirectsException])
        }
    }

    Context 'Timeouts and errors' {
        It 'stops after -Timeout' {
            { Invoke-Request "$url/delay/10" -Timeout 30, 0.5 -ErrorAction Stop } |
                Should -Throw 'Read timed out*' -ExceptionType ([Requests.ReadTimeoutException])
        }

        It 'reports a refused connection' {
            { Invoke-Request 'http://127.0.0.1:1/' -ErrorAction Stop } | Should -Throw -ExceptionType ([Requests.ConnectionException])
        }
    }
}
