BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
}

AfterAll { Stop-TestServer $server }

Describe 'Invoke-Request' {
    Context 'URLs' {
        It 'accepts text and Uri unchanged' {
            (Invoke-Request ([uri]"$url/get/%2e%2E/get")).Request.Url | Should -Be (Invoke-Request "$url/get/%2e%2E/get").Request.Url
        }

        It 'reads URLs from the pipeline, by value and from objects' {
            $r = "$url/get", [pscustomobject]@{ Url = "$url/headers" }, [pscustomobject]@{ Href = "$url/robots.txt" } | Invoke-Request
            $r.Url | Should -Be "$url/get", "$url/headers", "$url/robots.txt"
        }

        It 'reads bodies from the pipeline if the URL is an argument' {
            $r = 'one', @{ two = 2 } | Invoke-Request "$url/post" -Method Post
            $r[0].Json().data | Should -Be 'one'
            $r[1].Json().form.two | Should -Be '2'
        }

        It 'accepts params as map, ordered map, pairs, object and null' {
            foreach ($params in @{ a = 1 }, ([ordered]@{ a = 1 }), @(, @('a', 1)), [pscustomobject]@{ a = 1 }) {
                (Invoke-Request "$url/get" -Params $params).Url | Should -Be "$url/get?a=1"
            }
            (Invoke-Request "$url/get" -Params $null).Url | Should -Be "$url/get"
        }

        It 'keeps the order of params, and accepts raw text and bytes' {
            (Invoke-Request "$url/get" -Params ([ordered]@{ z = 1; a = 2.5; k = $true })).Url | Should -Be "$url/get?z=1&a=2.5&k=true"
            (Invoke-Request "$url/get" -Params ([Text.Encoding]::UTF8.GetBytes('x=y'))).Url | Should -Be "$url/get?x=y"
        }

        It 'writes numbers and dates the same in every culture' {
            $before = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = 'de-DE'
                (Invoke-Request "$url/get" -Params @{ n = 1.5 }).Url | Should -BeLike '*n=1.5'
                (Invoke-Request "$url/post" -Method Post -Json @{ n = 1.5 }).Json().data | Should -Be '{"n":1.5}'
            } finally { [cultureinfo]::CurrentCulture = $before }
        }
    }

    Context 'Headers' {
        It 'sends a header for each value of a list, and refuses maps' {
            (Invoke-Request "$url/headers" -Headers @{ 'X-Many' = 'a', 'b' }).Json().headers.'X-Many' | Should -Match '^a, ?b$'
            { Invoke-Request "$url/headers" -Headers @{ bar = @{} } -ErrorAction Stop } |
                Should -Throw "*'bar'*" -ExceptionType ([Requests.InvalidHeaderException])
        }

        It 'sends -ContentType in place of the header, unless it is empty' {
            (Invoke-Request "$url/post" -Method Post -Data 'x' -ContentType 'text/x').Json().headers.'Content-Type' | Should -Be 'text/x'
            (
                Invoke-Request "$url/post" -Method Post -Data 'x' -ContentType 'text/x' -Headers @{ 'content-type' = 'a/b' }
            ).Json().headers.'Content-Type' | Should -Be 'text/x'
            (
                Invoke-Request "$url/post" -Method Post -Data 'x' -ContentType '' -Headers @{ 'content-type' = 'a/b' }
            ).Json().headers.'Content-Type' | Should -Be 'a/b'
            (Invoke-Request "$url/post" -Method Post -Data @{ a = 1 } -ContentType '').Json().form.a | Should -Be '1'
            (Invoke-Request "$url/post" -Method Post -Files @{ a = 'x' } -ContentType ' ').Json().files.a | Should -Be 'x'
        }
    }

    Context 'Bodies' {
        It 'sends a form from <_>' -ForEach 'ordered', 'dictionary', 'object', 'NameValueCollection' {
            $data = switch ($_) {
                'ordered' { [ordered]@{ some = 'data' } }
                'dictionary' { $map = [Collections.Generic.Dictionary[string, string]]::new(); $map['some'] = 'data'; $map }
                'object' { [pscustomobject]@{ some = 'data' } }
                'NameValueCollection' { $map = [Collections.Specialized.NameValueCollection]::new(); $map.Add('some', 'data'); , $map }
            }
            (Invoke-Request "$url/post" -Method Post -Data $data).Json().form.some | Should -Be 'data'
        }

        It 'repeats the name of a list' {
            (Invoke-Request "$url/post" -Method Post -Data @{ a = 1, 2 }).Json().form.a | Should -Be '1', '2'
        }

        It 'streams -InFile and a FileInfo' {
            $path = Join-Path $TestDrive 'body[1].txt'
            Set-Content -LiteralPath $path 'from disk' -NoNewline
            (Invoke-Request "$url/post" -Method Post -InFile $path).Json().data | Should -Be 'from disk'
            (Invoke-Request "$url/post" -Method Post -Data (Get-Item -LiteralPath $path)).Json().data | Should -Be 'from disk'
            Push-Location $TestDrive
            try {
                (Invoke-Request "$url/post" -Method Post -InFile './body[1].txt').Json().data | Should -Be 'from disk'
            } finally {
                Pop-Location
            }
        }

        It 'streams from the current position of a stream' {
            $stream = [IO.MemoryStream]::new([byte[]](0x74, 0x65, 0x73, 0x74))
            $stream.Position = 2
            (Invoke-Request "$url/post" -Method Post -Data $stream).Json().data | Should -Be 'st'
        }

        It 'sends a list in chunks' {
            $r = (Invoke-Request "$url/post" -Method Post -Data 'a', 2).Json()
            $r.data | Should -Be 'a2'
            $r.headers.'Transfer-Encoding' | Should -Be 'chunked'
        }

        It 'sends a list of texts, such as the output of Get-Content, with line ends between them' {
            Set-Content "$TestDrive/lines.txt" 'one', 'two', ''
            $r = (Invoke-Request "$url/post" -Method Post -Data (Get-Content "$TestDrive/lines.txt")).Json()
            $r.data | Should -Be "one`ntwo`n"
            $r.headers.'Content-Length' | Should -Be '8'
        }

        It 'sends <_> with a length of 0' -ForEach 'an empty stream', 'a stream at its end' {
            $stream = [IO.MemoryStream]::new()
            if ($_ -eq 'a stream at its end') { $stream.WriteByte(1) }
            $r = (Invoke-Request "$url/post" -Method Post -Data $stream).Json()
            $r.headers.'Content-Length' | Should -Be '0'
            $r.headers.PSObject.Properties.Name | Should -Not -Contain 'Transfer-Encoding'
        }

        It 'refuses an object without a body form' {
            { Invoke-Request "$url/post" -Method Post -Data ([Threading.Thread]::CurrentThread) } |
                Should -Throw '-Data cannot be*' -ErrorId 'InvalidParameter,*'
        }

        It 'sends XML' { (Invoke-Request "$url/post" -Method Post -Data ([xml]'<a>1</a>')).Json().data | Should -Be '<a>1</a>' }

        It 'sends JSON, also of null, and refuses an object without a JSON form' {
            (Invoke-Request "$url/post" -Method Post -Json $null).Json().data | Should -Be 'null'
            (Invoke-Request "$url/post" -Method Post -Json @(1)).Json().data | Should -Be '[1]'
            { Invoke-Request "$url/post" -Json @{ foo = @{ bar = [double]::NaN } } -ErrorAction Stop } |
                Should -Throw '*$.foo.bar*' -ExceptionType ([Requests.InvalidJsonException])
        }

        It 'sends a tuple without a name as a plain field' {
            $r = (
                Invoke-Request "$url/post" -Method Post -Files (
                    [ordered]@{ one = @($null, 'text'); two = @($null, '{}', 'application/json'); three = @('named', 'text') }
                )
            ).Json()
            $r.form.one | Should -Be 'text'
            $r.form.two | Should -Be '{}'
            $r.files.three | Should -Be 'text'
            $sent = New-Request "$url/post" -Method Post -Files @{ two = @($null, '{}', 'application/json') } | ConvertTo-PreparedRequest
            [Text.Encoding]::UTF8.GetString($sent.SavedBody) |
                Should -BeLike "*name=`"two`"`r`nContent-Type: application/json`r`n`r`n{}`r`n*"
        }

        It 'accepts files, and reports what is not a file' {
            $r =
                (Invoke-Request "$url/post" -Method Post -Files ([ordered]@{ one = $null; two = 1; three = [byte[]](65, 66) })).Json().files
            $r.two, $r.three | Should -Be '1', 'AB'
            $r.PSObject.Properties.Name | Should -Not -Contain 'one'
            { Invoke-Request "$url/post" -Method Post -Files 'bad' } | Should -Throw '-Files cannot be*' -ErrorId 'InvalidParameter,*'
            { Invoke-Request "$url/post" -Method Post -Data 'text' -Files @{ a = 'x', 'y' } -ErrorAction Stop } |
                Should -Throw '-Data must be a map*' -ErrorId 'InvalidParameter,*'
        }

        It 'refuses -Data together with -Json' {
            { Invoke-Request "$url/post" -Method Post -Data @{ stuff = 'elixr' } -Json @{ music = 'flute' } -ErrorAction Stop } |
                Should -Throw -ErrorId 'ParameterConflict*'
        }

        It 'sends PUT without a body' { (Invoke-Request "$url/put" -Method Put).StatusCode | Should -Be 200 }

        It 'sends params, a form with JSON and a named file in one call, with the method as text' {
            $file = New-FilePart -Content 'content' -FileName 'test.py'
            $r = (
                Invoke-Request "$url/post" -Method ([string]'POST') -Params @{
                    q = 'fø'
                } -Data @{ stuff = '{"a": 1}' } -Files @{ file = $file }
            ).Json()
            $r.args.q, $r.form.stuff, $r.files.file | Should -Be 'fø', '{"a": 1}', 'content'
        }

        It 'sends several files under one name' {
            Set-Content "$TestDrive/1.txt" 1 -NoNewline
            Set-Content "$TestDrive/2.txt" 2 -NoNewline
            (
                Invoke-Request "$url/post" -Method Post -Files @{ f = (Get-Item "$TestDrive/1.txt"), (Get-Item "$TestDrive/2.txt") }
            ).Json().files.f | Should -Be '1', '2'
        }
    }

    Context 'Responses' {
        It 'decodes every content coding' {
            foreach ($route in 'gzip', 'deflate', 'raw-deflate', 'brotli', 'zstd') {
                (Invoke-Request "$url/$route").Json().method | Should -Be 'GET'
            }
        }

        It 'refuses JSON of an empty body' {
            $(try { (Invoke-Request "$url/status/204").Json() } catch [Requests.JsonDecodeException] { 'caught' }) | Should -Be 'caught'
        }

        It 'keeps dates as text and integers as integers' {
            (Invoke-Request "$url/json").Json().slideshow.date | Should -BeOfType [string]
            (Invoke-Request "$url/post" -Data '{"big":123456789012345678901234567890}').Json().json.big |
                Should -Be ([bigint]::Parse('123456789012345678901234567890'))
        }

        It 'returns links' { (Invoke-Request "$url/links/3/0").Links.next.Url | Should -Be "$url/links/3/1" }

        It 'returns chunks with and without a size, and refuses an invalid size' {
            @((Invoke-Request "$url/bytes/10" -Stream).IterContent()).Count | Should -Be 1
            @((Invoke-Request "$url/bytes/10" -Stream).IterContent(4)).Count | Should -Be 3
            @((Invoke-Request "$url/bytes/10" -Stream).IterContent($null)).Count | Should -BeGreaterOrEqual 1
            @((Invoke-Request "$url/robots.txt" -Stream).IterText()).Count | Should -Be 1
            { (Invoke-Request "$url/bytes/10").IterContent(0) } | Should -Throw
            { (Invoke-Request "$url/bytes/10").IterContent('abc') } | Should -Throw
        }

        It 'does not unroll a response' { @(Invoke-Request "$url/get").Count | Should -Be 1 }

        It 'reads JSON arrays of zero, one and several items' {
            foreach ($n in 0, 1, 3) { @((Invoke-Request "$url/json-array/$n").Json()).Count | Should -Be $n }
        }

        It 'keeps keys apart that differ in case only' {
            $r = Invoke-Request "$url/post" -Method Post -Data '{"a":1,"A":2}'
            $(try { $r.Json() } catch [Requests.JsonConversionException] { $_.Exception.Message }) | Should -BeLike "*'a' and 'A'*"
            $r.Json($true).json['A'] | Should -Be 2
        }
    }

    Context 'Parameters that exclude each other' {
        It '<Name>' -ForEach @(
            @{
                Name = '-Auth and -Credential'
                Call = {
                    Invoke-Request $url -Auth a, b -Credential ([pscredential]::new('a', (ConvertTo-SecureString b -AsPlainText -Force)))
                }
            }
            @{ Name = '-Data and -Json'; Call = { Invoke-Request $url -Data x -Json 1 } }
            @{ Name = '-InFile and -Files'; Call = { Invoke-Request $url -InFile x -Files @{} } }
            @{ Name = '-Session and -SessionVariable'; Call = { Invoke-Request $url -Session (New-RequestSession) -SessionVariable s } }
        ) { $Call | Should -Throw -ErrorId 'ParameterConflict,*' }
    }

    Context 'Sessions' {
        It 'keeps cookies in -SessionVariable' {
            $null = Invoke-Request "$url/cookies/set?a=b" -SessionVariable mine
            $mine.Cookies['a'] | Should -Be 'b'
        }

        It 'keeps no cookies without a session' {
            $null = Invoke-Request "$url/cookies/set?a=b"
            (Invoke-Request "$url/cookies").Json().cookies.PSObject.Properties | Should -BeNullOrEmpty
        }

        It 'works through $PSDefaultParameterValues' {
            $PSDefaultParameterValues = @{ 'Invoke-Request:Session' = New-RequestSession -BaseUri $url }
            (Invoke-Request /get).StatusCode | Should -Be 200
        }
    }
}
