BeforeAll {
    Import-Module "$PSScriptRoot/../TestSupport.psm1"
    $server = Start-TestServer
    $url = $server.Url
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'Ansi'
    function Get-Plain { ($input | Out-String -Width 140) -replace "`e\[[\d;]*m" }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    Stop-TestServer $server
}

Describe 'Views' {
    It 'shows many responses as a table with coloured status' {
        $shown = "$url/get", "$url/status/404", "$url/redirect/1" | Invoke-Request | Out-String -Width 120
        $shown | Should -Match 'Status.*Method.*Type.*Size.*Elapsed.*Url'
        $shown | Should -Match ([regex]::Escape("$($PSStyle.Foreground.BrightGreen)200"))
        $shown | Should -Match ([regex]::Escape("$($PSStyle.Foreground.BrightRed)404"))
        $shown | Should -Match "application/json +\d+ +\d+ ms $url/get"
    }

    It 'has no colour with plain text output' {
        $PSStyle.OutputRendering = 'PlainText'
        try { Invoke-Request "$url/get" | Out-String | Should -Not -Match "`e" } finally { $PSStyle.OutputRendering = 'Ansi' }
    }

    It 'shows query and secret headers only if they are selected by name' {
        $r = Invoke-Request "$url/redirect/1?key=hunter2" -Headers @{ Authorization = 'Bearer hunter2'; 'X-Plain' = 'seen' }
        $r.History[0], $r.History[0].Request, $r.Request.Headers | Out-String | Should -Not -Match 'hunter2'
        $r.History[0], $r.History[0].Request | Format-List | Out-String | Should -Not -Match 'hunter2'
        $r | Format-List StatusCode, History | Out-String | Should -Not -Match 'hunter2'
        $r.History[0] | Format-Table | Out-String -Width 120 | Should -Match '\?key=\*+'
        $r.Request.Headers | Out-String | Should -Match 'X-Plain +seen'
        $r.Request.Headers['Authorization'] | Should -Be 'Bearer hunter2'
    }

    It 'previews indented JSON, shortened text and the size of bytes, and does not read the body' {
        Invoke-Request "$url/post" -Method Post -Json @{ a = 1 } | Format-List | Out-String | Should -Match '"a": 1'
        Invoke-Request "$url/anything" -Method Post -Data ('x' * 5000) | Format-List | Out-String -Width 200 | Should -Match 'x…'
        Invoke-Request "$url/bytes/100" | Format-List | Out-String | Should -Match '\(100 bytes of application/octet-stream\)'
        $r = Invoke-Request "$url/get" -Stream
        try { $r | Format-List | Out-String | Should -Match 'not read yet' } finally { $r.Close() }
    }

    It 'shortens URLs to the width of the host' {
        $lines = Invoke-Request "$url/anything/$('x' * 100)" | Out-String -Width 90 | ForEach-Object Split "`n"
        ($lines -match 'anything') -replace "`e\[[\d;]*m" | Should -Match "^ +200 GET +application/json +\d+ +\d+ ms http.*x…`r?$"
        ($lines -replace "`e\[[\d;]*m" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 91
    }

    It 'shows large sizes in KB and MB' {
        Invoke-Request "$url/bytes/20480" | Out-String | Should -Match ' 20 KB '
        Invoke-Request "$url/bytes/15728640" | Out-String | Should -Match ' 15 MB '
    }

    It 'lists headers line by line, and the history as a tree' {
        $shown = Invoke-Request "$url/redirect/2" | Format-List | Get-Plain
        $shown | Should -Match "Headers +: Date: .*`n +Transfer-Encoding: chunked.*`n +Content-Type: application/json"
        $shown | Should -Match "History +: 302 GET $url/redirect/2.*`n +  302 GET $url/relative-redirect/1.*`n +    200 GET $url/get"
        Invoke-Request "$url/get" | Format-List | Out-String | Should -Not -Match 'History|Retries'
    }

    It 'lists a prepared request with its headers and the beginning of its body, redacted' {
        $prepared = New-Request "$url/post" -Method Post -Json @{ name = 'Alice'; password = 'hunter2' } -Auth user, hunter2 |
            ConvertTo-PreparedRequest
        $shown = $prepared | Format-List | Get-Plain
        $shown | Should -Match 'Authorization: \*{8}'
        $shown | Should -Match 'Body +: (.|\n)*Alice'
        $shown | Should -Not -Match 'hunter2'
    }

    It 'shows objects from a file with the same views: <Name>' -ForEach @(
        @{
            Name  = 'a response'
            Make  = { Invoke-Request "$url/redirect/1" }
            Table = '200.*GET.*application/json.*ms http'
            List  = 'Status +: .*200.* OK(.|\n)*Content-Type: application/json(.|\n)*' +
                '302 GET .*/redirect/1.*\n +200 GET .*/get(.|\n)*"method": "GET"'
        }
        @{
            Name  = 'a prepared request'
            Make  = { New-Request "$url/post?a=1" -Method Post -Data 'text' | ConvertTo-PreparedRequest }
            Table = 'POST +http.*/post\?a=1'
            List  = 'Content-Length: 4(.|\n)*Body +: text'
        }
        @{ Name = 'a request'; Make = { New-Request "$url/get?a=1" }; Table = 'GET +http.*/get\?a=1'; List = 'get\?a=1' }
        @{
            Name  = 'a cookie'
            Make  = { New-RequestSession -Cookies @{ sid = 'hunter2' } | Get-RequestCookie }
            Table = 'Name +Domain +Path(.|\n)*sid'
            List  = 'sid'
        }
        @{
            Name  = 'a session'
            Make  = { New-RequestSession -BaseUri $url -Headers @{ 'X-Team' = 'red' } -Cookies @{ a = 'hunter2' } }
            Table = 'BaseUri'
            List  = 'BaseUri +: http(.|\n)*X-Team: red(.|\n)*(Omitted +: 1 cookies|Cookies +: 1)'
        }
        @{
            Name  = 'links'
            Make  = { (Invoke-Request "$url/response-headers?Link=%3Chttp://h/2%3E%3B%20rel%3Dnext%3B%20title%3DMore").Links.Values }
            Table = 'Rel +Url +Title(.|\n)*next +http://h/2 +More'
            List  = 'http://h/2'
        }
        @{
            Name  = 'retries'
            Make  = {
                $session = New-RequestSession
                Add-RequestAdapter $session http:// (New-MockAdapter -Ordered @{ StatusCode = 503 }, @{})
                $session.Get('http://h/?token=hunter2', @{ Retry = New-RetryPolicy -StatusList 503 }).Retries
            }
            Table = '503 GET +0 ms http://h/'
            List  = 'http://h/'
        }
        @{ Name = 'adapters'; Make = { New-RequestSession | Get-RequestAdapter }; Table = 'https:// +HttpAdapter'; List = 'HttpAdapter' }
    ) {
        $file = Join-Path $TestDrive 'view.xml'
        $living = & $Make
        Export-Clixml -InputObject $living -LiteralPath $file -WarningAction Ignore
        foreach ($one in $living, (Import-Clixml $file)) {
            $one | Get-Plain | Should -Match $Table
            $one | Format-List | Get-Plain | Should -Match $List
            ($one | Format-List | Out-String -Width 140) + ($one | Out-String) | Should -Not -Match 'hunter2'
        }
    }

    It 'shows <Name> in one descriptive line' -ForEach @(
        @{ Name = 'Basic'; Make = { New-BasicAuth user hunter2 }; Shown = 'Basic \(user\)' }
        @{ Name = 'Bearer'; Make = { New-BearerAuth hunter2 }; Shown = 'Bearer' }
        @{ Name = 'a block that returns a token'; Make = { New-BearerAuth { 'hunter2' } }; Shown = 'Bearer' }
        @{
            Name  = 'a managed identity'
            Make  = { New-ManagedIdentityAuth https://vault.azure.net -ClientId 11111111-2222-3333-4444-555555555555 }
            Shown = 'ManagedIdentity \(https://vault.azure.net, 11111111-2222-3333-4444-555555555555\)'
        }
        @{ Name = 'a token service'; Make = { New-TokenServiceAuth user hunter2 }; Shown = 'TokenService \(user\)' }
        @{
            Name  = 'two'
            Make  = { [Requests.ChainedAuth]::new((New-BearerAuth hunter2), (New-DigestAuth u p)) }
            Shown = 'Bearer, Digest \(u\)'
        }
        @{ Name = 'Digest'; Make = { New-DigestAuth user hunter2 }; Shown = 'Digest \(user\)' }
        @{
            Name  = 'AWS'
            Make  = { New-AwsAuth AKID hunter2 hunter2 -Service s3 -Region eu-west-1 }
            Shown = 'Aws \(AKID, s3, eu-west-1\)'
        }
        @{ Name = 'OAuth 1'; Make = { New-OAuth1Auth key hunter2 }; Shown = 'OAuth1 \(HMAC-SHA1, key\)' }
        @{
            Name  = 'OAuth 2'
            Make  = { New-OAuth2Auth -TokenUri https://h/token -ClientId me -ClientSecret hunter2 -Scope read, write }
            Shown = 'OAuth2 \(client_credentials, me\)(.|\n)*Scope +: read write'
        }
        @{
            Name  = 'a token'
            Make  = { [Requests.OAuth2Token]::new('hunter2', 'hunter2') }
            Shown = 'AccessToken +: System.Security.SecureString'
        }
        @{
            Name  = 'an adapter'
            Make  = { New-HttpAdapter -SslProtocol Tls12 -UnixSocket /run/x.sock }
            Shown = 'SslProtocols +: Tls12(.|\n)*UnixSocket +: /run/x.sock'
        }
        @{
            Name  = 'a mock'
            Make  = { New-MockAdapter @{ Url = 'https://h/'; Method = 'GET' } }
            Shown = 'Replies +: GET https://h/ \(used 0\)'
        }
        @{ Name = 'a reply'; Make = { (New-MockAdapter @{ Url = 'https://h/'; StatusCode = 404 }).Replies }; Shown = 'https://h/ +404 +0' }
        @{
            Name  = 'a file part'
            Make  = { New-FilePart -Content 'hunter2' -FileName a.txt -ContentType text/plain }
            Shown = 'a.txt +text/plain +7 +False'
        }
        @{
            Name  = 'a session'
            Make  = {
                $s = New-RequestSession -Proxies @{ all = 'http://user:hunter2@h:1' } -Params @{ token = 'hunter2' }
                Add-RequestAdapter $s mock:// (New-MockAdapter @{})
                $s
            }
            Shown = 'Params +: token(.|\n)*mock:// MockAdapter \(replies: 1, calls: 0\)(.|\n)*Proxies +: all http://h:1'
        }
    ) {
        $value = & $Make
        Set-StrictMode -Version Latest
        $value | Get-Plain | Should -Match $Shown
        ($value | Out-String) + ($value | ConvertTo-Json -Depth 8 -WarningAction Ignore) -replace '"Params".*|"Value": "hunter2"' |
            Should -Not -Match 'hunter2'
    }

    It 'keeps the position of a JSON error in a file' {
        $file = Join-Path $TestDrive 'error.xml'
        try { (Invoke-Request "$url/robots.txt").Json() } catch { $_ | Export-Clixml $file }
        $back = Import-Clixml $file
        $back.Exception.Message | Should -Match 'line 1'
        $back.Exception.Doc | Should -Match 'User-agent'
        $back.Exception.Position | Should -Be 0
    }
}

Describe 'Lists' {
    BeforeAll {
        function Get-MockResponse([object[]] $Reply, [hashtable] $Options = @{}) {
            $session = New-RequestSession
            Add-RequestAdapter $session http:// ($script:mock = New-MockAdapter -Ordered $Reply)
            $session.Get('http://h/', $Options)
        }
    }

    It 'are indexed: <Name>' -ForEach @(
        @{ Name = 'History'; Get = { Invoke-Request "$url/redirect/2" }; Type = 'Response' }
        @{
            Name = 'Retries'
            Get  = { Get-MockResponse @{ StatusCode = 503 }, @{} @{ Retry = New-RetryPolicy -StatusList 503 } }
            Type = 'RetryAttempt'
        }
        @{ Name = 'Calls'; Get = { $null = Get-MockResponse @{}; $mock }; Type = 'MockCall' }
        @{ Name = 'Replies'; Get = { New-MockAdapter @{} }; Type = 'MockReply' }
        @{ Name = 'Keys'; Get = { , (New-RequestSession -Cookies @{ a = '1' }).Cookies }; Type = 'String' }
        @{ Name = 'Values'; Get = { , (New-RequestSession -Cookies @{ a = '1' }).Cookies }; Type = 'String' }
        @{
            Name = 'DeclaredEncodings'
            Get  = { Get-MockResponse @{ Body = '<meta charset="utf-8">'; Headers = @{ 'Content-Type' = 'text/html' } } }
            Type = 'String'
        }
        @{ Name = 'StatusList'; Get = { New-RetryPolicy -StatusList 503 }; Type = 'Int32' }
        @{ Name = 'Methods'; Get = { New-RetryPolicy -Methods GET }; Type = 'String' }
        @{ Name = 'SensitiveHeaders'; Get = { New-RequestSession }; Type = 'String' }
        @{ Name = 'Response'; Get = { (New-RequestSession -Hooks @{ response = { } }).Hooks }; Type = 'ResponseHook' }
    ) {
        $holder = . $Get
        $holder.$Name[0].GetType().Name | Should -Be $Type
        $holder.$Name[-1].GetType().Name | Should -Be $Type
    }

    It 'are indexed: GetValues' {
        (Invoke-Request "$url/get").Headers.GetValues('Content-Type')[0] | Should -Be 'application/json'
    }

    It 'shows the query without its secrets, so that pages can be distinguished' {
        $shown = 1, 2 | ForEach-Object { Invoke-Request "$url/get?page=$_&access_token=hunter2#top" } | Get-Plain
        $shown | Should -Match 'page=1&access_token=\*+'
        $shown | Should -Match 'page=2&access_token=\*+'
        $shown | Should -Not -Match 'hunter2'
    }

    It 'shows no secret in the view of another object' {
        $session = New-RequestSession
        $session, (Invoke-Request "$url/get?access_token=hunter2") | Out-String | Should -Not -Match 'hunter2'
    }

    It 'shows the path of a saved body, also after serialization' {
        $saved = Invoke-Request "$url/get" -OutFile $TestDrive/saved.json -PassThru
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($saved))
        foreach ($one in $saved, $copy) { $one | Format-List | Out-String -Width 300 | Should -Match 'saved to .*saved\.json' }
        $copy.SavedTo | Should -Be $saved.SavedTo
        { $saved.Text } | Should -Throw '*saved.json*'
    }

    It 'shows the settings of a session that differ from the defaults, with Verify first' {
        New-RequestSession | Get-Plain |
            Should -Not -Match 'Verify|RaiseForStatus|TotalTimeout|Record|AllowRedirects|MaximumRedirection|TrustEnv|Stream|Hooks'
        $settings = @{
            Verify             = $false
            RaiseForStatus     = $true
            TotalTimeout       = 5
            Record             = $true
            AllowRedirects     = $false
            MaximumRedirection = 3
            TrustEnv           = $false
            Hooks              = @{ response = { } }
        }
        $shown = New-RequestSession @settings | Get-Plain
        $shown.Trim() | Should -Match '^Verify +: False'
        $expectedLines = 'RaiseForStatus +: True', 'TotalTimeout +: 5 s', 'Record +: 0 responses', 'AllowRedirects +: False',
            'MaximumRedirection +: 3', 'TrustEnv +: False', 'Hooks +: 1'
        foreach ($line in $expectedLines) { $shown | Should -Match "(?m)^$line" }
        $copy = [Management.Automation.PSSerializer]::Deserialize(
            [Management.Automation.PSSerializer]::Serialize((New-RequestSession -Verify:$false))
        )
        ($copy | Get-Plain).Trim() | Should -Match '^Verify +: False'
    }

    It 'hides members for views from Export-Csv and Select-Object *' {
        $r = Invoke-Request "$url/get"
        $columns = ($r | Select-Object *).PSObject.Properties.Name
        ($r | ConvertTo-Csv)[0] -replace '"' -split ',' | Should -Be $columns
        $columns | Should -Not -Contain 'ShownUrl'
        $columns -match '^(Shown|Saved(?!To)|Preview)' | Should -BeNullOrEmpty
        $columns | Should -Contain 'StatusCode'
        $columns | Should -Not -Contain 'Status'
        ($r.Request | Select-Object *).PSObject.Properties.Name -match '^(Shown|Saved|Preview)' | Should -BeNullOrEmpty
    }
}

Describe 'Names from other tools' {
    BeforeAll { $r = Invoke-Request "$url/get?a=1" -Session (New-RequestSession) }

    It '<Name> is <Means>' -ForEach @(
        @{ Name = 'Status'; Means = 'StatusCode' }
        @{ Name = 'status_code'; Means = 'StatusCode' }
        @{ Name = 'ReasonPhrase'; Means = 'Reason' }
        @{ Name = 'StatusDescription'; Means = 'Reason' }
        @{ Name = 'StatusText'; Means = 'Reason' }
        @{ Name = 'IsSuccessStatusCode'; Means = 'Ok' }
        @{ Name = 'Uri'; Means = 'Url' }
        @{ Name = 'Body'; Means = 'Text' }
        @{ Name = 'RawContentLength'; Means = 'Size' }
        @{ Name = 'CharacterSet'; Means = 'Encoding' }
        @{ Name = 'RequestMessage'; Means = 'Request' }
        @{ Name = 'Version'; Means = 'HttpVersion' }
        @{ Name = 'apparent_encoding'; Means = 'ApparentEncoding' }
        @{ Name = 'is_redirect'; Means = 'IsRedirect' }
        @{ Name = 'is_permanent_redirect'; Means = 'IsPermanentRedirect' }
    ) {
        $r.$Name | Should -Not -BeNullOrEmpty
        $r.$Name | Should -Be $r.$Means
    }

    It 'exist in Where-Object and after serialization' {
        @($r | Where-Object Status -EQ 200).Count | Should -Be 1
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($r))
        foreach ($name in 'Status', 'status_code', 'ReasonPhrase', 'StatusDescription', 'Body', 'IsSuccessStatusCode', 'Url') {
            $copy.$name | Should -Not -BeNullOrEmpty
        }
    }

    It 'include the members of the responses of Invoke-WebRequest' {
        $r.RawContent | Should -Match "^HTTP/1\.1 200 OK`r`n(?s:.*)Content-Type: application/json`r`n(?s:.*)`r`n\{"
        $r.RawContentStream.Length | Should -Be $r.Size
        $r.ContentType | Should -Match '^application/json'
        $r.BaseResponse.ResponseUri.AbsoluteUri | Should -Be $r.Url
        $r.BaseResponse.RequestMessage.RequestUri.AbsoluteUri | Should -Be $r.Url
        (Invoke-Request "$url/response-headers" -Params @{ Link = '<http://x/2>; rel="next"' }).RelationLink['next'] |
            Should -Be 'http://x/2'
    }
}
