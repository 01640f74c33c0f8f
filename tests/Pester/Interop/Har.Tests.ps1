BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    # The requirements of HAR 1.2 for each part, as JSON Schema.
    $text, $number, $integer = @{ type = 'string' }, @{ type = 'number' }, @{ type = 'integer' }
    $time = @{ type = 'number'; minimum = 0 }
    $pairs = @{
        type  = 'array'
        items = @{ type = 'object'; required = 'name', 'value'; properties = @{ name = $text; value = $text } }
    }
    $content = @{
        type       = 'object'
        required   = 'size', 'mimeType'
        properties = @{ size = $integer; mimeType = $text; text = $text; encoding = $text }
    }
    $request = @{
        type       = 'object'
        required   = 'method', 'url', 'httpVersion', 'cookies', 'headers', 'queryString', 'headersSize', 'bodySize'
        properties = @{
            method      = $text
            url         = @{ type = 'string'; pattern = '^https?://' }
            httpVersion = $text
            cookies     = $pairs
            headers     = $pairs
            queryString = $pairs
            headersSize = $integer
            bodySize    = $integer
            postData    = @{ type = 'object'; required = @('mimeType'); properties = @{ mimeType = $text; text = $text } }
        }
    }
    $response = @{
        type       = 'object'
        required   = 'status', 'statusText', 'httpVersion', 'cookies', 'headers', 'content', 'redirectURL', 'headersSize', 'bodySize'
        properties = @{
            status      = $integer
            statusText  = $text
            httpVersion = $text
            cookies     = $pairs
            headers     = $pairs
            redirectURL = $text
            headersSize = $integer
            bodySize    = $integer
            content     = $content
        }
    }
    $timings = @{
        type       = 'object'
        required   = 'send', 'wait', 'receive'
        properties = @{ blocked = $number; dns = $number; connect = $number; ssl = $number; send = $time; wait = $time; receive = $time }
    }
    $entry = @{
        type       = 'object'
        required   = 'startedDateTime', 'time', 'request', 'response', 'cache', 'timings'
        properties = @{
            startedDateTime = @{ type = 'string'; pattern = '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$' }
            time            = $time
            request         = $request
            response        = $response
            cache           = @{ type = 'object' }
            timings         = $timings
        }
    }
    $log = @{
        type       = 'object'
        required   = 'version', 'creator', 'entries'
        properties = @{
            version = @{ const = '1.2' }
            creator = @{ type = 'object'; required = 'name', 'version'; properties = @{ name = $text; version = $text } }
            entries = @{ type = 'array'; items = $entry }
        }
    }
    $schema = @{ type = 'object'; required = @('log'); properties = @{ log = $log } } | ConvertTo-Json -Depth 20
}

AfterAll { Stop-TestServer $server }

Describe 'Export-RequestHar' {
    BeforeEach { $file = "$TestDrive/$(New-Guid) [x].har" }

    It 'writes the recording of a session: redirects, challenges and bodies of all kinds' {
        $session = New-RequestSession -Record -Verify $server.CaFile
        $null = $session.Get("$url/redirect/1?q=a+b&q=c")
        $null = $session.Get("$url/digest-auth/auth/user/pass", @{ Auth = New-DigestAuth user pass })
        $null = $session.Post("$url/post", @{ Json = @{ a = 1 } })
        $null = $session.Get("$url/image/png")
        $null = $session.Get("$($server.SecureUrl)/get")
        Export-RequestHar $file $session -Unmask
        $har = Get-Content -LiteralPath $file -Raw
        $har | Test-Json -Schema $schema -ErrorAction Stop | Should -BeTrue
        $entries = ($har | ConvertFrom-Json).log.entries
        $entries.response.status | Should -Be 302, 200, 401, 200, 200, 200, 200
        $entries[0].request.queryString.value | Should -Be 'a b', 'c'
        $entries[0].response.redirectURL | Should -Be '/get'
        $entries[4].request.postData.text | Should -Be '{"a":1}'
        [Convert]::FromBase64String($entries[5].response.content.text)[1..3] | Should -Be 0x50, 0x4E, 0x47
        $entries[6].timings.ssl | Should -BeGreaterThan 0
        $entries[4].timings.connect | Should -Be -1
    }

    It 'writes responses with their history' {
        Invoke-Request "$url/redirect/2" | Export-RequestHar $file
        $har = Get-Content -LiteralPath $file -Raw
        $har | Test-Json -Schema $schema -ErrorAction Stop | Should -BeTrue
        ($har | ConvertFrom-Json).log.entries.response.status | Should -Be 302, 302, 200
    }

    It 'redacts secrets' {
        $response = Invoke-Request "$url/post?token=hunter2" -Method Post -Json @{ password = 'hunter2' } -Auth user,
            hunter2 -Cookies @{ c = 'hunter2' } -Headers @{ Referer = 'http://x.example/?token=hunter2' }
        $response | Export-RequestHar $file
        Get-Content -LiteralPath $file -Raw | Should -Not -Match 'hunter2|dXNlcjpodW50ZXIy'
    }

    It 'keeps what is not secret: parameters of the query, names of cookies, and the layout of JSON' {
        $body = '{ "page" : 2,  "password":"hunter2" }'
        Invoke-Request "$url/anything?page=2&token=hunter2" -Method Post -Data $body -ContentType application/json -Cookies @{
            theme = 'hunter2'
        } | Export-RequestHar $file
        $request = (Get-Content -LiteralPath $file -Raw | ConvertFrom-Json).log.entries[0].request
        $request.url | Should -Be "$url/anything?page=2&token=********"
        $request.queryString.value | Should -Be '2', '********'
        $request.cookies.name | Should -Be 'theme'
        $request.cookies.value | Should -Be '********'
        $request.postData.text | Should -Be '{ "page" : 2,  "password":"********" }'
    }

    It 'writes the same file on all systems, with line feeds and without a byte order mark' {
        Invoke-Request "$url/get" | Export-RequestHar $file
        $bytes = [IO.File]::ReadAllBytes($file)
        $bytes[0] | Should -Be 0x7B
        $bytes | Should -Not -Contain 13
        $bytes[-1] | Should -Be 10
    }

    It 'writes no recording that was cleared or is turned off' {
        $session = New-RequestSession -Record
        $null = $session.Get("$url/get")
        $session.Recording.Count | Should -Be 1
        $session.Recording.Clear()
        $session.Recording.Count | Should -Be 0
        Set-RequestSession $session -Record:$false
        { Export-RequestHar $file $session } | Should -Throw '*does not record*'
        { Export-RequestHar $file 5 } | Should -Throw '*InputObject cannot be Int32*'
    }

    It 'obeys -NoClobber and -WhatIf, and creates files that only the owner can read' {
        Set-Content -LiteralPath $file 'mine'
        $response = Invoke-Request "$url/get"
        { $response | Export-RequestHar $file -NoClobber } | Should -Throw '*already exists*'
        $response | Export-RequestHar $file -WhatIf 6>$null
        Get-Content -LiteralPath $file | Should -Be 'mine'
        if ($IsWindows) { return }
        chmod 640 $file
        $response | Export-RequestHar $file
        (Get-Item -LiteralPath $file).UnixMode | Should -Be '-rw-r-----' -Because 'a file that is replaced keeps its mode'
        Remove-Item -LiteralPath $file
        $response | Export-RequestHar $file
        (Get-Item -LiteralPath $file).UnixMode | Should -Be '-rw-------'
    }
}
